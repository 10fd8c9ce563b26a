import type { Tenant } from '../domain/organisasi.ts';
import { NaskahError } from '../shared/errors.ts';
import { batasiLaporan } from './batasi-laporan.ts';
import { kebijakan } from './kebijakan.ts';
import type { Konteks } from './konteks.ts';
import { simpulkan, terburuk } from './laporan-kalimat.ts';
import { tandaView } from './laporan-teks.ts';
import type { PilihanPeriksa, VerifikasiView } from './layanan.ts';
import type { BerkasSementara, IsiBerkas } from './ports.ts';

/** Anyone's PDF: put aside, judged, and removed, whatever comes of it. */
export async function periksaBerkas(
  ctx: Konteks,
  isi: IsiBerkas,
  pilihan: PilihanPeriksa,
): Promise<VerifikasiView> {
  await pastikanInstansi(ctx, pilihan);
  const berkas = await ctx.sementara.simpan(isi);
  try {
    return await nilaiBerkas(ctx, berkas, pilihan);
  } finally {
    await berkas.hapus();
  }
}

/** The verdict; and whether it is, byte for byte, a file this installation issued. */
export async function nilaiBerkas(
  ctx: Konteks,
  berkas: BerkasSementara,
  pilihan: PilihanPeriksa,
): Promise<VerifikasiView> {
  const { naskah, penerbit } = await asal(ctx, berkas);
  const instansi = pilihan.instansi ?? penerbit?.kode ?? null;
  const utuh = await ctx.pemeriksa.periksa(berkas, {
    policy: kebijakan[pilihan.kebijakan],
    instansi,
    pemanggil: pilihan.pemanggil,
    batal: pilihan.batal,
  });
  const { laporan, perubahanDihilangkan } = batasiLaporan(utuh);
  const { kalimat } = simpulkan(laporan);
  return {
    laporan,
    kesimpulan: terburuk(laporan),
    kalimat: kalimat.id,
    kalimatInggris: kalimat.en,
    instansi,
    tandaTangan: laporan.readable
      ? laporan.signatures.map((satu) => tandaView(satu, (sha256) => ctx.kepercayaan.jenis(instansi, sha256)))
      : [],
    perubahanDihilangkan,
    tercatat: naskah === null ? null : { bukti: naskah.buktiId, nomor: naskah.nomor },
    sha256: berkas.sha256,
    kebijakan: pilihan.kebijakan,
  };
}

const asal = (ctx: Konteks, { sha256 }: BerkasSementara) =>
  ctx.uow.read(async (repos) => {
    const naskah = await repos.naskah.cariBerkas(sha256);
    const penerbit: Tenant | null = naskah === null ? null : await repos.tenant.cari(naskah.tenantId);
    return { naskah, penerbit };
  });

/** A misspelt government would silently be judged by the anchors for all. Throws MASUKAN_TIDAK_SAH. */
export async function pastikanInstansi(ctx: Konteks, { instansi }: PilihanPeriksa): Promise<void> {
  if (instansi === undefined) return;
  const ada = await ctx.uow.read((repos) => repos.tenant.cariKode(instansi));
  if (ada === null)
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      pointer: '/instansi',
      detail: 'Pemerintah dengan kode itu tidak terdaftar pada layanan ini.',
    });
}

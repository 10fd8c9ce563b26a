import type { BuktiId, Sha256 } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import { sudahTerbit } from '../domain/naskah/alur.ts';
import type { SifatKeamanan } from '../domain/naskah/konsep.ts';
import type { Tenant } from '../domain/organisasi.ts';
import type { Konteks } from './konteks.ts';
import { tandaView } from './laporan-teks.ts';
import type { BuktiView, TandaView } from './layanan.ts';
import { muatUtuh } from './muat-naskah.ts';
import { kebijakan } from './kebijakan.ts';

const halTerbuka: Readonly<Record<SifatKeamanan, boolean>> = { B: true, T: false, R: false, SR: false };

type Terdaftar = Extract<BuktiView, { keadaan: 'ditandatangani' }>;
type Golongan = TandaView['golongan'];

/** What a QR opens (domain.md 12): that the letter is registered, by whom and when signed; never its text or addressee. */
export function lihatBukti(ctx: Konteks): (buktiId: string) => Promise<BuktiView> {
  const golonganBerkas = penggolong(ctx);
  return async (buktiId) => {
    const tercatat = await baca(ctx, buktiId);
    if (tercatat === null) return { keadaan: 'belum' };
    const { view, tenant } = tercatat;
    const tanda = await golonganBerkas(view.berkasSha256 as Sha256, tenant);
    // Several marks and as many signers, in the order of signing; otherwise nobody could say whose is whose.
    const cocok = tanda.length === view.penandatangan.length;
    return {
      ...view,
      penandatangan: view.penandatangan.map((p, i) => ({
        ...p,
        golongan: cocok ? (tanda[i] ?? null) : null,
      })),
    };
  };
}

/** The classes of a file's signatures are asked of the validator, and remembered for as long as a crowd may scan one QR. */
const ingatanMs = 60_000;
const ingatanBerkas = 200;

function penggolong(ctx: Konteks) {
  const ingatan = new Map<
    string,
    { readonly sampai: number; readonly tanda: Promise<readonly Golongan[]> }
  >();
  return (sha256: Sha256, tenant: Tenant): Promise<readonly Golongan[]> => {
    const kini = ctx.clock.now().getTime();
    const lama = ingatan.get(sha256);
    if (lama !== undefined && kini < lama.sampai) return lama.tanda;
    ingatan.delete(sha256);
    for (const tertua of ingatan.keys()) {
      if (ingatan.size < ingatanBerkas) break;
      ingatan.delete(tertua);
    }
    // The page stands without it: where the validator is busy or the file is away, it says that it was not looked at.
    const tanda = golongkan(ctx, sha256, tenant).catch(() => {
      ingatan.delete(sha256);
      return [];
    });
    ingatan.set(sha256, { sampai: kini + ingatanMs, tanda });
    return tanda;
  };
}

async function golongkan(ctx: Konteks, sha256: Sha256, tenant: Tenant): Promise<readonly Golongan[]> {
  const berkas = await ctx.sementara.simpan(sekali(await ctx.blob.get(sha256)));
  try {
    const laporan = await ctx.pemeriksa.periksa(berkas, {
      policy: kebijakan.umum,
      instansi: tenant.kode,
      pemanggil: 'halaman bukti',
    });
    if (!laporan.readable) return [];
    return laporan.signatures
      .filter(({ kind }) => kind === 'signature')
      .map((satu) => tandaView(satu, (jangkar) => ctx.kepercayaan.jenis(tenant.kode, jangkar)).golongan);
  } finally {
    await berkas.hapus();
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is put aside is read as a stream
async function* sekali(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Null: not signed yet. Throws TIDAK_DITEMUKAN. */
function baca(
  ctx: Konteks,
  buktiId: string,
): Promise<{ readonly view: Terdaftar; readonly tenant: Tenant } | null> {
  return ctx.uow.read(async (repos) => {
    const naskah = await repos.naskah.cariBukti(buktiId as BuktiId);
    if (naskah === null) throw new NaskahError('TIDAK_DITEMUKAN');
    const utuh = await muatUtuh(repos, naskah.tenantId, naskah.id);
    const tenant = await repos.tenant.cari(naskah.tenantId);
    const profil = naskah.profilId === null ? null : await repos.tenant.profil(naskah.profilId);
    if (
      utuh === null ||
      tenant === null ||
      profil === null ||
      !sudahTerbit(naskah.keadaan) ||
      naskah.nomor === null ||
      naskah.tanggal === null ||
      naskah.berkasSha256 === null
    ) {
      return null;
    }
    const jabatan = await repos.organisasi.daftarJabatan(tenant.id);
    const view: Terdaftar = {
      keadaan: 'ditandatangani',
      pemerintah: tenant.nama,
      jenis: naskah.jenis,
      nomor: naskah.nomor,
      tanggal: naskah.tanggal,
      hal: halTerbuka[utuh.versi.konsep.sifatKeamanan ?? 'B'] ? naskah.hal : null,
      penandatangan: utuh.penandatangan.map((l) => ({
        jabatan: jabatan.find((j) => j.id === l.jabatanId)?.nama ?? '',
        nama: l.wewenang?.nama ?? '',
        waktu: l.waktu ?? '',
        golongan: null,
      })),
      berkasSha256: naskah.berkasSha256,
      dikirim: naskah.keadaan === 'dikirim',
      pengembangan: profil.isi.penandatangan === 'pengembangan',
    };
    return { view, tenant };
  });
}

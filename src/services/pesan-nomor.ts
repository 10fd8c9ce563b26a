import { NaskahError } from '../shared/errors.ts';
import type { NomorTercatat } from '../domain/naskah/naskah.ts';
import { tahun } from '../domain/kalender/tanggal.ts';
import { susunNomor } from '../domain/penomoran/format.ts';
import { kodeJenis, kodeUnit, registerUntuk } from '../domain/penomoran/register.ts';
import type { NaskahUtuh } from './muat-naskah.ts';
import type { Catat, Repos } from './ports.ts';
import type { PutusanTandaTangan } from './susun-putusan.ts';

/**
 * The number this signature will carry. The first signature reserves one, or takes up the one kept after a definite
 * failure if it still fits: on a later day, or when the draft has changed what the number says (classification,
 * security), the kept one is void with its reason and a new one is taken. Later signers find number and date printed
 * and change nothing. Nothing is ever reused (domain.md 4.2).
 */
export async function pesanNomor(
  repos: Repos,
  catat: Catat,
  utuh: NaskahUtuh,
  putusan: PutusanTandaTangan,
  pertama: boolean,
): Promise<NomorTercatat> {
  const { naskah } = utuh;
  const milik = await repos.nomor.milik(naskah.id);
  if (!pertama) {
    if (milik?.keadaan !== 'terbit') throw new NaskahError('NOMOR_TERKUNCI');
    return milik;
  }
  if (milik !== null && milik.keadaan !== 'ditahan') throw new NaskahError('NOMOR_TERKUNCI');
  const buku = await bukuNomor(repos, utuh, putusan);
  const sebab = milik === null ? null : sebabGanti(milik, buku, putusan);
  if (milik !== null && sebab === null) {
    const dipakai: NomorTercatat = { ...milik, keadaan: 'dipesan', alasan: null };
    await repos.nomor.ubah(dipakai);
    catatNomor(catat, dipakai, 'nomor.pesan');
    return dipakai;
  }
  if (milik !== null && sebab !== null) await batalkanNomor(repos, catat, milik, sebab);
  const urut = await repos.nomor.berikut(naskah.tenantId, buku.register, buku.tahun);
  const baru: NomorTercatat = {
    tenantId: naskah.tenantId,
    register: buku.register,
    tahun: buku.tahun,
    urut,
    sisipan: '',
    teks: buku.teks(urut),
    tanggal: putusan.tanggal,
    naskahId: naskah.id,
    keadaan: 'dipesan',
    alasan: null,
  };
  await repos.nomor.tambah(baru);
  catatNomor(catat, baru, 'nomor.pesan');
  return baru;
}

/** A number that will never be printed; its place in the book stays taken, with the reason. */
export async function batalkanNomor(
  repos: Repos,
  catat: Catat,
  nomor: NomorTercatat,
  alasan: 'ganti-tanggal' | 'ganti-isi' | 'naskah-ditolak',
): Promise<void> {
  const batal: NomorTercatat = { ...nomor, keadaan: 'batal', alasan };
  await repos.nomor.ubah(batal);
  catatNomor(catat, batal, 'nomor.batal');
}

interface BukuNomor {
  readonly register: string;
  readonly tahun: number;
  readonly teks: (urut: number) => string;
}

function sebabGanti(
  milik: NomorTercatat,
  buku: BukuNomor,
  putusan: PutusanTandaTangan,
): 'ganti-tanggal' | 'ganti-isi' | null {
  if (milik.tanggal !== putusan.tanggal) return 'ganti-tanggal';
  return milik.register === buku.register && milik.teks === buku.teks(milik.urut) ? null : 'ganti-isi';
}

/** The book this letter is numbered in today, and how it writes its numbers: the signer's office keeps it (domain.md 4.2). */
async function bukuNomor(repos: Repos, utuh: NaskahUtuh, putusan: PutusanTandaTangan): Promise<BukuNomor> {
  const { naskah, versi, penandatangan } = utuh;
  const semua = await repos.organisasi.daftarUnit(naskah.tenantId);
  const pertama = penandatangan[0];
  const jabatan = pertama && (await repos.organisasi.jabatan(naskah.tenantId, pertama.jabatanId));
  const unit = semua.find((u) => u.id === (jabatan?.unitId ?? naskah.unitId));
  if (unit === undefined) throw new Error(`letter ${naskah.id} belongs to no unit`);
  const kode = kodeUnit(unit, semua);
  const { register, format } = registerUntuk(putusan.profil.isi, naskah.jenis, kode);
  return {
    register,
    tahun: tahun(putusan.tanggal),
    teks: (urut) =>
      susunNomor(format, {
        ...kode,
        sifat: versi.konsep.sifatKeamanan ?? 'B',
        klas: versi.konsep.klasifikasi,
        urut,
        kodeJenis: kodeJenis[naskah.jenis],
        tanggal: putusan.tanggal,
      }),
  };
}

export function catatNomor(
  catat: Catat,
  nomor: NomorTercatat,
  peristiwa: 'nomor.pesan' | 'nomor.tahan' | 'nomor.terbit' | 'nomor.batal',
): void {
  catat({
    peristiwa,
    tenantId: nomor.tenantId,
    objek: { jenis: 'naskah', id: nomor.naskahId },
    rincian: {
      buku: `${nomor.register}/${nomor.tahun}`,
      nomor: nomor.urut,
      ...(nomor.alasan === null ? {} : { alasan: nomor.alasan }),
    },
  });
}

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
 * failure on the same day; on a later day the kept number is void with its reason and a new one is taken. Later
 * signers find number and date printed and change nothing. Nothing is ever reused (domain.md 4.2).
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
  if (milik !== null && milik.tanggal === putusan.tanggal) {
    const dipakai: NomorTercatat = { ...milik, keadaan: 'dipesan', alasan: null };
    await repos.nomor.ubah(dipakai);
    catatNomor(catat, dipakai, 'nomor.pesan');
    return dipakai;
  }
  if (milik !== null) {
    const batal: NomorTercatat = { ...milik, keadaan: 'batal', alasan: 'ganti-tanggal' };
    await repos.nomor.ubah(batal);
    catatNomor(catat, batal, 'nomor.batal');
  }
  const baru = await nomorBaru(repos, utuh, putusan);
  await repos.nomor.tambah(baru);
  catatNomor(catat, baru, 'nomor.pesan');
  return baru;
}

async function nomorBaru(
  repos: Repos,
  utuh: NaskahUtuh,
  putusan: PutusanTandaTangan,
): Promise<NomorTercatat> {
  const { naskah, versi } = utuh;
  const semua = await repos.organisasi.daftarUnit(naskah.tenantId);
  const unit = semua.find((u) => u.id === naskah.unitId);
  if (unit === undefined) throw new Error(`letter ${naskah.id} belongs to no unit`);
  const kode = kodeUnit(unit, semua);
  const { register, format } = registerUntuk(putusan.profil.isi, naskah.jenis, kode);
  const tahunIni = tahun(putusan.tanggal);
  const urut = await repos.nomor.berikut(naskah.tenantId, register, tahunIni);
  return {
    tenantId: naskah.tenantId,
    register,
    tahun: tahunIni,
    urut,
    sisipan: '',
    teks: susunNomor(format, {
      ...kode,
      sifat: versi.konsep.sifatKeamanan ?? 'B',
      klas: versi.konsep.klasifikasi,
      urut,
      kodeJenis: kodeJenis[naskah.jenis],
      tanggal: putusan.tanggal,
    }),
    tanggal: putusan.tanggal,
    naskahId: naskah.id,
    keadaan: 'dipesan',
    alasan: null,
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

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KonsepNaskah } from '../../src/domain/naskah/konsep.ts';
import type { AduanMasuk } from '../../src/services/layanan.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';

const verifikator = 'jateng.diskominfo.kabid-ikp';
const penghubung = 'jateng.dishub.penghubung';
let rumah: Rumah;
beforeEach(async () => {
  rumah = await bangunRumah();
});
afterEach(async () => {
  expect(await rumah.periksa()).toEqual([]);
  await rumah.bongkar();
});

const keluhan: AduanMasuk = {
  pemerintah: 'jateng',
  kanal: 'mitra-luring',
  rujukanMitra: 'ARMADA-2026-0047',
  judul: 'Saldo kartu terpotong dua kali',
  uraian: 'Layar menulis gagal, saldo tetap berkurang dua kali.',
  pelapor: { nama: 'Warga Contoh Satu', kontak: 'warga@pos.example' },
};
const jawaban = (tiket: string): KonsepNaskah =>
  suratDinas({
    jenis: 'jawaban-aduan',
    tiket,
    konseptor: penghubung,
    penandatangan: ['jateng.dishub.kepala'],
  });

async function terima(masuk: AduanMasuk = keluhan) {
  return (await rumah.layanan.aduan.terima(await rumah.jalan.sebagai('mitra-armada'), masuk)).isi;
}
async function idAduan(tiket: string): Promise<string> {
  const { baris } = await rumah.layanan.aduan.daftar(await rumah.jalan.sebagai(verifikator));
  return baris.find((a) => a.tiket === tiket)?.id ?? '';
}
async function teruskan(tiket: string, unit = 'jateng.dishub') {
  const p = await rumah.jalan.sebagai(verifikator);
  return (await rumah.layanan.aduan.tindakan(p, await idAduan(tiket), { aksi: 'teruskan', unit })).isi;
}

describe('a complaint', () => {
  it('goes from the fleet to the unit and comes back as a signed letter that its ticket shows', async () => {
    const { tiket } = await terima();
    expect((await teruskan(tiket)).keadaan).toBe('diteruskan');
    const konsep = jawaban(tiket);
    const draf = await rumah.jalan.buat(konsep);
    expect((await rumah.layanan.aduan.status(tiket)).keadaan).toBe('diproses');
    const surat = await rumah.jalan.selesaikan(konsep, draf);
    const status = await rumah.layanan.aduan.status(tiket);
    expect(status).toMatchObject({
      keadaan: 'ditanggapi',
      jawaban: { nomor: surat.nomor, tanggal: surat.tanggal, bukti: surat.bukti.url },
    });
    expect(status.riwayat.map((r) => r.aksi)).toEqual(['terima', 'teruskan', 'proses', 'tanggapi']);
    expect(surat.tiketAduan).toBe(tiket);
  });

  it('whose answer is refused is drafted again by the unit', async () => {
    const { tiket } = await terima();
    await teruskan(tiket);
    const konsep = jawaban(tiket);
    const diajukan = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), penghubung, 'ajukan');
    await rumah.jalan.tindak(
      diajukan,
      'jateng.dishub.kepala',
      'tolak',
      'Jawaban tidak menyentuh pokok aduan.',
    );
    expect((await rumah.layanan.aduan.status(tiket)).keadaan).toBe('diteruskan');
    await rumah.jalan.terbitkan(konsep);
    const status = await rumah.layanan.aduan.status(tiket);
    expect(status.riwayat.map((r) => r.aksi)).toEqual([
      'terima',
      'teruskan',
      'proses',
      'susun_ulang',
      'proses',
      'tanggapi',
    ]);
  });

  it('shows no answer before the letter is sent', async () => {
    const { tiket } = await terima();
    await teruskan(tiket);
    const konsep = jawaban(tiket);
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), penghubung, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, 'jateng.dishub.kepala', 'tandatangani');
    expect(naskah.keadaan).toBe('ditandatangani');
    expect(await rumah.layanan.aduan.status(tiket)).toMatchObject({ keadaan: 'diproses', jawaban: null });
  });

  it('handed in twice under one reference of the partner is one ticket, also when both come at once', async () => {
    const [satu, dua] = await Promise.all([terima(), terima()]);
    const tiga = await terima({ ...keluhan, uraian: 'Kiriman ulang dengan kata lain.' });
    expect([dua.tiket, tiga.tiket]).toEqual([satu.tiket, satu.tiket]);
    expect((await terima({ ...keluhan, rujukanMitra: 'ARMADA-2026-0048' })).tiket).not.toBe(satu.tiket);
  });

  it('says neither text nor reporter to whoever holds the ticket', async () => {
    const { tiket } = await terima();
    const teks = JSON.stringify(await rumah.layanan.aduan.status(tiket));
    for (const rahasia of ['saldo', 'Saldo', 'Warga', 'warga@pos.example', 'ARMADA']) {
      expect(teks).not.toContain(rahasia);
    }
  });

  it('is seen by the verifier and the unit it was forwarded to, and by no other', async () => {
    const { tiket } = await terima();
    const id = await idAduan(tiket);
    const lihat = async (oleh: string) =>
      kodeDari(rumah.layanan.aduan.lihat(await rumah.jalan.sebagai(oleh), id));
    expect(await lihat(penghubung)).toBe('TIDAK_DITEMUKAN');
    await teruskan(tiket);
    expect(await lihat(penghubung)).toBe('tanpa galat');
    expect(await lihat('jateng.diskominfo.pranata')).toBe('TIDAK_DITEMUKAN');
    expect(await lihat('semarang.diskominfo.sekretaris')).toBe('TIDAK_DITEMUKAN');
    expect(await kodeDari(rumah.layanan.aduan.status('TIDAK-ADA-TIKET'))).toBe('TIDAK_DITEMUKAN');
  });

  it('is answered by the unit it was forwarded to and by no other, and only once', async () => {
    const { tiket } = await terima();
    expect(await kodeDari(rumah.jalan.buat(jawaban(tiket)))).toBe('TIDAK_DITEMUKAN');
    await teruskan(tiket, 'jateng.diskominfo');
    expect(await kodeDari(rumah.jalan.buat(jawaban(tiket)))).toBe('TIDAK_DITEMUKAN');
    const lain = await terima({ ...keluhan, rujukanMitra: 'ARMADA-2' });
    await teruskan(lain.tiket);
    await rumah.jalan.buat(jawaban(lain.tiket));
    expect(await kodeDari(rumah.jalan.buat(jawaban(lain.tiket)))).toBe('ADUAN_TINDAKAN_DITOLAK');
  });

  it('keeps its ticket in every version of its answer', async () => {
    const [satu, dua] = [await terima(), await terima({ ...keluhan, rujukanMitra: 'ARMADA-3' })];
    await teruskan(satu.tiket);
    await teruskan(dua.tiket);
    const draf = await rumah.jalan.buat(jawaban(satu.tiket));
    expect(await kodeDari(rumah.jalan.ubah(draf, jawaban(dua.tiket)))).toBe('MASUKAN_TIDAK_SAH');
  });

  it('is forwarded by the verifier to a unit that exists, and archived only with a reason', async () => {
    const { tiket } = await terima();
    const id = await idAduan(tiket);
    const p = await rumah.jalan.sebagai(verifikator);
    const tindak = (t: Parameters<Rumah['layanan']['aduan']['tindakan']>[2]) =>
      kodeDari(rumah.layanan.aduan.tindakan(p, id, t));
    expect(await tindak({ aksi: 'teruskan' })).toBe('MASUKAN_TIDAK_SAH');
    expect(await tindak({ aksi: 'teruskan', unit: 'semarang.diskominfo' })).toBe('TIDAK_DITEMUKAN');
    expect(await tindak({ aksi: 'arsipkan' })).toBe('ALASAN_WAJIB');
    expect(await tindak({ aksi: 'tanggapi' })).toBe('ADUAN_TINDAKAN_DITOLAK');
    expect(await tindak({ aksi: 'arsipkan', alasan: 'Bukan kewenangan provinsi.' })).toBe('tanpa galat');
    expect(await tindak({ aksi: 'teruskan', unit: 'jateng.dishub' })).toBe('ADUAN_TINDAKAN_DITOLAK');
  });
});

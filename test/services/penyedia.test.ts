import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import type { NaskahView, TindakanNaskah } from '../../src/services/layanan.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { duaPenandatangan, suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { akunUji, totpUji, type TabiatPenyedia } from '../support/penyedia.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import { orangLuar } from '../support/periksa.ts';
import {
  bangunPenyedia,
  cariKenari,
  daftarkan,
  kedua,
  kepala,
  sandiKenari,
  type DuniaPenyedia,
} from './penyedia.dunia.ts';

const register = 'surat-keluar-KOMINFO';
let rumah: Rumah;
let meja: Meja;
let dunia: DuniaPenyedia;
let naskah: NaskahView;

beforeEach(async () => {
  rumah = await bangunRumah();
  meja = new Meja(rumah);
  dunia = await bangunPenyedia(rumah);
  naskah = await meja.siap(suratDinas());
});
afterEach(async () => {
  await dunia.penyedia.tutup();
  expect(await rumah.periksa()).toEqual([]);
  await rumah.bongkar();
});

async function tandatangani(
  izin: Pick<TindakanNaskah, 'frasaSandi' | 'totp'> = { frasaSandi: utf8(sandiKenari) },
  yang: NaskahView = naskah,
) {
  const p = await rumah.jalan.sebagai(kepala);
  const { persetujuan } = await rumah.layanan.naskah.lihat(p, yang.id);
  return rumah.layanan.naskah.tindakan(p, yang.id, {
    aksi: 'tandatangani',
    persetujuan: persetujuan ?? '',
    ...izin,
  });
}

/** The raw answer put aside, if any. */
async function sisihan(): Promise<Uint8Array | null> {
  const folder = join(rumah.config.data, 'sisihan');
  const nama = await readdir(folder).catch(() => []);
  return nama[0] === undefined ? null : readFile(join(folder, nama[0]));
}

async function pastikan(terbukti: 'bertanda_tangan' | 'tidak_bertanda_tangan', jawaban?: Uint8Array) {
  return rumah.layanan.naskah.tindakan(await rumah.jalan.sebagai('bayu'), naskah.id, {
    aksi: 'pastikan',
    alasan: 'Diperiksa pada catatan penyelenggara.',
    terbukti,
    ...(jawaban === undefined ? {} : { jawabanPenandatangan: jawaban }),
  });
}

describe('a letter signed at the national provider', () => {
  it('is the page as typeset with the provider’s signature and nothing else, and its number is issued', async () => {
    const { isi } = await tandatangani();
    expect([isi.keadaan, isi.nomor]).toEqual(['ditandatangani', '500.12/1/KOMINFO/2026']);
    expect([dunia.penyedia.diminta, dunia.penyedia.ditandatangani]).toEqual([1, 1]);
    const [upaya] = await meja.upaya(naskah);
    expect(upaya).toMatchObject({ keadaan: 'selesai', jenisKunci: 'penyedia', penandatangan: 'jauh' });
    const bytes = await rumah.jalan.berkas(naskah, kepala);
    const dasar = await rumah.konteks.blob.get(upaya!.dasarSha256!);
    expect(Buffer.compare(bytes.subarray(0, dasar.length), dasar)).toBe(0);
    const laporan = await rumah.layanan.verifikasi.periksa([bytes], orangLuar);
    expect(laporan.kesimpulan).toBe('TOTAL_PASSED');
  });

  it('asks for nothing visible, names its signer by NIK, and shows the passphrase once', async () => {
    await tandatangani();
    const tanda = dunia.penyedia.masuk.filter((m) => m.jalur === 'POST /api/v2/sign/pdf');
    expect(tanda).toHaveLength(1);
    expect(tanda[0]?.isi).toMatchObject({
      nik: dunia.nik,
      passphrase: sandiKenari,
      signatureProperties: [{ tampilan: 'INVISIBLE' }],
    });
    expect(dunia.penyedia.masuk[0]?.jalur).toBe('POST /api/v2/user/check/status');
  });

  it('can be signed with a one-time code instead of the passphrase, and not with both or neither', async () => {
    expect(await kodeDari(tandatangani({}))).toBe('MASUKAN_TIDAK_SAH');
    const keduanya = { frasaSandi: utf8(sandiKenari), totp: utf8(totpUji) };
    expect(await kodeDari(tandatangani(keduanya))).toBe('MASUKAN_TIDAK_SAH');
    expect((await tandatangani({ totp: utf8(totpUji) })).isi.keadaan).toBe('ditandatangani');
  });

  it('is asked for once, however often the button is pressed and whatever the Idempotency-Keys', async () => {
    dunia.penyedia.tabiat = 'lambat';
    const p = await rumah.jalan.sebagai(kepala);
    const { persetujuan } = await rumah.layanan.naskah.lihat(p, naskah.id);
    const tekan = (kunci: string) =>
      rumah.layanan.naskah.tindakan({ ...p, idempotensi: { kunci, sidik: 'ab'.repeat(32) } }, naskah.id, {
        aksi: 'tandatangani',
        persetujuan: persetujuan ?? '',
        frasaSandi: utf8(sandiKenari),
      });
    const hasil = await Promise.allSettled(['a', 'a', 'b', 'c'].map(tekan));
    expect(hasil.map((h) => h.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect([dunia.penyedia.diminta, dunia.penyedia.ditandatangani]).toEqual([1, 1]);
    expect(await meja.upaya(naskah)).toHaveLength(1);
    expect((await tekan('a')).ulangan).toBe(true);
    expect(dunia.penyedia.diminta).toBe(1);
  });

  it('goes the same way over v1', async () => {
    rumah.ganti({ penyedia: await dunia.signer({ version: 'v1' }) });
    expect(await kodeDari(tandatangani({ totp: utf8(totpUji) }))).toBe('MASUKAN_TIDAK_SAH');
    expect(await meja.upaya(naskah)).toEqual([]);
    expect((await tandatangani()).isi.keadaan).toBe('ditandatangani');
    expect(dunia.penyedia.masuk.map((m) => m.jalur)).toEqual([
      `GET /api/user/status/${dunia.nik}`,
      'POST /api/sign/pdf',
    ]);
  });

  it('takes a second signer whose key is in this house', async () => {
    const berdua = await meja.siap(suratDinas({ penandatangan: duaPenandatangan }));
    await tandatangani(undefined, berdua);
    expect((await meja.tandatangani(berdua, kedua)).isi.keadaan).toBe('ditandatangani');
    const bytes = await rumah.jalan.berkas(berdua, kedua);
    expect((await rumah.layanan.verifikasi.periksa([bytes], orangLuar)).kesimpulan).toBe('TOTAL_PASSED');
  });

  it('leaves neither passphrase, code, NIK nor the application’s password anywhere in the data folder', async () => {
    await tandatangani();
    await kodeDari(tandatangani({ totp: utf8('TOTP4471KENARI') }));
    dunia.penyedia.tabiat = 'menolak';
    const lain = await meja.siap(suratDinas());
    const galat = await tandatangani(undefined, lain).catch((g: unknown) => g);
    const teks = JSON.stringify(galat, Object.getOwnPropertyNames(galat)) + String((galat as Error).stack);
    const kenari = [sandiKenari, totpUji, 'TOTP4471KENARI', dunia.nik, akunUji.sandi];
    for (const satu of kenari) expect(teks).not.toContain(satu);
    // The seed's own accounts file is the one stored secret of development; it knows none of these.
    expect(await cariKenari(rumah.config.data, kenari)).toEqual([]);
    // The search sees what is there: the number that was issued lies in the database.
    expect(await cariKenari(rumah.config.data, ['500.12/1/KOMINFO/2026'])).not.toEqual([]);
  });
});

describe('an answer that is aside', () => {
  it('is looked at again after a restart, without asking the provider, and even without its account', async () => {
    const { pemeriksa } = rumah.konteks;
    rumah.ganti({ pemeriksa: { ...pemeriksa, gerbang: () => Promise.reject(new Error('out of memory')) } });
    await expect(tandatangani()).rejects.toThrow('out of memory');
    expect(await meja.upaya(naskah)).toMatchObject([{ keadaan: 'dikirim' }]);
    expect((await sisihan())!.length).toBeGreaterThan(0);
    rumah = await rumah.bukaLagi();
    meja = new Meja(rumah);
    expect(await meja.lihat(naskah, kepala)).toMatchObject({
      keadaan: 'ditandatangani',
      nomor: '500.12/1/KOMINFO/2026',
    });
    expect(dunia.penyedia.diminta).toBe(1);
  });

  it('is on record with the level asked for and the one reached', async () => {
    await tandatangani();
    const jejak = await rumah.konteks.uow.read((repos) =>
      repos.audit.jejak(dunia.orang.tenantId, 'naskah', naskah.id),
    );
    const selesai = jejak.map((e) => e.daun).find((d) => d.includes('naskah.tte.selesai'));
    expect(selesai).toContain('PKCS7-T');
    expect(selesai).toContain('B-T');
    for (const { daun } of jejak) expect(daun).not.toContain(dunia.nik);
  });
});

describe('a pinned certificate', () => {
  it('is the only one that may have signed', async () => {
    rumah.jam.majuMenit(1);
    await daftarkan(rumah, dunia, dunia.sertifikat);
    dunia.penyedia.tabiat = 'orang-lain';
    expect(await kodeDari(tandatangani())).toBe('TANDA_TANGAN_DITOLAK_PEMERIKSA');
    dunia.penyedia.tabiat = 'baik';
    expect((await tandatangani()).isi.keadaan).toBe('ditandatangani');
    expect((await meja.upaya(naskah)).at(-1)?.sertifikatSha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an answer of the provider that is no signed letter', () => {
  const ditolak: readonly (readonly [TabiatPenyedia, string])[] = [
    ['dua-kali', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['pdf-lain', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['orang-lain', 'SERTIFIKAT_BUKAN_PENANDATANGAN'],
    ['isi-berubah', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['isi-ditimpa', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['tanpa-tanda-tangan', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['tanpa-cap-waktu', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['terpotong', 'TANDA_TANGAN_DITOLAK_PEMERIKSA'],
    ['kosong', 'PENANDA_JAWABAN_TIDAK_SAH'],
    ['html', 'PENANDA_JAWABAN_TIDAK_SAH'],
    ['kurang-satu', 'PENANDA_JAWABAN_TIDAK_SAH'],
  ];
  it.each(ditolak)('%s is refused, kept aside, and never called signed', async (tabiat, kode) => {
    dunia.penyedia.tabiat = tabiat;
    expect(await kodeDari(tandatangani())).toBe(kode);
    const kini = await meja.lihat(naskah, kepala);
    expect(kini).toMatchObject({ keadaan: 'siap_tanda_tangan', nomor: '500.12/1/KOMINFO/2026' });
    expect(kini.alasan).toContain(kode);
    expect(await meja.upaya(naskah)).toMatchObject([{ keadaan: 'gagal', alasan: kode, hasilSha256: null }]);
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    const jawaban = await sisihan();
    if (tabiat === 'kosong') expect(jawaban).toHaveLength(0);
    else expect(jawaban!.length).toBeGreaterThan(0);
    // The machine does not ask again; the person may, and gets the kept number.
    expect(await pulihkanUpaya(rumah.konteks)).toEqual([]);
    expect(dunia.penyedia.diminta).toBe(1);
    dunia.penyedia.tabiat = 'baik';
    expect((await tandatangani()).isi).toMatchObject({
      keadaan: 'ditandatangani',
      nomor: '500.12/1/KOMINFO/2026',
    });
  });
});

describe('a provider that does not say what became of it', () => {
  const takPasti: readonly TabiatPenyedia[] = [
    'diam-sesudah-tanda-tangan',
    'putus-sebelum-tanda-tangan',
    'putus-di-tengah',
    'galat-500',
    'galat-503',
  ];
  it.each(takPasti)('%s leaves letter and number locked until a person has found out', async (tabiat) => {
    dunia.penyedia.tabiat = tabiat;
    rumah.ganti({ penyedia: await dunia.signer({ signTimeoutMs: 1_500 }) });
    expect(await kodeDari(tandatangani())).toBe('PENANDATANGANAN_TAK_PASTI');
    expect(dunia.penyedia.diminta).toBe(1);
    expect(await kodeDari(tandatangani())).toBe('PENANDATANGANAN_TAK_PASTI');
    expect(await pulihkanUpaya(rumah.konteks)).toEqual([]);
    expect(dunia.penyedia.diminta).toBe(1);
    expect(await meja.lihat(naskah, kepala)).toMatchObject({ keadaan: 'tak_pasti', tindakan: [] });
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'dipesan' }]);
    expect(await sisihan()).toBeNull();
  });

  it('is settled as signed by the PDF it had made, and by no other', async () => {
    dunia.penyedia.tabiat = 'diam-sesudah-tanda-tangan';
    rumah.ganti({ penyedia: await dunia.signer({ signTimeoutMs: 1_500 }) });
    await kodeDari(tandatangani());
    const pdf = dunia.penyedia.terakhir!;
    const dasar = await rumah.konteks.blob.get((await meja.upaya(naskah))[0]!.dasarSha256!);
    // Another letter of the same person, signed rightly; and this one, signed by another person.
    const lain = await meja.siap(suratDinas());
    dunia.penyedia.tabiat = 'baik';
    await tandatangani(undefined, lain);
    const suratLain = dunia.penyedia.terakhir!;
    dunia.penyedia.tabiat = 'orang-lain';
    const ulang = await dunia.signer();
    const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik(dunia.orang.id));
    if (kunci?.jenis !== 'penyedia') throw new Error('a key at the provider was expected');
    const orangLain = await ulang.tandatangani(kunci, [dasar], { frasaSandi: utf8(sandiKenari) });
    const salah = [utf8('bukan PDF'), pdf.subarray(0, pdf.length - 7_000), dasar, suratLain, orangLain];
    for (const coba of salah) {
      expect(await kodeDari(pastikan('bertanda_tangan', coba))).not.toBe('tanpa galat');
      expect((await meja.lihat(naskah, kepala)).keadaan).toBe('tak_pasti');
    }
    expect((await pastikan('bertanda_tangan', pdf)).isi).toMatchObject({
      keadaan: 'ditandatangani',
      nomor: '500.12/1/KOMINFO/2026',
    });
  });

  it('is settled as not signed: the number is kept and the letter can be signed again', async () => {
    dunia.penyedia.tabiat = 'galat-500';
    await kodeDari(tandatangani());
    expect((await pastikan('tidak_bertanda_tangan')).isi.keadaan).toBe('siap_tanda_tangan');
    dunia.penyedia.tabiat = 'baik';
    expect((await tandatangani()).isi.nomor).toBe('500.12/1/KOMINFO/2026');
  });
});

describe('a refusal that is known not to have signed', () => {
  it('leaves no attempt where the provider cannot be reached: it is asked about its user first', async () => {
    rumah.ganti({ penyedia: await dunia.signer({ url: 'http://127.0.0.1:1' }) });
    expect(await kodeDari(tandatangani())).toBe('PENANDA_TIDAK_TERSEDIA');
    expect(await meja.upaya(naskah)).toEqual([]);
    expect(await meja.buku(kepala, register)).toEqual([]);
  });

  it('closes the attempt where the provider went away in between, and may be tried again', async () => {
    const hidup = await dunia.signer();
    const mati = await dunia.signer({ url: 'http://127.0.0.1:1' });
    rumah.ganti({ penyedia: { ...hidup, tandatangani: (...a) => mati.tandatangani(...a) } });
    expect(await kodeDari(tandatangani())).toBe('PENANDA_TIDAK_TERSEDIA');
    expect(await meja.upaya(naskah)).toMatchObject([{ keadaan: 'gagal', alasan: 'PENANDA_TIDAK_TERSEDIA' }]);
    rumah.ganti({ penyedia: hidup });
    expect((await tandatangani()).isi.nomor).toBe('500.12/1/KOMINFO/2026');
  });

  it.each(['kosong', 'html'] as const)(
    'an answer of no file (%s) does not forgive wrong passphrases, nor count as one',
    async (tabiat) => {
      const salah = () => tandatangani({ frasaSandi: utf8('salah') });
      for (let i = 0; i < 3; i += 1) await kodeDari(salah());
      dunia.penyedia.tabiat = tabiat;
      expect(await kodeDari(tandatangani())).toBe('PENANDA_JAWABAN_TIDAK_SAH');
      dunia.penyedia.tabiat = 'baik';
      await expect(salah()).rejects.toMatchObject({ extra: { sisaPercobaan: 1 } });
    },
  );

  it('counts wrong passphrases, tells how many are left, and rests the key after the fifth', async () => {
    const salah = () => tandatangani({ frasaSandi: utf8('salah') });
    await expect(salah()).rejects.toMatchObject({ code: 'FRASA_SANDI_SALAH', extra: { sisaPercobaan: 4 } });
    dunia.penyedia.tabiat = 'salah-200';
    await expect(salah()).rejects.toMatchObject({ code: 'FRASA_SANDI_SALAH', extra: { sisaPercobaan: 3 } });
    dunia.penyedia.tabiat = 'menolak';
    expect(await kodeDari(tandatangani())).toBe('PENANDA_MENOLAK'); // says nothing about the passphrase
    dunia.penyedia.tabiat = 'baik';
    for (let i = 0; i < 3; i += 1) expect(await kodeDari(salah())).toBe('FRASA_SANDI_SALAH');
    const diminta = dunia.penyedia.diminta;
    expect(await kodeDari(tandatangani())).toBe('FRASA_SANDI_TERKUNCI');
    expect(dunia.penyedia.diminta).toBe(diminta);
    rumah.jam.majuMenit(16);
    expect((await tandatangani()).isi.nomor).toBe('500.12/1/KOMINFO/2026');
  });
});

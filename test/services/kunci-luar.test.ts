import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NaskahView } from '../../src/services/layanan.ts';
import { muatPrepared } from '../../src/services/teruskan-upaya.ts';
import type { NaskahId } from '../../src/shared/brand.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import type { TabiatCsc } from '../support/csc.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { orangLuar } from '../support/periksa.ts';
import { cariKenari } from './penyedia.dunia.ts';
import {
  bangunLuar,
  kepala,
  letakCsc,
  letakToken,
  pinCsc,
  pinToken,
  type DuniaLuar,
} from './kunci-luar.dunia.ts';

const register = 'surat-keluar-KOMINFO';
let dunia: DuniaLuar;
let naskah: NaskahView;
afterEach(async () => {
  expect(await dunia.rumah.periksa()).toEqual([]);
  await dunia.tutup();
});

const keadaanUpaya = async () => {
  const [upaya] = await dunia.meja.upaya(naskah);
  return [upaya?.keadaan, upaya?.jenisKunci, upaya?.penandatangan, upaya?.alasan];
};
const salah = async (): Promise<number | undefined> => {
  const { pelaku } = await dunia.rumah.jalan.sebagai(kepala);
  if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
  return (await dunia.rumah.konteks.uow.read((repos) => repos.kunci.milik(pelaku.orangId)))?.salah;
};
const kesimpulan = async (): Promise<string | null> =>
  (await dunia.rumah.layanan.verifikasi.periksa([await dunia.rumah.jalan.berkas(naskah, kepala)], orangLuar))
    .kesimpulan;

describe('a letter signed with a key in a token', () => {
  beforeEach(async () => {
    dunia = await bangunLuar();
    await dunia.daftarkan({ letak: letakToken });
    naskah = await dunia.meja.siap(suratDinas());
  });

  it('is signed by the token under its PIN, and the module is loaded once and given up at the end', async () => {
    const isi = await dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) });
    expect([isi.keadaan, isi.nomor]).toEqual(['ditandatangani', '500.12/1/KOMINFO/2026']);
    expect(await keadaanUpaya()).toEqual(['selesai', 'pkcs11', 'lokal', null]);
    expect(await kesimpulan()).toBe('TOTAL_PASSED');
    const kedua = await dunia.meja.siap(suratDinas());
    expect((await dunia.tandatangani(kedua, { frasaSandi: utf8(pinToken) })).keadaan).toBe('ditandatangani');
    expect(dunia.dimuat).toBe(1);
    // Between signatures nobody is logged in.
    expect(dunia.kripto.sesi.size).toBe(0);
    expect(dunia.kripto.catatan).not.toContain('finalize');
    await dunia.rumah.tutup();
    expect(dunia.kripto.catatan.slice(-2)).toEqual(['finalize', 'close']);
  });

  it('counts a PIN the token refuses, and reserves no number for it', async () => {
    expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8('keliru') }))).toBe(
      'FRASA_SANDI_SALAH',
    );
    expect(await salah()).toBe(1);
    expect(await dunia.meja.upaya(naskah)).toEqual([]);
    expect(await dunia.meja.buku(kepala, register)).toEqual([]);
    expect((await dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) })).keadaan).toBe('ditandatangani');
    expect(await salah()).toBe(0);
  });

  it('says that a PIN is locked, and a token gone, without counting a try', async () => {
    for (let i = 0; i < 3; i += 1) {
      expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8('keliru') }))).toBe(
        'FRASA_SANDI_SALAH',
      );
    }
    expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) }))).toBe('PIN_TERKUNCI');
    dunia.kripto.cabut('kartu');
    expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) }))).toBe(
      'TOKEN_TIDAK_TERSEDIA',
    );
    expect(await salah()).toBe(3);
  });

  it('is back before its signer, number kept, where the token refuses to sign', async () => {
    dunia.kripto.gagalBerikut = 0x68;
    expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) }))).toBe(
      'PENANDA_MENOLAK',
    );
    expect(await keadaanUpaya()).toEqual(['gagal', 'pkcs11', 'lokal', 'PENANDA_MENOLAK']);
    expect(await dunia.meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    const isi = await dunia.tandatangani(naskah, { frasaSandi: utf8(pinToken) });
    expect(isi.nomor).toBe('500.12/1/KOMINFO/2026');
  });

  it('needs the module: without the setting the key is refused by name and nothing is reserved', async () => {
    dunia = { ...dunia, rumah: await dunia.rumah.bukaLagi({}, {}) };
    const p = await dunia.rumah.jalan.sebagai(kepala);
    const { persetujuan } = await dunia.rumah.layanan.naskah.lihat(p, naskah.id);
    const coba = dunia.rumah.layanan.naskah.tindakan(p, naskah.id, {
      aksi: 'tandatangani',
      persetujuan: persetujuan ?? '',
      frasaSandi: utf8(pinToken),
    });
    expect(await kodeDari(coba)).toBe('KONFIGURASI_TIDAK_SAH');
    expect(await salah()).toBe(0);
  });
});

describe('a letter signed with a key at a remote service', () => {
  beforeEach(async () => {
    dunia = await bangunLuar();
    const kunci = await dunia.daftarkan({ letak: letakCsc });
    expect([kunci.jenis, kunci.algorithm]).toEqual(['csc', 'rsa-pkcs1-sha256']);
    naskah = await dunia.meja.siap(suratDinas());
  });
  const dengan = (pin: string) => dunia.tandatangani(naskah, { frasaSandi: utf8(pin) });

  it('is signed there once, and PIN and access token are nowhere in the data folder', async () => {
    expect((await dengan(pinCsc)).keadaan).toBe('ditandatangani');
    expect(await keadaanUpaya()).toEqual(['selesai', 'csc', 'jauh', null]);
    expect(await kesimpulan()).toBe('TOTAL_PASSED');
    expect(dunia.csc.ditandatangani).toBe(1);
    expect(await cariKenari(dunia.rumah.config.data, [pinCsc, 'token-operator-01', 'kredensial-1'])).toEqual(
      [],
    );
  });

  it('counts a PIN the service refuses: the attempt has failed, and the number waits for the letter', async () => {
    expect(await kodeDari(dengan('keliru'))).toBe('FRASA_SANDI_SALAH');
    expect(await salah()).toBe(1);
    expect(await keadaanUpaya()).toEqual(['gagal', 'csc', 'jauh', 'FRASA_SANDI_SALAH']);
    expect(await dunia.meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    expect((await dengan(pinCsc)).nomor).toBe('500.12/1/KOMINFO/2026');
    expect(await salah()).toBe(0);
  });

  it('says that a credential is locked there', async () => {
    for (let i = 0; i < 3; i += 1) expect(await kodeDari(dengan('keliru'))).toBe('FRASA_SANDI_SALAH');
    expect(await kodeDari(dengan(pinCsc))).toBe('PIN_TERKUNCI');
    expect(await salah()).toBe(3);
  });

  it.each<TabiatCsc>(['tanda-lalu-putus', 'galat-500', 'kosong-200', 'nilai-salah', 'kunci-lain'])(
    'is of unknown outcome after %s: letter and number stay locked',
    async (tabiat) => {
      dunia.csc.tabiat = tabiat;
      expect(await kodeDari(dengan(pinCsc))).toBe('PENANDATANGANAN_TAK_PASTI');
      expect(dunia.csc.ditandatangani).toBe(1);
      expect(await salah()).toBe(0);
      dunia.csc.tabiat = 'baik';
      expect(await kodeDari(dengan(pinCsc))).toBe('PENANDATANGANAN_TAK_PASTI');
      expect(dunia.csc.ditandatangani).toBe(1);
      expect(await dunia.meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'dipesan' }]);
    },
  );

  it('has failed, number kept, where the service says that it did not sign', async () => {
    dunia.csc.jawabSekali('signatures/signHash', 400, '{"error":"invalid_request"}');
    expect(await kodeDari(dengan(pinCsc))).toBe('PENANDA_MENOLAK');
    expect(await keadaanUpaya()).toEqual(['gagal', 'csc', 'jauh', 'PENANDA_MENOLAK']);
    expect(await dunia.meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    expect(await salah()).toBe(0);
    expect((await dengan(pinCsc)).nomor).toBe('500.12/1/KOMINFO/2026');
  });

  it('is not begun where the service has another certificate by now', async () => {
    const lain = await bangunLuar();
    try {
      const info = { key: { status: 'enabled', algo: ['1.2.840.113549.1.1.1'] }, authMode: 'implicit' };
      const sertifikat = (await lain.daftarkan({ letak: letakCsc })).certificate ?? new Uint8Array();
      const cert = { status: 'valid', certificates: [Buffer.from(sertifikat).toString('base64')] };
      dunia.csc.jawabSekali('credentials/info', 200, JSON.stringify({ ...info, cert }));
      expect(await kodeDari(dengan(pinCsc))).toBe('PENANDA_JAWABAN_TIDAK_SAH');
      expect(await dunia.meja.upaya(naskah)).toEqual([]);
    } finally {
      await lain.tutup();
    }
  });
});

describe('a remote key that wants a one-time code', () => {
  beforeEach(async () => {
    dunia = await bangunLuar('p-256', { otp: true });
    await dunia.daftarkan({ letak: letakCsc });
    naskah = await dunia.meja.siap(suratDinas());
  });

  it('has one sent at the first press, which counts as no try, and signs with it at the second', async () => {
    expect(await kodeDari(dunia.tandatangani(naskah, { frasaSandi: utf8(pinCsc) }))).toBe(
      'MASUKAN_TIDAK_SAH',
    );
    expect(await dunia.meja.upaya(naskah)).toEqual([]);
    expect(await salah()).toBe(0);
    const totp = utf8(dunia.csc.otpTerkirim ?? '');
    expect((await dunia.tandatangani(naskah, { frasaSandi: utf8(pinCsc), totp })).keadaan).toBe(
      'ditandatangani',
    );
  });

  it('counts a wrong code as a wrong try', async () => {
    const izin = { frasaSandi: utf8(pinCsc), totp: utf8('000000') };
    expect(await kodeDari(dunia.tandatangani(naskah, izin))).toBe('OTP_SALAH');
    expect(await salah()).toBe(1);
    expect((await keadaanUpaya())[0]).toBe('gagal');
  });
});

describe('a sealed key', () => {
  it.each([
    ['rsa-2048', 'rsa-pss-sha512'],
    ['p-521', 'ecdsa-p521-sha512'],
    ['ed25519', 'ed25519'],
  ] as const)('%s signs a letter with the algorithm of its row, %s', async (jenis, algorithm) => {
    dunia = await bangunLuar(jenis);
    await dunia.segelkan(algorithm, 'kenari-frasa-sendiri');
    naskah = await dunia.meja.siap(suratDinas());
    const isi = await dunia.tandatangani(naskah, { frasaSandi: utf8('kenari-frasa-sendiri') });
    expect(isi.keadaan).toBe('ditandatangani');
    expect(await keadaanUpaya()).toEqual(['selesai', 'tersegel', 'lokal', null]);
    const laporan = await dunia.rumah.layanan.verifikasi.periksa(
      [await dunia.rumah.jalan.berkas(naskah, kepala)],
      orangLuar,
    );
    expect(laporan.kesimpulan).toBe('TOTAL_PASSED');
    const [upaya] = await dunia.meja.upaya(naskah);
    expect((await muatPrepared(dunia.rumah.konteks, upaya!)).signer.algorithm).toBe(algorithm);
  });
});

describe('the hash in the log', () => {
  it.each([
    ['p-384', letakToken, pinToken],
    ['ed25519', letakToken, pinToken],
    ['p-384', letakCsc, pinCsc],
  ] as const)(
    'is SHA-256 of the signed bytes whatever the key hashes with: %s',
    async (jenis, letak, pin) => {
      dunia = await bangunLuar(jenis);
      await dunia.daftarkan({ letak });
      naskah = await dunia.meja.siap(suratDinas());
      const isi = await dunia.tandatangani(naskah, { frasaSandi: utf8(pin) });
      expect(isi.keadaan).toBe('ditandatangani');
      expect(await kesimpulan()).toBe('TOTAL_PASSED');
      const bytes = await dunia.rumah.jalan.berkas(naskah, kepala);
      const [, a, b, c] = [
        .../\/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)/.exec(Buffer.from(bytes).toString('latin1'))!,
      ].map(Number);
      const ditandai = createHash('sha256')
        .update(bytes.subarray(0, a))
        .update(bytes.subarray(b, b! + c!))
        .digest('base64');
      const { pelaku } = await dunia.rumah.jalan.sebagai(kepala);
      if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
      const jejak = await dunia.rumah.konteks.uow.read((repos) =>
        repos.audit.jejak(pelaku.tenantId, 'naskah', naskah.id as NaskahId),
      );
      const niat = jejak
        .map(({ daun }) => JSON.parse(daun) as { peristiwa: string; artefak?: { ttd?: unknown } })
        .find(({ peristiwa }) => peristiwa === 'naskah.tte.niat');
      expect(niat?.artefak?.ttd).toEqual({ alg: 'SHA-256', nilai: ditandai, ukuran: a! + c! });
    },
  );
});

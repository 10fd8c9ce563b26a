import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { check, type PilihanUji } from '../../src/cli/provider.ts';
import { segel } from '../../src/cli/segel.ts';
import { bacaConfig, type Config } from '../../src/config.ts';
import { testDocument } from '../../src/adapters/penyedia/berkas-uji.ts';
import type { AcceptanceReport } from '../../src/adapters/penyedia/uji-terima.ts';
import { capWaktu } from '../adapters/penyedia/dunia.ts';
import { kodeDari } from '../support/kode.ts';
import { akunUji, bukaPenyediaUji, totpUji, type PenyediaUji } from '../support/penyedia.ts';
import { makePki, signerOf, type TestPki } from '../support/pki.ts';
import { rekam } from './rekam.ts';

const nik = '3374010101900001';
const sandi = 'kenari-frasa-7719';
let folder: string;
let pki: TestPki;
let penyedia: PenyediaUji;
let config: Config;

const rahasia = (nama: string, isi: string): string => {
  const path = join(folder, nama);
  writeFileSync(path, `${isi}\n`, { mode: 0o600 });
  return path;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-penyedia-'));
  pki = await makePki();
  penyedia = await bukaPenyediaUji({
    pengguna: [
      { nik, email: 'sri@contoh.test', sandi, signer: signerOf(pki.rsa) },
      { nik: '3374010101900002', sandi, signer: signerOf(pki.ec) },
    ],
    tsa: capWaktu(pki, () => new Date()),
    clock: { now: () => new Date() },
    segel: { idSubscriber: 'DISKOMINFO-01', signer: signerOf(pki.ec) },
  });
  writeFileSync(join(folder, 'akar.der'), pki.root.certificate);
  config = dengan(penyedia.url);
});
afterEach(() => {
  penyedia.tabiat = 'baik';
});
afterAll(async () => {
  await penyedia.tutup();
  rmSync(folder, { recursive: true, force: true });
});

const dengan = (url: string, sandiAkun = akunUji.sandi): Config =>
  bacaConfig(
    {
      NASKAH_PENYEDIA_URL: url,
      NASKAH_PENYEDIA_PENGGUNA: akunUji.user,
      NASKAH_PENYEDIA_SANDI_FILE: rahasia('sandi-akun', sandiAkun),
      NASKAH_PENYEDIA_JANGKAR: join(folder, 'akar.der'),
    },
    { data: folder },
  );

async function uji(ubahan: Partial<PilihanUji> = {}, pakai: Config = config) {
  const keluaran = rekam();
  const kode = await check(
    pakai,
    {
      nikFile: rahasia('nik', nik),
      email: null,
      passphraseFile: rahasia('frasa', sandi),
      totpFile: null,
      versi: 'semua',
      trust: [],
      tryWrongPassphrase: false,
      report: null,
      json: true,
      ...ubahan,
    },
    keluaran,
  );
  const laporan = JSON.parse(keluaran.hasilnya.join('\n')) as AcceptanceReport;
  return { kode, laporan, hasil: Object.fromEntries(laporan.baris.map((b) => [b.id, b.hasil])) };
}

describe('naskah provider check', () => {
  it('passes a provider that works, over both versions, and tries no wrong passphrase by itself', async () => {
    const { kode, hasil } = await uji();
    expect(kode).toBe(0);
    const { 'v1.sandi-salah': salah1, 'v2.sandi-salah': salah2, ...lain } = hasil;
    expect([salah1, salah2]).toEqual(['dilewati', 'dilewati']);
    expect(Object.entries(lain).filter(([, h]) => h !== 'lulus')).toEqual([]);
    expect(penyedia.masuk.every((m) => (m.isi['passphrase'] ?? sandi) === sandi)).toBe(true);
  });

  it('tries a wrong passphrase when told to, and sees 2031', async () => {
    const { kode, laporan } = await uji({ tryWrongPassphrase: true });
    expect(kode).toBe(0);
    for (const id of ['v1.sandi-salah', 'v2.sandi-salah']) {
      const baris = laporan.baris.find((b) => b.id === id);
      expect(baris).toMatchObject({ hasil: 'lulus', rincian: 'FRASA_SANDI_SALAH, kode 2031' });
    }
  });

  it('writes a report for its owner alone that names nobody and holds no secret', async () => {
    penyedia.tabiat = 'menolak';
    const report = join(folder, 'laporan.json');
    expect((await uji({ report })).kode).toBe(1);
    for (const path of [report, `${report}.txt`]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const isi = readFileSync(path, 'utf8');
      expect(isi).toContain('PENANDA_MENOLAK');
      for (const satu of [nik, sandi, akunUji.sandi, akunUji.user, 'TEST Signer']) {
        expect(isi).not.toContain(satu);
      }
    }
  });

  it.each([
    ['dua-kali', ['v2.gerbang']],
    ['isi-berubah', ['v2.awalan', 'v2.gerbang']],
    ['tanpa-cap-waktu', ['v2.cap-waktu']],
  ] as const)('%s fails in the right row', async (tabiat, gagal) => {
    penyedia.tabiat = tabiat;
    const { kode, hasil } = await uji({ versi: 'v2' });
    expect(kode).toBe(1);
    for (const id of gagal) expect(hasil[id]).toBe('gagal');
    expect(hasil['v2.jangkau']).toBe('lulus');
  });

  it('makes no further signing call after one that failed, so that nobody is locked out', async () => {
    const sebelum = penyedia.diminta;
    const { kode, hasil } = await uji({ versi: 'semua', passphraseFile: rahasia('salah', 'keliru') });
    expect(kode).toBe(1);
    expect(penyedia.diminta - sebelum).toBe(1);
    expect(hasil['v1.tanda']).toBe('gagal');
    expect(hasil['v2.tanda']).toBe('dilewati');
  });

  it('tries no wrong passphrase after one was refused, and signs nothing it could not report', async () => {
    const salah = rahasia('salah', 'bukan-frasa');
    const sebelum = penyedia.diminta;
    const { hasil } = await uji({ passphraseFile: salah, tryWrongPassphrase: true });
    expect(hasil['v2.sandi-salah']).toBe('dilewati');
    expect(penyedia.diminta - sebelum).toBe(1);
    await expect(uji({ report: join(salah, 'laporan.json') })).rejects.toThrow();
    expect(penyedia.diminta - sebelum).toBe(1);
  });

  it('tells an unreachable service and a refused application by an exit code of their own', async () => {
    expect((await uji({}, dengan('http://127.0.0.1:1'))).kode).toBe(3);
    const { kode, laporan } = await uji({ versi: 'v2' }, dengan(penyedia.url, 'keliru'));
    expect(kode).toBe(3);
    expect(laporan.baris[0]?.rincian).toContain('PENYEDIA_KREDENSIAL_DITOLAK');
    config = dengan(penyedia.url);
  });

  it('refuses secrets that others may read, and an installation without a provider', async () => {
    const terbuka = rahasia('terbuka', sandi);
    chmodSync(terbuka, 0o644);
    expect(await kodeDari(uji({ passphraseFile: terbuka }))).toBe('KONFIGURASI_TIDAK_SAH');
    expect(await kodeDari(uji({}, bacaConfig({}, { data: folder })))).toBe('PENYEDIA_BELUM_DIATUR');
  });
});

describe('naskah provider seal', () => {
  const pilihan = (kode: string | null, lain: object = {}) => ({
    subscriber: 'DISKOMINFO-01',
    totpFile: kode === null ? null : rahasia('kode', kode),
    pdf: null,
    out: null,
    trust: [],
    ...lain,
  });

  it('is activated and made step by step, and is told as a seal of a body, not as a signature of a person', async () => {
    const keluaran = rekam();
    expect(await segel(config, 'seal-activation', pilihan(null), keluaran)).toBe(0);
    await segel(config, 'seal-activation', pilihan('AKT-1'), keluaran);
    await segel(config, 'seal-totp', pilihan('AKT-2'), keluaran);
    expect(keluaran.hasilnya).toEqual(['AKT-2', totpUji]);
    const pdf = join(folder, 'naskah.pdf');
    const out = join(folder, 'bersegel.pdf');
    writeFileSync(pdf, testDocument('segel'));
    const hasil = rekam();
    expect(await segel(config, 'seal', pilihan(totpUji, { pdf, out }), hasil)).toBe(0);
    expect(hasil.hasilnya.join('\n')).toContain('Disegel secara elektronik oleh');
    expect(hasil.hasilnya.join('\n')).not.toContain('Ditandatangani');
    expect(readFileSync(out).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(await segel(config, 'seal-revoke', pilihan('AKT-2'), hasil)).toBe(0);
  });

  it('sends nothing where there is no place for what comes back, or the file is no PDF', async () => {
    const [pdf, lain] = [join(folder, 'naskah.pdf'), join(folder, 'bukan.pdf')];
    writeFileSync(pdf, testDocument('segel'));
    writeFileSync(lain, 'bukan PDF');
    const sebelum = penyedia.diminta;
    for (const salah of [
      { pdf, out: join(lain, 'hasil.pdf') },
      { pdf: lain, out: join(folder, 'hasil.pdf') },
    ]) {
      await expect(segel(config, 'seal', pilihan(totpUji, salah), rekam())).rejects.toThrow();
    }
    expect(penyedia.diminta).toBe(sebelum);
  });

  it('keeps the raw answer and writes no result where the answer is refused', async () => {
    const keluaran = rekam();
    await segel(config, 'seal-activation', pilihan(null), keluaran);
    penyedia.tabiat = 'isi-berubah';
    const pdf = join(folder, 'naskah.pdf');
    writeFileSync(pdf, testDocument('segel'));
    const out = join(folder, 'ditolak.pdf');
    expect(await kodeDari(segel(config, 'seal', pilihan(totpUji, { pdf, out }), keluaran))).toBe(
      'TANDA_TANGAN_DITOLAK_PEMERIKSA',
    );
    expect([existsSync(out), existsSync(`${out}.jawaban`)]).toEqual([false, true]);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign, type PilihanSign } from '../../src/cli/sign.ts';
import { verify } from '../../src/cli/verify.ts';
import { SalahPakai } from '../../src/cli/keluaran.ts';
import { writePkcs12 } from '../adapters/signer/pkcs12-penulis.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki, type TestIdentity } from '../support/pki.ts';
import { pekerjaTs } from '../support/rumah.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const di = (nama: string): string => join(folder, nama);

beforeAll(async () => {
  const pki = await makePki();
  writeFileSync(di('rsa.p12'), simpan(pki.rsa));
  writeFileSync(di('ec.p12'), simpan(pki.ec));
  writeFileSync(di('akar.pem'), new X509Certificate(pki.root.certificate).toString());
  writeFileSync(di('sandi'), 'rahasia\r\n');
  writeFileSync(di('sandi-salah'), 'keliru\n');
  writeFileSync(di('surat.pdf'), tableFile());
  writeFileSync(di('bukan.pdf'), 'bukan PDF');
  await sign(di('surat.pdf'), pilihan('sah.pdf'), rekam());
  const rusak = readFileSync(di('sah.pdf'));
  const letak = rusak.indexOf('Isi surat');
  rusak.write('Isi palsu', letak, 'latin1');
  writeFileSync(di('rusak.pdf'), rusak);
});

const simpan = ({ key, certificate, chain }: TestIdentity): Uint8Array =>
  writePkcs12({
    passphrase: 'rahasia',
    scheme: 'aes256',
    keys: [{ pkcs8: key.export({ format: 'der', type: 'pkcs8' }), localKeyId: '1' }],
    certificates: [{ der: certificate, localKeyId: '1' }, ...chain.map((der) => ({ der }))],
  });

const pilihan = (out: string, ubah: Partial<PilihanSign> = {}): PilihanSign => ({
  out: di(out),
  p12: di('rsa.p12'),
  passphraseFile: di('sandi'),
  level: 'B-B',
  tsa: null,
  trust: [],
  allow: [],
  vri: false,
  field: null,
  visible: null,
  reason: null,
  location: null,
  json: false,
  ...ubah,
});

const workerUrl = pekerjaTs('periksa');
const periksa = async (berkas: readonly string[], trust = [di('akar.pem')]) => {
  const keluaran = rekam();
  const kode = await verify(berkas.map(di), { trust, at: null, json: true, workerUrl }, keluaran);
  return { kode, baris: keluaran.hasilnya.map((b) => JSON.parse(b) as Record<string, unknown>) };
};

describe('naskah sign', () => {
  it('signs twice, visibly and not, and naskah verify passes both', async () => {
    const keluaran = rekam();
    const kedua = { p12: di('ec.p12'), visible: '2,100,100,200,70', json: true };
    expect(await sign(di('sah.pdf'), pilihan('dua.pdf', kedua), keluaran)).toBe(0);
    expect(JSON.parse(keluaran.hasilnya[0] ?? '')).toMatchObject({ file: di('dua.pdf'), level: 'B-B' });
    const { kode, baris } = await periksa(['dua.pdf']);
    expect(kode).toBe(0);
    expect(baris[0]).toMatchObject({
      signatures: [
        { indication: 'TOTAL_PASSED', modifications: 'permitted', coverage: 'whole-revision' },
        { indication: 'TOTAL_PASSED', modifications: 'none', coverage: 'whole-file' },
      ],
    });
  });

  it.each<[string, string, Partial<PilihanSign>, object]>([
    ['a wrong passphrase', 'surat.pdf', { passphraseFile: di('sandi-salah') }, { code: 'FRASA_SANDI_SALAH' }],
    ['a file that is no PDF', 'bukan.pdf', {}, { code: 'PADES_NOT_PDF' }],
    ['the input as output', 'surat.pdf', { out: di('surat.pdf') }, SalahPakai.prototype],
    ['B-T without an authority', 'surat.pdf', { level: 'B-T' }, SalahPakai.prototype],
    ['a box with a page 0', 'surat.pdf', { visible: '0,1,1,50,50' }, SalahPakai.prototype],
  ])('refuses %s and leaves no file', async (_, masukan, ubah, galat) => {
    const gagal = await sign(di(masukan), pilihan('gagal.pdf', ubah), rekam()).catch((g: unknown) => g);
    if (galat === SalahPakai.prototype) expect(gagal).toBeInstanceOf(SalahPakai);
    else expect(gagal).toMatchObject(galat);
    expect(() => readFileSync(di('gagal.pdf'))).toThrow(/ENOENT/);
    expect(readFileSync(di('surat.pdf'))).toEqual(Buffer.from(tableFile()));
  });
});

describe('naskah verify', () => {
  it.each<[number, string[]]>([
    [0, ['sah.pdf']],
    [3, ['sah.pdf', 'surat.pdf']],
    [4, ['sah.pdf', 'surat.pdf', 'bukan.pdf']],
    [4, ['tidak-ada.pdf', 'sah.pdf']],
    [1, ['bukan.pdf', 'surat.pdf', 'rusak.pdf', 'sah.pdf']],
  ])('exits with %i: the first that applies in the order 1, 4, 2, 3, 0', async (kode, berkas) => {
    const hasil = await periksa(berkas);
    expect(hasil.kode).toBe(kode);
    expect(hasil.baris.map((b) => b['file'])).toEqual(berkas.map(di));
  });

  it('without anchors trusts nothing: 2 before 3, after 4', async () => {
    expect((await periksa(['sah.pdf'], [])).kode).toBe(2);
    expect((await periksa(['surat.pdf', 'sah.pdf'], [])).kode).toBe(2);
    expect((await periksa(['bukan.pdf', 'sah.pdf'], [])).kode).toBe(4);
  });

  it('says one JSON object per file with the whole report, the members of the contract among them', async () => {
    const { baris } = await periksa(['sah.pdf', 'bukan.pdf']);
    const [sah, bukan] = baris;
    expect(Object.keys(sah ?? {}).sort()).toEqual(
      'anomalies file policy revisionList revisions signatures sizeBytes validationTime'.split(' '),
    );
    const [satu] = sah?.['signatures'] as Record<string, unknown>[];
    expect(Object.keys(satu ?? {})).toEqual(
      expect.arrayContaining(
        (
          'field kind indication subIndication integrity coverage modifications level signer claimedTime bestTime ' +
          'digestAlgorithm signatureAlgorithm revocation longTermUntil findings'
        ).split(' '),
      ) as unknown,
    );
    expect(Object.keys(satu?.['signer'] as object)).toEqual(['subject', 'issuer', 'serialHex']);
    expect(satu?.['claimedTime']).toMatch(/Z$/);
    expect(bukan).toMatchObject({ file: di('bukan.pdf'), error: { code: 'PADES_NOT_PDF' } });
  });

  it('is misused without a file, with an unreadable anchor, an empty folder of anchors, or no time', async () => {
    const kosong = mkdtempSync(di('kosong-'));
    const pakai = { trust: [] as string[], at: null as string | null, json: true };
    await expect(verify([], pakai, rekam())).rejects.toThrow(SalahPakai);
    for (const trust of [di('tidak-ada.pem'), di('sandi'), kosong])
      await expect(verify([di('sah.pdf')], { ...pakai, trust: [trust] }, rekam())).rejects.toThrow(
        SalahPakai,
      );
    for (const salah of [{ at: 'kemarin' }, { policy: 'longgar' }])
      await expect(verify([di('sah.pdf')], { ...pakai, ...salah }, rekam())).rejects.toThrow(SalahPakai);
  });
});

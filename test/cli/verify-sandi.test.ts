import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verify } from '../../src/cli/verify.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { signedBytes } from '../../src/pades/sign/output.ts';
import { signPdf } from '../../src/pades/sign/sign.ts';
import { other } from '../support/pdf-kinds.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { pekerjaTs } from '../support/rumah.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-sandi-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const di = (nama: string): string => join(folder, nama);

beforeAll(async () => {
  const pki = await makePki();
  const signed = await signPdf(bytesSource(other('aes256.pdf')), {
    signer: signerOf(pki.rsa),
    level: 'B-B',
    signingTime: new Date('2026-01-02T03:04:05Z'),
    field: 'Bidang rahasia',
    password: 'pengguna',
  });
  const pem = Buffer.from(pki.root.certificate).toString('base64');
  writeFileSync(di('akar.pem'), `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`);
  writeFileSync(di('surat.pdf'), signedBytes(signed));
  writeFileSync(di('sandi'), 'pengguna\r\n');
  writeFileSync(di('salah'), 'tebakan\n');
});

const periksa = async (passwordFile: string | null) => {
  const keluaran = rekam();
  const pakai = { trust: [di('akar.pem')], at: '2026-02-01T00:00:00Z', json: true, passwordFile };
  const kode = await verify([di('surat.pdf')], { ...pakai, workerUrl: pekerjaTs('periksa') }, keluaran);
  const { signatures = [] } = JSON.parse(keluaran.hasilnya[0] ?? '') as {
    signatures?: { field: string | null; findings: { check: string; status: string }[] }[];
  };
  const enkripsi = signatures[0]?.findings.find(({ check }) => check === 'format.encryption')?.status;
  return { kode, field: signatures[0]?.field, enkripsi };
};

it('naskah verify --password-file looks into an encrypted file, and says what it saw without', async () => {
  expect(await periksa(di('sandi'))).toEqual({ kode: 0, field: 'Bidang rahasia', enkripsi: 'passed' });
  expect(await periksa(null)).toEqual({ kode: 0, field: null, enkripsi: 'warning' });
  expect((await periksa(di('salah'))).kode).toBe(4);
});

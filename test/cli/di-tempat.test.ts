import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign, type PilihanSign } from '../../src/cli/sign.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import { writePkcs12 } from '../adapters/signer/pkcs12-penulis.ts';
import { other } from '../support/pdf-kinds.ts';
import { makePki } from '../support/pki.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-tempat-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const di = (nama: string): string => join(folder, nama);

beforeAll(async () => {
  const { rsa } = await makePki();
  const keys = [{ pkcs8: rsa.key.export({ format: 'der', type: 'pkcs8' }), localKeyId: '1' }];
  const certificates = [{ der: rsa.certificate, localKeyId: '1' }, ...rsa.chain.map((der) => ({ der }))];
  writeFileSync(
    di('kunci.p12'),
    writePkcs12({ passphrase: 'rahasia', scheme: 'aes256', keys, certificates }),
  );
  writeFileSync(di('frasa'), 'rahasia\n');
  writeFileSync(di('sandi'), 'pengguna\r\n');
  writeFileSync(di('sandi-salah'), 'tebakan\n');
});

const pilihan = (ubah: Partial<PilihanSign>): PilihanSign => ({
  out: null,
  p12: di('kunci.p12'),
  passphraseFile: di('frasa'),
  level: 'B-B',
  tsa: null,
  trust: [],
  allow: [],
  vri: false,
  field: null,
  visible: null,
  tag: null,
  size: null,
  image: null,
  qr: null,
  post: null,
  zone: null,
  reason: null,
  location: null,
  json: false,
  ...ubah,
});

const keutuhan = (berkas: string): readonly string[] => {
  const laporan = validatePdf(bytesSource(readFileSync(berkas)), { at: new Date(), anchors: [] });
  return laporan.readable ? laporan.signatures.map((each) => each.integrity) : [laporan.error.code];
};

describe('naskah sign', () => {
  it('--in-place lets the file itself grow, twice, and leaves nothing beside it', async () => {
    const lama = other('surat.pdf');
    writeFileSync(di('surat.pdf'), lama);
    const sebelum = readdirSync(folder);
    expect(await sign(di('surat.pdf'), pilihan({}), rekam())).toBe(0);
    expect(await sign(di('surat.pdf'), pilihan({}), rekam())).toBe(0);
    expect(keutuhan(di('surat.pdf'))).toEqual(['intact', 'intact']);
    expect(Buffer.compare(readFileSync(di('surat.pdf')).subarray(0, lama.length), lama)).toBe(0);
    expect(readdirSync(folder)).toEqual(sebelum);
  });

  it('--password-file opens an encrypted file; a wrong one leaves it as it was', async () => {
    const lama = other('aes256.pdf');
    writeFileSync(di('rahasia.pdf'), lama);
    for (const [passwordFile, code] of [
      [null, 'PADES_ENCRYPTED'],
      [di('sandi-salah'), 'PADES_PASSWORD_WRONG'],
    ] as const) {
      await expect(sign(di('rahasia.pdf'), pilihan({ passwordFile }), rekam())).rejects.toMatchObject({
        code,
      });
      expect(Buffer.compare(readFileSync(di('rahasia.pdf')), lama)).toBe(0);
    }
    const dengan = pilihan({ passwordFile: di('sandi'), out: di('hasil.pdf') });
    expect(await sign(di('rahasia.pdf'), dengan, rekam())).toBe(0);
    expect(keutuhan(di('hasil.pdf'))).toEqual(['intact']);
  });
});

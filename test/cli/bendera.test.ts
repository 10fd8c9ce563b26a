import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePkcs12 } from '../adapters/signer/pkcs12-penulis.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki } from '../support/pki.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-bendera-'));
const di = (nama: string): string => join(folder, nama);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const { rsa } = await makePki();
  const keys = [{ pkcs8: rsa.key.export({ format: 'der', type: 'pkcs8' }), localKeyId: '1' }];
  const certificates = [{ der: rsa.certificate, localKeyId: '1' }];
  writeFileSync(di('k.p12'), writePkcs12({ passphrase: 'rahasia', scheme: 'aes256', keys, certificates }));
  writeFileSync(di('frasa'), 'rahasia\n');
  writeFileSync(di('surat.pdf'), tableFile());
});

const naskah = (
  ...args: readonly string[]
): { readonly rc: number | null; readonly kata: string; readonly hasil: string } => {
  const cli = join(import.meta.dirname, '../../src/cli.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, INIT_CWD: folder },
  });
  return { rc: status, kata: stderr, hasil: stdout };
};
const sign = (...args: readonly string[]) =>
  naskah('sign', di('surat.pdf'), '--p12', di('k.p12'), '--passphrase-file', di('frasa'), ...args);

describe('the options of naskah sign', () => {
  it('arrive as they were typed, zeros and all', () => {
    const { rc, hasil } = sign(
      '--out',
      di('nol.pdf'),
      '--field',
      '007',
      '--visible',
      '-1,20,20,100,40',
      '--json',
    );
    expect([rc, (JSON.parse(hasil) as { field: string }).field]).toEqual([0, '007']);
  });

  it.each([
    ['both ways at once', ['--out', 'x.pdf', '--in-place'], /Pilih salah satu: --out atau --in-place/],
    ['an empty name', ['--out', ''], /--out memerlukan nilai/],
    [
      'a stamp that the level leaves out',
      ['--out', 'x.pdf', '--level', 'B-B', '--tsa', 'http://127.0.0.1:9/'],
      /B-B tidak memakai --tsa/,
    ],
    ['an option twice', ['--out', 'x.pdf', '--passphrase-file', 'x'], /--passphrase-file hanya boleh sekali/],
    ['an unknown option', ['--out', 'x.pdf', '--tingkat', 'B-B'], /Pilihan tidak dikenal: `--tingkat`/],
  ])('are refused as misuse, in Indonesian, and nothing is written: %s', (_, args, kalimat) => {
    const { rc, kata } = sign(...args);
    expect(rc).toBe(2);
    expect(kata).toMatch(kalimat);
    expect(kata).not.toMatch(/\n\s+at /);
    expect(existsSync(di('x.pdf'))).toBe(false);
    expect(Buffer.compare(readFileSync(di('surat.pdf')), tableFile())).toBe(0);
  });
});

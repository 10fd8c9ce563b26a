import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import type { PdfView } from '../../../src/pades/pdf/file.ts';
import { textOf } from '../../../src/pades/pdf/serialize.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { appendTable, letter, tableFile } from '../../support/pdf.ts';
import { other } from '../../support/pdf-kinds.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const reason = 'Disetujui (final) – Élan';
const signingTime = new Date('2026-01-02T03:04:05Z');
const sign = async (bytes: Uint8Array, password?: string): Promise<Uint8Array> =>
  signedBytes(
    await signPdf(bytesSource(bytes), {
      signer: signerOf(pki.rsa),
      level: 'B-B',
      signingTime,
      reason,
      field: 'Bidang rahasia',
      ...(password === undefined ? {} : { password }),
    }),
  );

/** What stands in the file under a key of an object, read with the password. */
function text(bytes: Uint8Array, path: (view: PdfView) => unknown, password?: string): string {
  const found = path(view(bytes, password)) as { kind: string; bytes?: Uint8Array } | undefined;
  return found?.kind === 'string' && found.bytes ? textOf(found.bytes) : (found?.kind ?? 'nothing');
}
const view = (bytes: Uint8Array, password?: string) => readPdf(bytesSource(bytes), { password }).view();
const entry = (v: PdfView, object: Parameters<PdfView['resolve']>[0], key: string) => {
  const dict = v.resolve(object);
  return dict.kind === 'dict' ? dict.entries.get(key) : undefined;
};
const title = (v: PdfView) => entry(v, v.trailer.entries.get('Info'), 'Title');
const fieldOf = (v: PdfView) => {
  const fields = v.resolve(entry(v, v.catalog.entries.get('AcroForm'), 'Fields'));
  return fields.kind === 'array' ? fields.items[0] : undefined;
};

const files = [
  'aes256.pdf',
  'aes256-objstm.pdf',
  'aes256-metadata-terbuka.pdf',
  'aes128.pdf',
  'aes128-objstm.pdf',
];

describe.each(files)('%s, made by qpdf', (name) => {
  const original = other(name);

  it.each(['pengguna', 'pemilik'])('reads in clear with the password %s', (password) => {
    expect(text(original, title, password)).toBe('Judul (rahasia)');
    const page = view(original, password).pages()[0];
    const contents = view(original, password).resolve(page?.dict.entries.get('Contents'));
    expect(
      contents.kind === 'stream' && Buffer.from(view(original, password).decode(contents)).toString(),
    ).toContain('Isi surat');
  });

  it('refuses a wrong password, and to sign without one', async () => {
    expect(() => view(original, 'tebakan')).toThrow(
      expect.objectContaining({ code: 'PADES_PASSWORD_WRONG' }),
    );
    await expect(sign(original)).rejects.toMatchObject({ code: 'PADES_ENCRYPTED' });
    await expect(sign(original, 'tebakan')).rejects.toMatchObject({ code: 'PADES_PASSWORD_WRONG' });
  });

  it('is signed under its own key: no new string stands in clear, and all read rightly', async () => {
    const signed = await sign(original, 'pengguna');
    expect(Buffer.compare(signed.subarray(0, original.length), original)).toBe(0);
    const update = Buffer.from(signed.subarray(original.length)).toString('latin1');
    expect(update).not.toContain('Bidang rahasia');
    expect(update).not.toContain('D:2026');
    expect(update).toContain('/Encrypt');
    expect(text(signed, (v) => entry(v, fieldOf(v), 'T'), 'pemilik')).toBe('Bidang rahasia');
    const value = (key: string) => (v: PdfView) => entry(v, entry(v, fieldOf(v), 'V'), key);
    expect(text(signed, value('Reason'), 'pengguna')).toBe(reason);
    expect(text(signed, value('M'), 'pengguna')).toBe('D:20260102030405Z');
    expect(text(signed, title, 'pengguna')).toBe('Judul (rahasia)');
  });

  it('keeps /Contents in clear, so that the signature is judged without a password', async () => {
    const report = validatePdf(bytesSource(await sign(original, 'pengguna')), {
      at: signingTime,
      anchors: [pki.root.certificate],
    });
    expect(report.readable && report.signatures.map((each) => [each.integrity, each.coverage])).toEqual([
      ['intact', 'whole-file'],
    ]);
  });

  it('gives the same bytes for the same input', async () => {
    expect(Buffer.compare(await sign(original, 'pengguna'), await sign(original, 'pengguna'))).toBe(0);
  });
});

describe('what cannot be kept is refused', () => {
  it.each(['rc4.pdf', 'rev5.pdf'])('%s', async (name) => {
    await expect(sign(other(name), 'pengguna')).rejects.toMatchObject({
      code: 'PADES_ENCRYPTION_UNSUPPORTED',
    });
  });

  it('a user password that may neither annotate nor fill in, but not the owner’s', async () => {
    const original = other('tanpa-izin.pdf');
    await expect(sign(original, 'pengguna')).rejects.toMatchObject({ code: 'PADES_PERMISSION_DENIED' });
    await expect(sign(original, 'pemilik')).resolves.toBeDefined();
  });

  it('permissions that somebody without the key has widened', async () => {
    const text = Buffer.from(other('tanpa-izin.pdf')).toString('latin1');
    const widened = text.replace(/\/P (-\d+)/, (all) => `/P -4`.padEnd(all.length));
    expect(widened).not.toBe(text);
    await expect(sign(Buffer.from(widened, 'latin1'), 'pengguna')).rejects.toMatchObject({
      code: 'PADES_ENCRYPTION_UNSUPPORTED',
    });
  });

  it('a file for everybody’s eyes still needs its password said, be it empty', async () => {
    const original = other('aes256-tanpa-sandi.pdf');
    expect(text(original, title)).toBe('Judul (rahasia)');
    await expect(sign(original)).rejects.toMatchObject({ code: 'PADES_ENCRYPTED' });
    await expect(sign(original, '')).resolves.toBeDefined();
  });

  const encrypt = (entries: string) =>
    tableFile({ ...letter, 7: `<<${entries}>>` }, { trailer: '/Root 1 0 R/Encrypt 7 0 R' });
  it.each([
    ['public-key handler', '/Filter/Adobe.PubSec/V 5/R 6'],
    ['an integrity code', '/Filter/Standard/V 5/R 6/AuthCode<<>>'],
    ['an unknown crypt filter', '/Filter/Standard/V 5/R 6/StmF/StdCF/StrF/StdCF/CF<</StdCF<</CFM/V2>>>>'],
    ['no key entries', '/Filter/Standard/V 4/R 4'],
    ['nothing at all', ''],
  ])('%s', async (_, entries) => {
    await expect(sign(encrypt(entries), '')).rejects.toMatchObject({ code: 'PADES_ENCRYPTION_UNSUPPORTED' });
  });

  it('a later revision that leaves the encryption out, or brings it in', async () => {
    await expect(sign(appendTable(other('aes256.pdf'), { 20: '(baru)' }))).rejects.toMatchObject({
      code: 'PADES_ENCRYPTION_UNSUPPORTED',
    });
  });
});

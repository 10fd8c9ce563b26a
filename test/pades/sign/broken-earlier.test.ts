import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { tableFile } from '../../support/pdf.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const signingTime = new Date('2026-01-02T03:04:05Z');
const sign = async (bytes: Uint8Array): Promise<Uint8Array> =>
  signedBytes(await signPdf(bytesSource(bytes), { signer: signerOf(pki.ec), level: 'B-B', signingTime }));
const judged = (bytes: Uint8Array) =>
  validatePdf(bytesSource(bytes), { at: signingTime, anchors: [pki.root.certificate] });

/** The same file with the first `from` written over. */
function altered(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from);
  expect(at).toBeGreaterThan(0);
  const out = Buffer.from(bytes);
  out.write(to, at, 'latin1');
  return out;
}

describe('a file whose earlier signature is broken', () => {
  it('can be signed where its /Contents are no digits, which nobody reads; that makes it no better', async () => {
    const broken = altered(await sign(tableFile()), '/Contents<30', '/Contents<zz');
    expect(judged(broken)).toMatchObject({ readable: false, error: { code: 'PADES_PDF_SYNTAX' } });
    expect(judged(await sign(broken))).toMatchObject({
      readable: false,
      error: { code: 'PADES_PDF_SYNTAX' },
    });
  });

  it('is refused where a key of the earlier signature stands there twice', async () => {
    const twice = altered(await sign(tableFile()), '/Filter/Adobe.PPKLite', '/Filter/A/Filter/BCDE');
    await expect(sign(twice)).rejects.toMatchObject({ code: 'PADES_PDF_SYNTAX' });
  });
});

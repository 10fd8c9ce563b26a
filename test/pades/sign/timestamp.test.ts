import { beforeAll, describe, expect, it } from 'vitest';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { prepareDocumentTimestamp, stampPrepared } from '../../../src/pades/sign/document-timestamp.ts';
import { embedSignature, signPrepared } from '../../../src/pades/sign/embed.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { timestampSignature } from '../../../src/pades/sign/timestamp.ts';
import { tableFile } from '../../support/pdf.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { findSignatures } from '../../support/signed.ts';
import { makeTsa } from './tsa.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const time = new Date('2026-01-02T03:04:06Z');
const nonce = Uint8Array.of(0x80, 2, 3, 4, 5, 6, 7, 8, 9);
const base = () => ({ signer: signerOf(pki.rsa), level: 'B-T', signingTime: time }) as const;

describe('a B-T signature', () => {
  it('holds a token over its value, and stays valid beside a second one', async () => {
    const tsa = makeTsa(pki.tsa, time);
    const once = signedBytes(await signPdf(bytesSource(tableFile()), { ...base(), tsa, nonce }));
    const twice = signedBytes(
      await signPdf(bytesSource(once), { ...base(), signer: signerOf(pki.ec), tsa, nonce }),
    );
    expect(findSignatures(twice).map((each) => [each.valid, each.unsigned])).toEqual([
      [true, [oids.signatureTimeStamp]],
      [true, [oids.signatureTimeStamp]],
    ]);
    expect(tsa.asked).toHaveLength(2);
  });

  it.each([
    ['another digest', { digest: new Uint8Array(32) }, 'PADES_TSP_MISMATCH'],
    ['another nonce', { nonceHex: '01' }, 'PADES_TSP_MISMATCH'],
    ['a refusal', { status: 2 }, 'PADES_TSP_REJECTED'],
  ])('is not made from %s; asking again later finishes the same signature', async (_, bend, code) => {
    const prepared = prepareSignature(bytesSource(tableFile()), base());
    const cms = await signPrepared(prepared, signerOf(pki.rsa));
    const before = Uint8Array.from(cms);
    await expect(timestampSignature(cms, { tsa: makeTsa(pki.tsa, time, bend), nonce })).rejects.toMatchObject(
      { code },
    );
    expect(Buffer.compare(cms, before)).toBe(0);
    const stamped = await timestampSignature(cms, { tsa: makeTsa(pki.tsa, time), nonce });
    expect(findSignatures(signedBytes(embedSignature(prepared, stamped)))[0]?.valid).toBe(true);
  });

  it('is not made with a token from another time than the caller’s clock', async () => {
    const prepared = prepareSignature(bytesSource(tableFile()), base());
    const cms = await signPrepared(prepared, signerOf(pki.rsa));
    const tsa = makeTsa(pki.tsa, time);
    const clock = (minutes: number) => ({ at: new Date(time.getTime() + minutes * 60_000) });
    for (const wrong of [-60, 60]) {
      await expect(timestampSignature(cms, { tsa, nonce, ...clock(wrong) })).rejects.toMatchObject({
        code: 'PADES_TSP_INVALID',
      });
    }
    expect((await timestampSignature(cms, { tsa, nonce, ...clock(2) })).length).toBeGreaterThan(cms.length);
    const later = { ...base(), tsa, nonce, ...clock(60) };
    await expect(signPdf(bytesSource(tableFile()), later)).rejects.toMatchObject({
      code: 'PADES_TSP_INVALID',
    });
    const stamp = prepareDocumentTimestamp(bytesSource(tableFile()), { capacity: 8192 });
    await expect(stampPrepared(stamp, { tsa, nonce, ...clock(60) })).rejects.toMatchObject({
      code: 'PADES_TSP_INVALID',
    });
  });

  it('is not made with the token of a certificate that may not stamp', async () => {
    const options = { ...base(), tsa: makeTsa(pki.ec, time), nonce };
    await expect(signPdf(bytesSource(tableFile()), options)).rejects.toMatchObject({
      code: 'PADES_TSP_INVALID',
    });
  });

  it("lets the carrier's own error through", async () => {
    const tsa = { request: () => Promise.reject(new Error('tidak tersambung')) };
    await expect(signPdf(bytesSource(tableFile()), { ...base(), tsa, nonce })).rejects.toThrow(
      'tidak tersambung',
    );
  });
});

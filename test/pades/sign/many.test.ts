import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { signPdf, type SignOptions } from '../../../src/pades/sign/sign.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { letter, streamFile, tableFile } from '../../support/pdf.ts';
import { issue, makePki, type TestIdentity, type TestPki } from '../../support/pki.ts';
import { readReport } from '../../support/report.ts';
import { allAlgorithms, identityOf, signerBy } from './identities.ts';

const signingTime = new Date('2026-01-02T03:04:05Z');
let pki: TestPki;
/** A company's own authority, which shares nothing with ours. */
let foreignRoot: TestIdentity;
let company: TestIdentity;
const people: TestIdentity[] = [];
beforeAll(async () => {
  pki = await makePki();
  for (const algorithm of allAlgorithms) people.push(await identityOf(algorithm, pki.issuing));
  foreignRoot = await issue({
    name: 'PT Contoh Root',
    kind: 'ca',
    algorithm: 'ecdsa-p256-sha256',
    serial: '01',
  });
  company = await identityOf('rsa-pss-sha256', foreignRoot, { name: 'Direktur PT Contoh' });
}, 60_000);

const sign = async (
  bytes: Uint8Array,
  person: TestIdentity,
  more: Partial<Omit<SignOptions, 'level' | 'signer'>> = {},
): Promise<Uint8Array> =>
  signedBytes(
    await signPdf(bytesSource(bytes), { signer: signerBy(person), level: 'B-B', signingTime, ...more }),
  );
const report = (bytes: Uint8Array, ...anchors: TestIdentity[]) =>
  readReport(
    validatePdf(bytesSource(bytes), {
      anchors: anchors.map(({ certificate }) => certificate),
      at: new Date('2026-02-01T00:00:00Z'),
    }),
  );

describe('many signers', () => {
  it.each([
    ['a table', () => tableFile()],
    ['an xref stream', () => streamFile(letter, { compressed: [1, 2, 3, 4, 6], flate: true })],
  ])(
    'fifty in a row with every algorithm, in a file with %s: each one stays valid',
    async (_, make) => {
      let bytes = make();
      for (let n = 0; n < 50; n += 1) {
        const earlier = bytes;
        bytes = await sign(earlier, people[n % people.length]!);
        expect(Buffer.compare(bytes.subarray(0, earlier.length), earlier)).toBe(0);
      }
      const { signatures } = report(bytes, pki.root);
      expect(signatures).toHaveLength(50);
      for (const [n, signature] of signatures.entries()) {
        expect(signature).toMatchObject({
          field: `Signature${n + 1}`,
          integrity: 'intact',
          level: 'PAdES-BASELINE-B',
          modifications: n === 49 ? 'none' : 'permitted',
        });
        expect(signature.findings.filter(({ status }) => status === 'failed')).toEqual([]);
      }
    },
    120_000,
  );

  it('an external party of another authority signs between ours; each is trusted through its own', async () => {
    let bytes = tableFile();
    for (const person of [people[0]!, company, people[9]!]) bytes = await sign(bytes, person);
    const path = (...anchors: TestIdentity[]) =>
      report(bytes, ...anchors).signatures.map(({ integrity, subIndication }) => [
        integrity,
        subIndication === 'NO_CERTIFICATE_CHAIN_FOUND',
      ]);
    expect(path(pki.root, foreignRoot)).toEqual([
      ['intact', false],
      ['intact', false],
      ['intact', false],
    ]);
    expect(path(pki.root)).toEqual([
      ['intact', false],
      ['intact', true],
      ['intact', false],
    ]);
  });

  it('a certification first, then forty-nine who sign fields that were there or stay invisible', async () => {
    let bytes = await sign(tableFile(), people[0]!, { certification: 2 });
    for (let n = 1; n < 50; n += 1) bytes = await sign(bytes, people[6]!, { location: `Ruang ${n}` });
    const { signatures } = report(bytes, pki.root);
    expect(signatures.map(({ integrity, modifications }) => [integrity, modifications])).toEqual(
      Array.from({ length: 50 }, (_, n) => ['intact', n === 49 ? 'none' : 'permitted']),
    );
  }, 60_000);

  it('each earlier signature costs the same few reads, however many there are', async () => {
    const reads = async (count: number): Promise<number> => {
      let bytes = tableFile();
      for (let n = 0; n < count; n += 1) bytes = await sign(bytes, people[6]!);
      let calls = 0;
      const source: ByteSource = {
        size: bytes.length,
        read: (offset, length) => {
          calls += 1;
          return bytes.subarray(offset, offset + length);
        },
      };
      prepareSignature(source, { signer: people[6]!, level: 'B-B', signingTime });
      return calls;
    };
    const [ten, twenty, forty] = [await reads(10), await reads(20), await reads(40)];
    // Linear: twenty more cost as much as twice ten more.
    expect(forty - twenty).toBeLessThanOrEqual(2 * (twenty - ten) + 2);
    expect(twenty - ten).toBeLessThanOrEqual(130);
  }, 60_000);
});

import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { Attribute } from '@peculiar/asn1-cms';
import { ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer, type Der } from '../../../src/pades/asn1/guard.ts';
import { content, oid } from '../../../src/pades/asn1/read.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { commitmentTypes } from '../../../src/pades/sign/attributes.ts';
import { timestampBytesOf } from '../../../src/pades/sign/capacity.ts';
import { addContentTimestamp } from '../../../src/pades/sign/content-timestamp.ts';
import { embedSignature, signPrepared } from '../../../src/pades/sign/embed.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { decodePrepared, encodePrepared } from '../../../src/pades/sign/resume.ts';
import { timestampSignature } from '../../../src/pades/sign/timestamp.ts';
import type { CommitmentType, PreparedPdf, PrepareOptions } from '../../../src/pades/sign/types.ts';
import { readTimestampToken } from '../../../src/pades/tsp/token.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { tableFile } from '../../support/pdf.ts';
import { makePki, type TestIdentity, type TestPki } from '../../support/pki.ts';
import { readReport } from '../../support/report.ts';
import { identityOf, signerBy } from './identities.ts';
import { makeTsa } from './tsa.ts';

const signingTime = new Date('2026-01-02T03:04:05Z');
const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
let pki: TestPki;
let p384: TestIdentity;
beforeAll(async () => {
  pki = await makePki();
  p384 = await identityOf('ecdsa-p384-sha384', pki.issuing);
});

const prepare = (more: Partial<PrepareOptions> = {}): PreparedPdf =>
  prepareSignature(bytesSource(tableFile()), { signer: pki.ec, level: 'B-B', signingTime, ...more });
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const attributes = (cms: Uint8Array): readonly Attribute[] =>
  AsnConvert.parse(AsnConvert.parse(cms, ContentInfo).content, SignedData).signerInfos[0]!.signedAttrs!;
const valueOf = (cms: Uint8Array, type: string): Der => {
  const [found, ...more] = attributes(cms).filter(({ attrType }) => attrType === type);
  expect([found?.attrValues.length, more.length]).toEqual([1, 0]);
  return parseDer(new Uint8Array(found!.attrValues[0]!));
};
const text = (der: Der | undefined): string => Buffer.from(der ? content(der) : []).toString('utf8');
const validated = (file: Uint8Array) =>
  readReport(
    validatePdf(bytesSource(file), {
      anchors: [pki.root.certificate],
      at: new Date('2026-02-01T00:00:00Z'),
    }),
  );
const accepted = { integrity: 'intact', level: 'PAdES-BASELINE-B', modifications: 'none' };

const policy = {
  oid: '2.16.360.1.1.1.2.99999.1',
  hash: { algorithm: 'sha256', value: new Uint8Array(createHash('sha256').update('aturan').digest()) },
  uri: 'https://contoh.go.id/kebijakan.pdf',
  notice: 'Berlaku untuk naskah dinas – keluar',
} as const;

describe('optional signed attributes', () => {
  it.each(Object.entries(commitmentTypes))('commits to %s under its OID', async (commitment, expected) => {
    const asked = prepare({ attributes: { commitment: commitment as CommitmentType } });
    const cms = await signPrepared(asked, signerBy(pki.ec));
    const value = valueOf(cms, '1.2.840.113549.1.9.16.2.16');
    expect(value.children.map((each) => oid(each))).toEqual([expected]);
  });

  it('names the policy, its hash, its address and its notice', async () => {
    const cms = await signPrepared(prepare({ attributes: { policy } }), signerBy(pki.ec));
    const [id, hash, qualifiers] = valueOf(cms, '1.2.840.113549.1.9.16.2.15').children;
    expect(oid(id!)).toBe(policy.oid);
    expect(oid(hash!.children[0]!.children[0]!)).toBe('2.16.840.1.101.3.4.2.1');
    expect(Buffer.from(content(hash!.children[1]!))).toEqual(Buffer.from(policy.hash.value));
    const [uri, notice] = qualifiers!.children;
    expect([oid(uri!.children[0]!), text(uri!.children[1])]).toEqual([
      '1.2.840.113549.1.9.16.5.1',
      policy.uri,
    ]);
    expect(oid(notice!.children[0]!)).toBe('1.2.840.113549.1.9.16.5.2');
    expect(text(notice!.children[1]!.children[0])).toBe(policy.notice);
  });

  it('claims roles in the order given, as UTF-8 values of the name attribute', async () => {
    const roles = ['Kepala Dinas Komunikasi dan Informatika', 'a.n. Bupati', 'Plt. – Sekretaris Daerah'];
    const cms = await signPrepared(prepare({ attributes: { claimedRoles: roles } }), signerBy(pki.ec));
    const [claimed] = valueOf(cms, '0.4.0.19122.1.1').children;
    expect(claimed?.id).toBe(0xa0);
    const found = claimed!.children[0]!.children.map(({ children: [type, values] }) => {
      expect(oid(type!)).toBe('2.5.4.41');
      expect(values!.children[0]!.id).toBe(0x0c);
      return text(values!.children[0]);
    });
    expect(found).toEqual(roles);
  });

  it('all of them together are accepted as PAdES-BASELINE-B and fit exactly', async () => {
    const prepared = prepare({
      signer: pki.rsa,
      attributes: { commitment: 'proof-of-approval', policy, claimedRoles: ['Bupati'] },
    });
    const cms = await signPrepared(prepared, signerBy(pki.rsa));
    expect(cms.length).toBe(prepared.capacity);
    const file = signedBytes(embedSignature(prepared, cms));
    expect(validated(file).signatures).toMatchObject([accepted]);
  });

  it.each([
    [{ reason: 'Setuju', attributes: { commitment: 'proof-of-approval' } }, 'PADES_REASON_FORBIDDEN'],
    [{ reason: '', attributes: { policy } }, 'PADES_REASON_FORBIDDEN'],
    [{ reason: 'Setuju', attributes: { claimedRoles: ['Bupati'] } }, null],
    [{ attributes: { commitment: 'toString' as CommitmentType } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { claimedRoles: [] } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { claimedRoles: ['Bupati', ' '] } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { claimedRoles: ['é'.repeat(257)] } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { claimedRoles: Array.from({ length: 17 }, () => 'x') } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, oid: '3.1.1' } } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, oid: '1.40.1' } } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, oid: '1.2.03' } } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, uri: 'kebijakan' } } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, uri: 'https://é' } } }, 'PADES_OPTIONS_INVALID'],
    [{ attributes: { policy: { ...policy, notice: 'x'.repeat(201) } } }, 'PADES_OPTIONS_INVALID'],
    [
      { attributes: { policy: { ...policy, hash: { algorithm: 'sha512', value: policy.hash.value } } } },
      'PADES_OPTIONS_INVALID',
    ],
    [{ attributes: { contentTimestampBytes: -1 } }, 'PADES_OPTIONS_INVALID'],
    [{ timestampBytes: 1e9 }, 'PADES_OPTIONS_INVALID'],
    [{ timestampBytes: 1.5 }, 'PADES_OPTIONS_INVALID'],
  ] as const satisfies readonly (readonly [Partial<PrepareOptions>, string | null])[])(
    'row %#: %o',
    (more, code) => {
      expect(codeOf(() => prepare(more))).toBe(code);
    },
  );
});

describe('a content timestamp', () => {
  const measured = { contentTimestampBytes: 4096 };
  const stamp = (prepared: PreparedPdf) =>
    addContentTimestamp(prepared, { tsa: makeTsa(pki.tsa, signingTime), nonce });

  it.each([
    ['SHA-256', () => pki.rsa],
    ['SHA-384', () => p384],
  ])('stands over the bytes of message-digest, also where that is %s', async (_, person) => {
    const signer = person();
    const prepared = await stamp(prepare({ signer, attributes: measured }));
    const again = decodePrepared(encodePrepared(prepared), bytesSource(tableFile()));
    const cms = await signPrepared(again, signerBy(signer));
    const file = signedBytes(embedSignature(again, cms));
    const token = attributes(cms).find(({ attrType }) => attrType === '1.2.840.113549.1.9.16.2.20');
    const [, b, c, d] = prepared.byteRange;
    const expected = createHash('sha256')
      .update(file.subarray(0, b))
      .update(file.subarray(c, c + d))
      .digest();
    const { info } = readTimestampToken(new Uint8Array(token!.attrValues[0]!));
    expect(Buffer.from(info.digest)).toEqual(expected);
    expect(validated(file).signatures).toMatchObject([accepted]);
  });

  it('may be followed by a second one while there is room, beside a signature timestamp', async () => {
    const tsa = makeTsa(pki.tsa, signingTime);
    const first = await stamp(prepare({ level: 'B-T', attributes: { contentTimestampBytes: 6000 } }));
    const second = await stamp(first);
    expect(second.contentTimestampRoom).toBeLessThan(first.contentTimestampRoom);
    const cms = await timestampSignature(await signPrepared(second, signerBy(pki.ec)), { tsa, nonce });
    const file = signedBytes(embedSignature(second, cms));
    expect(validated(file).signatures).toMatchObject([{ ...accepted, level: 'PAdES-BASELINE-T' }]);
  });

  it('is refused where no room, or too little, was reserved for it, before any key is asked', async () => {
    for (const reserved of [{}, { contentTimestampBytes: 64 }]) {
      await expect(stamp(prepare({ attributes: reserved }))).rejects.toMatchObject({
        code: 'PADES_CONTENTS_TOO_SMALL',
      });
    }
  });
});

describe('the room for a timestamp', () => {
  it('is enough when computed from the authority’s certificates or measured on an earlier token', async () => {
    const tsa = makeTsa(pki.tsa, signingTime);
    const first = await signPrepared(prepare({ level: 'B-T' }), signerBy(pki.ec));
    const measured = (await timestampSignature(first, { tsa, nonce })).length - first.length;
    for (const timestampBytes of [measured, timestampBytesOf([pki.tsa.certificate, ...pki.tsa.chain])]) {
      const prepared = prepare({ level: 'B-T', timestampBytes });
      const cms = await timestampSignature(await signPrepared(prepared, signerBy(pki.ec)), { tsa, nonce });
      expect(cms.length).toBeLessThanOrEqual(prepared.capacity);
    }
  });

  it('that proves too small is told, and nothing is cut', async () => {
    const prepared = prepare({ level: 'B-T', timestampBytes: 100 });
    const tsa = makeTsa(pki.tsa, signingTime);
    const cms = await timestampSignature(await signPrepared(prepared, signerBy(pki.ec)), { tsa, nonce });
    expect(codeOf(() => embedSignature(prepared, cms))).toBe('PADES_CONTENTS_TOO_SMALL');
  });

  it('adds at most 9 KB to a file for B-B with RSA-2048 and two certificates', async () => {
    const signer = { ...pki.rsa, chain: pki.rsa.chain.slice(0, 1) };
    const prepared = prepare({ signer });
    const cms = await signPrepared(prepared, { ...signerBy(pki.rsa), chain: signer.chain });
    expect(embedSignature(prepared, cms).update.length).toBeLessThanOrEqual(9 * 1024);
  });
});

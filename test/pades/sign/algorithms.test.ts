import 'reflect-metadata';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { CMSVersion, ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { signatureAlgorithms } from '../../../src/pades/cms/algorithms.ts';
import { capacityFor } from '../../../src/pades/sign/capacity.ts';
import { embedSignature, signPrepared } from '../../../src/pades/sign/embed.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import type { PrepareOptions, SignatureAlgorithm } from '../../../src/pades/sign/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { tableFile } from '../../support/pdf.ts';
import { issue, makePki, type TestIdentity, type TestPki } from '../../support/pki.ts';
import { readReport } from '../../support/report.ts';
import { allAlgorithms, deterministic, identityOf, restrictedPss, signerBy } from './identities.ts';

const signingTime = new Date('2026-01-02T03:04:05Z');
let pki: TestPki;
const people = new Map<SignatureAlgorithm, TestIdentity>();
beforeAll(async () => {
  pki = await makePki();
  for (const algorithm of allAlgorithms) people.set(algorithm, await identityOf(algorithm, pki.issuing));
}, 60_000);

const personOf = (algorithm: SignatureAlgorithm): TestIdentity => {
  const person = people.get(algorithm);
  if (!person) throw new Error(`nobody signs with ${algorithm}`);
  return person;
};
const options = (person: TestIdentity) => ({ signer: signerBy(person), level: 'B-B', signingTime }) as const;
const prepare = (signer: TestIdentity, more: Partial<PrepareOptions> = {}) =>
  prepareSignature(bytesSource(tableFile()), { signer, level: 'B-B', signingTime, ...more });
const refusalOf = (run: () => unknown): unknown => {
  try {
    run();
    return null;
  } catch (error) {
    return { code: (error as { code?: unknown }).code, detail: (error as { detail?: unknown }).detail };
  }
};
const refused = (about: RegExp) => ({
  code: 'PADES_ALGORITHM_REFUSED',
  detail: expect.stringMatching(about) as unknown,
});

describe.each(allAlgorithms)('%s', (algorithm) => {
  it('is accepted by the validator as PAdES-BASELINE-B', async () => {
    const signed = signedBytes(await signPdf(bytesSource(tableFile()), options(personOf(algorithm))));
    const report = readReport(
      validatePdf(bytesSource(signed), {
        anchors: [pki.root.certificate],
        at: new Date('2026-02-01T00:00:00Z'),
      }),
    );
    expect(report.signatures).toMatchObject([{ integrity: 'intact', level: 'PAdES-BASELINE-B' }]);
    expect(report.signatures[0]?.indication).not.toBe('TOTAL_FAILED');
    expect(report.signatures[0]?.findings.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('names digest and signature as its row does, and an independent reader decodes every attribute', async () => {
    const prepared = prepare(personOf(algorithm));
    const cms = await signPrepared(prepared, signerBy(personOf(algorithm)));
    const data = AsnConvert.parse(AsnConvert.parse(cms, ContentInfo).content, SignedData);
    const [signer] = data.signerInfos;
    const { digestId, signatureId, digest } = signatureAlgorithms[algorithm];
    expect(data.version).toBe(CMSVersion.v1);
    expect([...data.digestAlgorithms].map((each) => Buffer.from(AsnConvert.serialize(each)))).toEqual([
      Buffer.from(digestId),
    ]);
    expect(Buffer.from(AsnConvert.serialize(signer!.digestAlgorithm))).toEqual(Buffer.from(digestId));
    expect(Buffer.from(AsnConvert.serialize(signer!.signatureAlgorithm))).toEqual(Buffer.from(signatureId));
    const value = (type: string): Buffer =>
      Buffer.from(signer!.signedAttrs!.find(({ attrType }) => attrType === type)!.attrValues[0]!);
    const imprint = Buffer.from(AsnConvert.parse(value('1.2.840.113549.1.9.4'), OctetString).buffer);
    expect(imprint).toEqual(Buffer.from(prepared.digest));
    const [, b, c, d] = prepared.byteRange;
    const file = signedBytes(embedSignature(prepared, cms));
    const independent = createHash(digest)
      .update(file.subarray(0, b))
      .update(file.subarray(c, c + d))
      .digest();
    expect(imprint).toEqual(independent);
    const protection = value('1.2.840.113549.1.9.52').toString('hex');
    expect(protection).toContain(Buffer.from(digestId).toString('hex'));
    expect(protection).toContain(Buffer.from(signatureId).subarray(2).toString('hex'));
  });

  it('fits the room computed for it at every level, whatever the value', async () => {
    const person = personOf(algorithm);
    for (let n = 0; n < 5; n += 1) {
      const cms = await signPrepared(prepare(person, { field: `F${n}` }), signerBy(person));
      const capacity = capacityFor(person, 'B-B');
      expect(cms.length).toBeLessThanOrEqual(capacity);
      // At most the sign octets and the shortest numbers of an ECDSA value are left over.
      expect(capacity - cms.length).toBeLessThanOrEqual(16);
    }
    const [t, lt, lta] = (['B-T', 'B-LT', 'B-LTA'] as const).map((level) => capacityFor(person, level));
    expect([lt, lta]).toEqual([t, t]);
  });

  it('another signature value under its name is found before anything is built', async () => {
    const person = personOf(algorithm);
    const broken = { ...signerBy(person), sign: () => new Uint8Array(64) };
    await expect(signPrepared(prepare(person), broken)).rejects.toMatchObject({
      code: 'PADES_SIGNATURE_MISMATCH',
    });
  });
});

it.each(deterministic)('%s gives the same bytes twice', async (algorithm) => {
  const once = signedBytes(await signPdf(bytesSource(tableFile()), options(personOf(algorithm))));
  const again = signedBytes(await signPdf(bytesSource(tableFile()), options(personOf(algorithm))));
  expect(Buffer.compare(once, again)).toBe(0);
});

it('a key of one kind is refused under every other name', () => {
  const families = (name: string): string => name.replace(/-sha\d+$/, '').replace(/pkcs1|pss/, '');
  for (const algorithm of allAlgorithms.filter((each) => each !== 'rsa-pss-sha512')) {
    for (const other of allAlgorithms.filter((each) => families(each) !== families(algorithm))) {
      expect(refusalOf(() => prepare({ ...personOf(algorithm), algorithm: other }))).toMatchObject({
        code: 'PADES_ALGORITHM_REFUSED',
      });
    }
  }
});

describe('what TS 119 312 and this engine do not allow', () => {
  const withKeys = (algorithm: SignatureAlgorithm, keys: ReturnType<typeof generateKeyPairSync>) =>
    identityOf(algorithm, pki.issuing, { keys });

  it.each([1024, 1536, 5120])(
    'RSA of %i bits',
    async (modulusLength) => {
      const person = await withKeys('rsa-pkcs1-sha256', generateKeyPairSync('rsa', { modulusLength }));
      expect(refusalOf(() => prepare(person))).toEqual(refused(new RegExp(`rsa of ${modulusLength} bits`)));
      expect(refusalOf(() => prepare({ ...person, algorithm: 'rsa-pss-sha256' }))).toEqual(
        refused(new RegExp(`rsa of ${modulusLength} bits`)),
      );
    },
    60_000,
  );

  it.each(['secp224r1', 'secp256k1', 'brainpoolP256r1'])('ECDSA on %s', async (namedCurve) => {
    const person = await withKeys('ecdsa-p256-sha256', generateKeyPairSync('ec', { namedCurve }));
    expect(refusalOf(() => prepare(person))).toEqual(refused(/ecdsa-p256-sha256: /));
  });

  it('a curve given by its parameters instead of its name', async () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
    const person = await withKeys('ecdsa-p256-sha256', keys);
    expect(refusalOf(() => prepare(person))).toEqual(refused(/explicit curve parameters/));
  });

  it('Ed448 and a name nobody gave', async () => {
    const person = await withKeys('ed25519', generateKeyPairSync('ed448'));
    expect(refusalOf(() => prepare(person))).toEqual(refused(/ed448/));
    const unknown = { ...pki.rsa, algorithm: 'rsa-pkcs1-sha1' as SignatureAlgorithm };
    expect(refusalOf(() => prepare(unknown))).toEqual(refused(/not known/));
    const inherited = { ...pki.rsa, algorithm: 'toString' as SignatureAlgorithm };
    expect(refusalOf(() => prepare(inherited))).toEqual(refused(/not known/));
  });

  it('a PSS key under a hash or with a salt its own parameters forbid', async () => {
    const person = personOf('rsa-pss-sha512');
    expect(refusalOf(() => prepare({ ...person, algorithm: 'rsa-pss-sha256' }))).toEqual(
      refused(/restricted to sha512/),
    );
    expect(refusalOf(() => prepare({ ...person, algorithm: 'rsa-pkcs1-sha512' }))).toEqual(
      refused(/rsa-pss/),
    );
    const salty = restrictedPss(2048, 'sha256', 48);
    expect(refusalOf(() => prepare({ ...person, algorithm: 'rsa-pss-sha256' }))).not.toBeNull();
    const demanding = await withKeys('rsa-pss-sha256', salty);
    expect(refusalOf(() => prepare(demanding))).toEqual(refused(/salt of 48/));
  });

  it('a certificate signed with SHA-1, of the signer and of its issuer', async () => {
    const person = await identityOf('ecdsa-p256-sha256', pki.issuing, { hash: 'SHA-1' });
    expect(refusalOf(() => prepare(person))).toEqual(refused(/TEST ecdsa-p256-sha256.*SHA-1/));
    const below = { ...personOf('ecdsa-p256-sha256'), chain: [person.certificate] };
    expect(refusalOf(() => prepare(below))).toEqual(refused(/SHA-1/));
  });

  it('a certificate below an authority of 1024 bits', async () => {
    const weak = await issue({
      name: 'weak',
      kind: 'ca',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '01',
      modulusLength: 1024,
    });
    const person = await issue(
      { name: 'below', kind: 'signer', algorithm: 'ecdsa-p256-sha256', serial: '02' },
      weak,
    );
    expect(refusalOf(() => prepare(person))).toEqual(refused(/below.*1024 bits/));
  });

  it.each([
    ['rsa-pkcs1-sha256', '2029-01-01T00:00:00Z', true],
    ['rsa-pkcs1-sha256', '2028-12-31T23:59:59Z', false],
    ['rsa-pkcs1-sha512', '2029-01-01T00:00:00Z', true],
    ['rsa-pss-sha256', '2029-01-01T00:00:00Z', true],
    ['rsa-pss-sha256', '2028-12-31T23:59:59Z', false],
    ['rsa-pss-sha384', '2031-01-01T00:00:00Z', false],
    ['ecdsa-p256-sha256', '2031-01-01T00:00:00Z', false],
    ['ed25519', '2031-01-01T00:00:00Z', false],
  ] as const)('%s at %s: refused is %s', async (algorithm, time, isRefused) => {
    // Below an authority that ends later, so that only the signature's own algorithm is judged.
    const root = await issue({ name: 'late', kind: 'ca', algorithm: 'ecdsa-p256-sha256', serial: '01' });
    const { key, certificate } = personOf(algorithm);
    const person = await identityOf(algorithm, root, {
      keys: {
        privateKey: key,
        publicKey: new (await import('node:crypto')).X509Certificate(certificate).publicKey,
      },
    });
    const told = refusalOf(() => prepare(person, { signingTime: new Date(time) }));
    expect(told).toEqual(isRefused ? refused(/not reliable since 2029-01-01/) : null);
  });
});

import { createHash, sign as signBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { validationPolicies, type ValidationPolicy } from '../../../src/pades/validate/policy.ts';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import { ts119312 } from '../../../src/pades/x509/ts119312.ts';
import type { TestPki } from '../../support/pki.ts';
import {
  basePdf,
  fill,
  makeCms,
  patch,
  signRaw,
  signaturesOf,
  testPki,
  trusting,
  verdict,
  type CmsRecipe,
} from './world.ts';

/** Adobe's old kinds: really verified, then judged by what the policy says of them and of SHA-1. */
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const { stranger, baseline } = validationPolicies;
const lenient: ValidationPolicy = {
  ...stranger,
  name: 'lenient',
  subFilters: {
    ...stranger.subFilters,
    'adbe.pkcs7.sha1': 'accept-with-warning',
    'adbe.x509.rsa_sha1': 'accept-with-warning',
  },
  algorithms: { ...ts119312, digests: { ...ts119312.digests, 'SHA-1': null } },
};

const dict = (subFilter: string): string => `/Type/Sig/SubFilter/${subFilter}/M(D:20260501000000Z)`;
const judge = (file: Buffer, policy: ValidationPolicy = lenient): ReportedSignature => {
  const [signature] = signaturesOf(file, { ...trusting(pki.root), policy });
  if (!signature) throw new Error('the file has no signature');
  return signature;
};

/** The ranges as `fill` has laid them, but under SHA-1: the second pass knows where they are. */
function over(file: Buffer, make: (sha1: Buffer, ranges: Buffer) => Uint8Array): Buffer {
  const start = file.lastIndexOf('/Contents<') + '/Contents'.length;
  const end = file.indexOf('>', start) + 1;
  const ranges = Buffer.concat([file.subarray(0, start), file.subarray(end)]);
  return fill(file, () => make(createHash('sha1').update(ranges).digest(), ranges));
}

const empty = (subFilter: string, extra = ''): Buffer =>
  signRaw(basePdf(), { dict: `${dict(subFilter)}${extra}`, cms: () => new Uint8Array() });
const encapsulated = (recipe: (sha1: Buffer) => Partial<CmsRecipe> = () => ({})): Buffer =>
  over(empty('adbe.pkcs7.sha1'), (sha1) =>
    makeCms({
      signer: pki.rsa,
      eContent: sha1,
      digest: createHash('sha256').update(sha1).digest(),
      ...recipe(sha1),
    }),
  );
const chain = (): string =>
  `/Cert[${[pki.rsa, pki.issuing].map(({ certificate }) => `<${Buffer.from(certificate).toString('hex')}>`).join('')}]`;
const bare = (hash = 'sha1', change: (value: Buffer) => Uint8Array = (value) => value): Buffer =>
  over(empty('adbe.x509.rsa_sha1', chain()), (_, ranges) =>
    der.octetString(change(signBytes(hash, ranges, pki.rsa.key))),
  );

describe('adbe.pkcs7.sha1', () => {
  it('passes where the policy accepts the kind and SHA-1', () => {
    const signature = judge(encapsulated());
    expect([verdict(signature), signature.level]).toEqual(['TOTAL_PASSED', 'PKCS7-B']);
  });

  it('may be signed without attributes, as the digest stands inside', () => {
    expect(verdict(judge(encapsulated(() => ({ withoutAttributes: true }))))).toBe('TOTAL_PASSED');
  });

  it('is left open by the policy for strangers, refused by our own', () => {
    expect(verdict(judge(encapsulated(), stranger))).toMatch(/^INDETERMINATE\//);
    expect(verdict(judge(encapsulated(), baseline))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it.each<[string, string, () => Buffer]>([
    ['HASH_FAILURE', 'other bytes', () => patch(encapsulated(), 'Rp1.000.000', 'Rp9.000.000')],
    [
      'HASH_FAILURE',
      'a digest of something else',
      () => encapsulated(() => ({ eContent: Buffer.alloc(20, 7) })),
    ],
    [
      'HASH_FAILURE',
      'a message digest of something else',
      () => encapsulated(() => ({ digest: Buffer.alloc(32) })),
    ],
    [
      'FORMAT_FAILURE',
      'no content',
      () =>
        over(empty('adbe.pkcs7.sha1'), (_, ranges) =>
          makeCms({ signer: pki.rsa, digest: createHash('sha256').update(ranges).digest() }),
        ),
    ],
    [
      'FORMAT_FAILURE',
      'a content of another length',
      () => encapsulated(() => ({ eContent: Buffer.alloc(32) })),
    ],
    [
      'SIG_CRYPTO_FAILURE',
      'another value',
      () => encapsulated(() => ({ tamper: (v) => v.map((o, i) => (i ? o : o ^ 1)) })),
    ],
  ])('%s for %s', (word, _, file) => {
    expect(verdict(judge(file()))).toBe(`TOTAL_FAILED/${word}`);
  });
});

describe('adbe.x509.rsa_sha1', () => {
  it.each(['sha1', 'sha256', 'sha512'])('passes under %s where the policy accepts it', (hash) => {
    const signature = judge(bare(hash));
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.path.map(({ role }) => role)).toEqual(['signer', 'intermediate', 'anchor']);
  });

  it('is left open by the policy for strangers, refused by our own, and SHA-1 is no algorithm of today', () => {
    expect(verdict(judge(bare('sha256'), stranger))).toBe('INDETERMINATE/SIG_CONSTRAINTS_FAILURE');
    expect(verdict(judge(bare('sha256'), baseline))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
    expect(verdict(judge(bare('sha1'), { ...lenient, algorithms: null }))).toBe(
      'INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    );
  });

  it('does not pass with other bytes, another value, bytes after it, or somebody else’s certificate first', () => {
    expect(verdict(judge(patch(bare(), 'Rp1.000.000', 'Rp9.000.000')))).toBe('TOTAL_FAILED/HASH_FAILURE');
    const bent = (value: Buffer): Uint8Array => value.map((octet, i) => (i === 5 ? octet ^ 1 : octet));
    expect(verdict(judge(bare('sha1', bent)))).toBe('TOTAL_FAILED/SIG_CRYPTO_FAILURE');
    const other = over(
      empty('adbe.x509.rsa_sha1', `/Cert<${Buffer.from(pki.ec.certificate).toString('hex')}>`),
      (_, ranges) => der.octetString(signBytes('sha1', ranges, pki.rsa.key)),
    );
    expect(verdict(judge(other))).toBe('TOTAL_FAILED/SIG_CRYPTO_FAILURE');
    const longer = over(empty('adbe.x509.rsa_sha1', chain()), (_, ranges) =>
      Buffer.concat([der.octetString(signBytes('sha1', ranges, pki.rsa.key)), Buffer.from([1])]),
    );
    expect(verdict(judge(longer))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('a CMS in it is no value', () => {
    const file = over(empty('adbe.x509.rsa_sha1', chain()), (_, ranges) =>
      makeCms({ signer: pki.rsa, digest: createHash('sha256').update(ranges).digest() }),
    );
    expect(verdict(judge(file))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('a value without certificates has no signer', () => {
    const file = over(empty('adbe.x509.rsa_sha1'), (_, ranges) =>
      der.octetString(signBytes('sha1', ranges, pki.rsa.key)),
    );
    expect(verdict(judge(file))).toMatch(/^INDETERMINATE\//);
  });
});

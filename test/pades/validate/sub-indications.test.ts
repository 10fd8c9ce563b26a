import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { validationPolicies } from '../../../src/pades/validate/policy.ts';
import type { ReportedSignature, ValidateOptions } from '../../../src/pades/validate/types.ts';
import type { TestPki } from '../../support/pki.ts';
import {
  attribute,
  basePdf,
  makeCms,
  patch,
  signRaw,
  signaturesOf,
  testPki,
  trusting,
  verdict,
  type CmsRecipe,
  type RawSignature,
} from './world.ts';

/** One file for each sub-indication of format, cryptography and policy (pades.md 5.1); those of trust and time are in time-table. */
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const { stranger } = validationPolicies;
const policyOid = '1.3.6.1.4.1.99999.7';
const policyText = Buffer.from('kebijakan tanda tangan');
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const named = (hash: Uint8Array, digestOid: string = oids.sha256): Uint8Array =>
  attribute(
    oids.signaturePolicy,
    der.sequence(der.oid(policyOid), der.sequence(der.algorithm(digestOid), der.octetString(hash))),
  );
const withPolicy = (value: Uint8Array): Partial<CmsRecipe> => ({ attributes: (usual) => [...usual, value] });
const twoReferences = (second: Uint8Array): Partial<CmsRecipe> => ({
  named: null,
  attributes: (usual) => [
    ...usual,
    attribute(
      oids.signingCertificateV2,
      der.sequence(
        der.sequence(
          ...[pki.rsa.certificate, second].map((one) => der.sequence(der.octetString(sha256(one)))),
        ),
      ),
    ),
  ],
});

interface Case {
  readonly word: string;
  readonly why: string;
  readonly check: string | null;
  readonly recipe?: () => Partial<CmsRecipe>;
  readonly raw?: Partial<RawSignature>;
  readonly options?: Partial<ValidateOptions>;
  readonly change?: (file: Buffer) => Buffer;
}

const known = { signaturePolicies: [{ oid: policyOid, document: policyText }] };
const demand = (oid: string) => ({
  policy: { ...stranger, signaturePolicies: { ...stranger.signaturePolicies, demanded: [oid] } },
});
const cases: readonly Case[] = [
  { word: 'TOTAL_PASSED', why: 'nothing is wrong', check: null },
  {
    word: 'TOTAL_FAILED/FORMAT_FAILURE',
    why: 'two signers',
    check: 'format.cms',
    recipe: () => ({ signers: 2 }),
  },
  {
    word: 'INDETERMINATE/FORMAT_FAILURE',
    why: 'signed attributes out of order, and signed so',
    check: 'format.attributes',
    recipe: () => ({ attributes: (usual) => [...usual].reverse(), keepOrder: true }),
  },
  {
    word: 'TOTAL_FAILED/HASH_FAILURE',
    why: 'another amount',
    check: 'crypto.digest',
    change: (file) => patch(file, 'Rp1.000.000', 'Rp9.000.000'),
  },
  {
    word: 'TOTAL_FAILED/SIG_CRYPTO_FAILURE',
    why: 'another value',
    check: 'crypto.signature',
    recipe: () => ({ tamper: (value) => value.map((octet, i) => (i === 9 ? octet ^ 1 : octet)) }),
  },
  {
    word: 'INDETERMINATE/SIGNED_DATA_NOT_FOUND',
    why: 'a digest nobody can compute',
    check: 'crypto.digest',
    recipe: () => ({
      digestOid: '1.2.3.4.5',
      signatureAlgorithm: der.algorithm(oids.rsaEncryption, der.nullValue()),
    }),
  },
  {
    word: 'INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE',
    why: 'DSA',
    check: 'crypto.signature',
    recipe: () => ({ signatureAlgorithm: der.algorithm('2.16.840.1.101.3.4.3.2') }),
  },
  {
    word: 'INDETERMINATE/GENERIC',
    why: 'an algorithm nobody knows',
    check: 'crypto.signature',
    recipe: () => ({ signatureAlgorithm: der.algorithm('1.2.3.4.5') }),
  },
  {
    word: 'INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND',
    why: 'a reference to another certificate',
    check: 'signer.certificate',
    recipe: () => ({ named: pki.ec.certificate }),
  },
  {
    word: 'INDETERMINATE/SIG_CONSTRAINTS_FAILURE',
    why: 'a second reference to a certificate outside the path',
    check: 'signer.references',
    recipe: () => twoReferences(pki.tsa.certificate),
  },
  {
    word: 'TOTAL_PASSED',
    why: 'a second reference to the issuer',
    check: null,
    recipe: () => twoReferences(pki.issuing.certificate),
  },
  {
    word: 'INDETERMINATE/SIG_CONSTRAINTS_FAILURE',
    why: 'a kind of signature that the policy leaves open',
    check: 'policy.subfilter',
    options: {
      policy: { ...stranger, subFilters: { ...stranger.subFilters, 'ETSI.CAdES.detached': 'indeterminate' } },
    },
  },
  {
    word: 'TOTAL_FAILED/FORMAT_FAILURE',
    why: 'a kind of signature that the policy refuses',
    check: 'policy.subfilter',
    options: {
      policy: { ...stranger, subFilters: { ...stranger.subFilters, 'ETSI.CAdES.detached': 'refuse' } },
    },
  },
  {
    word: 'INDETERMINATE/CHAIN_CONSTRAINTS_FAILURE',
    why: 'a purpose that the certificate does not name',
    check: 'policy.certificate-use',
    options: { policy: { ...stranger, extendedKeyUsage: ['1.3.6.1.5.5.7.3.36'] } },
  },
  {
    word: 'INDETERMINATE/CHAIN_CONSTRAINTS_FAILURE',
    why: 'a certificate policy that it was not issued under',
    check: 'trust.path',
    options: { policy: { ...stranger, certificatePolicies: ['2.16.360.1.1.1'] } },
  },
  {
    word: 'TOTAL_PASSED',
    why: 'the signature policy is the one the caller brought',
    check: null,
    recipe: () => withPolicy(named(sha256(policyText))),
    options: known,
  },
  {
    word: 'TOTAL_PASSED',
    why: 'a signature policy without a known hash',
    check: null,
    recipe: () => withPolicy(named(Buffer.alloc(32))),
    options: known,
  },
  {
    word: 'TOTAL_PASSED',
    why: 'a signature policy nobody has and nobody asked for',
    check: null,
    recipe: () => withPolicy(named(sha256(policyText))),
  },
  {
    word: 'INDETERMINATE/POLICY_PROCESSING_ERROR',
    why: 'the document is another one than was signed',
    check: 'policy.signature-policy',
    recipe: () => withPolicy(named(sha256(Buffer.from('lain')))),
    options: known,
  },
  {
    word: 'INDETERMINATE/POLICY_PROCESSING_ERROR',
    why: 'a hash of the policy that nobody knows',
    check: 'policy.signature-policy',
    recipe: () => withPolicy(named(sha256(policyText), '1.2.3.4.5')),
    options: known,
  },
  {
    word: 'INDETERMINATE/POLICY_PROCESSING_ERROR',
    why: 'a demanded policy in an attribute that cannot be read',
    check: 'policy.signature-policy',
    recipe: () => withPolicy(attribute(oids.signaturePolicy, der.octetString(policyText))),
    options: demand(policyOid),
  },
  {
    word: 'INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE',
    why: 'a policy of which there is no document, where one is needed',
    check: 'policy.signature-policy',
    recipe: () => withPolicy(named(sha256(policyText))),
    options: {
      policy: { ...stranger, signaturePolicies: { demanded: null, unavailable: 'indeterminate' } },
    },
  },
  {
    word: 'INDETERMINATE/SIG_CONSTRAINTS_FAILURE',
    why: 'no policy where one is demanded',
    check: 'policy.signature-policy',
    options: demand(policyOid),
  },
  {
    word: 'INDETERMINATE/SIG_CONSTRAINTS_FAILURE',
    why: 'another policy than the demanded one',
    check: 'policy.signature-policy',
    recipe: () => withPolicy(named(sha256(policyText))),
    options: demand('1.2.3'),
  },
];

const judged = ({ recipe, raw, options, change }: Case): ReportedSignature => {
  const cms = (digest: Buffer): Uint8Array => makeCms({ signer: pki.rsa, digest, ...recipe?.() });
  const file = signRaw(basePdf(), { ...raw, cms });
  const [signature] = signaturesOf(change?.(file) ?? file, { ...trusting(pki.root), ...options });
  if (!signature) throw new Error('the file has no signature');
  return signature;
};

describe('sub-indications of format, cryptography and policy', () => {
  it.each(cases)('$word: $why', (one) => {
    const signature = judged(one);
    expect([verdict(signature), signature.decidedBy]).toEqual([one.word, one.check]);
  });

  it('the separate answers come from the rows, and nothing missing is a yes', () => {
    const states = ({ answers }: ReportedSignature): Record<string, string> =>
      Object.fromEntries(Object.entries(answers).map(([name, { state }]) => [name, state]));
    const good: Case = { word: '', why: '', check: null };
    expect(states(judged(good))).toEqual({
      integrity: 'yes',
      signature: 'yes',
      trust: 'open',
      time: 'not-checked',
      coverage: 'yes',
      changes: 'yes',
      longTerm: 'not-checked',
    });
    const changed = judged({ ...good, change: (file) => patch(file, 'Rp1.000.000', 'Rp9.000.000') });
    expect(states(changed)).toMatchObject({ integrity: 'no', signature: 'yes', changes: 'yes' });
    expect(changed.answers.integrity.checks).toEqual(['crypto.digest']);
  });

  it('the report is JSON, and says what was claimed, by which path, and over which bytes', () => {
    const signature = judged({
      word: '',
      why: '',
      check: null,
      raw: {
        dict: '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/Reason(Setuju)/Location(Semarang)/Name(Wicaksana)',
      },
    });
    expect(JSON.parse(JSON.stringify(signature))).toEqual(signature);
    expect(signature.claimed).toMatchObject({ name: 'Wicaksana', reason: 'Setuju', location: 'Semarang' });
    expect(signature.path.map(({ role }) => role)).toEqual(['signer', 'intermediate', 'anchor']);
    const [from, to] = signature.unsignedBytes ?? [0, 0];
    expect(signature.signedBytes?.[0]).toBe(0);
    expect(signature.findings.find(({ check }) => check === 'crypto.digest')?.evidence).toEqual([
      { offset: 0, end: from },
      { offset: to, end: signature.signedBytes?.[1] },
    ]);
  });

  it('certificates with broken DER are listed, and the signature is judged by the others', () => {
    const broken = Buffer.from('30053003020101', 'hex');
    const signature = judged({
      word: '',
      why: '',
      check: null,
      recipe: () => ({ certificates: [broken, pki.rsa.certificate, pki.issuing.certificate] }),
    });
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.findings).toContainEqual(
      expect.objectContaining({
        check: 'format.certificates',
        status: 'warning',
        evidence: [{ sha256: Buffer.from(sha256(broken)).toString('hex') }],
      }),
    );
  });

  it('a file that may be read in two ways is open, unless the policy tolerates that way', () => {
    const file = basePdf({ 4: '<</Length 9>>\nstream\nBT (Bayar Rp1.000.000) Tj ET\nendstream' });
    const cms = (digest: Buffer): Uint8Array => makeCms({ signer: pki.rsa, digest });
    const kinds = (policy: ValidateOptions['policy']) =>
      signaturesOf(signRaw(file, { cms }), { ...trusting(pki.root), ...(policy ? { policy } : {}) }).map(
        verdict,
      );
    const tolerant = { ...stranger, toleratedAnomalies: ['length-mismatch' as const] };
    expect([kinds(undefined), kinds(tolerant)]).toEqual([['INDETERMINATE/GENERIC'], ['TOTAL_PASSED']]);
  });

  it('counter-signatures and evidence records are told and not judged', () => {
    const signature = judged({
      word: '',
      why: '',
      check: null,
      recipe: () => ({ unsigned: () => [attribute(oids.evidenceRecordInternal, der.sequence())] }),
    });
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.findings).toContainEqual(
      expect.objectContaining({ check: 'format.unsigned-attributes', status: 'warning' }),
    );
  });
});

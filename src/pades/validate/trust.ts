import { weakDigest, weakness, type DigestAlgorithm, type SignatureScheme } from '../x509/algorithms.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { findPath, IssuerChecks, type PathInput, type PathResult } from '../x509/path.ts';
import { readCertificates } from '../cms/verify.ts';
import { parseCrl } from '../revocation/crl-read.ts';
import { parseOcspResponse } from '../revocation/ocsp-read.ts';
import type { Material } from './material.ts';
import { policyNamed, type ValidationPolicy } from './policy.ts';
import type { SubIndication, ValidateOptions } from './types.ts';

/** What the caller trusts and knows, parsed once. */
export interface TrustContext {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly at: Date;
  readonly checks: IssuerChecks;
  /** Revocation data the caller brought. */
  readonly given: Material;
  /** What is demanded and tolerated. */
  readonly policy: ValidationPolicy;
  /** Documents of signature policies, by OID. */
  readonly signaturePolicies: ReadonlyMap<string, Uint8Array>;
}

/**
 * Anchors and revocation data are the caller's own words: an unreadable one is the caller's error and throws
 * PADES_ASN1_INVALID, PADES_OCSP_INVALID, PADES_OCSP_REJECTED or PADES_CRL_INVALID.
 */
export function trustContext(options: ValidateOptions): TrustContext {
  return {
    anchors: options.anchors.map(parseCertificate),
    intermediates: readCertificates(options.intermediates ?? []),
    at: options.at,
    checks: new IssuerChecks(),
    given: {
      certificates: [],
      ocsps: (options.ocsps ?? []).map(parseOcspResponse),
      crls: (options.crls ?? []).map(parseCrl),
    },
    policy: policyNamed(options.policy, 'stranger'),
    signaturePolicies: new Map((options.signaturePolicies ?? []).map(({ oid, document }) => [oid, document])),
  };
}

export interface TrustJudgement {
  /** Null: trusted. */
  readonly failure: SubIndication | null;
  readonly indication: 'TOTAL_FAILED' | 'INDETERMINATE' | null;
  readonly detail: string;
  readonly path: readonly Certificate[] | null;
}

/**
 * Path and validity at the validation time; where that fails, at the time a timestamp proves (EN 319 102-1 §5.2.6, §5.5,
 * §5.6.2.4: a signature that existed while everything was valid stays valid).
 */
export function judgeTrust(
  certificate: Certificate,
  candidates: readonly Certificate[],
  context: TrustContext,
  provenAt: Date | null,
): TrustJudgement {
  if (provenAt && provenAt < certificate.notBefore) {
    return refuse('TOTAL_FAILED', 'NOT_YET_VALID', `signed before ${certificate.notBefore.toISOString()}`);
  }
  const input: PathInput = {
    anchors: context.anchors,
    // The caller's own come first: the file's may be many, and only so many are looked at.
    candidates: [...context.intermediates, ...candidates],
    at: context.at,
    checks: context.checks,
  };
  const now = findPath(certificate, input);
  if (now.found && within(certificate, context.at)) return accept(now.path, 'at the validation time');
  if (provenAt && within(certificate, provenAt)) {
    const then = findPath(certificate, { ...input, at: provenAt });
    if (then.found) return accept(then.path, `at the proven time ${provenAt.toISOString()}`);
  }
  if (!now.found) return refusePath(now);
  const { notBefore, notAfter } = certificate;
  const interval = `${notBefore.toISOString()} to ${notAfter.toISOString()}`;
  return refuse(
    'INDETERMINATE',
    'OUT_OF_BOUNDS_NO_POE',
    `the certificate is valid from ${interval}`,
    now.path,
  );
}

const within = ({ notBefore, notAfter }: Certificate, at: Date): boolean => at >= notBefore && at <= notAfter;

const accept = (path: readonly Certificate[], when: string): TrustJudgement => ({
  failure: null,
  indication: null,
  detail: `${path.map(({ subject }) => subject).join(' ← ')}, ${when}`,
  path,
});

const refuse = (
  indication: 'TOTAL_FAILED' | 'INDETERMINATE',
  failure: SubIndication,
  detail: string,
  path: readonly Certificate[] | null = null,
): TrustJudgement => ({ failure, indication, detail, path });

const refusePath = ({ failure, reason }: Extract<PathResult, { found: false }>): TrustJudgement =>
  refuse('INDETERMINATE', failure, reason);

/** Why the algorithms were not reliable at the validation time nor at a proven one; null where they were (TS 119 312). */
export function judgeAlgorithms(
  used: {
    readonly scheme: SignatureScheme;
    readonly certificate: Certificate;
    readonly digests: readonly DigestAlgorithm[];
  },
  at: Date,
  provenAt: Date | null,
): string | null {
  const weak = (time: Date): string | null =>
    [
      weakness(used.scheme, used.certificate.key, time),
      ...used.digests.map((digest) => weakDigest(digest, time)),
    ].find((reason) => reason !== null) ?? null;
  const now = weak(at);
  return now === null || (provenAt !== null && weak(provenAt) === null) ? null : now;
}

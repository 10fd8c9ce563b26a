import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { IssuerChecks } from '../x509/path.ts';
import { readCertificates } from '../cms/verify.ts';
import { parseCrl } from '../revocation/crl-read.ts';
import { parseOcspResponse } from '../revocation/ocsp-read.ts';
import type { Material } from './material.ts';
import { policyNamed, type ValidationPolicy } from './policy.ts';
import type { ValidateOptions } from './types.ts';

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
  const intermediates = readCertificates(options.intermediates ?? []);
  return {
    anchors: options.anchors.map(parseCertificate),
    intermediates,
    at: options.at,
    checks: new IssuerChecks(),
    given: {
      // Among them may be those of responders and of issuers of lists.
      certificates: intermediates,
      ocsps: (options.ocsps ?? []).map(parseOcspResponse),
      crls: (options.crls ?? []).map(parseCrl),
    },
    policy: policyNamed(options.policy, 'stranger'),
    signaturePolicies: new Map((options.signaturePolicies ?? []).map(({ oid, document }) => [oid, document])),
  };
}

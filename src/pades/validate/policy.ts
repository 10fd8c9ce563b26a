import { PadesError } from '../errors.ts';
import type { PdfAnomaly } from '../pdf/file.ts';
import type { AlgorithmTable } from '../x509/ts119312.ts';

/** How a policy takes something that the standard leaves to it. */
export type Tolerance = 'accept' | 'accept-with-warning' | 'indeterminate' | 'refuse';

/** SubFilters of signatures (ISO 32000-2 table 260) that a policy may accept. */
export type SignatureSubFilter =
  'ETSI.CAdES.detached' | 'adbe.pkcs7.detached' | 'adbe.pkcs7.sha1' | 'adbe.x509.rsa_sha1';

/**
 * Everything about a verdict that is a choice and no fact (EN 319 102-1 §5.1.4), as data: a row's judge reads its field,
 * and nothing asks for the policy's name. Callers may bring their own.
 */
export interface ValidationPolicy {
  readonly name: string;
  readonly subFilters: Readonly<Record<SignatureSubFilter, Tolerance>>;
  /** A signature that commits to no certificate. `legacy-only`: as Adobe's own kinds do, with a warning. */
  readonly unprotectedCertificate: 'refuse' | 'legacy-only' | 'accept-with-warning';
  readonly signaturePolicies: {
    /** OIDs of which the signature must name one; null: it need not name any. */
    readonly demanded: readonly string[] | null;
    /** A policy is named and the caller gave no document of it. */
    readonly unavailable: Tolerance;
  };
  /** `required`: without an answer about every certificate the signature is TRY_LATER. */
  readonly revocation: 'required' | 'if-available';
  /** Revocation data may be this old at the time that counts; null: until its own nextUpdate. */
  readonly freshnessMs: number | null;
  /** `required`: without a validated timestamp the signature is NO_POE. */
  readonly provenTime: 'required' | 'if-available';
  /** The proven time may lie this long after the claimed one (EN 319 102-1 §5.5.4); null: no limit. */
  readonly maxStampDelayMs: number | null;
  /** Days from which an anchor is trusted for the past only (EN 319 102-1 §5.2.6.4), by SHA-256 of its certificate, lower-case hex. */
  readonly anchorSunsets: Readonly<Record<string, string>>;
  /** Null: TS 119 312 as the engine has it. */
  readonly algorithms: AlgorithmTable | null;
  /** One of them is enough; a certificate that names no use may do anything. */
  readonly keyUsage: readonly ('digitalSignature' | 'nonRepudiation')[];
  /** OIDs of which the signer's certificate must name one; null: it need not. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly certificatePolicies: readonly string[] | null;
  /** Annotations that can cover text, where the file permits annotations (pades.md A-10). */
  readonly highRiskAnnotations: Tolerance;
  /** Ways in which a file may be read in two ways and still be judged. */
  readonly toleratedAnomalies: readonly PdfAnomaly['kind'][];
  /** What a freshly made signature must be like before it may be stored as signed (`checkSignedPdf`). */
  readonly gate: {
    /** Families of the level that are accepted; a level without a letter (`PAdES-BES`) is a family of its own. */
    readonly families: readonly ('PAdES-BASELINE' | 'PAdES-EPES' | 'PAdES-BES' | 'PKCS7')[];
    /** May the new field show on a page? */
    readonly visibleField: boolean;
  };
}

/** Of a file that anybody may have made: what the standard and Adobe's own kinds allow, nothing demanded beyond it. */
const stranger: ValidationPolicy = {
  name: 'stranger',
  subFilters: {
    'ETSI.CAdES.detached': 'accept',
    'adbe.pkcs7.detached': 'accept',
    'adbe.pkcs7.sha1': 'indeterminate',
    'adbe.x509.rsa_sha1': 'indeterminate',
  },
  unprotectedCertificate: 'legacy-only',
  signaturePolicies: { demanded: null, unavailable: 'accept-with-warning' },
  revocation: 'if-available',
  freshnessMs: null,
  provenTime: 'if-available',
  maxStampDelayMs: null,
  anchorSunsets: {},
  algorithms: null,
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: null,
  certificatePolicies: null,
  highRiskAnnotations: 'indeterminate',
  toleratedAnomalies: [],
  gate: {
    families: ['PAdES-BASELINE', 'PAdES-EPES', 'PAdES-BES', 'PKCS7'],
    visibleField: true,
  },
};

/**
 * The engine's own rows (DESIGN D3). `baseline`: this engine's files, held to all of PAdES. `provider`: the national
 * provider's, which are PKCS#7 with a timestamp and commit to no certificate. `stranger`: everybody else's.
 */
export const validationPolicies = {
  baseline: {
    ...stranger,
    name: 'baseline',
    subFilters: {
      'ETSI.CAdES.detached': 'accept',
      'adbe.pkcs7.detached': 'accept-with-warning',
      'adbe.pkcs7.sha1': 'refuse',
      'adbe.x509.rsa_sha1': 'refuse',
    },
    unprotectedCertificate: 'refuse',
    gate: { families: ['PAdES-BASELINE'], visibleField: true },
  },
  provider: { ...stranger, name: 'provider' },
  stranger,
} as const satisfies Record<string, ValidationPolicy>;

/** Names of the engine's own policies. */
export type PolicyName = keyof typeof validationPolicies;

/**
 * A row by its name, or the caller's own. Throws PADES_OPTIONS_INVALID where there is no such row, and where a date or a
 * fingerprint cannot be read: an end that nobody understands would never come.
 */
export function policyNamed(
  policy: PolicyName | ValidationPolicy | undefined,
  otherwise: PolicyName,
): ValidationPolicy {
  if (typeof policy !== 'object') {
    const name = policy ?? otherwise;
    if (!Object.hasOwn(validationPolicies, name)) invalid(`no policy is called "${name}"`);
    return validationPolicies[name];
  }
  const { anchorSunsets, algorithms } = policy;
  for (const sha256 of Object.keys(anchorSunsets))
    if (!/^[0-9a-f]{64}$/.test(sha256)) invalid(`"${sha256}" is no SHA-256 in lower-case hex`);
  const days = [
    ...Object.values(anchorSunsets),
    ...Object.values(algorithms?.digests ?? {}),
    ...(algorithms?.keys ?? []).map(({ until }) => until),
  ];
  for (const day of days) if (day !== null && !isDay(day)) invalid(`"${day}" is no day (year-month-day)`);
  return policy;
}

function isDay(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === text;
}

function invalid(detail: string): never {
  throw new PadesError('PADES_OPTIONS_INVALID', { detail });
}

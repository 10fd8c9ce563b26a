import { checks } from '../validate/checks.ts';
import type {
  CheckStatus,
  Finding,
  Indication,
  ReportedSignature,
  SubIndication,
  ValidationReport,
} from '../validate/types.ts';

type Readable = Extract<ValidationReport, { readable: true }>;

/** What a report says that the validator cannot know. */
export interface DetailedReportOptions {
  /** SHA-256 of the whole file, hex. */
  readonly documentSha256: string;
  readonly documentName?: string;
  /** Who says all this: program and installation. */
  readonly validator: { readonly name: string; readonly version: string; readonly url?: string };
}

/** A digest as XML signatures write it (ds:DigestMethod, ds:DigestValue). */
export interface DigestOf {
  readonly algorithm: string;
  /** Base64. */
  readonly value: string;
}

/** One answered question: a constraint of TS 119 102-2 §4.3.4, with what the engine calls it. */
export interface ConstraintEvaluation {
  readonly identifier: string;
  readonly question: string;
  readonly clause: string;
  /** `disabled`: there was nothing to evaluate, which is never a pass. */
  readonly constraintStatus: 'applied' | 'disabled';
  readonly mainIndication: 'passed' | 'failed' | 'indeterminate' | null;
  readonly status: CheckStatus;
  readonly detail: string;
  readonly evidence: Finding['evidence'];
}

/** A certificate, a timestamp or an item of revocation data, by its digest. */
export interface ValidationObject {
  readonly id: string;
  readonly objectType: 'certificate' | 'timestamp' | 'other';
  readonly digest: DigestOf;
  readonly description: string;
  /** When it is known to have existed: of a timestamp that was used, its own time. */
  readonly poe: { readonly time: string; readonly typeOfProof: 'validation' } | null;
}

/** One signature or document timestamp: a SignatureValidationReport of TS 119 102-2 §4.3. */
export interface SignatureValidation {
  readonly id: string;
  readonly field: string | null;
  readonly kind: ReportedSignature['kind'];
  readonly mainIndication: Indication;
  readonly subIndication: SubIndication | null;
  readonly validationTime: string;
  readonly bestSignatureTime: { readonly time: string; readonly object: string | null } | null;
  /** The bytes that were signed; null where ByteRange says nothing usable. */
  readonly signedBytes: readonly [number, number] | null;
  readonly unsignedBytes: readonly [number, number] | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly signer: { readonly name: string; readonly certificate: string | null } | null;
  readonly level: string | null;
  readonly constraints: readonly ConstraintEvaluation[];
  readonly objects: readonly string[];
}

/** The detailed report as plain data; `detailedReportXml` writes the same as XML. */
export interface DetailedReport {
  readonly schema: typeof detailedReportNamespace;
  readonly deviations: readonly string[];
  readonly document: { readonly name: string | null; readonly digest: DigestOf; readonly sizeBytes: number };
  readonly policy: string | null;
  readonly validator: DetailedReportOptions['validator'];
  readonly signatures: readonly SignatureValidation[];
  readonly objects: readonly ValidationObject[];
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly offset: number | null;
  } | null;
}

/** The XML namespace of TS 119 102-2 V1.4.1. */
export const detailedReportNamespace = 'http://uri.etsi.org/19102/v1.4.1#';

/** Where the report is not what TS 119 102-2 asks for, said in every one of them. */
export const deviations = [
  'Validation objects are given by their SHA-256 digest, never by value.',
  'SignersDocument holds the digest of the whole file; the signed bytes of each signature are given as offsets.',
  'Each question of the engine is one ValidationConstraint, named by a URN of its own; TS 119 102-2 has no list of them.',
  'A warning is reported as passed, with the words of the warning.',
  'The signature is identified by its field and object number; the signature value is not repeated.',
  'The report is not signed in itself.',
  'Document, Deviations, NoSignatureReport, Evidence, Detail, Description, SignedBytes, UnsignedBytes, SubFilter and ObjectNumber are members of our own.',
] as const;

/**
 * The detailed report of ETSI TS 119 102-2 v1.4.1, as near as `deviations` says, from a report of `validatePdf`. Pure:
 * the same input gives the same output. A file that cannot be read has no signatures and a `failure`.
 */
export function detailedReport(report: ValidationReport, options: DetailedReportOptions): DetailedReport {
  const objects = report.readable ? validationObjects(report) : [];
  return {
    schema: detailedReportNamespace,
    deviations,
    document: {
      name: options.documentName ?? null,
      digest: sha256Of(options.documentSha256),
      sizeBytes: report.sizeBytes,
    },
    policy: report.readable ? report.policy : null,
    validator: options.validator,
    signatures: report.readable ? report.signatures.map((one, i) => signatureOf(one, i, report)) : [],
    objects,
    failure: report.readable ? null : report.error,
  };
}

function signatureOf(one: ReportedSignature, index: number, report: Readable): SignatureValidation {
  const proof = one.timestamps.find(({ usable, time }) => usable && time === one.bestTime);
  return {
    id: `S-${index + 1}`,
    field: one.field,
    kind: one.kind,
    mainIndication: one.indication,
    subIndication: one.subIndication,
    validationTime: report.validationTime,
    bestSignatureTime:
      one.bestTime === null
        ? null
        : { time: one.bestTime, object: proof?.sha256 ? objectId(proof.sha256) : null },
    signedBytes: one.signedBytes,
    unsignedBytes: one.unsignedBytes,
    attributes: attributesOf(one),
    signer: one.signer && {
      name: one.signer.subject,
      certificate: one.certificateSha256 === null ? null : objectId(one.certificateSha256),
    },
    level: one.level,
    constraints: one.findings.map(evaluate),
    objects: objectsOf(one).map(({ id }) => id),
  };
}

/** What the signer claims; absent entries are left out. */
function attributesOf({
  claimedTime,
  claimed,
  subFilter,
  object,
}: ReportedSignature): Record<string, string> {
  const all: Record<string, string | null> = {
    SigningTime: claimedTime,
    SubFilter: subFilter,
    Name: claimed.name,
    Reason: claimed.reason,
    Location: claimed.location,
    ContactInfo: claimed.contactInfo,
    SignerRole: claimed.roles.length === 0 ? null : claimed.roles.join('; '),
    SignaturePolicyIdentifier: claimed.policy,
    CommitmentTypeIndication: claimed.commitment,
    ObjectNumber: String(object),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}

const outcome: Readonly<Record<CheckStatus, ConstraintEvaluation['mainIndication']>> = {
  passed: 'passed',
  warning: 'passed',
  failed: 'failed',
  'not-checked': null,
};

function evaluate({ check, status, detail, evidence }: Finding): ConstraintEvaluation {
  const row = checks.find(({ id }) => id === check);
  const open = status === 'failed' && row?.concludes?.[0] === 'INDETERMINATE';
  return {
    identifier: `urn:pades:check:${check}`,
    question: row?.question ?? '',
    clause: row?.clause ?? '',
    constraintStatus: status === 'not-checked' ? 'disabled' : 'applied',
    mainIndication: open ? 'indeterminate' : outcome[status],
    status,
    detail,
    evidence,
  };
}

const objectId = (sha256: string): string => `O-${sha256.toUpperCase()}`;
const sha256Of = (hex: string): DigestOf => ({
  algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  value: Buffer.from(hex, 'hex').toString('base64'),
});

function objectsOf({ path, timestamps }: ReportedSignature): ValidationObject[] {
  const object = (
    sha256: string,
    objectType: ValidationObject['objectType'],
    description: string,
    poe: string | null = null,
  ): ValidationObject => ({
    id: objectId(sha256),
    objectType,
    digest: sha256Of(sha256),
    description,
    poe: poe === null ? null : { time: poe, typeOfProof: 'validation' },
  });
  return [
    ...path.map(({ sha256, role, subject }) => object(sha256, 'certificate', `${role}: ${subject}`)),
    ...path.flatMap(({ revocation, subject }) =>
      revocation?.source ? object(revocation.source, 'other', `revocation data about ${subject}`) : [],
    ),
    ...timestamps.flatMap(({ sha256, kind, authority, usable, time }) =>
      sha256 === null
        ? []
        : object(sha256, 'timestamp', `${kind} timestamp by ${authority ?? 'unknown'}`, usable ? time : null),
    ),
  ];
}

/** Each once, in the order of first mention. */
const validationObjects = ({ signatures }: Readable): ValidationObject[] => [
  ...new Map(signatures.flatMap(objectsOf).map((one) => [one.id, one])).values(),
];

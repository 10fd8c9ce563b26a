import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes.ts';
import { readPdf } from '../pdf/reader.ts';
import { beyondSigning } from './change-kinds.ts';
import { compareRevision } from './changes.ts';
import { isLongTerm, reaches } from './gate-policy.ts';
import type { RevisionChanges } from './comparison.ts';
import { policyNamed, type ValidationPolicy } from './policy.ts';
import { ReferenceIndex } from './references.ts';
import type {
  CheckedPdf,
  Finding,
  GateExpectation,
  GateResult,
  ReportedSignature,
  ValidateOptions,
  ValidationReport,
} from './types.ts';
import { validatePdf } from './validate.ts';

/**
 * May this file be called signed? Every demand is asked and every refusal named: the earlier bytes are an exact prefix,
 * one signature and nothing else was added (for LT and LTA: and what makes it long-term), by the right certificate, in
 * the right field, at least at the level asked for, as the signer's policy has it, and every signature of the file is
 * TOTAL_PASSED. The only maker of a CheckedPdf.
 */
export function checkSignedPdf(
  source: ByteSource,
  expectation: GateExpectation,
  options: ValidateOptions,
): GateResult {
  const report = validatePdf(source, options);
  if (!report.readable) {
    return { accepted: false, reasons: [refusal('gate.readable', report.error.message)], report };
  }
  const { sha256, prefixKept } = readOnce(source, expectation.earlier);
  const additions = prefixKept ? additionsTo(source, expectation, options.password) : null;
  const reasons = demands.flatMap(({ id, unmet }) => {
    const detail = unmet({
      report,
      expectation,
      prefixKept,
      additions: additions?.faults ?? null,
      policy: policyNamed(expectation.policy, 'baseline'),
      newest: newestOf(report, additions?.signedIn ?? null, isLongTerm(expectation.level)),
    });
    return detail === null ? [] : [refusal(id, detail)];
  });
  if (reasons.length > 0) return { accepted: false, reasons, report };
  return { accepted: true, pdf: mint(source, sha256, report) };
}

type Readable = Extract<ValidationReport, { readable: true }>;

interface Question {
  readonly report: Readable;
  readonly expectation: GateExpectation;
  readonly prefixKept: boolean;
  readonly policy: ValidationPolicy;
  /** Why the appended bytes are not what was asked for; empty where they are. */
  readonly additions: readonly string[] | null;
  /** The signature that was added last; null where nothing or more than one closes its revision. */
  readonly newest: ReportedSignature | null;
}

interface Demand {
  readonly id: string;
  /** Null: met. */
  readonly unmet: (question: Question) => string | null;
}

const demands: readonly Demand[] = [
  {
    id: 'gate.prefix',
    unmet: ({ prefixKept }) => (prefixKept ? null : 'the earlier bytes are not an exact prefix'),
  },
  {
    id: 'gate.additions',
    unmet: ({ additions }) => (additions === null || additions.length === 0 ? null : additions.join('; ')),
  },
  {
    id: 'gate.count',
    unmet: ({ report, expectation }) => {
      const count = report.signatures.filter(({ kind }) => kind === 'signature').length;
      return count === expectation.signatures
        ? null
        : `${count} signatures instead of ${expectation.signatures}`;
    },
  },
  {
    id: 'gate.newest',
    unmet: ({ newest }) => (newest ? null : 'no signature closes the file'),
  },
  {
    id: 'gate.field',
    unmet: ({ newest, expectation: { field } }) =>
      field === null || newest?.field === field
        ? null
        : `the newest signature is in field ${newest?.field ?? 'none'}`,
  },
  {
    id: 'gate.certificate',
    unmet: ({ newest, expectation: { certificateSha256 } }) =>
      certificateSha256 === null || newest?.certificateSha256 === certificateSha256.toLowerCase()
        ? null
        : 'another certificate signed',
  },
  {
    id: 'gate.level',
    unmet: ({ newest, expectation, policy }) =>
      newest && reaches(newest, expectation.level, policy) ? null : `level ${newest?.level ?? 'none'}`,
  },
  {
    id: 'gate.committed',
    unmet: ({ newest, policy }) =>
      policy.unprotectedCertificate !== 'refuse' || newest === null || commits(newest)
        ? null
        : 'the signature commits to no certificate',
  },
  {
    id: 'gate.verdicts',
    unmet: ({ report: { signatures } }) => {
      const open = signatures.filter(({ indication }) => indication !== 'TOTAL_PASSED');
      if (signatures.length === 0) return 'there is no signature';
      return open.length === 0
        ? null
        : open.map((s) => `${s.field ?? '?'}: ${s.subIndication ?? s.indication}`).join('; ');
    },
  },
];

const commits = ({ findings }: ReportedSignature): boolean =>
  findings.some(({ check, status }) => check === 'signer.certificate' && status === 'passed');

function newestOf(
  { signatures }: Readable,
  signedIn: number | null,
  longTerm: boolean,
): ReportedSignature | null {
  const signed = signatures.filter(
    ({ kind, coverage }) =>
      kind === 'signature' && (longTerm ? coverage !== 'partial' : coverage === 'whole-file'),
  );
  const last = signedIn ?? Math.max(...signed.map(({ revision }) => revision ?? -1));
  const closing = signed.filter(({ revision }) => revision === last);
  return closing.length === 1 ? (closing[0] ?? null) : null;
}

interface Additions {
  readonly faults: readonly string[];
  /** The revision that must hold the new signature; null: whichever signed last. */
  readonly signedIn: number | null;
}

/** Validation data, a document timestamp, validation data of that one: nobody needs many revisions for these. */
const maxLongTermRevisions = 16;

/**
 * What was appended, compared with the earlier file by the same rules as any later revision: also the first signature
 * of a file, which no earlier signature protects, may bring nothing but itself.
 */
function additionsTo(
  source: ByteSource,
  expectation: GateExpectation,
  password: string | undefined,
): Additions {
  const wants = { signature: expectation.adds !== 'long-term-data', longTerm: isLongTerm(expectation.level) };
  try {
    const [before, after] = [readPdf(expectation.earlier, { password }), readPdf(source, { password })];
    const first = before.revisions.length;
    const added = after.revisions.length - first;
    const most = (wants.signature ? 1 : 0) + (wants.longTerm ? maxLongTermRevisions : 0);
    if (
      added < 1 ||
      added > most ||
      before.revisions.at(-1)?.xrefOffset !== after.revisions[first - 1]?.xrefOffset
    )
      return {
        faults: [`${added} revisions were added instead of ${wants.longTerm ? 'a few' : 'one'}`],
        signedIn: null,
      };
    const references = new ReferenceIndex(after);
    const steps = after.revisions.slice(first).map(({ index }) => compareRevision(after, index, references));
    const signing = wants.signature ? steps[0] : undefined;
    return {
      faults: [
        ...steps.flatMap(({ forbidden }) => forbidden),
        ...(!wants.longTerm || after.revisions.at(-1)?.end === source.size
          ? []
          : ['bytes follow the last revision']),
        ...(signing ? signingFaults(signing, policyNamed(expectation.policy, 'baseline')) : []),
        ...steps.filter((step) => step !== signing).flatMap(longTermFaults),
      ],
      signedIn: wants.signature ? first : null,
    };
  } catch (error) {
    return {
      faults: [error instanceof Error ? error.message : 'the earlier file cannot be read'],
      signedIn: null,
    };
  }
}

/** One signature and nothing else. */
function signingFaults(
  { signed, changes }: RevisionChanges,
  { gate: { visibleField } }: ValidationPolicy,
): string[] {
  const [one, ...more] = signed;
  if (one?.kind !== 'signature' || more.length > 0)
    return [`${signed.length} fields were added or signed instead of one`];
  const besides = beyondSigning(changes);
  return one.visible && one.isNew && !visibleField
    ? [...besides, `the field "${one.name}" shows on a page`]
    : besides;
}

/** Validation data and at most one document timestamp that nobody sees. */
function longTermFaults({ revision, level, changes, signed }: RevisionChanges): string[] {
  const stamps = signed.filter(({ kind, visible }) => kind === 'document-timestamp' && !visible);
  const only =
    level === 'validation-data' &&
    stamps.length === signed.length &&
    stamps.length <= 1 &&
    beyondSigning(changes).length === 0;
  return only ? [] : [`revision ${revision + 1} holds something else than long-term data`];
}

const refusal = (check: string, detail: string): Finding => ({
  check,
  status: 'failed',
  detail,
  evidence: [],
});

const chunkBytes = 1024 * 1024;

/** Hash of the file and comparison with the earlier bytes, in one pass. */
function readOnce(source: ByteSource, earlier: ByteSource): { sha256: Uint8Array; prefixKept: boolean } {
  const hash = createHash('sha256');
  let prefixKept = earlier.size < source.size;
  for (let at = 0; at < source.size; at += chunkBytes) {
    const bytes = source.read(at, Math.min(chunkBytes, source.size - at));
    hash.update(bytes);
    const shared = Math.min(bytes.length, earlier.size - at);
    if (shared > 0 && prefixKept) {
      prefixKept = Buffer.compare(bytes.subarray(0, shared), earlier.read(at, shared)) === 0;
    }
  }
  return { sha256: hash.digest(), prefixKept };
}

/** The brand exists in the type alone; this is the one place that vouches for it. */
function mint(source: ByteSource, sha256: Uint8Array, report: Readable): CheckedPdf {
  return { source, sha256, report } as unknown as CheckedPdf;
}

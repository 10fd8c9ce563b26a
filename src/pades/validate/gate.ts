import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes.ts';
import { readPdf } from '../pdf/reader.ts';
import { compareRevision } from './changes.ts';
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
 * one signature and nothing else was added, by the right certificate, in the right field, at least at the level asked
 * for, and every signature of the file is TOTAL_PASSED. The only maker of a CheckedPdf.
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
  const additions = prefixKept ? additionsTo(source, expectation.earlier) : null;
  const reasons = demands.flatMap(({ id, unmet }) => {
    const detail = unmet({
      report,
      expectation,
      prefixKept,
      additions,
      newest: newestOf(report),
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
  /** Why the appended bytes are not one revision with one signature; empty where they are. */
  readonly additions: readonly string[] | null;
  /** The signature that closes the newest revision; null where nothing or more than one does. */
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
    unmet: ({ newest, expectation }) =>
      newest?.field === expectation.field
        ? null
        : `the newest signature is in field ${newest?.field ?? 'none'}`,
  },
  {
    id: 'gate.certificate',
    unmet: ({ newest, expectation }) =>
      newest?.certificateSha256 === expectation.certificateSha256.toLowerCase()
        ? null
        : 'another certificate signed',
  },
  {
    id: 'gate.level',
    unmet: ({ newest, expectation }) =>
      newest && reaches(newest, expectation.level) ? null : `level ${newest?.level ?? 'none'}`,
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

/** A level is a fact of format; the gate also wants the time it stands for to be proven. */
function reaches({ level, bestTime }: ReportedSignature, asked: GateExpectation['level']): boolean {
  const order = ['PAdES-BASELINE-B', 'PAdES-BASELINE-T', 'PAdES-BASELINE-LT', 'PAdES-BASELINE-LTA'];
  const enough = order.indexOf(level ?? '') >= order.indexOf(asked);
  return enough && (asked === 'PAdES-BASELINE-B' || bestTime !== null);
}

function newestOf({ signatures, revisions }: Readable): ReportedSignature | null {
  const closing = signatures.filter(
    ({ coverage, revision }) => coverage === 'whole-file' && revision === revisions - 1,
  );
  return closing.length === 1 ? (closing[0] ?? null) : null;
}

/**
 * What was appended, compared with the earlier file by the same rules as any later revision: also the first signature
 * of a file, which no earlier signature protects, may bring nothing but itself.
 */
function additionsTo(source: ByteSource, earlier: ByteSource): readonly string[] {
  try {
    const [before, after] = [readPdf(earlier), readPdf(source)];
    const added = after.revisions.length - before.revisions.length;
    const [last, known] = [before.revisions.at(-1), after.revisions.at(-2)];
    if (added !== 1 || last?.xrefOffset !== known?.xrefOffset)
      return [`${added} revisions were added instead of one`];
    const { forbidden, signed } = compareRevision(
      after,
      after.revisions.length - 1,
      new ReferenceIndex(after),
    );
    const count = signed.filter(({ kind }) => kind === 'signature').length;
    const only = count === 1 && signed.length === 1;
    return [...forbidden, ...(only ? [] : [`${signed.length} fields were added or signed instead of one`])];
  } catch (error) {
    return [error instanceof Error ? error.message : 'the earlier file cannot be read'];
  }
}

const refusal = (check: string, detail: string): Finding => ({ check, status: 'failed', detail });

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

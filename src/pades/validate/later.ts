import type { PdfFile } from '../pdf/file.ts';
import { compareRevision, notCompared } from './changes.ts';
import type { ChangeLevel } from './change-kinds.ts';
import type { RevisionChanges } from './comparison.ts';
import type { SignatureFacts } from './facts.ts';
import { findHiddenContent, type HiddenContent } from './hidden-content.ts';
import { limitsOf, type Limits } from './limits.ts';
import { ReferenceIndex } from './references.ts';
import { reportLimits, type ReportedChange } from './reported.ts';

/** What happened after one signature. */
export interface LaterChanges {
  readonly modifications: 'none' | 'permitted' | 'forbidden';
  /** What a rule explains and the signatures permit, in words. */
  readonly notes: readonly string[];
  readonly forbidden: readonly string[];
  /** All of it, what is forbidden first; at most `reportLimits.changes`. */
  readonly changes: readonly ReportedChange[];
  /** What the newest signed revision holds besides what it shows; null: not looked at. */
  readonly hidden: readonly HiddenContent[] | null;
}

/** More revisions than this after a signature are not compared, and so are forbidden. */
const maxRevisions = 600;

/** Compares each revision after the first signature once, and keeps the limits that signatures set on each other. */
export function readLaterChanges(
  file: PdfFile,
  signatures: readonly SignatureFacts[],
): (facts: SignatureFacts) => LaterChanges {
  const firstSigned = Math.min(...signatures.map(signedRevision));
  const limits = signatures.flatMap(({ location }) => limitsOf(file, location));
  const references = new ReferenceIndex(file);
  // Whoever signs later can forbid, but not allow again what an earlier signature was given without it.
  const grantedIn = Math.min(
    ...limits.filter(({ certifies, permits }) => certifies && permits === 3).map(({ since }) => since),
  );
  const steps = file.revisions
    .filter(({ index }) => index > firstSigned)
    .map(({ index }, step) =>
      step < maxRevisions
        ? compareRevision(file, index, references)
        : notCompared(index, 'too many revisions to compare'),
    )
    .map((each) => [false, true].map((granted) => permitted(each, limits, granted)));
  const hidden = findHiddenContent(file, Math.max(...signatures.map(signedRevision)));
  // Signatures of one revision share what came after it.
  const known = new Map<number, LaterChanges>();
  return (facts) => {
    const signed = signedRevision(facts);
    const later = known.get(signed) ?? {
      ...sumOf(
        steps.flatMap(([without, granted]) => {
          const step = signed >= grantedIn ? granted : without;
          return step && step.revision > signed ? [step] : [];
        }),
      ),
      hidden,
    };
    known.set(signed, later);
    return later;
  };
}

const signedRevision = ({ coverage, location }: SignatureFacts): number =>
  coverage.revision ?? location.definedIn;

interface JudgedStep {
  readonly revision: number;
  readonly level: ChangeLevel;
  readonly forbidden: Told;
  readonly explained: Told;
}

/** Changes and their words, made once for all signatures before them. */
interface Told {
  readonly changes: readonly ReportedChange[];
  readonly words: readonly string[];
}

function sumOf(steps: readonly JudgedStep[]): Omit<LaterChanges, 'hidden'> {
  const forbidden = bounded(steps, 'forbidden');
  const explained = bounded(steps, 'explained');
  return {
    modifications:
      forbidden.changes.length > 0
        ? 'forbidden'
        : steps.every(({ level }) => level === 'none')
          ? 'none'
          : 'permitted',
    notes: explained.words,
    forbidden: forbidden.words,
    changes: [...forbidden.changes, ...explained.changes].slice(0, reportLimits.changes),
  };
}

function bounded(steps: readonly JudgedStep[], list: 'forbidden' | 'explained'): Told {
  const out = { changes: [] as ReportedChange[], words: [] as string[] };
  for (const { [list]: part } of steps) {
    if (out.changes.length >= reportLimits.changes) break;
    out.changes.push(...part.changes);
    out.words.push(...part.words);
  }
  return out;
}

const told = (changes: readonly ReportedChange[]): Told => ({ changes, words: changes.map(inWords) });

const inWords = ({ revision, detail }: ReportedChange): string => `revision ${revision + 1}: ${detail}`;

/**
 * DocMDP, FieldMDP and locks of the signatures that were there before (clause 12.8.2); the strictest of all applies.
 * `granted`: the signature that is asked about certifies that annotations may come, or came after one that does.
 */
function permitted(step: RevisionChanges, limits: readonly Limits[], granted: boolean): JudgedStep {
  const { revision, level, signed } = step;
  const inForce = limits.filter(({ since }) => since < revision);
  const permits = Math.min(...inForce.map((limit) => limit.permits ?? Infinity));
  const certified = inForce.some(({ certifies }) => certifies);
  const refusal = (change: ReportedChange): string | null => {
    if (change.level === 'other') return change.detail;
    if (change.level === 'form-filling' && permits < 2)
      return `${change.detail}: an earlier signature allows no change of the form and no further one`;
    if (change.level === 'annotations' && !(granted && permits === 3))
      return `${change.detail}: no signature allows annotations`;
    const field = signed.find(({ num }) => num === change.object);
    if (field?.isNew && field.visible && certified)
      return `${change.detail}: a visible field was added to a certified file`;
    const lock = change.kind === 'document-timestamp' || field?.isNew ? undefined : lockOn(change, inForce);
    return lock
      ? `${change.detail}: the field was locked${lock.by === null ? '' : ` by "${lock.by}"`}`
      : null;
  };
  const forbidden: ReportedChange[] = [];
  const explained: ReportedChange[] = [];
  for (const change of step.changes) {
    const detail = refusal(change);
    if (detail === null) explained.push(change);
    else forbidden.push({ ...change, permitted: false, detail });
  }
  return { revision, level, forbidden: told(forbidden), explained: told(explained) };
}

const lockOn = ({ field }: ReportedChange, limits: readonly Limits[]): Limits | undefined =>
  field === null ? undefined : limits.find(({ locks }) => locks(field));

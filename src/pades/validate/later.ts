import type { PdfFile } from '../pdf/file.ts';
import { compareRevision } from './changes.ts';
import { changeLevels, type RevisionChanges } from './comparison.ts';
import type { SignatureFacts } from './facts.ts';
import type { SignatureLocation } from './locate.ts';
import { asDict, intAt, itemsAt, nameAt, textOf } from './pdf-values.ts';
import { ReferenceIndex } from './references.ts';

/** What happened after one signature. */
export interface LaterChanges {
  readonly modifications: 'none' | 'permitted' | 'forbidden';
  readonly notes: readonly string[];
  readonly forbidden: readonly string[];
}

/** More revisions than this after a signature are not compared, and so are forbidden. */
const maxRevisions = 600;

/** Compares each revision after the first signature once, and keeps the limits that signatures set on each other. */
export function readLaterChanges(
  file: PdfFile,
  signatures: readonly SignatureFacts[],
): (facts: SignatureFacts) => LaterChanges {
  const references = new ReferenceIndex(file);
  const firstSigned = Math.min(
    ...signatures.map(({ coverage, location }) => coverage.revision ?? location.definedIn),
  );
  const steps = file.revisions
    .filter(({ index }) => index > firstSigned)
    .map(({ index }, step) =>
      step < maxRevisions
        ? restrict(file, compareRevision(file, index, references), signatures)
        : tooMany(index),
    );
  return ({ coverage, location }) => {
    const signed = coverage.revision ?? location.definedIn;
    const later = steps.filter(({ revision }) => revision > signed);
    const worst = Math.max(0, ...later.map(({ level }) => changeLevels.indexOf(level)));
    const level = changeLevels[worst];
    return {
      modifications: level === 'forbidden' ? 'forbidden' : level === 'none' ? 'none' : 'permitted',
      notes: later.flatMap(({ revision, notes }) => notes.map((note) => `revision ${revision + 1}: ${note}`)),
      forbidden: later.flatMap(({ revision, forbidden }) =>
        forbidden.map((why) => `revision ${revision + 1}: ${why}`),
      ),
    };
  };
}

const tooMany = (revision: number): RevisionChanges => ({
  revision,
  level: 'forbidden',
  notes: [],
  forbidden: ['too many revisions to compare'],
  signed: [],
});

/** DocMDP and FieldMDP of earlier signatures (ISO 32000-2 clause 12.8.2); the strictest of all applies. */
function restrict(
  file: PdfFile,
  step: RevisionChanges,
  signatures: readonly SignatureFacts[],
): RevisionChanges {
  const limits = signatures
    .filter(({ location }) => location.definedIn < step.revision)
    .flatMap(({ location }) => limitsOf(file, location));
  const forbidden = [...step.forbidden];
  const certified = limits.filter(({ certifies }) => certifies);
  if (step.level === 'signatures' && limits.some(({ permits }) => permits === 1)) {
    forbidden.push('an earlier signature allows no further one');
  }
  for (const { name, isNew, visible, kind } of step.signed) {
    if (isNew && visible && certified.length > 0) {
      forbidden.push(`a visible field "${name}" was added to a certified file`);
    }
    if (!isNew && kind !== 'document-timestamp' && limits.some(({ locks }) => locks(name))) {
      forbidden.push(`field "${name}" was locked`);
    }
  }
  return forbidden.length > step.forbidden.length ? { ...step, level: 'forbidden', forbidden } : step;
}

interface Limits {
  readonly certifies: boolean;
  /** /P: 1 allows nothing but validation data. */
  readonly permits: number | null;
  readonly locks: (field: string) => boolean;
}

const none = (): boolean => false;

function limitsOf(file: PdfFile, { dict, definedIn, lock }: SignatureLocation): Limits[] {
  const view = file.view(definedIn);
  const own = lock?.entries.has('P')
    ? [{ certifies: false, permits: intAt(view, lock, 'P') ?? 1, locks: none }]
    : [];
  const transforms = itemsAt(view, dict, 'Reference').flatMap((item): Limits[] => {
    const reference = asDict(view.resolve(item));
    const parameters = reference && asDict(view.resolve(reference.entries.get('TransformParams')));
    if (!reference) return [];
    const method = nameAt(view, reference, 'TransformMethod');
    // P defaults to 2; something that is no P at all is taken as the strictest.
    const p = parameters?.entries.has('P') ? (intAt(view, parameters, 'P') ?? 1) : 2;
    if (method === 'DocMDP') return [{ certifies: true, permits: p, locks: none }];
    if (method !== 'FieldMDP' || !parameters) return [];
    const names = itemsAt(view, parameters, 'Fields').map((field) => textOf(view.resolve(field)) ?? '');
    const listed = (field: string): boolean =>
      names.some((name) => field === name || field.startsWith(`${name}.`));
    const locks = { All: () => true, Include: listed, Exclude: (field: string) => !listed(field) };
    const action = nameAt(view, parameters, 'Action');
    const covers = action === 'Include' || action === 'Exclude' ? locks[action] : locks.All;
    return [{ certifies: false, permits: null, locks: covers }];
  });
  return [...own, ...transforms];
}

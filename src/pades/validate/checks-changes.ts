import { failed, notChecked, passed, warning, type Answer, type Check, type Failure } from './check.ts';
import { isVisibleChange } from './change-kinds.ts';
import { highRiskAnnotations } from './changes-annotations.ts';
import type { Tolerance } from './policy.ts';
import type { ReportedChange } from './reported.ts';
import type { FindingEvidence } from './types.ts';

const formatFailure: Failure = ['TOTAL_FAILED', 'FORMAT_FAILURE'];
const open: Failure = ['INDETERMINATE', 'GENERIC'];
const mostNamed = 20;

const inWords = (changes: readonly ReportedChange[]): string =>
  changes
    .slice(0, mostNamed)
    .map(({ revision, detail }) => `revision ${revision + 1}: ${detail}`)
    .join('; ');
const rests = (changes: readonly ReportedChange[]): FindingEvidence[] =>
  changes.slice(0, mostNamed).map(({ revision, page, object }) => ({
    revision,
    ...(page === null ? {} : { page }),
    ...(object === null ? {} : { object }),
  }));

/** What a policy makes of something that the file itself permits. */
const judged = (tolerance: Tolerance, detail: string, evidence: readonly FindingEvidence[]): Answer[] =>
  ({
    accept: () => passed(detail, evidence),
    'accept-with-warning': () => warning(detail, evidence),
    indeterminate: () => failed(detail, open, evidence),
    refuse: () => failed(detail, formatFailure, evidence),
  })[tolerance]();

/** What the file did after a signature, and what the signed file already held for it. */
export const changeChecks: readonly Check[] = [
  {
    id: 'changes.later',
    question: 'Did later revisions do nothing but what the signature permits?',
    clause: 'ISO 32000-2 §12.8.2; EN 319 142-1 §5.5',
    answer: 'changes',
    concludes: formatFailure,
    judge: ({ later, structure: { trailing, encryption } }) => {
      const forbidden = later.changes.filter(({ permitted }) => !permitted);
      const named = [
        ...(forbidden.length > 0 ? [inWords(forbidden)] : []),
        ...(trailing ? [`bytes after the last revision at ${trailing.offset}`] : []),
      ].join('; ');
      const evidence = [...rests(forbidden), ...(trailing ? [{ offset: trailing.offset }] : [])];
      if (named !== '' && (encryption === 'locked' || encryption === 'unsupported'))
        return failed(`cannot be told without the password: ${named}`, open, evidence);
      if (named !== '') return failed(named, undefined, evidence);
      const unchecked = later.changes.filter(({ kind }) => kind === 'drawing-unchecked');
      if (unchecked.length > 0) return warning(inWords(unchecked), rests(unchecked));
      return passed(later.notes.length === 0 ? 'none' : later.notes.slice(0, mostNamed).join('; '));
    },
  },
  {
    id: 'changes.form',
    question: 'Do the fields of the form say what they said when it was signed?',
    clause: 'ISO 32000-2 §12.8.2.2',
    answer: 'changes',
    concludes: open,
    judge: ({ later, policy }) => {
      const filled = later.changes.filter(
        (change) => change.permitted && change.level === 'form-filling' && isVisibleChange(change),
      );
      const risky = filled.filter(({ kind }) => kind === 'field-drawing');
      const others = filled.filter((change) => !risky.includes(change));
      return [
        ...(risky.length > 0 ? judged(policy.highRiskAnnotations, inWords(risky), rests(risky)) : []),
        ...(others.length > 0 ? warning(inWords(others), rests(others)) : []),
      ];
    },
  },
  {
    id: 'changes.annotations',
    question: 'Does nothing that was added later stand in front of the signed text?',
    clause: 'ISO 32000-2 §12.8.2.2; §12.5.6',
    answer: 'changes',
    concludes: open,
    judge: ({ later, policy }) => {
      const remarks = later.changes.filter(({ permitted, level }) => permitted && level === 'annotations');
      const risky = remarks.filter(
        ({ kind, subtype }) =>
          kind === 'annotation-drawing' ||
          (kind !== 'annotation-removed' && highRiskAnnotations.has(subtype ?? '')),
      );
      const others = remarks.filter((change) => !risky.includes(change));
      return [
        ...(risky.length > 0 ? judged(policy.highRiskAnnotations, inWords(risky), rests(risky)) : []),
        ...(others.length > 0 ? warning(inWords(others), rests(others)) : []),
      ];
    },
  },
  {
    id: 'changes.unused',
    question: 'Does everything that was written later serve a purpose?',
    clause: 'ISO 32000-2 §7.5.6',
    answer: 'changes',
    concludes: null,
    judge: ({ later }) => {
      const unused = later.changes.filter(({ kind }) => kind === 'unused-object');
      return unused.length === 0 ? [] : warning(inWords(unused), rests(unused));
    },
  },
  {
    id: 'content.hidden',
    question: 'Does the signed file hold nothing that its pages do not show?',
    clause: 'ISO 32000-2 §7.5.6; §8.11',
    answer: 'coverage',
    concludes: null,
    judge: ({ later: { hidden } }) => {
      if (hidden === null) return notChecked('too much to look at, or it cannot be read');
      if (hidden.length === 0) return passed('nothing');
      const named = hidden.map(({ detail, objects }) => `${detail} (${objects.join(', ')})`).join('; ');
      const evidence = hidden
        .flatMap(({ objects }) => objects.map((object) => ({ object })))
        .slice(0, mostNamed);
      return hidden.every(({ kind }) => kind === 'unused-objects')
        ? passed(named, evidence)
        : warning(named, evidence);
    },
  },
];

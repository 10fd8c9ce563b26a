import type { PdfAnomaly } from '../pdf/file.ts';
import type { StructureFacts } from './structure.ts';
import { failed, notChecked, passed, warning, type Check, type Failure } from './check.ts';

const formatFailure: Failure = ['TOTAL_FAILED', 'FORMAT_FAILURE'];

/** A reader that repairs would have chosen for us here, so the file may mean two things (pades.md ). */
const ambiguous: ReadonlySet<PdfAnomaly['kind']> = new Set<PdfAnomaly['kind']>([
  'duplicate-object',
  'header-offset',
  'hybrid-contradiction',
  'length-mismatch',
  'object-header-mismatch',
  'overlap',
  'startxref-mismatch',
  'stray-structure',
  'unreadable-object',
]);

const show = ({ kind, offset }: PdfAnomaly): string => `${kind} at ${offset}`;
const placesOf = (found: readonly PdfAnomaly[]) => found.slice(0, 50).map(({ offset }) => ({ offset }));

const isClosed = ({ encryption }: StructureFacts): boolean =>
  encryption === 'locked' || encryption === 'unsupported';

/** What the signature covers, and what the file did with it afterwards. */
export const documentChecks: readonly Check[] = [
  {
    id: 'format.coverage',
    question: 'Do the signed bytes end where a revision ends, and is everything it refers to inside?',
    clause: 'ISO 32000-2 §12.8.1; EN 319 142-1 §5.5',
    answer: 'coverage',
    concludes: formatFailure,
    judge: ({ facts: { coverage } }) =>
      coverage.fault === null ? passed(coverage.kind) : failed(coverage.fault),
  },
  {
    id: 'format.fields',
    question: 'Is the signature reached through exactly one field?',
    clause: 'ISO 32000-2 §12.7.5.5',
    answer: 'integrity',
    concludes: formatFailure,
    judge: ({ facts: { location } }) => {
      if (location.fields.length === 1) return passed(location.fields[0] ?? '');
      return location.fields.length === 0
        ? failed('no field shows this signature', ['INDETERMINATE', 'GENERIC'])
        : failed(`fields ${location.fields.join(', ')} share it`);
    },
  },
  {
    id: 'format.encryption',
    question: 'Could the strings and streams of the file be read?',
    clause: 'ISO 32000-2 §7.6',
    answer: 'integrity',
    concludes: null,
    judge: ({ structure }) => {
      if (structure.encryption === 'none') return [];
      if (structure.encryption === 'changed')
        return failed('a later revision changed how the file is encrypted', formatFailure);
      return isClosed(structure)
        ? warning('encrypted: names, times and stored validation data are not read, the signed bytes are')
        : passed('encrypted, and opened');
    },
  },
  {
    id: 'format.structure',
    question: 'Can the file be read in one way only?',
    clause: 'ISO 32000-2 §7.5',
    answer: 'integrity',
    concludes: ['INDETERMINATE', 'GENERIC'],
    judge: ({ structure: { anomalies }, context: { policy } }) => {
      const bad = anomalies.filter(
        ({ kind }) => ambiguous.has(kind) && !policy.toleratedAnomalies.includes(kind),
      );
      if (bad.length > 0) return failed(bad.slice(0, 10).map(show).join('; '), undefined, placesOf(bad));
      const mild = anomalies.filter(({ kind }) => kind !== 'trailing-bytes');
      return mild.length > 0
        ? warning(mild.slice(0, 10).map(show).join('; '), placesOf(mild))
        : passed('no repairs');
    },
  },
  {
    id: 'format.extents',
    question: 'Does every signed byte belong to one object?',
    clause: 'ISO 32000-2 §7.5.1',
    answer: 'coverage',
    concludes: null,
    judge: ({ structure: { layout } }) => {
      if (layout === null) return notChecked('too many objects');
      return layout.length > 0
        ? warning(layout.slice(0, 10).map(show).join('; '), placesOf(layout))
        : passed('yes');
    },
  },
];

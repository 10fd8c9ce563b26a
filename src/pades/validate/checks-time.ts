import { notChecked, passed, warning, type Answer, type Check } from './check.ts';
import { levelOf } from './level.ts';

/** What timestamps prove, and what the form of the signature promises for later. */
export const timeChecks: readonly Check[] = [
  {
    id: 'time.timestamps',
    question: 'Which times do timestamps prove?',
    clause: 'EN 319 102-1 §5.5; EN 319 122-1 §5.3',
    answer: 'time',
    concludes: null,
    judge: ({ timestamps, documentTimestamps, facts }) => {
      const shown = timestamps.map(({ genTime, authority, faults }): Answer => {
        const what = `${genTime?.toISOString() ?? 'unreadable'} by ${authority ?? 'nobody known'}`;
        return faults.length === 0
          ? { status: 'passed', detail: what }
          : { status: 'warning', detail: `${what}, not used: ${faults.join('; ')}` };
      });
      const stamps = documentTimestamps.map(({ time }): Answer => ({
        status: 'passed',
        detail: `${time.toISOString()} by a document timestamp`,
      }));
      const all = [...shown, ...stamps];
      return all.length === 0 && facts.kind === 'signature' ? notChecked('there is none') : all;
    },
  },
  {
    id: 'timestamp.content',
    question: 'Do timestamps over the content lie before the signature, and over this content?',
    clause: 'EN 319 122-1 §5.2.8; EN 319 102-1 §5.5.4',
    answer: 'time',
    concludes: ['INDETERMINATE', 'TIMESTAMP_ORDER_FAILURE'],
    judge: ({ contentTimestamps, timestamps }) => {
      const usable = timestamps.filter(({ faults }) => faults.length === 0);
      return contentTimestamps.map(({ genTime, authority, faults }): Answer => {
        const what = `${genTime?.toISOString() ?? 'unreadable'} by ${authority ?? 'nobody known'}`;
        if (faults.length > 0)
          return { status: 'warning', detail: `${what}, not used: ${faults.join('; ')}` };
        const earlier = usable.find((stamp) => genTime && stamp.genTime && stamp.genTime < genTime);
        return earlier
          ? {
              status: 'failed',
              detail: `${what}, after the signature’s own ${earlier.genTime?.toISOString() ?? ''}`,
            }
          : { status: 'passed', detail: what };
      });
    },
  },
  {
    id: 'format.baseline',
    question: 'Does the signature have the form of a PAdES baseline level?',
    clause: 'EN 319 142-1 §6.3',
    answer: 'integrity',
    concludes: null,
    judge: (evidence) => {
      if (evidence.facts.kind === 'document-timestamp') return [];
      const { level, missing } = levelOf(evidence);
      return missing.length > 0 ? warning(`missing: ${missing.join('; ')}`) : passed(level ?? 'none');
    },
  },
  {
    id: 'format.long-term',
    question: 'Is all there that lets this signature be checked when its certificates have ended?',
    clause: 'EN 319 142-1 §6.3 rows 23–30',
    answer: 'longTerm',
    concludes: null,
    judge: (evidence) => {
      if (evidence.facts.kind === 'document-timestamp' || evidence.store === 'none') return [];
      const { level, next } = levelOf(evidence);
      const lacks = evidence.longTerm.missing ?? [];
      if (next.length === 0) return passed(level ?? 'none');
      const why = lacks.length > 0 ? lacks : next;
      return notChecked(`${level ?? 'none'}; for more: ${why.slice(0, 10).join('; ')}`);
    },
  },
  {
    id: 'format.store',
    question: 'Does the DSS hold nothing but certificates and revocation data?',
    clause: 'EN 319 142-1 §5.4.2',
    answer: 'longTerm',
    concludes: null,
    judge: ({ facts, store, storeFaults }) => {
      if (store === 'none' || facts.kind === 'document-timestamp') return [];
      return storeFaults.length > 0 ? warning(storeFaults.slice(0, 10).join('; ')) : passed('yes');
    },
  },
];

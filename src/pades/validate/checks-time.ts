import { orderFault, stagesOf } from './blocks/timestamp-order.ts';
import { failed, notChecked, passed, warning, type Answer, type Check } from './check.ts';
import { levelOf } from './level.ts';
import { tokenSha256, type TimestampJudgement } from './timestamps.ts';

/** What timestamps prove, and what the form of the signature promises for later. */
export const timeChecks: readonly Check[] = [
  {
    id: 'time.timestamps',
    question: 'Which times do timestamps prove?',
    clause: 'EN 319 102-1 §5.5; EN 319 122-1 §5.3',
    answer: 'time',
    concludes: null,
    judge: ({ timestamps, documentTimestamps, facts }) => {
      const all = [
        ...timestamps.map((stamp) => stampAnswer(stamp)),
        ...documentTimestamps.map(({ time, by }): Answer => ({
          status: 'passed',
          detail: `${time.toISOString()} by a document timestamp`,
          evidence: [{ sha256: by, time: time.toISOString() }],
        })),
      ];
      return all.length === 0 && facts.kind === 'signature' ? notChecked('there is none') : all;
    },
  },
  {
    id: 'time.proven',
    question: 'Is the time proven, where the policy asks for that?',
    clause: 'EN 319 102-1 §5.5; EN 319 142-1 §6.3 row 23',
    answer: 'time',
    concludes: ['INDETERMINATE', 'NO_POE'],
    judge: ({ bestTime, facts, context }) => {
      if (context.policy.provenTime !== 'required' || facts.kind !== 'signature') return [];
      return bestTime === null
        ? failed('no timestamp over this signature could be used')
        : passed(bestTime.toISOString(), [{ time: bestTime.toISOString() }]);
    },
  },
  {
    id: 'timestamp.content',
    question: 'Are timestamps over the content over this content, and to be believed?',
    clause: 'EN 319 122-1 §5.2.8; EN 319 102-1 §5.4',
    answer: 'time',
    concludes: null,
    judge: ({ contentTimestamps }) => contentTimestamps.map((stamp) => stampAnswer(stamp)),
  },
  {
    id: 'timestamp.order',
    question: 'Do timestamps lie in the order in which they must have been made?',
    clause: 'EN 319 102-1 §5.5.4 step 4; RFC 3161 §2.4.2',
    answer: 'time',
    concludes: ['INDETERMINATE', 'TIMESTAMP_ORDER_FAILURE'],
    judge: (evidence) => {
      const stages = stagesOf(evidence);
      if (stages.length < 2) return [];
      const fault = orderFault(stages);
      return fault ? failed(fault.detail, undefined, fault.evidence) : passed('content, signature, document');
    },
  },
  {
    id: 'time.delay',
    question: 'Was the signature timestamped soon enough after the time it claims?',
    clause: 'EN 319 102-1 §5.5.4 step 5',
    answer: 'time',
    concludes: ['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    judge: ({ facts, bestTime, context }) => {
      const { maxStampDelayMs: most } = context.policy;
      if (most === null || facts.kind !== 'signature') return [];
      if (facts.claimedTime === null || bestTime === null) return notChecked('there are not two times');
      const times = [{ time: facts.claimedTime.toISOString() }, { time: bestTime.toISOString() }];
      const delayMs = bestTime.getTime() - facts.claimedTime.getTime();
      const seconds = `${Math.round(delayMs / 1000)} s`;
      return delayMs > most ? failed(seconds, undefined, times) : passed(seconds, times);
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

function stampAnswer({ genTime, authority, faults, token }: TimestampJudgement): Answer {
  const what = `${genTime?.toISOString() ?? 'unreadable'} by ${authority ?? 'nobody known'}`;
  const evidence = token
    ? [{ sha256: tokenSha256(token), ...(genTime ? { time: genTime.toISOString() } : {}) }]
    : [];
  return faults.length === 0
    ? { status: 'passed', detail: what, evidence }
    : { status: 'warning', detail: `${what}, not used: ${faults.join('; ')}`, evidence };
}

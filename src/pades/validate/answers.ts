import type { Answer, Check } from './check.ts';
import type { Answers, AnswerState } from './types.ts';

/** A row of the checks table with one of its answers. */
export interface Asked {
  readonly check: Check;
  readonly answer: Answer;
}

/** The separate answers, from nothing but the rows: what several checks say together is never better than the worst of them. */
export function answersOf(asked: readonly Asked[]): Answers {
  const of = (group: keyof Answers): AnswerState =>
    together(asked.filter(({ check }) => check.answer === group));
  return {
    integrity: of('integrity'),
    signature: of('signature'),
    trust: of('trust'),
    time: of('time'),
    coverage: of('coverage'),
    changes: of('changes'),
    longTerm: of('longTerm'),
  };
}

function together(asked: readonly Asked[]): AnswerState {
  const says = (holds: (one: Asked) => boolean): string[] => [
    ...new Set(asked.filter(holds).map(({ check }) => check.id)),
  ];
  const refuted = says((one) => failsWith(one) === 'TOTAL_FAILED');
  if (refuted.length > 0) return { state: 'no', checks: refuted };
  const open = says((one) => failsWith(one) === 'INDETERMINATE');
  if (open.length > 0) return { state: 'open', checks: open };
  const unasked = says(({ answer }) => answer.status === 'not-checked');
  const good = says(({ answer }) => answer.status === 'passed' || answer.status === 'warning');
  if (good.length === 0) return { state: 'not-checked', checks: unasked };
  return unasked.length > 0 ? { state: 'open', checks: unasked } : { state: 'yes', checks: good };
}

const failsWith = ({ check, answer }: Asked): string | null =>
  answer.status === 'failed' ? ((answer.concludes ?? check.concludes)?.[0] ?? 'INDETERMINATE') : null;

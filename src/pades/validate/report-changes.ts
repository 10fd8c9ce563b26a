import type { LaterChanges } from './later.ts';
import { reportLimits, type ReportedChange } from './reported.ts';

/** What came after a signature, one entry for each thing that was found. */
export function reportChanges(later: LaterChanges): readonly ReportedChange[] {
  return [
    ...later.forbidden.map((text) => fromWords(text, false)),
    ...later.notes.map((text) => fromWords(text, true)),
  ].slice(0, reportLimits.changes);
}

/** `revision 2: signature "Ttd2"`: the comparison explains itself in words, which say no more than this. */
function fromWords(text: string, permitted: boolean): ReportedChange {
  const [, revision = '1', detail = text] = /^revision (\d+): (.*)$/s.exec(text) ?? [];
  const signing = /^(signature|certification|empty signature field|document-timestamp)\b/.exec(detail)?.[1];
  return {
    revision: Number(revision) - 1,
    level: !permitted
      ? 'other'
      : signing !== undefined && signing !== 'document-timestamp'
        ? 'form-filling'
        : 'validation-data',
    permitted,
    kind: permitted ? (signing ?? 'maintenance') : 'unexplained',
    page: null,
    field: signing === undefined ? null : (/"(.*)"/s.exec(detail)?.[1] ?? null),
    subtype: null,
    rect: null,
    object: Number(/\bobject (\d+)/.exec(detail)?.[1] ?? NaN) || null,
    detail,
  };
}

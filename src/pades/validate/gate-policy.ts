import type { ValidationPolicy } from './policy.ts';
import type { GateLevel, ReportedSignature } from './types.ts';

const letters = ['B', 'T', 'LT', 'LTA'];

/** Does the level asked for allow revisions of validation data after the signature? */
export const isLongTerm = (asked: GateLevel): boolean => letters.indexOf(letterOf(asked)) >= 2;

/**
 * A level is a fact of format; the gate also wants the time it stands for to be proven. Whoever asks for PAdES gets
 * PAdES; whoever asks for PKCS#7 may get something better, if the policy knows it.
 */
export function reaches(
  { level, bestTime }: ReportedSignature,
  asked: GateLevel,
  { gate: { families } }: ValidationPolicy,
): boolean {
  const family = families.find((one) => level === one || level?.startsWith(`${one}-`));
  if (level === null || family === undefined) return false;
  if (asked.startsWith('PAdES-BASELINE') && family !== 'PAdES-BASELINE') return false;
  // A family without a letter says nothing of a timestamp, but the proven time does.
  const reached = level === family ? (bestTime === null ? 0 : 1) : letters.indexOf(letterOf(level));
  const wanted = letters.indexOf(letterOf(asked));
  return reached >= wanted && (wanted === 0 || bestTime !== null);
}

const letterOf = (level: string): string => level.slice(level.lastIndexOf('-') + 1);

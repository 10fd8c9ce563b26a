import { revocationLimits } from './limits.ts';
import type { RevocationQuestion } from './types.ts';

export interface Issued {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
}

/** The part of a question that is about time. */
export type Moment = Pick<RevocationQuestion, 'at' | 'now' | 'notBefore' | 'certificate'>;

/** Nothing is believed about the future: the clock of its maker, or ours, is wrong by more than a few minutes. */
export function fromTheFuture({ thisUpdate }: Pick<Issued, 'thisUpdate'>, { at, now }: Moment): boolean {
  return thisUpdate.getTime() > (now ?? at).getTime() + revocationLimits.skewMs;
}

/**
 * Is this still the newest word at `at`, and new enough for the caller? (EN 319 102-1 §5.2.5: with no other maximum age,
 * the interval between the two updates counts, which is nextUpdate > at.) Null where it is.
 */
export function staleness({ thisUpdate, nextUpdate }: Issued, { at, notBefore }: Moment): string | null {
  if (nextUpdate && nextUpdate < thisUpdate) return 'nextUpdate is before thisUpdate';
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + revocationLimits.ageMs;
  if (until < at.getTime()) return `superseded since ${new Date(until).toISOString()}`;
  if (notBefore && thisUpdate < wholeSeconds(notBefore)) return `issued before ${notBefore.toISOString()}`;
  return null;
}

/**
 * "Not revoked" is only said about certificates the issuer still, or already, kept books about (pades.md 6): issued
 * before the list, and not expired before it unless the issuer says that it remembers those too.
 */
export function unknowing(
  { thisUpdate }: Pick<Issued, 'thisUpdate'>,
  { certificate }: Moment,
  remembersSince: Date | null,
): string | null {
  if (thisUpdate < certificate.notBefore) return 'issued before the certificate was';
  const remembered = remembersSince !== null && remembersSince <= certificate.notAfter;
  return thisUpdate > certificate.notAfter && !remembered ? 'issued after the certificate expired' : null;
}

/** Times of lists and answers have no fractions; a timestamp of the same second is not after them. */
const wholeSeconds = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);

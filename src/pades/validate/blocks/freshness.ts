/** When data was issued and when its issuer promised the next. */
export interface Issuance {
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
}

/**
 * Revocation freshness (EN 319 102-1 §5.2.5): data is fresh at a time while it is younger than the policy's maximum age;
 * without one, than the interval its issuer promised; without that either, only where it was issued at that time or later.
 */
export function isFresh(issued: Issuance, at: Date, maxAgeMs: number | null): boolean {
  if (issued.thisUpdate === null) return false;
  // Lists and answers have no fractions of a second: what was issued in the same second is not older.
  return issued.thisUpdate >= wholeSecond(at) || freshUntil(issued, maxAgeMs) > at;
}

/** The end of that time, exclusive; the epoch where nothing was issued. */
export function freshUntil({ thisUpdate, nextUpdate }: Issuance, maxAgeMs: number | null): Date {
  if (thisUpdate === null) return new Date(0);
  const interval = nextUpdate ? nextUpdate.getTime() - thisUpdate.getTime() : 0;
  return new Date(thisUpdate.getTime() + (maxAgeMs ?? interval));
}

const wholeSecond = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);

import type { ExtendLevel } from './extend-types.ts';
import { earliestOf, lifetimeOfToken } from './lifetime.ts';
import type { Survey } from './survey.ts';

/** Until when a file at this level proves itself: by the newest proof of each signature, and at B-T while its signer can be checked. */
export function renewalOf({ subjects }: Survey, level: ExtendLevel): Date {
  return earliestOf(
    subjects.flatMap(({ signature, tokens, stamps }) => {
      const newest = stamps.at(-1) ?? tokens.at(-1);
      const proof = newest ? lifetimeOfToken(newest.token, newest.path) : null;
      return [proof, level === 'B-T' ? signature.certificate.notAfter : null];
    }),
  );
}

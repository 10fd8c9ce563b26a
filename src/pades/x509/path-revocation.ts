import { judgeRevocation } from '../revocation/judge.ts';
import { needsRevocation } from '../revocation/needs.ts';
import type { Crl, OcspResponse, RevocationStatus } from '../revocation/types.ts';
import type { Certificate } from './certificate.ts';
import type { PathFault } from './path-faults.ts';
import type { IssuerChecks } from './path-search.ts';

/** `required`: every certificate below the anchor must be known to be good, or be exempt. */
export type RevocationMode = 'none' | 'if-available' | 'required';

/**
 * What is known of one certificate at the time. `exempt`: its issuer publishes nothing about it. `later`: revoked, but only
 * after the time. `not-asked`: the caller did not want to know.
 */
export interface PathRevocation {
  readonly state: 'good' | 'exempt' | 'later' | 'revoked' | 'on-hold' | 'unknown' | 'not-asked';
  /** The answer and everything it rests on; null where none was sought. */
  readonly status: RevocationStatus | null;
}

export interface PathRevocationInput {
  readonly at: Date;
  readonly now?: Date;
  readonly mode: RevocationMode;
  readonly crls: readonly Crl[];
  readonly ocsps: readonly OcspResponse[];
  /** Where certificates of responders and CRL issuers may be found. */
  readonly candidates: readonly Certificate[];
  readonly checks: IssuerChecks;
}

/** Revocation along paths, with the data given and no other; the same question is asked once. */
export class PathRevocations {
  readonly #input: PathRevocationInput;
  readonly #known = new Map<string, PathRevocation>();

  constructor(input: PathRevocationInput) {
    this.#input = input;
  }

  /** One answer for each certificate below the anchor, from the end certificate upwards. */
  of(path: readonly Certificate[]): readonly PathRevocation[] {
    const anchor = path.at(-1);
    return path.slice(0, -1).map((certificate, index) => {
      const issuer = path[index + 1];
      if (this.#input.mode === 'none' || !issuer || !anchor) return { state: 'not-asked', status: null };
      const key = [certificate, issuer, anchor].map(({ sha256Hex }) => sha256Hex).join();
      const answer = this.#known.get(key) ?? this.#ask(certificate, issuer, anchor, path.slice(index + 1));
      this.#known.set(key, answer);
      return answer;
    });
  }

  #ask(
    certificate: Certificate,
    issuer: Certificate,
    anchor: Certificate,
    above: readonly Certificate[],
  ): PathRevocation {
    if (!needsRevocation(certificate)) return { state: 'exempt', status: null };
    const { at, now, crls, ocsps, candidates, checks } = this.#input;
    const status = judgeRevocation({
      certificate,
      issuer,
      at,
      ...(now && { now }),
      ocsps,
      crls,
      candidates: [...above, ...candidates],
      // A list's issuer must lead to the same anchor as the certificate (RFC 5280 §6.3.3 f).
      anchors: [anchor],
      checks,
    });
    return { state: stateOf(status, at), status };
  }

  /** What the answers mean for the path: the end certificate's own revocation first, then those above it. */
  fault(path: readonly Certificate[], answers: readonly PathRevocation[]): PathFault | null {
    const faults = answers.flatMap(({ state, status }, index): PathFault[] => {
      const subject = `"${path[index]?.subject ?? ''}"`;
      if (state === 'revoked') {
        const when = status?.revocationTime?.toISOString() ?? '';
        const reason = `${subject} was revoked at ${when} (${status?.reason ?? 'unspecified'})`;
        return [{ code: index === 0 ? 'revoked' : 'authority-revoked', index, reason }];
      }
      if (state === 'on-hold') return [{ code: 'on-hold', index, reason: `${subject} is suspended` }];
      if (state !== 'unknown' || this.#input.mode !== 'required') return [];
      const [first] = status?.faults ?? [];
      const why = first ? `: ${first.detail}` : '';
      return [
        { code: 'revocation-unknown', index, reason: `${subject} may be revoked, nothing usable says${why}` },
      ];
    });
    return faults.find(({ code }) => code !== 'revocation-unknown') ?? faults[0] ?? null;
  }
}

function stateOf({ status, reason, revocationTime }: RevocationStatus, at: Date): PathRevocation['state'] {
  if (status !== 'revoked') return status;
  if (revocationTime !== null && revocationTime > at) return 'later';
  return reason === 'certificateHold' ? 'on-hold' : 'revoked';
}

import { judgeRevocation } from '../revocation/judge.ts';
import { needsRevocation } from '../revocation/needs.ts';
import type { RevocationQuestion, RevocationReason, RevocationStatus } from '../revocation/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { joined, type Material } from './material.ts';

/** What is known of one certificate of a path, at the time that counts. */
export interface CertificateStatus {
  readonly certificate: Certificate;
  readonly role: 'signer' | 'authority';
  /** `exempt`: its issuer publishes nothing about it. `later`: revoked, but only after the time that counts. */
  readonly state: 'good' | 'exempt' | 'later' | 'revoked' | 'suspended' | 'unknown';
  /** Of the revocation. */
  readonly time: Date | null;
  readonly reason: RevocationReason | null;
  readonly detail: string;
}

/** States that answer the question; the others leave it open or answer it badly. */
const settled: ReadonlySet<CertificateStatus['state']> = new Set(['good', 'exempt', 'later']);
export const isSettled = ({ state }: CertificateStatus): boolean => settled.has(state);

/** More items than this about one certificate are not judged, the newest first; each costs a public-key operation. */
const maxItems = 32;

/** Judges the certificates of one document; the same question over the same data is asked once. */
export class RevocationJudge {
  readonly #known = new Map<string, RevocationStatus>();
  readonly #now: Date;
  readonly #given: Material;

  /** `given`: what the caller brought; it is looked at before anything the document says. */
  constructor(now: Date, given: Material) {
    this.#now = now;
    this.#given = given;
  }

  /**
   * Status of every certificate of a path but the anchor (EN 319 102-1 §5.2.6 step 4, §5.5). `at` is the proven time,
   * else the validation time: data that was superseded before it says nothing, and a revocation after it does not touch
   * what was signed before. `alone`: the document must answer by itself.
   */
  statuses(
    path: readonly Certificate[],
    material: Material,
    at: Date,
    alone = false,
  ): readonly CertificateStatus[] {
    return path.slice(0, -1).map((certificate, index): CertificateStatus => {
      const issuer = path[index + 1];
      const open = {
        certificate,
        role: index === 0 ? 'signer' : 'authority',
        time: null,
        reason: null,
      } as const;
      if (issuer === undefined || !needsRevocation(certificate))
        return { ...open, state: 'exempt', detail: 'needs no revocation data' };
      const answer = this.#judge(
        certificate,
        path,
        index,
        alone ? material : joined(this.#given, material),
        at,
      );
      return interpret(answer, open, at);
    });
  }

  #judge(
    certificate: Certificate,
    path: readonly Certificate[],
    index: number,
    material: Material,
    at: Date,
  ): RevocationStatus {
    const issuer = path[index + 1] ?? certificate;
    const { ocsps, crls } = dataAbout(certificate, material);
    const key =
      [certificate, issuer, ...ocsps, ...crls].map(({ sha256Hex }) => sha256Hex).join() + at.toISOString();
    const known = this.#known.get(key);
    if (known) return known;
    const question = {
      certificate,
      issuer,
      now: this.#now,
      ocsps,
      crls,
      candidates: [...path.slice(index + 1), ...material.certificates],
      anchors: path.slice(-1),
    };
    const current = judgeRevocation({ ...question, at });
    const answer = current.status === 'unknown' ? (standing(question) ?? current) : current;
    this.#known.set(key, answer);
    return answer;
  }
}

/** "Good" goes stale, a revocation does not: an old list that names the certificate still counts (RFC 5280 §5). */
function standing(question: Omit<RevocationQuestion, 'at'>): RevocationStatus | null {
  const ever = judgeRevocation({ ...question, at: question.certificate.notBefore });
  return ever.status === 'revoked' && ever.reason !== 'certificateHold' ? ever : null;
}

type Open = Pick<CertificateStatus, 'certificate' | 'role' | 'time' | 'reason'>;

function interpret(answer: RevocationStatus, open: Open, at: Date): CertificateStatus {
  const { status, revocationTime: time, reason, thisUpdate, faults } = answer;
  if (status === 'good')
    return { ...open, state: 'good', detail: `good as of ${thisUpdate?.toISOString() ?? '?'}` };
  if (status === 'unknown')
    return { ...open, state: 'unknown', detail: faults[0]?.detail ?? 'there is no revocation data' };
  const later = time !== null && time > at;
  const state = later ? 'later' : reason === 'certificateHold' ? 'suspended' : 'revoked';
  const when = `${state === 'suspended' ? 'suspended' : 'revoked'} at ${time?.toISOString() ?? 'an unknown time'}`;
  const detail = `${when}${reason ? `, ${reason}` : ''}${later ? ', which was after the proven time' : ''}`;
  return { ...open, state, time, reason, detail };
}

/**
 * Only what speaks of this certificate: a store stuffed with foreign items must not push the right one out, nor cost
 * more than the right one.
 */
function dataAbout(
  { serialDer, issuerKey }: Certificate,
  material: Material,
): Pick<Material, 'ocsps' | 'crls'> {
  const newest = <T>(items: readonly T[], time: (item: T) => Date): readonly T[] =>
    [...items].sort((a, b) => time(b).getTime() - time(a).getTime()).slice(0, maxItems);
  const ocsps = material.ocsps.filter(({ responses }) =>
    responses.some((each) => Buffer.compare(each.serialDer, serialDer) === 0),
  );
  const crls = material.crls.filter((crl) => crl.issuerKey === issuerKey || crl.scope?.indirect === true);
  return {
    ocsps: newest(ocsps, ({ producedAt }) => producedAt),
    crls: newest(crls, ({ thisUpdate }) => thisUpdate),
  };
}

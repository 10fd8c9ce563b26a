import { createHash } from 'node:crypto';
import { judgeRevocation } from '../revocation/judge.ts';
import { needsRevocation } from '../revocation/needs.ts';
import type { RevocationQuestion, RevocationReason, RevocationStatus } from '../revocation/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { joined, type Material } from './material.ts';

/** What is known of one certificate of a path, at the time that counts. */
export interface CertificateStatus {
  readonly certificate: Certificate;
  readonly role: 'signer' | 'authority';
  /**
   * `exempt`: its issuer publishes nothing about it. `later`: revoked, but only after the time that counts. `unproven`: good
   * says somebody whose own certificate has ended, and nothing proves that it was said before.
   */
  readonly state: 'good' | 'exempt' | 'later' | 'revoked' | 'suspended' | 'unknown' | 'unproven';
  /** Of the revocation. */
  readonly time: Date | null;
  readonly reason: RevocationReason | null;
  readonly detail: string;
  /** The item that says `good`, and the end of its signer's certificate; null for an anchor's, which has none that counts. */
  readonly source: { readonly sha256Hex: string; readonly until: Date | null } | null;
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
        source: null,
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
    const key = createHash('sha256')
      .update(at.toISOString())
      .update([certificate, issuer, ...ocsps, ...crls].map(({ sha256Hex }) => sha256Hex).join())
      // What can be found of a responder is part of the question: a store may hold its answer and not its certificate.
      .update(
        `;${[...path.slice(index + 1), ...material.certificates].map(({ sha256Hex }) => sha256Hex).join()}`,
      )
      .digest('base64');
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

/**
 * Whoever's certificate has ended may have lost the key, and could say anything as of back then: such data counts only
 * where it provably existed before (EN 319 102-1 §5.2.6 step 8, §5.6.2.4).
 */
export const withProof = (
  statuses: readonly CertificateStatus[],
  now: Date,
  existedBy: (sha256Hex: string) => Date | null,
): readonly CertificateStatus[] =>
  statuses.map((status): CertificateStatus => {
    const { state, source } = status;
    if (state !== 'good' || !source?.until || source.until >= now) return status;
    const proven = existedBy(source.sha256Hex);
    if (proven !== null && proven <= source.until) return status;
    const detail = `${status.detail}, but the certificate of whoever says so ended ${source.until.toISOString()}`;
    return { ...status, state: 'unproven', detail };
  });

type Open = Pick<CertificateStatus, 'certificate' | 'role' | 'time' | 'reason' | 'source'>;

function interpret(answer: RevocationStatus, open: Open, at: Date): CertificateStatus {
  const { status, revocationTime: time, reason, thisUpdate, faults, source, signer } = answer;
  if (status === 'good') {
    const until = signer && signer.subjectKey !== signer.issuerKey ? signer.notAfter : null;
    return {
      ...open,
      state: 'good',
      detail: `good as of ${thisUpdate?.toISOString() ?? '?'}`,
      source: source && { sha256Hex: source.sha256Hex, until },
    };
  }
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

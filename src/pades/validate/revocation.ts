import { createHash } from 'node:crypto';
import { judgeRevocation } from '../revocation/judge.ts';
import { needsRevocation } from '../revocation/needs.ts';
import type { Crl, OcspResponse, RevocationReason, RevocationStatus } from '../revocation/types.ts';
import type { SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { Kept } from '../x509/kept.ts';
import { freshUntil, isFresh } from './blocks/freshness.ts';
import type { Proofs } from './blocks/proofs.ts';
import { joined, type Material } from './material.ts';

/** What is known of one certificate of a path, at the time that counts. */
export interface CertificateStatus {
  readonly certificate: Certificate;
  readonly role: 'signer' | 'authority';
  /**
   * `exempt`: its issuer publishes nothing about it. `later`: revoked, but only after the time that counts. `unknown`: there
   * is no data, or none that is fresh. `unproven`: good says somebody whose own certificate has ended, and nothing proves
   * that it was said before.
   */
  readonly state: 'good' | 'exempt' | 'later' | 'revoked' | 'suspended' | 'unknown' | 'unproven';
  /** Of the revocation. */
  readonly time: Date | null;
  readonly reason: RevocationReason | null;
  readonly detail: string;
  /** The item that says so; null where none does. */
  readonly source: RevocationSource | null;
}

/** An item of revocation data as far as its own standing is concerned. */
export interface RevocationSource {
  readonly sha256Hex: string;
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
  /** End of its signer's certificate; null for an anchor's, which has none that counts. */
  readonly until: Date | null;
  readonly signer: Certificate | null;
  readonly algorithm: SignatureScheme | null;
}

/** States that answer the question; the others leave it open or answer it badly. */
const settled: ReadonlySet<CertificateStatus['state']> = new Set(['good', 'exempt', 'later']);
export const isSettled = ({ state }: CertificateStatus): boolean => settled.has(state);

/**
 * More items of the file than this about one certificate are not judged, the newest first; each costs a public-key
 * operation. What the caller brought is not the file's to push out.
 */
const maxItems = 32;

/** A certificate in its path, and the data the answer may rest on. */
export interface StatusQuestion {
  readonly path: readonly Certificate[];
  readonly index: number;
  readonly material: Material;
  /** The time that counts. */
  readonly at: Date;
  /** Data from after this time is not looked at; absent: the validation time. */
  readonly now?: Date;
  readonly proofs?: Proofs;
}

/** Judges the certificates of one document; the same question over the same data is asked once. */
export class RevocationJudge {
  readonly #known = new Kept<RevocationStatus>(4096);
  readonly #withGiven = new WeakMap<Material, Material>();
  readonly #now: Date;
  readonly #given: Material;
  readonly #givenIds: ReadonlySet<string>;
  readonly #maxAgeMs: number | null;

  /** `given`: what the caller brought, in addition to what the document says. */
  constructor(now: Date, given: Material, maxAgeMs: number | null) {
    this.#now = now;
    this.#given = given;
    this.#givenIds = new Set([...given.ocsps, ...given.crls].map(({ sha256Hex }) => sha256Hex));
    this.#maxAgeMs = maxAgeMs;
  }

  /**
   * Status of every certificate of a path but the anchor (EN 319 102-1 §5.2.6 step 4, §5.5): `at` is the proven time, else
   * the validation time. Data must be fresh then, and a revocation after it does not touch what was signed before.
   */
  statuses(
    path: readonly Certificate[],
    material: Material,
    at: Date,
    proofs?: Proofs,
  ): readonly CertificateStatus[] {
    const data = this.withGiven(material);
    return path
      .slice(0, -1)
      .map((_, index) =>
        this.status({ path, index, material: data, at, ...(proofs === undefined ? {} : { proofs }) }),
      );
  }

  /** Of one certificate, from the material alone. */
  status(question: StatusQuestion): CertificateStatus {
    const { path, index, at } = question;
    const certificate = path[index];
    if (certificate === undefined) throw new RangeError(`a path has no certificate ${index}`);
    const role = index === 0 ? 'signer' : 'authority';
    const open = { certificate, role, time: null, reason: null, source: null } as const;
    if (!needsRevocation(certificate))
      return { ...open, state: 'exempt', detail: 'needs no revocation data' };
    // Nobody keeps books about a certificate that has ended, and nothing can be signed with it.
    const counts = at < certificate.notAfter ? at : certificate.notAfter;
    return this.#trusted(certificate, open, { ...question, at: counts });
  }

  /** The document's data with the caller's. */
  withGiven(material: Material): Material {
    const known = this.#withGiven.get(material);
    if (known) return known;
    const made = joined(this.#given, material);
    this.#withGiven.set(material, made);
    return made;
  }

  /** The newest item decides; where nothing proves that it is as old as it says, older ones that somebody stands for may. */
  #trusted(certificate: Certificate, open: Open, question: StatusQuestion): CertificateStatus {
    let data = dataAbout(certificate, question.material, this.#givenIds);
    let first: CertificateStatus | null = null;
    for (;;) {
      const status = withProof(
        interpret(this.#answer(certificate, data, question), open, question.at, this.#maxAgeMs),
        this.#now,
        question.proofs,
      );
      if (status.state !== 'unproven' || status.source === null)
        return first === null || isSettled(status) ? status : first;
      first ??= status;
      const { sha256Hex } = status.source;
      data = {
        ocsps: data.ocsps.filter((item) => item.sha256Hex !== sha256Hex),
        crls: data.crls.filter((item) => item.sha256Hex !== sha256Hex),
      };
    }
  }

  /**
   * The most recently issued word decides; where that is "good", it must also be fresh, or an older one that is. A policy's
   * maximum age stands in for what the issuer promised.
   */
  #answer(certificate: Certificate, data: About, question: StatusQuestion): Answer {
    const newest = this.#judge(certificate, data, question, whenever);
    if (newest.status !== 'good') return { answer: newest, fresh: true };
    const current = this.#maxAgeMs === null ? this.#judge(certificate, data, question, question.at) : newest;
    const fresh = current.status === 'good' && isFresh(current, question.at, this.#maxAgeMs);
    return { answer: fresh ? current : newest, fresh };
  }

  #judge(
    certificate: Certificate,
    { ocsps, crls }: About,
    { path, index, material, now = this.#now }: StatusQuestion,
    at: Date,
  ): RevocationStatus {
    const issuer = path[index + 1] ?? certificate;
    const candidates = [...path.slice(index + 1), ...material.certificates];
    // What can be found of a responder is part of the question: a store may hold its answer and not its certificate.
    const parts = [[certificate, issuer], ocsps, crls, candidates];
    const key = createHash('sha256').update(`${at.getTime()} ${now.getTime()}`);
    for (const part of parts) key.update(`;${part.map(({ sha256Hex }) => sha256Hex).join()}`);
    return this.#known.get(key.digest('base64'), () =>
      judgeRevocation({ certificate, issuer, at, now, ocsps, crls, candidates, anchors: path.slice(-1) }),
    );
  }
}

interface Answer {
  readonly answer: RevocationStatus;
  readonly fresh: boolean;
}

/** Before everything: no data was superseded then. */
const whenever = new Date(0);

/**
 * Whoever's certificate has ended may have lost the key, and could say anything as of back then: such data counts only
 * where it provably existed before (EN 319 102-1 §5.2.6 step 8, §5.6.2.4 step 1).
 */
function withProof(status: CertificateStatus, now: Date, proofs: Proofs | undefined): CertificateStatus {
  const { state, source } = status;
  if (proofs === undefined || state !== 'good' || !source?.until || source.until >= now) return status;
  const proven = proofs.timeOf(source.sha256Hex);
  if (proven !== null && proven <= source.until) return status;
  const detail = `${status.detail}, but the certificate of whoever says so ended ${source.until.toISOString()}`;
  return { ...status, state: 'unproven', detail };
}

type Open = Pick<CertificateStatus, 'certificate' | 'role' | 'time' | 'reason' | 'source'>;

function interpret(
  { answer, fresh }: Answer,
  open: Open,
  at: Date,
  maxAgeMs: number | null,
): CertificateStatus {
  const { status, revocationTime: time, reason, faults } = answer;
  const source = sourceOf(answer);
  if (status === 'good') {
    const detail = `good as of ${answer.thisUpdate?.toISOString() ?? '?'}`;
    return fresh
      ? { ...open, state: 'good', detail, source }
      : { ...open, state: 'unknown', detail: `${detail}, which ${staleSince(answer, maxAgeMs)}`, source };
  }
  if (status === 'unknown')
    return { ...open, state: 'unknown', detail: faults[0]?.detail ?? 'there is no revocation data' };
  const later = time !== null && time > at;
  const state = later ? 'later' : reason === 'certificateHold' ? 'suspended' : 'revoked';
  const word = reason === 'certificateHold' ? 'suspended' : 'revoked';
  const when = `${word} at ${time?.toISOString() ?? 'an unknown time'}`;
  const detail = `${when}${reason ? `, ${reason}` : ''}${later ? ', which was after the proven time' : ''}`;
  return { ...open, state, time, reason, detail, source };
}

const staleSince = (answer: RevocationStatus, maxAgeMs: number | null): string =>
  answer.nextUpdate === null && maxAgeMs === null
    ? 'promises nothing about later times'
    : `is not fresh since ${freshUntil(answer, maxAgeMs).toISOString()}`;

function sourceOf({ source, signer, algorithm, thisUpdate, nextUpdate }: RevocationStatus) {
  if (source === null) return null;
  const until = signer && signer.subjectKey !== signer.issuerKey ? signer.notAfter : null;
  return { sha256Hex: source.sha256Hex, thisUpdate, nextUpdate, until, signer, algorithm };
}

type About = Pick<Material, 'ocsps' | 'crls'>;

/**
 * Only what speaks of this certificate: a store stuffed with foreign items must not push the right one out, nor cost
 * more than the right one.
 */
function dataAbout(
  { serialDer, issuerKey }: Certificate,
  material: Material,
  given: ReadonlySet<string>,
): About {
  const newest = <T extends OcspResponse | Crl>(
    items: readonly T[],
    time: (item: T) => Date,
  ): readonly T[] => {
    const ofCaller = items.filter(({ sha256Hex }) => given.has(sha256Hex));
    const ofFile = items
      .filter(({ sha256Hex }) => !given.has(sha256Hex))
      .sort((a, b) => time(b).getTime() - time(a).getTime());
    return [...ofCaller, ...ofFile.slice(0, maxItems)];
  };
  const ocsps = material.ocsps.filter(({ responses }) =>
    responses.some((each) => Buffer.compare(each.serialDer, serialDer) === 0),
  );
  const crls = material.crls.filter((crl) => crl.issuerKey === issuerKey || crl.scope?.indirect === true);
  return {
    ocsps: newest(ocsps, ({ producedAt }) => producedAt),
    crls: newest(crls, ({ thisUpdate }) => thisUpdate),
  };
}

import type { PadesErrorCode } from '../errors.ts';
import { issuedBy, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { findPath } from '../x509/path.ts';
import { coveredReasons, sameScope } from './crl-scope.ts';
import { revocationLimits } from './limits.ts';
import { needsRevocation } from './needs.ts';
import { allReasons, crlPoints } from './points.ts';
import { signedBy } from './signed.ts';
import { fromTheFuture, staleness, unknowing } from './times.ts';
import type {
  Crl,
  CrlEntry,
  OcspResponse,
  RevocationFault,
  RevocationQuestion,
  RevocationStatus,
} from './types.ts';
import { noAnswer, type Judge } from './verdict.ts';

/**
 * What the lists say together (RFC 5280 §6.3.3): the newest first, each with the newest delta that continues it, until
 * they have spoken for every reason. Revoked as soon as one says so; good only when no reason is left open.
 */
export function judgeCrls(
  crls: readonly Crl[],
  question: RevocationQuestion,
  judge: Judge,
): RevocationStatus {
  const faults: RevocationFault[] = [];
  const accept = (crl: Crl): Accepted | null => {
    const accepted = admitted(crl, question, judge);
    if (!('code' in accepted)) return accepted;
    faults.push({ source: 'crl', ...accepted });
    return null;
  };
  const lists = crls.slice(0, revocationLimits.items).flatMap((crl) => accept(crl) ?? []);
  const deltas = lists.filter(({ crl }) => crl.baseNumber !== null);
  const words = lists
    .filter(({ crl }) => crl.baseNumber === null)
    .flatMap((base) => {
      const delta = newestDelta(base, deltas);
      // A delta that is superseded does not spoil a base that is not.
      return [...(delta ? [word(base, delta, question)] : []), word(base, null, question)];
    })
    .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  let covered = 0;
  const used: Word[] = [];
  for (const each of words) {
    const open = each.base.reasons & ~covered;
    if (open === 0) continue;
    const fault = wordFault(each, question);
    if (fault !== null) {
      faults.push({ source: 'crl', code: 'PADES_REVOCATION_NOT_CURRENT', detail: fault });
      continue;
    }
    used.push(each);
    covered |= each.base.reasons;
    if (each.entry !== null) return status('revoked', each, [each], faults);
    if (covered === allReasons) break;
  }
  const [newest] = used;
  if (newest !== undefined && covered === allReasons) return status('good', newest, used, []);
  if (newest !== undefined) {
    faults.push({ source: 'crl', code: 'PADES_CRL_MISMATCH', detail: 'no list for some of the reasons' });
  }
  return { ...noAnswer, faults };
}

/** A list whose signer, scope and form are in order for the certificate; its times are judged with its delta. */
interface Accepted {
  readonly crl: Crl;
  readonly reasons: number;
  readonly signer: Certificate;
  readonly scheme: SignatureScheme;
  /** Why the algorithm was not reliable when the list was issued: then it clears nobody. */
  readonly weak: string | null;
  /** What the signer's own good standing rests on. */
  readonly evidence: readonly (OcspResponse | Crl)[];
}
interface Refusal {
  readonly code: PadesErrorCode;
  readonly detail: string;
}

function admitted(crl: Crl, question: RevocationQuestion, judge: Judge): Accepted | Refusal {
  const reasons = coveredReasons(crl, question.certificate);
  if (reasons === 0) return { code: 'PADES_CRL_MISMATCH', detail: 'not for this certificate' };
  const [critical] = crl.unprocessedCritical;
  if (critical !== undefined) return { code: 'PADES_CRL_INVALID', detail: `critical extension ${critical}` };
  if (fromTheFuture(crl, question))
    return { code: 'PADES_REVOCATION_NOT_CURRENT', detail: 'made in the future' };
  const signer = findSigner(crl, question, judge);
  return 'reason' in signer
    ? { code: 'PADES_CRL_INVALID', detail: signer.reason }
    : { crl, reasons, ...signer };
}

/** RFC 5280 §5.2.4: same scope, its base not newer than ours, itself newer. */
function newestDelta({ crl: base, signer }: Accepted, deltas: readonly Accepted[]): Accepted | null {
  const fitting = deltas.filter(
    ({ crl: delta, signer: other }) =>
      sameScope(delta, base) &&
      Buffer.compare(other.spkiDer, signer.spkiDer) === 0 &&
      base.number !== null &&
      delta.number !== null &&
      delta.baseNumber !== null &&
      delta.baseNumber <= base.number &&
      delta.number >= base.number,
  );
  return fitting.sort((a, b) => b.crl.thisUpdate.getTime() - a.crl.thisUpdate.getTime())[0] ?? null;
}

/** One list's last word, with its delta. */
interface Word {
  readonly base: Accepted;
  readonly delta: Accepted | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly entry: CrlEntry | null;
}

function word(base: Accepted, delta: Accepted | null, { certificate }: RevocationQuestion): Word {
  const newest = (delta ?? base).crl;
  const entry = delta?.crl.find(certificate) ?? base.crl.find(certificate);
  return {
    base,
    delta,
    thisUpdate: newest.thisUpdate,
    nextUpdate: newest.nextUpdate,
    entry: entry?.reason === 'removeFromCRL' ? null : entry,
  };
}

function wordFault(each: Word, question: RevocationQuestion): string | null {
  // A revocation is never taken back, so an old list proves it as well; a suspension may have ended.
  if (each.entry !== null && each.entry.reason !== 'certificateHold') return null;
  const stale = staleness(each, question);
  if (stale !== null || each.entry !== null) return stale;
  const weak = each.base.weak ?? each.delta?.weak ?? null;
  return weak ?? unknowing(each, question, each.base.crl.expiredCertsFrom);
}

type Signer = Pick<Accepted, 'signer' | 'scheme' | 'weak' | 'evidence'>;

/**
 * Whose list it is: the issuing CA's, by its key or by another that it certified under its own name, or an indirect
 * issuer's whose certificate leads to an anchor and is itself not revoked (§6.3.3 f, g).
 */
function findSigner(
  crl: Crl,
  question: RevocationQuestion,
  judge: Judge,
): Signer | { readonly reason: string } {
  const { issuer, candidates } = question;
  const named = [issuer, ...candidates.filter((each) => each.sha256Hex !== issuer.sha256Hex)]
    .filter(({ subjectKey }) => subjectKey === crl.issuerKey)
    // The key identifier is a hint only: it decides who is tried first.
    .sort((a, b) => Number(isHinted(crl, b)) - Number(isHinted(crl, a)))
    .slice(0, revocationLimits.signers);
  let reason = 'no certificate of the CRL issuer';
  for (const candidate of named) {
    const standing = standingOf(candidate, crl, question, judge);
    if ('reason' in standing) {
      reason = standing.reason;
      continue;
    }
    return { signer: candidate, ...standing };
  }
  return { reason };
}

const isHinted = ({ authorityKeyId }: Crl, { subjectKeyId }: Certificate): boolean =>
  authorityKeyId !== null && authorityKeyId === subjectKeyId;

function standingOf(
  candidate: Certificate,
  crl: Crl,
  question: RevocationQuestion,
  judge: Judge,
): Omit<Signer, 'signer'> | { readonly reason: string } {
  if (candidate.keyUsage && !candidate.keyUsage.has('cRLSign'))
    return { reason: 'the issuer may not sign CRLs' };
  const signed = signedBy(crl, candidate, crl.thisUpdate);
  if ('reason' in signed) return signed;
  if (isSameKey(candidate, question.issuer) || isRollover(candidate, question.issuer))
    return { ...signed, evidence: [] };
  const path = findPath(candidate, {
    anchors: question.anchors ?? [question.issuer],
    candidates: [question.issuer, ...question.candidates],
    at: crl.thisUpdate,
    ...(question.checks && { checks: question.checks }),
  });
  if (!path.found) return { reason: `the CRL issuer: ${path.reason}` };
  if (
    candidate.subjectKey === question.issuer.subjectKey &&
    !isAkin(candidate, question.issuer, path.path[1])
  )
    return { reason: 'the CRL issuer is another authority of the same name' };
  const evidence: (OcspResponse | Crl)[] = [];
  for (const [index, certificate] of path.path.entries()) {
    const issuer = path.path[index + 1];
    if (issuer === undefined || !needsRevocation(certificate)) continue;
    if (index === 0 && vouchesForItself(candidate, crl)) continue;
    const status = judge(certificate, issuer);
    if (status.status !== 'good') return { reason: `the CRL issuer's certificate is ${status.status}` };
    evidence.push(...status.evidence);
  }
  return { ...signed, evidence };
}

/**
 * An issuer of indirect lists whose own authority says, in its certificate, that its status too is on the lists it issues:
 * nobody else could answer, and its own list does (PKITS 4.14.30).
 */
function vouchesForItself(candidate: Certificate, crl: Crl): boolean {
  const points = crlPoints(candidate);
  return (
    points.length > 0 &&
    points.every(({ issuers }) => issuers.length === 1 && issuers[0] === candidate.subjectKey) &&
    coveredReasons(crl, candidate) === allReasons &&
    crl.find(candidate) === null
  );
}

const isSameKey = (candidate: Certificate, issuer: Certificate): boolean =>
  Buffer.compare(candidate.spkiDer, issuer.spkiDer) === 0;

/**
 * An authority's second key, for its lists, was certified by whoever certified the first, or certified the first itself:
 * any other authority could take its name.
 */
const isAkin = (candidate: Certificate, issuer: Certificate, above: Certificate | undefined): boolean =>
  isRollover(issuer, candidate) || (above !== undefined && isIssued(issuer, above));

/** A key the authority certified for itself, under its own name: it could not vouch for that key otherwise. */
function isRollover(candidate: Certificate, issuer: Certificate): boolean {
  if (candidate.subjectKey !== issuer.subjectKey || candidate.issuerKey !== issuer.subjectKey) return false;
  return isIssued(candidate, issuer);
}

function isIssued(certificate: Certificate, by: Certificate): boolean {
  try {
    return issuedBy(certificate, by);
  } catch {
    return false;
  }
}

function status(
  verdict: 'good' | 'revoked',
  answer: Word,
  used: readonly Word[],
  faults: readonly RevocationFault[],
): RevocationStatus {
  const { base, entry } = answer;
  const oldest = used.reduce((a, b) => (b.thisUpdate < a.thisUpdate ? b : a));
  return {
    status: verdict,
    source: base.crl,
    evidence: [
      ...new Set(
        used.flatMap((each) => [
          each.base.crl,
          ...(each.delta ? [each.delta.crl] : []),
          ...each.base.evidence,
        ]),
      ),
    ],
    signer: base.signer,
    algorithm: base.scheme,
    thisUpdate: oldest.thisUpdate,
    nextUpdate: oldest.nextUpdate,
    producedAt: oldest.thisUpdate,
    revocationTime: entry?.revocationTime ?? null,
    reason: entry ? (entry.reason ?? 'unspecified') : null,
    faults,
  };
}

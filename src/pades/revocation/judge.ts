import { PadesError } from '../errors.ts';
import { judgeCrls } from './crl-judge.ts';
import { revocationLimits } from './limits.ts';
import { judgeOcsp } from './ocsp-judge.ts';
import type { RevocationFault, RevocationQuestion, RevocationStatus } from './types.ts';
import { noAnswer, type Judge } from './verdict.ts';

/**
 * Is this certificate revoked, as far as these items can tell? The newest acceptable item decides (pades.md 6, "Choice");
 * of two equally new ones, the one that says revoked. Pure; never throws for what the items contain.
 */
export function judgeRevocation(question: RevocationQuestion): RevocationStatus {
  return judged(question, new Set());
}

/** `asking`: certificates whose status is being sought further up, so that none is made to vouch for itself. */
function judged(question: RevocationQuestion, asking: ReadonlySet<string>): RevocationStatus {
  const inner = new Set([...asking, question.certificate.sha256Hex]);
  const judge: Judge = (certificate, issuer) =>
    inner.has(certificate.sha256Hex) || inner.size > maxDepth
      ? noAnswer
      : judged({ ...withoutNonce(question), certificate, issuer }, inner);

  const faults: RevocationFault[] = [];
  const statuses: RevocationStatus[] = [];
  for (const response of question.ocsps.slice(0, revocationLimits.items)) {
    const verdict = guarded(() => judgeOcsp(response, question, judge), 'ocsp');
    if ('status' in verdict) statuses.push(verdict);
    else faults.push(...verdict.faults);
  }
  const listed = guarded(() => judgeCrls(question.crls, question, judge), 'crl');
  if ('status' in listed && listed.status !== 'unknown') statuses.push(listed);
  else faults.push(...listed.faults);

  const [best] = statuses.sort(newestFirst);
  return best ? { ...best, faults: [...faults, ...best.faults] } : { ...noAnswer, faults };
}

/** Responder, its CRL issuer, that one's authority: more is no honest arrangement. */
const maxDepth = 4;

function newestFirst(a: RevocationStatus, b: RevocationStatus): number {
  const newer = (b.thisUpdate?.getTime() ?? 0) - (a.thisUpdate?.getTime() ?? 0);
  return newer !== 0 ? newer : Number(b.status === 'revoked') - Number(a.status === 'revoked');
}

/** A nonce was sent about one certificate; what is said about others need not hold it. */
function withoutNonce(question: RevocationQuestion): Omit<RevocationQuestion, 'nonce'> {
  const { nonce, ...rest } = question;
  return nonce ? rest : question;
}

/** Extensions of a certificate that cannot be read are a fault of the material, not of the engine. */
function guarded<T>(
  work: () => T,
  source: 'ocsp' | 'crl',
): T | { readonly faults: readonly RevocationFault[] } {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof PadesError)) throw cause;
    return { faults: [{ source, code: cause.code, detail: cause.detail ?? cause.message }] };
  }
}

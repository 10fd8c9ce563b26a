import { hasSmallExponent, weakDigest } from '../x509/algorithms.ts';
import {
  failed,
  familyOf,
  notChecked,
  passed,
  warning,
  type Answer,
  type Check,
  type Failure,
} from './check.ts';
import { isSettled, type CertificateStatus } from './revocation.ts';
import { judgeAlgorithms } from './trust.ts';

/** Whose key it was, whether it may be believed, and whether it still could be at the time that counts. */
export const trustChecks: readonly Check[] = [
  {
    id: 'signer.certificate',
    question: 'Is the certificate the one the signer committed to?',
    clause: 'EN 319 102-1 §5.2.3; RFC 5035',
    answer: 'signature',
    concludes: ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'],
    judge: (evidence) => {
      const { signing, certificate, data } = evidence.facts.cms;
      if (data === null || familyOf(evidence) === 'legacy') return notChecked('there is no readable CMS');
      const legacy = evidence.facts.subFilter === 'adbe.pkcs7.detached';
      if (signing === null || signing.protectedBy === null) {
        const reason = signing?.reason ?? 'no signer';
        return legacy && certificate ? warning(`not protected: ${reason}`) : failed(reason);
      }
      if (signing.issuerSerialDiffers) return warning('issuer and serial of the reference differ');
      // A second certificate with the same SHA-1 is still out of reach, and most TSAs refer in this way.
      const weak = weakDigest(signing.digest, evidence.at);
      return weak === null ? passed('its hash is signed') : warning(`its hash is signed, but ${weak}`);
    },
  },
  {
    id: 'trust.path',
    question: 'Does a valid path lead from the certificate to a trust anchor, at the time that counts?',
    clause: 'EN 319 102-1 §5.2.6; RFC 5280 §6.1',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'],
    judge: ({ trust, contentTimestamps, facts }) => {
      if (trust === null)
        return failed('there is no certificate', ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND']);
      if (trust.failure === null || trust.indication === null) return passed(trust.detail);
      const signedAfter = latest(contentTimestamps.filter(({ faults }) => faults.length === 0));
      const until = facts.cms.certificate?.notAfter;
      if (trust.failure === 'OUT_OF_BOUNDS_NO_POE' && until && signedAfter && signedAfter > until)
        return failed(`${trust.detail}, and it was signed later`, ['TOTAL_FAILED', 'EXPIRED']);
      return failed(trust.detail, [trust.indication, trust.failure]);
    },
  },
  {
    id: 'trust.key-usage',
    question: 'May this key sign documents?',
    clause: 'RFC 5280 §4.2.1.3; EN 319 102-1 §5.2.6 step 5',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE'],
    judge: ({ facts }) => {
      const usage = facts.cms.certificate?.keyUsage;
      if (!facts.cms.certificate || facts.kind === 'document-timestamp') return [];
      if (!usage) return passed('any use');
      const fits = usage.has('digitalSignature') || usage.has('nonRepudiation');
      return fits ? passed([...usage].join(', ')) : failed(`only ${[...usage].join(', ')}`);
    },
  },
  {
    id: 'trust.revocation',
    question: 'Was no certificate of the path revoked at the time that counts?',
    clause: 'EN 319 102-1 §5.2.5, §5.2.6, §5.3, §5.5',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'REVOKED_NO_POE'],
    judge: ({ revocation, contentTimestamps }) => {
      if (revocation === null) return notChecked('without a path there is nothing to ask');
      const signedAfter = latest(contentTimestamps.filter(({ faults }) => faults.length === 0));
      return revocation
        .filter(({ state }) => state !== 'exempt')
        .map((status): Answer => {
          const detail = `"${status.certificate.subject}": ${status.detail}`;
          if (isSettled(status)) return { status: 'passed', detail };
          if (status.state === 'unknown') return { status: 'not-checked', detail };
          return { status: 'failed', detail, concludes: revokedMeans(status, signedAfter) };
        });
    },
  },
  {
    id: 'timestamp.token',
    question: 'Is the document timestamp sound, and its authority trusted?',
    clause: 'RFC 3161 §2.4.2; EN 319 102-1 §5.4',
    answer: 'time',
    concludes: ['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    judge: ({ facts, tokenFaults }) => {
      if (facts.kind !== 'document-timestamp' || facts.cms.token === null) return [];
      return tokenFaults.length > 0
        ? failed(tokenFaults.join('; '))
        : passed(facts.cms.token.info.genTime.toISOString());
    },
  },
  {
    id: 'crypto.strength',
    question: 'Were the algorithms reliable at the time that counts?',
    clause: 'EN 319 102-1 §5.2.8; TS 119 312',
    answer: 'signature',
    concludes: ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
    judge: ({ facts: { cms }, at, bestTime }) => {
      const { scheme, certificate } = cms;
      if (scheme === null || 'reason' in scheme || certificate === null) return [];
      const weak = judgeAlgorithms({ scheme, certificate, digests: [] }, at, bestTime);
      if (weak !== null) return failed(weak);
      const used = `${scheme.name}, ${scheme.digest.name}`;
      return hasSmallExponent(certificate.key) ? warning(`${used}, with a small exponent`) : passed(used);
    },
  },
];

/** The newest time that is proven to lie before the signature. */
const latest = (stamps: readonly { readonly genTime: Date | null }[]): Date | null =>
  stamps.reduce<Date | null>(
    (last, { genTime }) => (genTime && (!last || genTime > last) ? genTime : last),
    null,
  );

/** Not good at the time that counts; FAILED only where a content timestamp shows that the signature came after (§5.3). */
function revokedMeans({ role, state, time }: CertificateStatus, signedAfter: Date | null): Failure {
  if (state === 'unproven') return ['INDETERMINATE', 'REVOCATION_OUT_OF_BOUNDS_NO_POE'];
  if (state === 'suspended') return ['INDETERMINATE', 'TRY_LATER'];
  if (role === 'authority') return ['INDETERMINATE', 'REVOKED_CA_NO_POE'];
  const proven = time !== null && signedAfter !== null && signedAfter > time;
  return proven ? ['TOTAL_FAILED', 'REVOKED'] : ['INDETERMINATE', 'REVOKED_NO_POE'];
}

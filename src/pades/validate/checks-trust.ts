import { hasSmallExponent, weakDigest, weakness } from '../x509/algorithms.ts';
import { ts119312 } from '../x509/ts119312.ts';
import type { Conclusion } from './blocks/subject.ts';
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
import type { Evidence } from './evidence.ts';
import { isSettled, type CertificateStatus } from './revocation.ts';
import { tokenSha256 } from './timestamps.ts';
import type { FindingEvidence, SubIndication } from './types.ts';

/**
 * Trust and time have one conclusion (EN 319 102-1 §5.2.6, §5.5, §5.6): it is the finding of the row that it is about, and
 * the other rows tell what was found beside it.
 */
const rowOf: Readonly<Partial<Record<SubIndication, 'trust.revocation' | 'crypto.strength'>>> = {
  REVOKED: 'trust.revocation',
  REVOKED_NO_POE: 'trust.revocation',
  REVOKED_CA_NO_POE: 'trust.revocation',
  REVOCATION_OUT_OF_BOUNDS_NO_POE: 'trust.revocation',
  TRY_LATER: 'trust.revocation',
  CRYPTO_CONSTRAINTS_FAILURE: 'crypto.strength',
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: 'crypto.strength',
};
/** Without a path nothing but the path can be said. */
const concludedBy = ({ failure, path }: Conclusion): string =>
  (path !== null && failure !== null ? rowOf[failure] : undefined) ?? 'trust.path';

const failedBy = (row: string, trust: Conclusion | null): Answer[] | null => {
  if (trust === null || trust.failure === null || trust.indication === null) return null;
  if (concludedBy(trust) !== row) return null;
  const concludes: Failure = [trust.indication, trust.failure];
  return failed(trust.detail, concludes, trust.evidence);
};

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
      const named = certificate ? [{ sha256: certificate.sha256Hex }] : [];
      if (signing.issuerSerialDiffers) return warning('issuer and serial of the reference differ', named);
      // A second certificate with the same SHA-1 is still out of reach, and most TSAs refer in this way.
      const weak = weakDigest(signing.digest, evidence.at, tableOf(evidence));
      return weak === null
        ? passed('its hash is signed', named)
        : warning(`its hash is signed, but ${weak}`, named);
    },
  },
  {
    id: 'trust.path',
    question: 'Does a valid path lead from the certificate to a trust anchor, at the time that counts?',
    clause: 'EN 319 102-1 §5.2.6; RFC 5280 §6.1',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'],
    judge: ({ trust }) => {
      if (trust === null)
        return failed('there is no certificate', ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND']);
      const links = (trust.path ?? []).map(({ sha256Hex }) => ({ sha256: sha256Hex }));
      return (
        failedBy('trust.path', trust) ??
        passed(trust.failure === null ? trust.detail : pathText(trust), links)
      );
    },
  },
  {
    id: 'trust.key-usage',
    question: 'May this key sign documents?',
    clause: 'RFC 5280 §4.2.1.3; EN 319 102-1 §5.2.6 step 5',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE'],
    judge: ({ facts, context }) => {
      const { certificate } = facts.cms;
      const usage = certificate?.keyUsage;
      if (!certificate || facts.kind === 'document-timestamp') return [];
      const whose = [{ sha256: certificate.sha256Hex }];
      if (!usage) return passed('any use', whose);
      const named = [...usage].join(', ');
      return context.policy.keyUsage.some((use) => usage.has(use))
        ? passed(named, whose)
        : failed(`only ${named}`, undefined, whose);
    },
  },
  {
    id: 'trust.revocation',
    question: 'Was no certificate of the path revoked at the time that counts?',
    clause: 'EN 319 102-1 §5.2.5, §5.2.6, §5.3, §5.5',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'REVOKED_NO_POE'],
    judge: ({ revocation, trust }) => {
      if (revocation === null) return notChecked('without a path there is nothing to ask');
      const concluded = failedBy('trust.revocation', trust) ?? [];
      const blamed = concluded[0]?.evidence?.[0]?.sha256;
      return [
        ...concluded,
        ...revocation
          .filter(({ state, certificate }) => state !== 'exempt' && certificate.sha256Hex !== blamed)
          .map(statusAnswer),
      ];
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
      const { genTime } = facts.cms.token.info;
      const rests = [{ sha256: tokenSha256(facts.cms.token), time: genTime.toISOString() }];
      return tokenFaults.length > 0
        ? failed(tokenFaults.join('; '), undefined, rests)
        : passed(genTime.toISOString(), rests);
    },
  },
  {
    id: 'crypto.strength',
    question: 'Were the algorithms reliable at the time that counts?',
    clause: 'EN 319 102-1 §5.2.8; TS 119 312',
    answer: 'signature',
    concludes: ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
    judge: (evidence) => {
      const { scheme, certificate } = evidence.facts.cms;
      if (scheme === null || 'reason' in scheme || certificate === null) return [];
      const concluded = failedBy('crypto.strength', evidence.trust);
      if (concluded) return concluded;
      const rests = [{ sha256: certificate.sha256Hex }];
      const weak = weakness(scheme, certificate.key, evidence.bestTime ?? evidence.at, tableOf(evidence));
      if (weak !== null) return failed(weak, undefined, rests);
      const used = `${scheme.name}, ${scheme.digest.name}`;
      return hasSmallExponent(certificate.key)
        ? warning(`${used}, with a small exponent`, rests)
        : passed(used, rests);
    },
  },
];

const tableOf = ({ context }: Evidence) => context.policy.algorithms ?? ts119312;

const pathText = ({ path }: Conclusion): string => (path ?? []).map(({ subject }) => subject).join(' ← ');

/** What is known of one certificate where that does not decide: open is not good. */
function statusAnswer(status: CertificateStatus): Answer {
  const { certificate, source, detail, time } = status;
  const evidence: FindingEvidence[] = [
    { sha256: certificate.sha256Hex, ...(time ? { time: time.toISOString() } : {}) },
    ...(source
      ? [
          {
            sha256: source.sha256Hex,
            ...(source.thisUpdate ? { time: source.thisUpdate.toISOString() } : {}),
          },
        ]
      : []),
  ];
  return {
    status: isSettled(status) ? 'passed' : 'not-checked',
    detail: `"${certificate.subject}": ${detail}`,
    evidence,
  };
}

import { digestByOid, digestOf, issuedBy } from '../x509/algorithms.ts';
import type { SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PadesErrorCode } from '../errors.ts';
import { oids } from '../asn1/oids.ts';
import { certIdHashes, issuerHashes, names } from './cert-id.ts';
import { revocationLimits } from './limits.ts';
import { isOcspResponder, needsRevocation } from './needs.ts';
import { nonceValue } from './ocsp-request.ts';
import { signedBy } from './signed.ts';
import { fromTheFuture, staleness, unknowing } from './times.ts';
import type { OcspResponse, RevocationQuestion, RevocationStatus, SingleResponse } from './types.ts';
import { noAnswer, type Judge, type Verdict } from './verdict.ts';

/**
 * What one OCSP response is worth for one certificate (RFC 6960 §3.2; pades.md 6, B-10). The cheap questions first:
 * somebody else chose how many responses there are.
 */
export function judgeOcsp(response: OcspResponse, question: RevocationQuestion, judge: Judge): Verdict {
  const single = about(response, question);
  if (single === null) return refused('PADES_OCSP_MISMATCH', 'answers about another certificate or issuer');
  const fault = contentFault(response, single, question);
  if (fault !== null) return { faults: [{ source: 'ocsp', ...fault }] };
  const responder = findResponder(response, question);
  if ('reason' in responder) return refused('PADES_OCSP_INVALID', responder.reason);
  if (responder.weak !== null && single.status !== 'revoked')
    return refused('PADES_OCSP_INVALID', responder.weak);
  const authority = responderStatus(responder.certificate, question, judge);
  if (authority.status !== 'good') {
    return {
      faults: [
        ...refused('PADES_OCSP_INVALID', `the responder's certificate is ${authority.status}`).faults,
        ...authority.faults,
      ],
    };
  }
  // Only now is there somebody whose "unknown" it is.
  if (single.status === 'unknown')
    return refused('PADES_REVOCATION_UNKNOWN', 'the responder does not know it');
  return {
    ...noAnswer,
    status: single.status,
    source: response,
    evidence: [response, ...authority.evidence],
    signer: responder.certificate,
    algorithm: responder.scheme,
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate,
    producedAt: response.producedAt,
    revocationTime: single.revocationTime,
    reason: single.reason,
  };
}

/** The answer to our question among those given; where there are several, the worst one. */
function about(
  { responses }: OcspResponse,
  { certificate, issuer }: Pick<RevocationQuestion, 'certificate' | 'issuer'>,
): SingleResponse | null {
  const matching = responses.filter((single) => names(single, certificate, issuer));
  return (
    (['revoked', 'unknown', 'good'] as const)
      .map((status) => matching.find((single) => single.status === status))
      .find((single) => single !== undefined) ?? null
  );
}

interface ContentFault {
  readonly code: PadesErrorCode;
  readonly detail: string;
}

/** Questions of content, as rows; the first that is not answered well is the fault. */
const contentQuestions: readonly {
  readonly code: PadesErrorCode;
  readonly fault: (
    response: OcspResponse,
    single: SingleResponse,
    question: RevocationQuestion,
  ) => string | null;
}[] = [
  {
    code: 'PADES_OCSP_INVALID',
    fault: (response, single) => {
      const [id] = [...response.unprocessedCritical, ...single.unprocessedCritical];
      return id === undefined ? null : `critical extension ${id}`;
    },
  },
  {
    code: 'PADES_OCSP_MISMATCH',
    fault: ({ nonceHex }, _, { nonce }) =>
      nonce && nonceHex !== Buffer.from(nonceValue(nonce)).toString('hex') ? 'the nonce differs' : null,
  },
  {
    code: 'PADES_OCSP_MISMATCH',
    fault: (_, { certHash }, { certificate }) => {
      if (certHash === null) return null;
      const digest = digestByOid(certHash.hashOid);
      const same = digest && Buffer.compare(digestOf(digest, certificate.der), certHash.hash) === 0;
      return same ? null : 'CertHash is of another certificate';
    },
  },
  {
    code: 'PADES_REVOCATION_NOT_CURRENT',
    fault: ({ producedAt }, single, question) =>
      fromTheFuture(single, question) || fromTheFuture({ thisUpdate: producedAt }, question)
        ? 'made in the future'
        : null,
  },
  {
    code: 'PADES_REVOCATION_NOT_CURRENT',
    fault: (_, single, question) => (isFinal(single) ? null : staleness(single, question)),
  },
  {
    code: 'PADES_REVOCATION_NOT_CURRENT',
    fault: (_, single, question) =>
      single.status === 'good' ? unknowing(single, question, single.archiveCutoff) : null,
  },
];

/** A revocation is never taken back, so an old answer proves it as well; a suspension may have ended. */
const isFinal = ({ status, reason }: SingleResponse): boolean =>
  status === 'revoked' && reason !== 'certificateHold';

function contentFault(
  response: OcspResponse,
  single: SingleResponse,
  question: RevocationQuestion,
): ContentFault | null {
  for (const { code, fault } of contentQuestions) {
    const detail = fault(response, single, question);
    if (detail !== null) return { code, detail };
  }
  return null;
}

/** Certificates that a response may rest on beside the issuer's, for whoever has to find their status first. */
export function delegatedResponders(
  response: OcspResponse,
  { certificate, issuer, candidates }: Pick<RevocationQuestion, 'certificate' | 'issuer' | 'candidates'>,
): readonly Certificate[] {
  if (about(response, { certificate, issuer }) === null) return [];
  return distinct([...response.certificates, ...candidates])
    .filter((each) => isNamed(response, each) && isOcspResponder(each) && isIssued(each, issuer))
    .slice(0, revocationLimits.signers);
}

type Responder =
  | {
      readonly certificate: Certificate;
      readonly scheme: SignatureScheme;
      readonly weak: string | null;
    }
  | { readonly reason: string };

/**
 * Who signed: the issuing CA itself, or somebody whose certificate that same CA key signed for OCSPSigning
 * (RFC 6960 §4.2.2.2). Nobody else's word counts, whatever else their certificate chains to.
 */
function findResponder(response: OcspResponse, question: RevocationQuestion): Responder {
  const { issuer, candidates } = question;
  const named = distinct([issuer, ...response.certificates, ...candidates])
    .filter((candidate) => isNamed(response, candidate))
    .slice(0, revocationLimits.signers);
  let reason = 'no certificate of the responder';
  for (const candidate of named) {
    const unfit = unfitness(candidate, response, question);
    const signed = unfit === null ? signedBy(response, candidate, response.producedAt) : { reason: unfit };
    if ('scheme' in signed) return { certificate: candidate, ...signed };
    reason = signed.reason;
  }
  return { reason };
}

function isNamed({ responder }: OcspResponse, candidate: Certificate): boolean {
  if (responder.kind === 'name') return candidate.subjectKey === responder.nameKey;
  // ResponderID byKey is SHA-1 by definition (RFC 6960 §4.2.1).
  const hashes = issuerHashes(candidate, certIdHashes.sha1);
  return hashes !== null && Buffer.from(hashes.key).toString('hex') === responder.keyHashHex;
}

function unfitness(
  candidate: Certificate,
  { producedAt }: OcspResponse,
  { certificate, issuer }: RevocationQuestion,
): string | null {
  if (isSameAuthority(candidate, issuer)) return validAt(issuer, producedAt);
  if (candidate.sha256Hex === certificate.sha256Hex) return 'the responder vouches for itself';
  if (candidate.issuerKey !== issuer.subjectKey || !isIssued(candidate, issuer))
    return 'the responder is not authorised by the issuing CA';
  if (!isOcspResponder(candidate)) return 'the responder lacks the extended key usage OCSPSigning';
  const { keyUsage } = candidate;
  if (keyUsage && !keyUsage.has('digitalSignature') && !keyUsage.has('nonRepudiation'))
    return 'key usage of the responder';
  const [critical] = candidate.unprocessedCritical.filter((id) => id !== oids.ocspNoCheck);
  if (critical !== undefined) return `critical extension ${critical} of the responder`;
  return validAt(candidate, producedAt);
}

/** Same name and same key, whatever the certificate. */
const isSameAuthority = (candidate: Certificate, issuer: Certificate): boolean =>
  candidate.subjectKey === issuer.subjectKey && Buffer.compare(candidate.spkiDer, issuer.spkiDer) === 0;

/** Self-signed certificates stand for anchors, whose own dates do not count (RFC 5280 §6.1.1 d). */
function validAt(signer: Certificate, producedAt: Date): string | null {
  if (signer.subjectKey === signer.issuerKey) return null;
  return producedAt < signer.notBefore || producedAt > signer.notAfter
    ? 'made outside the validity of the responder'
    : null;
}

function isIssued(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return issuedBy(certificate, issuer);
  } catch {
    return false;
  }
}

const trusted: Pick<RevocationStatus, 'status' | 'evidence' | 'faults'> = {
  status: 'good',
  evidence: [],
  faults: [],
};

/** A delegated responder without nocheck is asked about like any certificate, but never by its own answers. */
function responderStatus(
  responder: Certificate,
  question: RevocationQuestion,
  judge: Judge,
): Pick<RevocationStatus, 'status' | 'evidence' | 'faults'> {
  if (isSameAuthority(responder, question.issuer) || !needsRevocation(responder)) return trusted;
  return judge(responder, question.issuer);
}

const distinct = (certificates: readonly Certificate[]): readonly Certificate[] => [
  ...new Map(certificates.map((each) => [each.sha256Hex, each])).values(),
];

const refused = (code: PadesErrorCode, detail: string) => ({
  faults: [{ source: 'ocsp' as const, code, detail }],
});

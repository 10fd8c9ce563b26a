import {
  context,
  contextPrimitive,
  enumerated,
  generalizedTime,
  octetString,
  oid as oidDer,
  sequence,
} from '../pades/asn1/der.ts';
import { parseDer, type Der } from '../pades/asn1/guard.ts';
import { oids } from '../pades/asn1/oids.ts';
import * as read from '../pades/asn1/read.ts';
import { certIdHashes, issuerHashes } from '../pades/revocation/cert-id.ts';
import { parseCertificate } from '../pades/x509/certificate.ts';
import { signedSequence, wholeSeconds } from './tanda-tangan.ts';
import { revocationReasons, type DevelopmentPki, type StatusRegister } from './types.ts';

const FRESH_MS = 12 * 3600_000;
const MAX_REQUESTS = 32;
/** OCSPResponseStatus (RFC 6960 §4.2.1) of the one unsigned answer this responder gives. */
const MALFORMED = 1;

interface Question {
  readonly certId: Der;
  readonly hashOid: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serial: string;
}

/** Answers one OCSPRequest (RFC 6960) as the delegated responder of the issuing CA. */
export function answerOcsp(
  pki: DevelopmentPki,
  register: StatusRegister,
  request: Uint8Array,
  now: Date,
): Uint8Array {
  let asked: ReturnType<typeof readRequest>;
  try {
    asked = readRequest(request);
  } catch {
    return sequence(enumerated(MALFORMED));
  }
  const time = wholeSeconds(now);
  const answers = asked.questions.map((question) => singleResponse(question, pki, register, time));
  const responseData = sequence(
    context(2, octetString(responderKeyHash(pki.ocsp.certificate))),
    generalizedTime(time),
    sequence(...answers),
    ...(asked.nonce ? [context(1, sequence(read.raw(asked.nonce)))] : []),
  );
  const basic = signedSequence(responseData, pki.ocsp, context(0, sequence(pki.ocsp.certificate)));
  return sequence(enumerated(0), context(0, sequence(oidDer(oids.ocspBasic), octetString(basic))));
}

function readRequest(bytes: Uint8Array): { questions: Question[]; nonce: Der | null } {
  const tbs = new read.Fields(new read.Fields(parseDer(bytes, { maxBytes: 64 * 1024 })).take());
  tbs.optional(0xa0); // version
  tbs.optional(0xa1); // requestorName: everyone is answered
  const list = tbs.take(0x30);
  const extensions = tbs.optional(0xa2);
  tbs.done();
  if (list.children.length === 0 || list.children.length > MAX_REQUESTS) {
    read.malformed(list, 'number of requests');
  }
  return { questions: list.children.map(readQuestion), nonce: nonceOf(extensions) };
}

function readQuestion(node: Der): Question {
  const certId = new read.Fields(node).take(0x30);
  const fields = new read.Fields(certId);
  const { oid } = read.algorithm(fields.take());
  const issuerNameHash = read.octets(fields.take());
  const issuerKeyHash = read.octets(fields.take());
  const serial = read.integerHex(fields.take());
  return { certId, hashOid: oid, issuerNameHash, issuerKeyHash, serial };
}

/** The nonce goes back as it came (RFC 9654: 1 to 128 octets); other critical extensions are not understood. */
function nonceOf(extensions: Der | null): Der | null {
  const list = extensions?.children[0]?.children ?? [];
  let nonce: Der | null = null;
  for (const node of list) {
    const fields = new read.Fields(node);
    const id = read.oid(fields.take());
    const critical = fields.optional(0x01);
    const value = read.octets(fields.take());
    if (id === oids.ocspNonce && value.length <= 130) nonce = node;
    else if (critical && read.boolean(critical)) read.malformed(node, 'critical extension');
  }
  return nonce;
}

function singleResponse(
  question: Question,
  pki: DevelopmentPki,
  register: StatusRegister,
  now: Date,
): Uint8Array {
  return sequence(
    read.raw(question.certId),
    certStatus(question, pki, register, now),
    generalizedTime(now),
    context(0, generalizedTime(new Date(now.getTime() + FRESH_MS))),
  );
}

/** `unknown` is never `good`: only certificates this CA issued are vouched for. */
function certStatus(
  question: Question,
  pki: DevelopmentPki,
  register: StatusRegister,
  now: Date,
): Uint8Array {
  const ours = namesIssuer(question, pki.issuing.certificate) && register.issued(question.serial);
  if (!ours) return contextPrimitive(2, new Uint8Array(0));
  const found = register.revocations().find((each) => each.serial === question.serial && each.time <= now);
  if (!found) return contextPrimitive(0, new Uint8Array(0));
  const reason = context(0, enumerated(revocationReasons[found.reason]));
  return context(1, generalizedTime(wholeSeconds(found.time)), reason);
}

function namesIssuer(question: Question, issuer: Uint8Array): boolean {
  const hashes = issuerHashes(parseCertificate(issuer), question.hashOid);
  return (
    hashes !== null &&
    Buffer.compare(hashes.name, question.issuerNameHash) === 0 &&
    Buffer.compare(hashes.key, question.issuerKeyHash) === 0
  );
}

/** ResponderID byKey is SHA-1 by definition (RFC 6960 §4.2.1). */
function responderKeyHash(certificate: Uint8Array): Uint8Array {
  return issuerHashes(parseCertificate(certificate), certIdHashes.sha1)?.key ?? new Uint8Array(0);
}

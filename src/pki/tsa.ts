import { sign } from 'node:crypto';
import {
  bitString,
  generalizedTime,
  integer,
  oid as oidDer,
  sequence,
  utf8String,
} from '../pades/asn1/der.ts';
import { parseDer, type Der } from '../pades/asn1/guard.ts';
import * as read from '../pades/asn1/read.ts';
import { oids } from '../pades/asn1/oids.ts';
import { buildSignedAttributes, buildSignedData } from '../pades/cms/build.ts';
import { imprintDigests } from '../pades/tsp/query.ts';
import { sha256 } from '../shared/bytes.ts';
import { developmentTsaPolicy, randomSerial } from './sertifikat.ts';
import type { DevelopmentPki } from './types.ts';

/** Hashes this authority stamps, with the length each must have. */
const digests: ReadonlyMap<string, number> = new Map(
  Object.values(imprintDigests).map(({ oid, bytes }) => [oid, bytes]),
);

/** PKIFailureInfo bits (RFC 3161 §2.4.2) with the sentence that goes beside them. */
const failures = {
  badAlg: { bit: 0, text: 'unrecognised or unsupported hash algorithm' },
  badRequest: { bit: 2, text: 'transaction not permitted or supported' },
  badDataFormat: { bit: 5, text: 'the data submitted has the wrong format' },
  unacceptedPolicy: { bit: 15, text: 'the requested policy is not supported' },
  unacceptedExtension: { bit: 16, text: 'the requested extension is not supported' },
} as const;
type Failure = keyof typeof failures;

interface Query {
  readonly imprint: Der;
  readonly policy: string | null;
  readonly nonce: Der | null;
  readonly certReq: boolean;
}

/** Answers one TimeStampReq (RFC 3161 §2.4), always with a TimeStampResp: a bad request is an answer, not an error. */
export function answerTimestampQuery(pki: DevelopmentPki, request: Uint8Array, now: Date): Uint8Array {
  const query = readQuery(request);
  return typeof query === 'string' ? rejection(query) : granted(timestampToken(pki, query, now));
}

function readQuery(request: Uint8Array): Query | Failure {
  try {
    const fields = new read.Fields(parseDer(request, { maxBytes: 64 * 1024 }));
    if (read.smallInt(fields.take()) !== 1) return 'badRequest';
    const imprint = fields.take(0x30);
    const policy = fields.optional(0x06);
    const nonce = fields.optional(0x02);
    const certReq = fields.optional(0x01);
    const extensions = fields.optional(0xa0);
    fields.done();
    const query = {
      imprint,
      policy: policy && read.oid(policy),
      nonce,
      certReq: certReq !== null && read.boolean(certReq),
    };
    // §2.4.1: an extension that is not understood is refused, critical or not.
    return extensions ? 'unacceptedExtension' : (refusal(query) ?? query);
  } catch {
    return 'badDataFormat';
  }
}

function refusal(query: Query): Failure | null {
  const fields = new read.Fields(query.imprint);
  const { oid, parameters } = read.algorithm(fields.take());
  const hash = read.octets(fields.take());
  fields.done();
  const length = digests.get(oid);
  if (length === undefined) return 'badAlg';
  if (hash.length !== length || (parameters && parameters.id !== 0x05)) return 'badDataFormat';
  if (query.policy !== null && query.policy !== developmentTsaPolicy) return 'unacceptedPolicy';
  return null;
}

/** TimeStampToken: SignedData over TSTInfo (RFC 3161 §2.4.2, RFC 5816). `ordering` is FALSE by being absent. */
function timestampToken(pki: DevelopmentPki, query: Query, now: Date): Uint8Array {
  const tstInfo = sequence(
    integer(1),
    oidDer(developmentTsaPolicy),
    read.raw(query.imprint),
    integer(Buffer.from(randomSerial(), 'hex')),
    generalizedTime(now),
    sequence(integer(1)), // accuracy: one second, the clock of an ordinary machine
    ...(query.nonce ? [read.raw(query.nonce)] : []),
  );
  const { certificate, key } = pki.tsa;
  const keyAlgorithm = key.asymmetricKeyType === 'ec' ? 'ecdsa-p256-sha256' : 'rsa-pkcs1-sha256';
  const signedAttributes = buildSignedAttributes({
    contentType: oids.tstInfo,
    digest: sha256(tstInfo),
    certificate,
    algorithm: keyAlgorithm,
  });
  const chain = [pki.issuing.certificate];
  return buildSignedData({
    eContentType: oids.tstInfo,
    eContent: tstInfo,
    certificates: query.certReq ? [certificate, ...chain] : [],
    signer: { certificate, chain, algorithm: keyAlgorithm },
    signedAttributes,
    signature: sign('sha256', signedAttributes, { key, dsaEncoding: 'der' }),
  });
}

const granted = (token: Uint8Array): Uint8Array => sequence(sequence(integer(0)), token);

function rejection(failure: Failure): Uint8Array {
  const { bit, text } = failures[failure];
  const octets = new Uint8Array((bit >> 3) + 1);
  octets[bit >> 3] = 0x80 >> (bit & 7);
  // DER: a named-bit list ends with its last set bit (X.690 §11.2.2).
  return sequence(sequence(integer(2), sequence(utf8String(text)), bitString(octets, 7 - (bit & 7))));
}

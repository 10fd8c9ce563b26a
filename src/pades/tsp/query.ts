import { parseDer } from '../asn1/guard.ts';
import * as der from '../asn1/der.ts';
import { oids } from '../asn1/oids.ts';
import { algorithm, boolean, Fields, integerHex, octets, oid, smallInt } from '../asn1/read.ts';
import { PadesError } from '../errors.ts';

/** Hashes an imprint may have, with the length of each (TS 119 312). */
export const imprintDigests = {
  sha256: { oid: oids.sha256, bytes: 32 },
  sha384: { oid: oids.sha384, bytes: 48 },
  sha512: { oid: oids.sha512, bytes: 64 },
} as const;

/** What is to be stamped (RFC 3161 §2.4.1). */
export interface TimestampRequest {
  /** Hash of what is to be stamped. */
  readonly digest: Uint8Array;
  /** Which hash it is. Default sha256. */
  readonly digestName?: keyof typeof imprintDigests;
  /** Fresh and random, at least 64 bits, read as an unsigned number. */
  readonly nonce: Uint8Array;
  /** Only a token under this policy is wanted; absent: the authority's own. */
  readonly policyOid?: string;
}

/** TimeStampReq, version 1, certReq TRUE (RFC 3161 §2.4.1). Throws PADES_TSP_INVALID for a request that is none. */
export function buildTimestampQuery(request: TimestampRequest): Uint8Array {
  const { digest, digestName = 'sha256', nonce, policyOid } = request;
  const { oid: digestOid, bytes } = imprintDigests[digestName];
  if (digest.length !== bytes || nonce.length < 8 || nonce.length > 32) {
    throw new PadesError('PADES_TSP_INVALID', {
      detail: `A digest of ${bytes} and a nonce of 8 to 32 octets are needed.`,
    });
  }
  const imprint = der.sequence(der.algorithm(digestOid, der.nullValue()), der.octetString(digest));
  return der.sequence(
    der.integer(1),
    imprint,
    ...(policyOid === undefined ? [] : [der.oid(policyOid)]),
    der.integer(nonce),
    der.boolean(true),
  );
}

/** What a requester asks, as a TSA reads it. */
export interface TimestampQuery {
  readonly digestOid: string;
  readonly digest: Uint8Array;
  readonly policyOid: string | null;
  /** Magnitude in hex; null where the requester sent none. */
  readonly nonceHex: string | null;
  readonly certReq: boolean;
  /** RFC 3161 §2.4.1: a TSA that does not know an extension must refuse. */
  readonly hasExtensions: boolean;
}

/** Throws PADES_ASN1_INVALID; judging version, hash and policy is the TSA's business. */
export function parseTimestampQuery(bytes: Uint8Array): TimestampQuery {
  const fields = new Fields(parseDer(bytes, { maxBytes: 64 * 1024 }));
  const version = fields.take(0x02);
  if (smallInt(version) !== 1) throw new PadesError('PADES_ASN1_INVALID', { detail: 'version is not 1' });
  const imprint = new Fields(fields.take(0x30));
  const digestOid = algorithm(imprint.take()).oid;
  const digest = octets(imprint.take(0x04));
  imprint.done();
  const policy = fields.optional(0x06);
  const nonce = fields.optional(0x02);
  const certReq = fields.optional(0x01);
  const extensions = fields.optional(0xa0);
  fields.done();
  return {
    digestOid,
    digest,
    policyOid: policy && oid(policy),
    nonceHex: nonce && integerHex(nonce),
    certReq: certReq !== null && boolean(certReq),
    hasExtensions: extensions !== null,
  };
}

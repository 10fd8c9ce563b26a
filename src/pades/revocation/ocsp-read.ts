import { createHash } from 'node:crypto';
import * as write from '../asn1/der.ts';
import { parseDer, type Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { algorithm, bitOctets, Fields, octets, oid, raw, smallInt, time } from '../asn1/read.ts';
import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import { Kept, keyOf } from '../x509/kept.ts';
import { nameKey } from '../x509/name.ts';
import { extensionList, unprocessed } from './extensions.ts';
import { revocationLimits } from './limits.ts';
import { reasonOf } from './reason.ts';
import type { OcspResponse, SingleResponse } from './types.ts';

/** OCSPResponseStatus (RFC 6960 §4.2.1); only `successful` is signed, so nothing else is read any further. */
const refusals: ReadonlyMap<number, string> = new Map([
  [1, 'malformedRequest'],
  [2, 'internalError'],
  [3, 'tryLater'],
  [5, 'sigRequired'],
  [6, 'unauthorized'],
]);

/** The nonce is compared by whoever sent one; archiveCutoff and CertHash are honoured (pades.md 6). */
const responseExtensions: ReadonlySet<string> = new Set([oids.ocspNonce]);
const singleExtensions: ReadonlySet<string> = new Set([oids.ocspArchiveCutoff, oids.certHash]);

/**
 * Reads an OCSPResponse, or a bare BasicOCSPResponse as CAdES stores it (RFC 6960 §4.2), judging nothing.
 * Throws PADES_OCSP_INVALID, or PADES_OCSP_REJECTED where the responder gave no answer.
 */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  if (der.length > revocationLimits.keptBytes) return parsed(der);
  // Of its own bytes, so that nobody can change what is kept.
  return kept.get(keyOf(der), () => parsed(Uint8Array.from(der)));
}
const kept = new Kept<OcspResponse>(128);

function parsed(der: Uint8Array): OcspResponse {
  try {
    const root = parseDer(der, { maxBytes: revocationLimits.ocspBytes });
    if (root.children[0]?.id !== 0x0a) return readBasic(root, wrapped(der));
    const fields = new Fields(root);
    const status = smallInt(fields.take(0x0a), 0x0a);
    if (status !== 0) {
      throw new PadesError('PADES_OCSP_REJECTED', { detail: refusals.get(status) ?? `status ${status}` });
    }
    const explicit = new Fields(fields.take(0xa0), 0xa0);
    fields.done();
    const response = new Fields(explicit.take(0x30));
    explicit.done();
    const kind = oid(response.take());
    const basic = octets(response.take(0x04));
    response.done();
    if (kind !== oids.ocspBasic)
      throw new PadesError('PADES_OCSP_INVALID', { detail: `response type ${kind}` });
    return readBasic(parseDer(basic), der);
  } catch (cause) {
    if (cause instanceof PadesError && cause.code !== 'PADES_ASN1_INVALID') throw cause;
    throw new PadesError('PADES_OCSP_INVALID', {
      ...(cause instanceof PadesError && cause.offset !== null && { offset: cause.offset }),
      detail: 'not an OCSP response',
      cause,
    });
  }
}

const wrapped = (basic: Uint8Array): Uint8Array =>
  write.sequence(
    write.enumerated(0),
    write.context(0, write.sequence(write.oid(oids.ocspBasic), write.octetString(basic))),
  );

function readBasic(root: Der, der: Uint8Array): OcspResponse {
  const basic = new Fields(root);
  const tbsNode = basic.take(0x30);
  const signatureAlgorithm = algorithm(basic.take());
  const signature = bitOctets(basic.take());
  const sent = basic.optional(0xa0);
  basic.done();

  const tbs = new Fields(tbsNode);
  tbs.optional(0xa0); // version: v1 is the only one there is
  const responder = readResponder(tbs.take());
  const producedAt = time(tbs.take(0x18));
  const responses = tbs.take(0x30).children.map(readSingle);
  const extensions = extensionList(tbs.optional(0xa1));
  tbs.done();
  const nonce = extensions.get(oids.ocspNonce);
  return {
    der,
    sha256Hex: createHash('sha256').update(der).digest('hex'),
    tbsDer: raw(tbsNode),
    signatureAlgorithm,
    signature,
    responder,
    producedAt,
    responses,
    nonceHex: nonce ? Buffer.from(nonce.value).toString('hex') : null,
    certificates: readCertificates(
      (sent?.children[0]?.children ?? []).slice(0, revocationLimits.certificates).map(raw),
    ),
    unprocessedCritical: unprocessed(extensions, responseExtensions),
  };
}

function readResponder(node: Der): OcspResponse['responder'] {
  const fields = new Fields(node, node.id === 0xa2 ? 0xa2 : 0xa1);
  const inner = fields.take();
  fields.done();
  return node.id === 0xa1
    ? { kind: 'name', nameKey: nameKey(inner) }
    : { kind: 'key', keyHashHex: Buffer.from(octets(inner)).toString('hex') };
}

function readSingle(node: Der): SingleResponse {
  const fields = new Fields(node);
  const id = new Fields(fields.take(0x30));
  const hashOid = algorithm(id.take()).oid;
  const issuerNameHash = octets(id.take(0x04));
  const issuerKeyHash = octets(id.take(0x04));
  const serialDer = raw(id.take(0x02));
  id.done();
  const status = readStatus(fields.take());
  const thisUpdate = time(fields.take(0x18));
  const next = fields.optional(0xa0);
  const extensions = extensionList(fields.optional(0xa1));
  fields.done();
  const cutoff = extensions.get(oids.ocspArchiveCutoff);
  const certHash = extensions.get(oids.certHash);
  return {
    hashOid,
    issuerNameHash,
    issuerKeyHash,
    serialDer,
    ...status,
    thisUpdate,
    nextUpdate: next && time(new Fields(next, 0xa0).take(0x18)),
    archiveCutoff: cutoff ? time(parseDer(cutoff.value)) : null,
    certHash: certHash ? readCertHash(parseDer(certHash.value)) : null,
    unprocessedCritical: unprocessed(extensions, singleExtensions),
  };
}

type Status = Pick<SingleResponse, 'status' | 'revocationTime' | 'reason'>;

/** CertStatus: good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL, all IMPLICIT. */
function readStatus(node: Der): Status {
  if (node.id === 0x80) return { status: 'good', revocationTime: null, reason: null };
  if (node.id === 0x82) return { status: 'unknown', revocationTime: null, reason: null };
  const fields = new Fields(node, 0xa1);
  const revocationTime = time(fields.take(0x18));
  const reason = fields.optional(0xa0);
  fields.done();
  return { status: 'revoked', revocationTime, reason: reason && reasonOf(new Fields(reason, 0xa0).take()) };
}

function readCertHash(node: Der): NonNullable<SingleResponse['certHash']> {
  const fields = new Fields(node);
  const hashOid = algorithm(fields.take()).oid;
  const hash = octets(fields.take(0x04));
  fields.done();
  return { hashOid, hash };
}

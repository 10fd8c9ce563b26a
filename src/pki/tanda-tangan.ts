import { sign } from 'node:crypto';
import { algorithm, bitString, nullValue, sequence, tags, tlv } from '../pades/asn1/der.ts';
import { oids } from '../pades/asn1/oids.ts';
import type { PkiEntity } from './types.ts';

/** RFC 4055 §5 wants NULL beside RSA, RFC 5758 §3.2 nothing beside ECDSA. */
const identifiers = {
  rsa: algorithm(oids.sha256WithRsa, nullValue()),
  ec: algorithm(oids.ecdsaWithSha256),
} as const;

export const signatureAlgorithmOf = (signer: PkiEntity): Uint8Array =>
  identifiers[signer.key.asymmetricKeyType === 'ec' ? 'ec' : 'rsa'];

/** `SEQUENCE { tbs, signatureAlgorithm, signature, … }`, the shape that CRLs and OCSP answers share. */
export function signedSequence(
  tbs: Uint8Array,
  signer: PkiEntity,
  ...after: readonly Uint8Array[]
): Uint8Array {
  const signature = sign('sha256', tbs, { key: signer.key, dsaEncoding: 'der' });
  return sequence(tbs, signatureAlgorithmOf(signer), bitString(signature), ...after);
}

/** RFC 5280 §4.1.2.5.2: whole seconds, no fraction. */
export const wholeSeconds = (time: Date): Date => new Date(Math.floor(time.getTime() / 1000) * 1000);

/** RFC 5280 §5.1.2.4: UTCTime through 2049, GeneralizedTime from 2050. */
export function listTime(time: Date): Uint8Array {
  const digits = time.toISOString().slice(0, 19).replace(/[-:T]/g, '');
  const early = time.getUTCFullYear() < 2050;
  return tlv(
    early ? tags.utcTime : tags.generalizedTime,
    Buffer.from(`${early ? digits.slice(2) : digits}Z`),
  );
}

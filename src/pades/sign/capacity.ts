import { certificateParts } from '../asn1/tlv.ts';
import { signatureAlgorithms } from '../cms/algorithms.ts';
import { publicKeyOf } from './certificate.ts';
import type { SignatureLevel, SignerIdentity } from './types.ts';

/** Everything in the CMS but certificates, names and the signature value: about 500 bytes, with room to spare. */
const FRAME = 1024;
/** A timestamp token with its TSA's chain (pades.md 1.2). */
const TOKEN = 8192;
const ROUND = 1024;

/** Bytes to reserve for the CMS. Every certificate goes in once; the issuer's name stands in the CMS twice. */
export function capacityFor(signer: SignerIdentity, level: SignatureLevel): number {
  const certificates = [signer.certificate, ...signer.chain].reduce((sum, each) => sum + each.length, 0);
  const { issuer, serial } = certificateParts(signer.certificate);
  const names = 2 * (issuer.length + serial.length);
  const signatureSize = signatureAlgorithms[signer.algorithm].signatureBytes(publicKeyOf(signer));
  const token = level === 'B-B' ? 0 : TOKEN;
  const exact = FRAME + certificates + names + signatureSize + token;
  return Math.ceil(exact / ROUND) * ROUND;
}

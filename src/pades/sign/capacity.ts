import { oids } from '../asn1/oids.ts';
import { signatureAlgorithms } from '../cms/algorithms.ts';
import { signedDataSize } from '../cms/build.ts';
import type { SignedAttribute } from '../cms/optional-attributes.ts';
import { PadesError } from '../errors.ts';
import { certificateOf, publicKeyOf } from './certificate.ts';
import type { SignatureLevel, SignerIdentity } from './types.ts';

/** Room for a timestamp token nobody has measured: the value of pades.md 1.2. */
export const TIMESTAMP_BYTES = 8192;
/** Two tokens of one authority differ in the length of serial number, time and signature. */
const TOKEN_VARIES = 128;

/** OID, SEQUENCE and SET around the value of an attribute. */
const ATTRIBUTE_FRAME = 32;

/** Octets by which content timestamps of this size together may lengthen the signed attributes. */
export const contentTimestampRoom = (bytes: number | undefined): number =>
  bytes === undefined ? 0 : bytes + TOKEN_VARIES + ATTRIBUTE_FRAME;

/** The parts of a signature whose size is not fixed by signer and level. */
export interface CapacityOptions {
  /** The optional signed attributes, as they will be written. */
  readonly attributes?: readonly SignedAttribute[];
  readonly contentTimestampBytes?: number | undefined;
  /** Size of an earlier token of the same authority, or `timestampBytesOf` its certificates. */
  readonly timestampBytes?: number | undefined;
}

/**
 * Octets of the largest CMS this signer can be the signer of: every part counts at its full size, so nothing is guessed but an
 * unmeasured timestamp. Long-term levels keep their data in the DSS and need no more than B-T. Throws PADES_CERTIFICATE_INVALID,
 * PADES_ALGORITHM_REFUSED, PADES_OPTIONS_INVALID.
 */
export function capacityFor(
  signer: SignerIdentity,
  level: SignatureLevel,
  options: CapacityOptions = {},
): number {
  const known = measured.get(signer.certificate);
  if (known && sameQuestion(known, signer, level, options)) return known.octets;
  const octets = measure(signer, level, options);
  measured.set(signer.certificate, { signer, level, options, octets });
  return octets;
}

interface Measured {
  readonly signer: SignerIdentity;
  readonly level: SignatureLevel;
  readonly options: CapacityOptions;
  readonly octets: number;
}

/** The last answer for a certificate: the forty letters of a morning ask the same. */
const measured = new WeakMap<Uint8Array, Measured>();

const sameQuestion = (
  known: Measured,
  signer: SignerIdentity,
  level: SignatureLevel,
  options: CapacityOptions,
) =>
  known.level === level &&
  known.signer.algorithm === signer.algorithm &&
  known.signer.chain === signer.chain &&
  (known.options.attributes?.length ?? 0) === 0 &&
  (options.attributes?.length ?? 0) === 0 &&
  known.options.contentTimestampBytes === options.contentTimestampBytes &&
  known.options.timestampBytes === options.timestampBytes;

function measure(signer: SignerIdentity, level: SignatureLevel, options: CapacityOptions): number {
  for (const bytes of [options.contentTimestampBytes, options.timestampBytes]) refuseImpossible(bytes);
  const { attributes = [], contentTimestampBytes, timestampBytes = TIMESTAMP_BYTES } = options;
  const key = publicKeyOf(signer);
  const more = attributes.map(({ oid, value }) => ({ oid, bytes: value.length }));
  const room = contentTimestampRoom(contentTimestampBytes);
  const contentTimestamps = room > 0 ? [{ oid: oids.contentTimeStamp, bytes: room }] : [];
  const timestamp = { oid: oids.signatureTimeStamp, bytes: timestampBytes + TOKEN_VARIES };
  return signedDataSize({
    signer,
    certificates: [signer.certificate, ...signer.chain],
    signatureBytes: signatureAlgorithms[signer.algorithm].signatureBytes(key),
    more: [...more, ...contentTimestamps],
    unsigned: level === 'B-B' ? [] : [timestamp],
  });
}

/** More than this is no timestamp token. */
const LARGEST_TOKEN = 1024 * 1024;

function refuseImpossible(bytes: number | undefined): void {
  if (bytes === undefined || (Number.isInteger(bytes) && bytes >= 0 && bytes <= LARGEST_TOKEN)) return;
  throw new PadesError('PADES_OPTIONS_INVALID', { detail: `No timestamp has ${bytes} octets.` });
}

/**
 * Octets of a token from an authority whose certificates (its own first, then those it sends along) are known: they, the largest signature,
 * and the fixed parts of TSTInfo, attributes and SignerInfo. Throws PADES_CERTIFICATE_INVALID.
 */
export function timestampBytesOf(certificates: readonly Uint8Array[]): number {
  const [own] = certificates;
  const names = own ? 3 * (certificateOf(own).issuerDer.length + certificateOf(own).subjectDer.length) : 0;
  return certificates.reduce((sum, each) => sum + each.length, 0) + names + LARGEST_SIGNATURE + TOKEN_FRAME;
}

/** RSA-4096. */
const LARGEST_SIGNATURE = 512;
/** Everything else in a token: about 500 octets with SHA-256, twice that to be safe. */
const TOKEN_FRAME = 1024;

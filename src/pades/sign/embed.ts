import { createHash, verify } from 'node:crypto';
import { oids } from '../asn1/oids.ts';
import { signatureAlgorithms, type DigestName } from '../cms/algorithms.ts';
import { buildSignedData } from '../cms/build.ts';
import { PadesError } from '../errors.ts';
import { publicKeyOf } from './certificate.ts';
import type { HashSigner, PreparedPdf, SignedPdf } from './types.ts';

/**
 * Has the attributes signed, once, and builds the CMS of a B-B signature (RFC 5652 §5.4, §5.6). The value of a key elsewhere is verified
 * here before anything is built on it. Throws PADES_SIGNATURE_MISMATCH, PADES_CERTIFICATE_INVALID; the signer's own errors pass through.
 */
export async function signPrepared(prepared: PreparedPdf, signer: HashSigner): Promise<Uint8Array> {
  const { certificate, algorithm } = prepared.signer;
  const same = certificate === signer.certificate || Buffer.compare(certificate, signer.certificate) === 0;
  if (!same || algorithm !== signer.algorithm) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', {
      detail: 'The document was prepared for another signer.',
    });
  }
  const message = prepared.signedAttributes;
  const { digest: digestName, hash, parameters } = signatureAlgorithms[algorithm];
  const signature = await signer.sign(new ToSign(message, digestName));
  if (signer.inProcess !== true) {
    const key = publicKeyOf(prepared.signer);
    if (!verify(hash, message, { key, ...parameters }, signature))
      throw new PadesError('PADES_SIGNATURE_MISMATCH');
  }
  return buildSignedData({
    eContentType: oids.data,
    certificates: [certificate, ...prepared.signer.chain],
    signer: prepared.signer,
    signedAttributes: message,
    signature,
  });
}

/** What a key is given. The digest is made when it is asked for: a key in this process hashes by itself. */
class ToSign {
  readonly message: Uint8Array;
  readonly #digest: DigestName;

  constructor(message: Uint8Array, digest: DigestName) {
    this.message = message;
    this.#digest = digest;
  }

  get digest(): Uint8Array {
    return new Uint8Array(createHash(this.#digest).update(this.message).digest());
  }
}

/** Puts the CMS into /Contents. Throws PADES_CONTENTS_TOO_SMALL; nothing is ever cut off. */
export function embedSignature(prepared: PreparedPdf, cms: Uint8Array): SignedPdf {
  if (cms.length > prepared.capacity) {
    throw new PadesError('PADES_CONTENTS_TOO_SMALL', {
      detail: `${cms.length} bytes, room for ${prepared.capacity}.`,
    });
  }
  const update = Buffer.from(prepared.update);
  const hex = Buffer.from(cms.buffer, cms.byteOffset, cms.length).toString('hex');
  update.write(hex, prepared.byteRange[1] - prepared.original.size + 1, 'latin1');
  return {
    original: prepared.original,
    update,
    size: prepared.original.size + update.length,
    field: prepared.field,
  };
}

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { PadesError, type SignatureAlgorithm } from '../../pades/index.ts';
import { keySigner, type DestroyableSigner } from './kunci.ts';
import { readPkcs12, type Pkcs12Content } from './pkcs12-isi.ts';
import { chainOf, readCertificate, spki } from './rantai.ts';

/**
 * The signer in a PKCS#12 file. Of several keys the one whose localKeyId names its own certificate is used, then any
 * that has a certificate; the chain is put in order, signer first, without the root.
 *
 * Throws `FRASA_SANDI_SALAH`, `PADES_CERTIFICATE_INVALID` or `PADES_ALGORITHM_REFUSED`.
 */
export function openPkcs12(
  bytes: Uint8Array,
  passphrase: Uint8Array,
  algorithm?: SignatureAlgorithm,
): DestroyableSigner {
  const content = readPkcs12(bytes, passphrase);
  const { key, certificate, others } = chooseSigner(content);
  return keySigner(key, certificate.raw, chainOf(certificate, others), algorithm);
}

function chooseSigner({ keys, certificates }: Pkcs12Content) {
  const parsed = certificates.map(({ der, localKeyId }) => ({
    certificate: readCertificate(der),
    localKeyId,
  }));
  const pairs = keys.flatMap(({ pkcs8, localKeyId }) => {
    const key = readKey(pkcs8);
    const publicKey = spki(createPublicKey(key));
    const fitting = parsed.filter((each) => spki(each.certificate.publicKey).equals(publicKey));
    return fitting.map((each) => ({
      key,
      certificate: each.certificate,
      named: localKeyId !== null && each.localKeyId === localKeyId,
    }));
  });
  const chosen = pairs.find((pair) => pair.named) ?? pairs[0];
  if (!chosen) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', {
      detail: 'The PKCS#12 file holds no private key with its certificate.',
    });
  }
  const others = parsed.map((each) => each.certificate).filter((each) => each !== chosen.certificate);
  return { ...chosen, others };
}

function readKey(pkcs8: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { detail: 'The private key cannot be read.', cause });
  } finally {
    pkcs8.fill(0);
  }
}

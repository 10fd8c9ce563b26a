import { NaskahError } from '../../shared/errors.ts';
import { ck, type Attribute, type Cryptoki, type Handle } from './pkcs11-antarmuka.ts';

/** Which key of a token; one of the two is enough, both must fit. */
export interface KeyName {
  readonly label?: string;
  readonly id?: Uint8Array;
}

/** More objects of one kind than any signer's token holds. */
const MAX_OBJECTS = 64;

/** The one private key of that name. Throws `KUNCI_TIDAK_DITEMUKAN`. */
export function findPrivateKey(cryptoki: Cryptoki, session: Handle, name: KeyName): Handle {
  const found = find(cryptoki, session, [
    { type: ck.attribute.class, value: ck.class.privateKey },
    ...(name.label === undefined ? [] : [{ type: ck.attribute.label, value: name.label }]),
    ...(name.id === undefined ? [] : [{ type: ck.attribute.id, value: Buffer.from(name.id) }]),
  ]);
  const [key] = found;
  if (key && found.length === 1) return key;
  throw new NaskahError('KUNCI_TIDAK_DITEMUKAN', {
    detail: key ? 'Lebih dari satu kunci pada token bernama demikian.' : 'Token tidak memuat kunci itu.',
  });
}

/** Every X.509 certificate of the token, DER. Some tokens pad what they keep: only the certificate itself is given. */
export function readCertificates(
  cryptoki: Cryptoki,
  session: Handle,
): { readonly der: Uint8Array; readonly id: Buffer | null }[] {
  const objects = find(cryptoki, session, [
    { type: ck.attribute.class, value: ck.class.certificate },
    { type: ck.attribute.certificateType, value: ck.x509 },
  ]);
  return objects.flatMap((object) => {
    const value = attribute(cryptoki, session, object, ck.attribute.value);
    const id = attribute(cryptoki, session, object, ck.attribute.id);
    return value && value.length > 4 ? [{ der: Uint8Array.from(exact(value)), id }] : [];
  });
}

/** What the token says of the key's public half: an RSA modulus, or the point of the public key with the same id. */
export function publicPart(cryptoki: Cryptoki, session: Handle, key: Handle): Buffer | null {
  const modulus = attribute(cryptoki, session, key, ck.attribute.modulus);
  if (modulus) return modulus;
  const id = attribute(cryptoki, session, key, ck.attribute.id);
  if (!id) return null;
  const [publicKey] = find(cryptoki, session, [
    { type: ck.attribute.class, value: ck.class.publicKey },
    { type: ck.attribute.id, value: id },
  ]);
  return publicKey ? attribute(cryptoki, session, publicKey, ck.attribute.ecPoint) : null;
}

/** Null where the object has no such attribute, or an empty one. */
export function attribute(cryptoki: Cryptoki, session: Handle, object: Handle, type: number): Buffer | null {
  try {
    const [found] = cryptoki.C_GetAttributeValue(session, object, [{ type }]);
    return found && found.value.length > 0 ? found.value : null;
  } catch {
    return null;
  }
}

function find(cryptoki: Cryptoki, session: Handle, template: Attribute[]): Handle[] {
  cryptoki.C_FindObjectsInit(session, template);
  try {
    return cryptoki.C_FindObjects(session, MAX_OBJECTS);
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
}

function exact(value: Buffer): Buffer {
  const octets = (value[1] ?? 0) - 0x80;
  if (octets < 1 || octets > 3 || value.length < 2 + octets) return value;
  return value.subarray(0, 2 + octets + value.readUIntBE(2, octets));
}

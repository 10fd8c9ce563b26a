import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  algorithm,
  bitString,
  boolean,
  context,
  integer,
  octetString,
  oid,
  printableString,
  sequence,
  setOf,
  tags,
  tlv,
} from '../../src/pades/asn1/der.ts';

/** A key of any kind with a certificate a CA of this file gave it, made at run time and forgotten with the process. */
export interface Pemegang {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
}

/** How long every certificate here is valid. */
const notBefore = '250101000000Z';
const notAfter = '350101000000Z';
const ecdsaWithSha256 = algorithm('1.2.840.10045.4.3.2');

const dn = (name: string): Uint8Array => sequence(setOf([sequence(oid('2.5.4.3'), printableString(name))]));
const utcTime = (text: string): Uint8Array => tlv(tags.utcTime, Buffer.from(text));

export interface Ca extends Pemegang {
  readonly name: string;
}

/** A self-signed CA on P-256. */
export function buatCa(name = 'TEST Root KEYS'): Ca {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca: Ca = { name, key: privateKey, certificate: new Uint8Array() };
  return { ...ca, certificate: sertifikatUntuk(createPublicKey(privateKey), ca, name, true) };
}

/** A CA under another. */
export function buatCaAntara(induk: Ca, name = 'TEST Issuing KEYS'): Ca {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    name,
    key: privateKey,
    certificate: sertifikatUntuk(createPublicKey(privateKey), induk, name, true),
  };
}

/** A certificate for a key wherever it lives: its SubjectPublicKeyInfo goes in as it is. */
export function sertifikatUntuk(publicKey: KeyObject, ca: Ca, name: string, isCa = false): Uint8Array {
  const keyUsage = isCa ? [0x06, 1] : [0xc0, 6];
  const extension = (id: string, value: Uint8Array): Uint8Array =>
    sequence(oid(id), boolean(true), octetString(value));
  const tbs = sequence(
    context(0, integer(2)),
    integer(randomBytes(8)),
    ecdsaWithSha256,
    dn(ca.name),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    dn(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    context(
      3,
      sequence(
        extension('2.5.29.19', isCa ? sequence(boolean(true)) : sequence()),
        extension('2.5.29.15', bitString(Uint8Array.of(keyUsage[0]!), keyUsage[1])),
      ),
    ),
  );
  return sequence(tbs, ecdsaWithSha256, bitString(sign('sha256', tbs, ca.key)));
}

/** Kinds of key a signer may have, by the name the tests use. */
export const jenisKunci = {
  'rsa-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
  'rsa-pss': () =>
    generateKeyPairSync('rsa-pss', {
      modulusLength: 2048,
      hashAlgorithm: 'sha256',
      mgf1HashAlgorithm: 'sha256',
      saltLength: 32 as unknown as string, // the types are wrong about it
    }).privateKey,
  'p-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'p-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'p-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  ed25519: () => generateKeyPairSync('ed25519').privateKey,
} as const satisfies Record<string, () => KeyObject>;
export type JenisKunciUji = keyof typeof jenisKunci;

export function buatPemegang(jenis: JenisKunciUji, ca: Ca): Pemegang {
  const key = jenisKunci[jenis]();
  return { key, certificate: sertifikatUntuk(createPublicKey(key), ca, `TEST ${jenis}`) };
}

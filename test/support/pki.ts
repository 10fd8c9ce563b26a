import 'reflect-metadata';
import { createPrivateKey, sign, webcrypto, type KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { HashSigner, SignatureAlgorithm, SignerIdentity } from '../../src/pades/sign/types.ts';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** A holder of a certificate and its key, made at run time and forgotten with the process. */
export interface TestIdentity extends SignerIdentity {
  readonly key: KeyObject;
}

export interface TestPki {
  readonly root: TestIdentity;
  readonly issuing: TestIdentity;
  readonly rsa: TestIdentity;
  readonly ec: TestIdentity;
  readonly tsa: TestIdentity;
}

/** Every certificate of the test PKI is valid in this window. */
export const testNotBefore = new Date('2025-01-01T00:00:00Z');
export const testNotAfter = new Date('2035-01-01T00:00:00Z');

const rsaKey = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const ecKey = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Recipe {
  readonly name: string;
  readonly kind: 'ca' | 'signer' | 'tsa';
  readonly algorithm: SignatureAlgorithm;
  readonly serial: string;
  readonly modulusLength?: number;
  readonly namedCurve?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Issues one certificate; without an issuer it is self-signed. Tests may ask for bad ones (short keys, past dates). */
export async function issue(recipe: Recipe, issuer?: TestIdentity): Promise<TestIdentity> {
  const parameters =
    recipe.algorithm === 'rsa-pkcs1-sha256'
      ? { ...rsaKey, modulusLength: recipe.modulusLength ?? 2048 }
      : { ...ecKey, namedCurve: recipe.namedCurve ?? 'P-256' };
  const keys = await webcrypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: recipe.serial,
    subject: `CN=${recipe.name},O=Naskah TEST`,
    issuer: issuer ? new x509.X509Certificate(issuer.certificate).subject : `CN=${recipe.name},O=Naskah TEST`,
    notBefore: recipe.notBefore ?? testNotBefore,
    notAfter: recipe.notAfter ?? testNotAfter,
    publicKey: keys.publicKey,
    signingKey: issuer ? await signingKeyOf(issuer) : keys.privateKey,
    signingAlgorithm: (issuer?.algorithm ?? recipe.algorithm) === 'rsa-pkcs1-sha256' ? rsaKey : ecKey,
    extensions: await extensionsOf(recipe, keys.publicKey, issuer),
  });
  return {
    key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    certificate: new Uint8Array(certificate.rawData),
    chain: issuer ? [issuer.certificate, ...issuer.chain] : [],
    algorithm: recipe.algorithm,
  };
}

/** root → issuing CA → signer RSA-2048, signer P-256, and a TSA with the critical, sole EKU of RFC 3161 §2.3. */
export async function makePki(): Promise<TestPki> {
  const root = await issue({ name: 'TEST Root', kind: 'ca', algorithm: 'rsa-pkcs1-sha256', serial: '01' });
  const issuing = await issue(
    { name: 'TEST Issuing CA', kind: 'ca', algorithm: 'ecdsa-p256-sha256', serial: '02' },
    root,
  );
  return {
    root,
    issuing,
    rsa: await issue(
      { name: 'TEST Signer RSA', kind: 'signer', algorithm: 'rsa-pkcs1-sha256', serial: '00a1' },
      issuing,
    ),
    ec: await issue(
      { name: 'TEST Signer EC', kind: 'signer', algorithm: 'ecdsa-p256-sha256', serial: '00b2' },
      issuing,
    ),
    tsa: await issue(
      { name: 'TEST TSA', kind: 'tsa', algorithm: 'rsa-pkcs1-sha256', serial: '00c3' },
      issuing,
    ),
  };
}

/** The identity as a HashSigner over node:crypto. */
export function signerOf(identity: TestIdentity): HashSigner {
  return {
    certificate: identity.certificate,
    chain: identity.chain,
    algorithm: identity.algorithm,
    sign: ({ message }) => new Uint8Array(sign('sha256', message, identity.key)),
  };
}

/** An identity by which nothing can be signed, as `PrepareOptions.signer` takes it. */
export const publicPart = ({ certificate, chain, algorithm }: TestIdentity): SignerIdentity => ({
  certificate,
  chain,
  algorithm,
});

async function signingKeyOf(identity: TestIdentity): Promise<webcrypto.CryptoKey> {
  const der = identity.key.export({ format: 'der', type: 'pkcs8' });
  const parameters = identity.algorithm === 'rsa-pkcs1-sha256' ? rsaKey : ecKey;
  return webcrypto.subtle.importKey('pkcs8', der, parameters, false, ['sign']);
}

async function extensionsOf(
  recipe: Recipe,
  publicKey: webcrypto.CryptoKey,
  issuer: TestIdentity | undefined,
): Promise<x509.Extension[]> {
  const usage: number = {
    ca: x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
    signer: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
    tsa: x509.KeyUsageFlags.digitalSignature,
  }[recipe.kind];
  return [
    new x509.BasicConstraintsExtension(recipe.kind === 'ca', undefined, true),
    keyUsage(usage),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ...(issuer
      ? [
          await x509.AuthorityKeyIdentifierExtension.create(
            new x509.X509Certificate(issuer.certificate).publicKey,
          ),
        ]
      : []),
    ...(recipe.kind === 'tsa' ? [new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.8'], true)] : []),
  ];
}

/** KeyUsage as DER: the library's flags are an enum that our rules do not let us combine. */
function keyUsage(bits: number): x509.Extension {
  const value = Buffer.from([0x03, 0x02, 0, 0]);
  // Bit 0 of KeyUsage is the highest bit of the octet; the flags count from the lowest.
  for (let bit = 0; bit < 8; bit += 1) if (bits & (1 << bit)) value[3] = (value[3] ?? 0) | (0x80 >> bit);
  value[2] = 7 - (31 - Math.clz32(bits));
  return new x509.Extension('2.5.29.15', true, value);
}

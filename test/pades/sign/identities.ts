import 'reflect-metadata';
import {
  constants,
  generateKeyPairSync,
  sign,
  webcrypto,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { HashSigner, SignatureAlgorithm } from '../../../src/pades/sign/types.ts';
import { testNotAfter, testNotBefore, type TestIdentity } from '../../support/pki.ts';

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
/** A key that allows one hash and no salt shorter than this. Node takes the length as a number; its types say text. */
export const restrictedPss = (modulusLength: number, hash: string, saltLength: number) =>
  generateKeyPairSync('rsa-pss', {
    modulusLength,
    hashAlgorithm: hash,
    mgf1HashAlgorithm: hash,
    saltLength: saltLength as unknown as string,
  });

/** A key for each algorithm, and how such a signature is made, in this file's own words. */
const recipes = {
  'rsa-pkcs1-sha256': [() => rsa(2048), 'sha256', { padding: constants.RSA_PKCS1_PADDING }],
  'rsa-pkcs1-sha384': [() => rsa(3072), 'sha384', { padding: constants.RSA_PKCS1_PADDING }],
  'rsa-pkcs1-sha512': [() => rsa(4096), 'sha512', { padding: constants.RSA_PKCS1_PADDING }],
  'rsa-pss-sha256': [() => rsa(2048), 'sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  'rsa-pss-sha384': [() => rsa(3072), 'sha384', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }],
  'rsa-pss-sha512': [
    () => restrictedPss(3072, 'sha512', 32),
    'sha512',
    { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
  ],
  'ecdsa-p256-sha256': [() => ec('P-256'), 'sha256', { dsaEncoding: 'der' }],
  'ecdsa-p384-sha384': [() => ec('P-384'), 'sha384', { dsaEncoding: 'der' }],
  'ecdsa-p521-sha512': [() => ec('P-521'), 'sha512', { dsaEncoding: 'der' }],
  ed25519: [() => generateKeyPairSync('ed25519'), null, {}],
} as const satisfies Record<
  SignatureAlgorithm,
  readonly [
    () => { privateKey: KeyObject; publicKey: KeyObject },
    string | null,
    { padding?: number; saltLength?: number; dsaEncoding?: 'der' },
  ]
>;

export const allAlgorithms = Object.keys(recipes) as SignatureAlgorithm[];
/** Whose signatures over the same bytes are the same. */
export const deterministic = allAlgorithms.filter((each) => /pkcs1|ed25519/.test(each));

/** Someone certified by `issuer` (a P-256 authority) with a key of this kind, or with the key given. */
export async function identityOf(
  algorithm: SignatureAlgorithm,
  issuer: TestIdentity,
  options: {
    readonly keys?: { privateKey: KeyObject; publicKey: KeyObject };
    readonly name?: string;
    readonly hash?: string;
  } = {},
): Promise<TestIdentity> {
  const { privateKey, publicKey } = options.keys ?? recipes[algorithm][0]();
  const ca = await webcrypto.subtle.importKey(
    'pkcs8',
    issuer.key.export({ format: 'der', type: 'pkcs8' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `0${allAlgorithms.indexOf(algorithm)}aa`,
    subject: `CN=${options.name ?? `TEST ${algorithm}`},O=Naskah TEST`,
    issuer: new x509.X509Certificate(issuer.certificate).subject,
    notBefore: testNotBefore,
    notAfter: testNotAfter,
    publicKey: new x509.PublicKey(publicKey.export({ format: 'der', type: 'spki' })),
    signingKey: ca,
    signingAlgorithm: { name: 'ECDSA', hash: options.hash ?? 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // digitalSignature and nonRepudiation
      new x509.Extension('2.5.29.15', true, Buffer.from([0x03, 0x02, 0x06, 0xc0])),
      await x509.AuthorityKeyIdentifierExtension.create(
        new x509.X509Certificate(issuer.certificate).publicKey,
      ),
    ],
  });
  return {
    key: privateKey,
    certificate: new Uint8Array(certificate.rawData),
    chain: [issuer.certificate, ...issuer.chain],
    algorithm,
  };
}

/** Signs by the recipe above, which shares nothing with the engine's table. */
export function signerBy({ key, certificate, chain, algorithm }: TestIdentity): HashSigner {
  const [, hash, parameters] = recipes[algorithm];
  return {
    certificate,
    chain,
    algorithm,
    sign: ({ message }) => new Uint8Array(sign(hash, message, { key, ...parameters })),
  };
}

export const subjectOf = (der: Uint8Array): string => new X509Certificate(der).subject;

import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { PkiEntity, PkiKeyKind } from './types.ts';

x509.cryptoProvider.set(webcrypto);

/** An arc that RFC 5612 reserves for documentation: these policies promise nothing to anybody. */
export const developmentPolicy = '1.3.6.1.4.1.32473.1.1';
export const developmentTsaPolicy = '1.3.6.1.4.1.32473.1.2';
const OCSP_NOCHECK = '1.3.6.1.5.5.7.48.1.5';
const NOTICE = 'Naskah DEVELOPMENT (tidak berlaku hukum)';

/** Bit sets of RFC 5280 §4.2.1.3; the package's enum has no names for combinations. */
const { keyCertSign, cRLSign, digitalSignature, nonRepudiation } = x509.KeyUsageFlags;
const usages: Record<'authority' | 'person' | 'service', x509.KeyUsageFlags> = {
  authority: keyCertSign | cRLSign,
  person: digitalSignature | nonRepudiation,
  service: digitalSignature,
};

/** Every kind of certificate as a row. `years` counts from issue; a leaf never outlives its CA. */
const profiles = {
  root: { years: 20, usage: usages.authority, pathLength: 1, eku: null, published: null },
  issuing: { years: 15, usage: usages.authority, pathLength: 0, eku: null, published: 'akar' },
  signer: {
    years: 2,
    usage: usages.person,
    pathLength: null,
    eku: null,
    published: 'penerbit',
  },
  // RFC 3161 §2.3: timeStamping must be the only purpose, and critical.
  tsa: {
    years: 10,
    usage: usages.service,
    pathLength: null,
    eku: x509.ExtendedKeyUsage.timeStamping,
    published: 'penerbit',
  },
  // RFC 6960 §4.2.2.2.1: a responder with nocheck names no revocation source of its own.
  ocsp: {
    years: 10,
    usage: usages.service,
    pathLength: null,
    eku: x509.ExtendedKeyUsage.ocspSigning,
    published: null,
  },
} as const;

export type CertificateKind = keyof typeof profiles;

export interface CertificateRequest {
  readonly kind: CertificateKind;
  readonly commonName: string;
  readonly serialNumber?: string;
  readonly keys: webcrypto.CryptoKeyPair;
  /** Absent for the root, which signs itself. */
  readonly issuer?: { readonly certificate: Uint8Array; readonly key: webcrypto.CryptoKey };
  readonly baseUrl: string;
  readonly now: Date;
}

/** Issues one certificate (RFC 5280) by its row. DER. */
export async function issueCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const { kind, keys, issuer, now } = request;
  const issuerCertificate = issuer && new x509.X509Certificate(issuer.certificate);
  const subject = subjectName(request);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject,
    issuer: issuerCertificate?.subjectName ?? subject,
    // Five minutes of grace for machines whose clocks differ.
    notBefore: new Date(now.getTime() - 5 * 60_000),
    notAfter: yearsAfter(now, profiles[kind].years),
    publicKey: keys.publicKey,
    signingKey: issuer?.key ?? keys.privateKey,
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    extensions: await extensions(request, issuerCertificate?.publicKey ?? keys.publicKey),
  });
  return new Uint8Array(certificate.rawData);
}

export async function generateKeys(kind: PkiKeyKind): Promise<webcrypto.CryptoKeyPair> {
  const algorithm =
    kind === 'rsa-3072'
      ? {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          modulusLength: 3072,
          publicExponent: Uint8Array.of(1, 0, 1),
        }
      : { name: 'ECDSA', namedCurve: 'P-256' };
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** A certification authority's key as WebCrypto wants it; both authorities are RSA. */
export async function authorityKey(entity: PkiEntity): Promise<webcrypto.CryptoKey> {
  const der = entity.key.export({ format: 'der', type: 'pkcs8' });
  try {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  } finally {
    der.fill(0);
  }
}

export const keyObject = (key: webcrypto.CryptoKey): KeyObject => KeyObject.from(key);

/** Lower-case hexadecimal of a certificate's serial number, without leading zero octets. */
export const serialHex = (certificate: Uint8Array): string =>
  normaliseSerial(new x509.X509Certificate(certificate).serialNumber);

export const normaliseSerial = (hexadecimal: string): string =>
  hexadecimal.toLowerCase().replace(/^(00)+(?=..)/, '');

async function extensions(
  request: CertificateRequest,
  issuerPublicKey: x509.PublicKeyType,
): Promise<x509.Extension[]> {
  const { usage, pathLength, eku, published } = profiles[request.kind];
  const isAuthority = pathLength !== null;
  const { baseUrl } = request;
  return [
    isAuthority
      ? new x509.BasicConstraintsExtension(true, pathLength, true)
      : new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(usage, true),
    ...(eku ? [new x509.ExtendedKeyUsageExtension([eku], request.kind === 'tsa')] : []),
    await x509.SubjectKeyIdentifierExtension.create(request.keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuerPublicKey),
    new x509.CertificatePolicyExtension([developmentPolicy]),
    ...(published
      ? [
          new x509.CRLDistributionPointsExtension([`${baseUrl}/crl/${published}.crl`]),
          new x509.AuthorityInfoAccessExtension({
            // Only the issuing CA has a delegated responder; the root answers by its CRL.
            ...(published === 'penerbit' ? { ocsp: `${baseUrl}/ocsp` } : {}),
            caIssuers: `${baseUrl}/ca/${published}.crt`,
          }),
        ]
      : []),
    ...(request.kind === 'ocsp' ? [new x509.Extension(OCSP_NOCHECK, false, Uint8Array.of(0x05, 0x00))] : []),
  ];
}

/** Said in every subject: a certificate of ours can never pass for one with legal force. */
function subjectName(request: CertificateRequest): x509.Name {
  return new x509.Name([
    { C: [{ printableString: 'ID' }] },
    { O: [{ utf8String: NOTICE }] },
    { CN: [{ utf8String: withinUpperBound(request.commonName) }] },
    ...(request.serialNumber ? [{ '2.5.4.5': [{ printableString: request.serialNumber }] }] : []),
  ]);
}

/** ub-common-name is 64 characters (RFC 5280 appendix A.1); names with academic titles can be longer. */
function withinUpperBound(name: string): string {
  const characters = Array.from(name);
  return characters.length <= 64 ? name : `${characters.slice(0, 63).join('')}…`;
}

/** 16 octets, positive, never shorter: 126 random bits (RFC 5280 §4.1.2.2 wants positive and at most 20 octets). */
export function randomSerial(): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.toString('hex');
}

function yearsAfter(time: Date, years: number): Date {
  const later = new Date(time);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

import type { webcrypto } from 'node:crypto';
import {
  authorityKey,
  generateKeys,
  issueCertificate,
  keyObject,
  type CertificateKind,
} from './sertifikat.ts';
import type { DevelopmentPki, PkiEntity, PkiPerson, PkiSigner } from './types.ts';

export interface CreatePkiOptions {
  readonly now: Date;
  readonly people: readonly PkiPerson[];
  readonly baseUrl: string;
}

export interface CreatedPki {
  readonly pki: DevelopmentPki;
  /** PKCS#8 DER by person's id: to be sealed and wiped by the caller, kept nowhere here. */
  readonly signerKeys: ReadonlyMap<string, Uint8Array>;
}

/**
 * The whole development PKI: root → issuing CA → signers, timestamp authority and OCSP responder. Structure and
 * names are fixed; keys and serial numbers are random. Nothing it issues has legal force, and every subject says so.
 */
export async function createDevelopmentPki(options: CreatePkiOptions): Promise<CreatedPki> {
  const { now, people } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  // All keys at once: RSA primes take most of the first start, and OpenSSL searches on the thread pool.
  const [rootKeys, issuingKeys, tsaKeys, ocspKeys, ...peopleKeys] = await Promise.all([
    generateKeys('rsa-3072'),
    generateKeys('rsa-3072'),
    generateKeys('p-256'),
    generateKeys('p-256'),
    ...people.map((person) => generateKeys(person.algoritma)),
  ]);
  const issue = async (
    kind: CertificateKind,
    commonName: string,
    keys: webcrypto.CryptoKeyPair,
    issuer?: Issuer,
  ): Promise<PkiEntity> => ({
    certificate: await issueCertificate({ kind, commonName, keys, baseUrl, now, ...(issuer && { issuer }) }),
    key: keyObject(keys.privateKey),
  });
  const root = await issue('root', authorityNames.root, rootKeys);
  const rootIssuer = { certificate: root.certificate, key: rootKeys.privateKey };
  const issuing = await issue('issuing', authorityNames.issuing, issuingKeys, rootIssuer);
  const issuer = { certificate: issuing.certificate, key: issuingKeys.privateKey };
  const [tsa, ocsp] = await Promise.all([
    issue('tsa', authorityNames.tsa, tsaKeys, issuer),
    issue('ocsp', authorityNames.ocsp, ocspKeys, issuer),
  ]);
  const signers = await Promise.all(
    people.map((person, at) => {
      const keys = peopleKeys[at];
      if (!keys) throw new RangeError('one key pair for each person');
      return certifyPerson(person, keys, issuer, { now, baseUrl });
    }),
  );
  return {
    pki: {
      baseUrl,
      createdAt: now,
      root,
      issuing,
      tsa,
      ocsp,
      signers: signers.map((each) => each.signer),
    },
    signerKeys: new Map(signers.map((each) => [each.signer.id, each.pkcs8])),
  };
}

const authorityNames = {
  root: 'Naskah DEVELOPMENT Root CA (tidak berlaku hukum)',
  issuing: 'Naskah DEVELOPMENT Issuing CA (tidak berlaku hukum)',
  tsa: 'Naskah DEVELOPMENT TSA (tidak berlaku hukum)',
  ocsp: 'Naskah DEVELOPMENT OCSP (tidak berlaku hukum)',
} as const;

interface Issuer {
  readonly certificate: Uint8Array;
  readonly key: webcrypto.CryptoKey;
}

export interface CertifiedPerson {
  readonly signer: PkiSigner;
  readonly pkcs8: Uint8Array;
}

/** A certificate for one more person from an existing PKI. */
export async function issueSigner(
  pki: DevelopmentPki,
  person: PkiPerson,
  now: Date,
): Promise<CertifiedPerson> {
  const issuer = { certificate: pki.issuing.certificate, key: await authorityKey(pki.issuing) };
  return certifyPerson(person, await generateKeys(person.algoritma), issuer, { now, baseUrl: pki.baseUrl });
}

async function certifyPerson(
  person: PkiPerson,
  keys: webcrypto.CryptoKeyPair,
  issuer: Issuer,
  context: { readonly now: Date; readonly baseUrl: string },
): Promise<CertifiedPerson> {
  const certificate = await issueCertificate({
    kind: 'signer',
    commonName: person.nama,
    ...(person.serialNumber !== undefined && { serialNumber: person.serialNumber }),
    keys,
    issuer,
    ...context,
  });
  return {
    signer: {
      id: person.id,
      nama: person.nama,
      algorithm: person.algoritma === 'p-256' ? 'ecdsa-p256-sha256' : 'rsa-pkcs1-sha256',
      certificate,
      chain: [issuer.certificate],
    },
    pkcs8: keyObject(keys.privateKey).export({ format: 'der', type: 'pkcs8' }),
  };
}

import { webcrypto, type KeyObject } from 'node:crypto';
import { keySigner } from '../../../src/adapters/signer/kunci.ts';
import type { HashSigner, SignatureAlgorithm, TimestampAuthority } from '../../../src/pades/index.ts';
import type { RevocationTransport } from '../../../src/pades/revocation/types.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { createCrl } from '../../../src/pki/crl.ts';
import { answerOcsp } from '../../../src/pki/ocsp.ts';
import { authorityKey, issueCertificate, keyObject } from '../../../src/pki/sertifikat.ts';
import { answerTimestampQuery } from '../../../src/pki/tsa.ts';

/** The development PKI in this process, with one signer for every algorithm; nothing of it needs a socket. */
export interface SigningWorld {
  readonly root: Uint8Array;
  readonly signers: ReadonlyMap<SignatureAlgorithm, HashSigner>;
  /** The private keys of the same, for others' libraries. */
  readonly identities: ReadonlyMap<SignatureAlgorithm, { readonly key: KeyObject }>;
  readonly tsa: TimestampAuthority;
  readonly transport: RevocationTransport;
}

const rsa = (modulusLength: number): webcrypto.RsaHashedKeyGenParams => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: Uint8Array.of(1, 0, 1),
});
const ec = (namedCurve: string): webcrypto.EcKeyGenParams => ({ name: 'ECDSA', namedCurve });

/** Each algorithm with a key of its kind; the RSA sizes TS 119 312 knows are spread over its rows. */
const keys = {
  'rsa-pkcs1-sha256': rsa(2048),
  'rsa-pkcs1-sha384': rsa(3072),
  'rsa-pkcs1-sha512': rsa(4096),
  'rsa-pss-sha256': rsa(2048),
  'rsa-pss-sha384': rsa(3072),
  'rsa-pss-sha512': rsa(4096),
  'ecdsa-p256-sha256': ec('P-256'),
  'ecdsa-p384-sha384': ec('P-384'),
  'ecdsa-p521-sha512': ec('P-521'),
  ed25519: { name: 'Ed25519' },
} as const satisfies Record<
  SignatureAlgorithm,
  webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams | webcrypto.Algorithm
>;

export const algorithms = Object.keys(keys) as readonly SignatureAlgorithm[];

export async function makeSigningWorld(now: () => Date): Promise<SigningWorld> {
  const baseUrl = 'http://127.0.0.1:9';
  const { pki } = await createDevelopmentPki({ now: now(), people: [], baseUrl });
  const issuer = { certificate: pki.issuing.certificate, key: await authorityKey(pki.issuing) };
  const signers = new Map<SignatureAlgorithm, HashSigner>();
  const identities = new Map<SignatureAlgorithm, { readonly key: KeyObject }>();
  for (const algorithm of algorithms) {
    const pair = await generate(keys[algorithm]);
    const certificate = await issueCertificate({
      kind: 'signer',
      commonName: `Penandatangan ${algorithm}`,
      keys: pair,
      issuer,
      baseUrl,
      now: now(),
    });
    const key: KeyObject = keyObject(pair.privateKey);
    identities.set(algorithm, { key });
    signers.set(algorithm, keySigner(key, certificate, [pki.issuing.certificate], algorithm));
  }
  const everyone = { issued: () => true, revocations: () => [] };
  return {
    root: pki.root.certificate,
    signers,
    identities,
    tsa: { request: (query) => Promise.resolve(answerTimestampQuery(pki, query, now())) },
    transport: {
      ocsp: (_url, request) => Promise.resolve(answerOcsp(pki, everyone, request, now())),
      crl: (url) => Promise.resolve(createCrl(url.includes('akar') ? pki.root : pki.issuing, [], now())),
      issuer: (url) => Promise.resolve(url.includes('akar') ? pki.root.certificate : pki.issuing.certificate),
    },
  };
}

const generate = (parameters: (typeof keys)[SignatureAlgorithm]): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(parameters, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

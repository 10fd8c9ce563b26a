import { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { HashSigner, SignatureAlgorithm } from '../../pades/index.ts';
import { remoteAlgorithm, type RemoteAlgorithm } from './csc-algoritma.ts';
import { notSigned, unknownOutcome } from './csc-galat.ts';
import { fromBase64, list, text, texts, type Json, type JsonObject } from './csc-json.ts';
import { readCredential, type Credential, type Factor } from './csc-kredensial.ts';
import { callCsc, type CscService } from './csc-panggil.ts';
import { ecdsaDer } from './ecdsa.ts';
import type { DestroyableSigner } from './kunci.ts';

export interface CscOptions extends CscService {
  readonly credentialId: string;
  /** A bearer token the operator obtained, or the account for `auth/login`. UTF-8 bytes. */
  readonly access: { readonly bearer: Uint8Array } | { readonly user: string; readonly password: Uint8Array };
  readonly algorithm?: SignatureAlgorithm;
  /** DER. Where the signer's certificate is known already, another one is refused. */
  readonly certificate?: Uint8Array;
}

/** What the signer shows for one signature. UTF-8 bytes, copied; the caller wipes its own. */
export interface CscConsent {
  readonly pin?: Uint8Array;
  readonly otp?: Uint8Array;
  /** Signature activation data got elsewhere (OAuth 2.0 with the scope `credential`). */
  readonly sad?: Uint8Array;
}

/** `jauh`: a call that fails may still have signed, unless what it throws is a `TidakDitandatangani`. */
export type RemoteSigner = DestroyableSigner & { readonly jauh: true };

export interface CscCredential {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /** What `signer` must be given. */
  readonly needs: readonly Factor[];
  /** Has a one-time code sent to the signer (v1 `credentials/sendOTP`, v2 `credentials/getChallenge`). */
  sendOtp(): Promise<void>;
  signer(consent: CscConsent): RemoteSigner;
}

/**
 * A key at a remote service of the Cloud Signature Consortium, API v1.0.4 or v2, as `url` says. Reads who signs with it
 * and how it is unlocked. Throws `TidakDitandatangani` with `PENANDA_TIDAK_TERSEDIA`, `PENANDA_MENOLAK` or
 * `PENANDA_JAWABAN_TIDAK_SAH`, `PADES_ALGORITHM_REFUSED`, `KONFIGURASI_TIDAK_SAH`.
 */
export async function openCsc(options: CscOptions): Promise<CscCredential> {
  const service = { ...options, url: serviceUrl(options.url) };
  await mustSignHashes(service);
  const bearer = await accessToken(service, options.access);
  const request = {
    credentialID: options.credentialId,
    certificates: 'chain',
    certInfo: true,
    authInfo: true,
  };
  const credential = readCredential(await callCsc(service, 'credentials/info', request, bearer));
  const certificate = Uint8Array.from(credential.certificate.raw);
  if (options.certificate && Buffer.compare(options.certificate, certificate) !== 0) {
    throw notSigned('PENANDA_JAWABAN_TIDAK_SAH', 'credentials/info', 'sertifikat lain');
  }
  const algorithm = remoteAlgorithm(
    credential.certificate.publicKey,
    credential.algorithms,
    options.algorithm,
  );
  const remote: Remote = { service, bearer, id: options.credentialId, credential, algorithm };
  const identity = { certificate, chain: credential.chain, algorithm: algorithm.algorithm };
  return {
    ...identity,
    needs: credential.factors.filter((each) => each.required).map((each) => each.factor),
    async sendOtp() {
      const endpoint = isV2(service) ? 'credentials/getChallenge' : 'credentials/sendOTP';
      await callCsc(service, endpoint, { credentialID: options.credentialId }, bearer);
    },
    signer: (consent) => remoteSigner(remote, identity, consent),
  };
}

interface Remote {
  readonly service: CscService;
  readonly bearer: string;
  readonly id: string;
  readonly credential: Credential;
  readonly algorithm: RemoteAlgorithm;
}

function remoteSigner(
  remote: Remote,
  identity: Pick<HashSigner, 'certificate' | 'chain' | 'algorithm'>,
  given: CscConsent,
): RemoteSigner {
  const consent: Record<string, Buffer> = {};
  for (const [name, bytes] of Object.entries(given)) {
    if (bytes instanceof Uint8Array) consent[name] = Buffer.from(bytes);
  }
  let open = true;
  return {
    ...identity,
    jauh: true,
    /** Authorises this very hash, then asks for it once. */
    async sign({ digest }) {
      if (!open)
        throw new TidakDitandatangani('PENANDA_MENOLAK', { detail: 'Penanda tangan sudah ditutup.' });
      const hash = Buffer.from(digest).toString('base64');
      const sad = await authorise(remote, consent, hash);
      return readSignature(remote, await askSignature(remote, hash, sad));
    },
    destroy() {
      open = false;
      for (const secret of Object.values(consent)) secret.fill(0);
    },
  };
}

/** `credentials/authorize`; null where the bearer token itself is the authorisation (v2 with OAuth). */
async function authorise(remote: Remote, consent: CscConsent, hash: string): Promise<Json | null> {
  if (consent.sad) return consent.sad;
  const { service, bearer, id, credential, algorithm } = remote;
  if (credential.mode === 'oauth2code') {
    if (isV2(service)) return null;
    throw notSigned('PENANDA_MENOLAK', 'credentials/authorize', 'SAD dari OAuth belum diberikan');
  }
  const answer = await callCsc(
    service,
    'credentials/authorize',
    {
      credentialID: id,
      numSignatures: 1,
      ...hashes(service, hash, algorithm),
      ...factors(credential, consent),
    },
    bearer,
  );
  const sad = text(answer['SAD']);
  if (sad === null || sad === '') {
    throw notSigned('PENANDA_JAWABAN_TIDAK_SAH', 'credentials/authorize', 'tanpa SAD');
  }
  return sad;
}

function factors(credential: Credential, consent: CscConsent): JsonObject {
  const shown = credential.factors.flatMap(({ factor, id, required }) => {
    const value = consent[factor];
    if (value) return [{ id, value }];
    if (!required) return [];
    throw notSigned(
      factor === 'pin' ? 'FRASA_SANDI_SALAH' : 'OTP_SALAH',
      'credentials/authorize',
      `${factor} belum diberikan`,
    );
  });
  if (credential.asAuthData) return { authData: shown };
  return Object.fromEntries(shown.map(({ id, value }) => [id, value]));
}

async function askSignature(remote: Remote, hash: string, sad: Json | null): Promise<Json> {
  const { service, bearer, id, algorithm } = remote;
  const answer = await callCsc(
    service,
    'signatures/signHash',
    {
      credentialID: id,
      SAD: sad ?? undefined,
      ...hashes(service, hash, algorithm),
      ...(isV2(service) ? { operationMode: 'S' } : { hashAlgo: algorithm.hashAlgo }),
      signAlgo: algorithm.signAlgo,
      signAlgoParams: algorithm.signAlgoParams ?? undefined,
    },
    bearer,
  );
  const signatures = list(answer['signatures']);
  const [signature] = signatures;
  if (signatures.length !== 1 || typeof signature !== 'string')
    throw unknownOutcome('bukan satu tanda tangan');
  return signature;
}

const hashes = (service: CscService, hash: string, { hashAlgo }: RemoteAlgorithm): JsonObject =>
  isV2(service) ? { hashes: [hash], hashAlgorithmOID: hashAlgo } : { hash: [hash] };

/** CSC leaves open how ECDSA values are written, and both ways are met: r ‖ s becomes DER, which is longer. */
function readSignature({ algorithm }: Remote, signature: Json): Uint8Array {
  const value = fromBase64(signature);
  if (!value) throw unknownOutcome('bukan base64');
  return algorithm.half !== null && value.length === 2 * algorithm.half && !looksLikeDer(value)
    ? ecdsaDer(value)
    : value;
}

/** A SEQUENCE over the whole value that begins with an INTEGER: r ‖ s is that once in 2²⁴ and is then found not to verify. */
function looksLikeDer(value: Uint8Array): boolean {
  const [tag, first, second, third] = value;
  if (tag !== 0x30) return false;
  return first === 0x81
    ? second === value.length - 3 && third === 0x02
    : first === value.length - 2 && second === 0x02;
}

async function mustSignHashes(service: CscService): Promise<void> {
  const info = await callCsc(service, 'info', {}, null);
  if (!texts(info['methods']).includes('signatures/signHash')) {
    throw notSigned('PENANDA_MENOLAK', 'info', 'tanpa signatures/signHash');
  }
}

/** `Bearer …`; HTTP Basic for `auth/login` (v1 §11.2), whose answer is the only way to a token without a browser. */
async function accessToken(service: CscService, access: CscOptions['access']): Promise<string> {
  if ('bearer' in access) return `Bearer ${headerText(access.bearer)}`;
  const account = Buffer.concat([Buffer.from(`${access.user}:`), access.password]);
  const basic = `Basic ${account.toString('base64')}`;
  account.fill(0);
  const answer = await callCsc(service, 'auth/login', { rememberMe: false }, basic);
  const token = text(answer['access_token']);
  if (token === null) throw notSigned('PENANDA_JAWABAN_TIDAK_SAH', 'auth/login', 'tanpa access_token');
  return `Bearer ${headerText(Buffer.from(token))}`;
}

/** RFC 6750 §2.1: what is no token would become a header of its own. */
function headerText(bytes: Uint8Array): string {
  const token = Buffer.from(bytes).toString('latin1');
  if (/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) return token;
  throw notSigned('PENANDA_MENOLAK', 'auth', 'token akses tidak sah');
}

const isV2 = (service: CscService): boolean => service.url.endsWith('/v2');

function serviceUrl(url: string): string {
  const trimmed = url.replace(/\/+$/, '');
  if (/\/csc\/v[12]$/.test(trimmed)) return trimmed;
  throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
    detail: 'Alamat layanan CSC harus berakhir dengan /csc/v1 atau /csc/v2.',
  });
}

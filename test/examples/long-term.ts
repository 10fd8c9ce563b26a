import { randomBytes } from 'node:crypto';
import {
  extendPdf,
  signPdf,
  type ByteSource,
  type ExtendedPdf,
  type HashSigner,
  type RevocationTransport,
  type SignResult,
  type TimestampAuthority,
} from 'naskah/pades';

/** Carries requests over HTTP; what comes back is judged by the engine, not here. */
const fetched = async (url: string, init?: RequestInit): Promise<Uint8Array> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'error', ...init });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

const post = (type: string, body: Uint8Array): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: Buffer.from(body),
});

export const timestampAuthority = (url: string): TimestampAuthority => ({
  request: (query) => fetched(url, post('application/timestamp-query', query)),
});

/** URLs come from certificates that already chain to an anchor. A service on the open net should also keep an allow-list. */
export const revocation: RevocationTransport = {
  ocsp: (url, request) => fetched(url, post('application/ocsp-request', request)),
  crl: (url) => fetched(url),
  issuer: (url) => fetched(url),
};

/** B-LTA in one call. It is reached, or an error says what is missing; nothing lower is ever handed out instead. */
export async function signForDecades(
  source: ByteSource,
  signer: HashSigner,
  tsa: TimestampAuthority,
  anchors: readonly Uint8Array[],
): Promise<SignResult> {
  return signPdf(source, {
    level: 'B-LTA',
    signer,
    signingTime: new Date(),
    tsa,
    nonce: () => randomBytes(16),
    transport: revocation,
    anchors,
  });
}

/** A file that somebody else signed, raised to B-LTA. `renewBefore` says when to come back with `renewPdf`. */
export async function keepForDecades(
  source: ByteSource,
  tsa: TimestampAuthority,
  anchors: readonly Uint8Array[],
): Promise<ExtendedPdf> {
  return extendPdf(source, {
    level: 'B-LTA',
    at: new Date(),
    tsa,
    nonce: () => randomBytes(16),
    transport: revocation,
    anchors,
  });
}

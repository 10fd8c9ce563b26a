import { webcrypto } from 'node:crypto';
import { CryptoKeySigner, PDF } from '@libpdf/core';
import type { RevocationTransport, TimestampAuthority } from '../../src/pades/index.ts';
import { parseTimestampQuery } from '../../src/pades/tsp/query.ts';
import { makeSigningWorld, type SigningWorld } from '../interop/matrix/world.ts';
import { letter, tableFile } from '../support/pdf.ts';
import type { Angka } from './angka.ts';
import { cpuOf } from './cpu.ts';
import { engine } from './engine.ts';

const {
  bytesSource,
  buildOcspRequest,
  buildTimestampQuery,
  parseCertificate,
  readTimestampResponse,
  signPdf,
} = engine;

/**
 * B-LT and B-LTA of a 60 KB letter against the development PKI in this process. CPU without what the authorities spend on their answers,
 * beside `@libpdf/core` doing the same; round trips and octets as counted.
 */
export async function benchLevels(): Promise<Angka[]> {
  const world = await makeSigningWorld(() => new Date());
  const file = tableFile({ ...letter, 7: ['', Buffer.alloc(60_000, 'isi surat ')] });
  return [
    await againstLibpdf('B-LT', world, file),
    await againstLibpdf('B-LTA', world, file),
    await roundTrips(world, file),
    await octets(world, file),
  ];
}

type LongTerm = 'B-LT' | 'B-LTA';

const optionsOf = (
  world: SigningWorld,
  level: LongTerm,
  tsa: TimestampAuthority,
  transport: RevocationTransport,
) =>
  ({
    level,
    signer: world.signers.get('rsa-pkcs1-sha256')!,
    signingTime: new Date(),
    tsa,
    nonce: () => webcrypto.getRandomValues(new Uint8Array(16)),
    transport,
    anchors: [world.root],
  }) as const;

/** CPU of the authorities is theirs: it is measured on its own and taken off both sides. */
async function againstLibpdf(level: LongTerm, world: SigningWorld, file: Uint8Array): Promise<Angka> {
  const kept = remembering(world.transport);
  const theirs = await libpdfAt(level, world, kept);
  const query = buildTimestampQuery({ digest: new Uint8Array(32), nonce: new Uint8Array(16).fill(1) });
  const tokens = level === 'B-LT' ? 1 : 2;
  const best = await cpuOf(
    {
      tsa: () => world.tsa.request(query),
      ours: () => signPdf(bytesSource(file), optionsOf(world, level, world.tsa, kept)),
      theirs: () => theirs(file),
    },
    { rounds: 8, perRound: 10, warmUp: 80 },
  );
  const value = best.ours - tokens * best.tsa;
  const floor = best.theirs - tokens * best.tsa;
  return {
    name: `${level} against @libpdf/core (ratio: a tenth at most)`,
    value,
    floor,
    ratio: value / floor,
    bound: 0.1,
  };
}

/** Answers are kept for ever, as a cache that is warm does. */
function remembering(transport: RevocationTransport): RevocationTransport {
  const answers = new Map<string, Promise<Uint8Array>>();
  const once = (key: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const known = answers.get(key) ?? ask();
    answers.set(key, known);
    return known;
  };
  return {
    ocsp: (url, request) =>
      once(`${url} ${Buffer.from(request).toString('base64')}`, () => transport.ocsp(url, request)),
    crl: (url) => once(url, () => transport.crl(url)),
    issuer: (url) => once(url, () => transport.issuer(url)),
  };
}

async function libpdfAt(level: LongTerm, world: SigningWorld, transport: RevocationTransport) {
  const identity = world.identities.get('rsa-pkcs1-sha256')!;
  const key = await webcrypto.subtle.importKey(
    'pkcs8',
    identity.key.export({ format: 'der', type: 'pkcs8' }),
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const { certificate, chain } = world.signers.get('rsa-pkcs1-sha256')!;
  const signer = new CryptoKeySigner(key, certificate, 'RSA', 'RSASSA-PKCS1-v1_5', [...chain, world.root]);
  const timestampAuthority = {
    async timestamp(digest: Uint8Array): Promise<Uint8Array> {
      const request = { digest, nonce: webcrypto.getRandomValues(new Uint8Array(16)) };
      return readTimestampResponse(await world.tsa.request(buildTimestampQuery(request)), request);
    },
  };
  const revocationProvider = {
    getOCSP(certificate: Uint8Array, issuer: Uint8Array) {
      const parsed = parseCertificate(certificate);
      if (parsed.issuer === parseCertificate(world.root).subject) return Promise.resolve(null);
      return transport.ocsp(
        'ocsp',
        buildOcspRequest({ certificate: parsed, issuer: parseCertificate(issuer) }),
      );
    },
    getCRL: () => transport.crl('http://127.0.0.1:9/crl/akar.crl'),
  };
  return async (file: Uint8Array) =>
    (await PDF.load(file)).sign({ signer, level, timestampAuthority, revocationProvider });
}

/** Requests that wait for each other, from a delay given to each: 20 ms of the wall is one. */
async function roundTrips(world: SigningWorld, file: Uint8Array): Promise<Angka> {
  const delay = 20;
  const later = async <T>(answer: Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    return answer;
  };
  const kept = remembering({
    ocsp: (url, request) => later(world.transport.ocsp(url, request)),
    crl: (url) => later(world.transport.crl(url)),
    issuer: (url) => later(world.transport.issuer(url)),
  });
  const tsa: TimestampAuthority = { request: (query) => later(world.tsa.request(query)) };
  let value = Infinity;
  for (let i = 0; i < 6; i += 1) {
    const start = performance.now();
    await signPdf(bytesSource(file), optionsOf(world, 'B-LTA', tsa, kept));
    // The first fills the cache.
    if (i > 0) value = Math.min(value, (performance.now() - start) / delay);
  }
  return {
    name: 'B-LTA: network round trips in series, revocation cache warm',
    value,
    floor: 2,
    ratio: value / 2.4,
    bound: 1,
  };
}

async function octets(world: SigningWorld, file: Uint8Array): Promise<Angka> {
  const query = buildTimestampQuery({ digest: new Uint8Array(32), nonce: new Uint8Array(16).fill(1) });
  const { nonceHex } = parseTimestampQuery(query);
  const answer = await world.tsa.request(query);
  const token = readTimestampResponse(answer, {
    digest: new Uint8Array(32),
    nonce: Buffer.from(nonceHex ?? '', 'hex'),
  });
  const options = optionsOf(world, 'B-LTA', world.tsa, world.transport);
  const signed = await signPdf(bytesSource(file), { ...options, timestampBytes: token.length });
  const value = (signed.size - file.length) / 1000;
  return {
    name: 'bytes a B-LTA signature adds (KB; floor: the timestamps measured, not guessed)',
    value,
    floor: (2 * token.length) / 1000,
    ratio: value / 40,
    bound: 1,
  };
}

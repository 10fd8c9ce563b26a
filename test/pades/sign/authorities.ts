import { randomBytes, sign } from 'node:crypto';
import type { HashSigner, TimestampAuthority } from '../../../src/pades/sign/types.ts';
import type { RevocationTransport } from '../../../src/pades/revocation/index.ts';
import { PadesError } from '../../../src/pades/errors.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { createCrl } from '../../../src/pki/crl.ts';
import { answerOcsp } from '../../../src/pki/ocsp.ts';
import { memoryRegister } from '../../../src/pki/simpan.ts';
import { answerTimestampQuery } from '../../../src/pki/tsa.ts';
import type { DevelopmentPki, StatusRegister } from '../../../src/pki/types.ts';
import { createPrivateKey } from 'node:crypto';

/** The real TSA, OCSP responder and lists of the development PKI, in process, with a clock of their own and a log of who was asked. */
export interface Authorities {
  readonly pki: DevelopmentPki;
  readonly anchors: readonly Uint8Array[];
  readonly signer: HashSigner;
  readonly tsa: TimestampAuthority;
  readonly transport: RevocationTransport;
  /** Fresh for every token. */
  readonly nonce: () => Uint8Array;
  /** In order: `tsa`, or the path that was asked. */
  readonly asked: string[];
  now: Date;
  register: StatusRegister;
  /** Paths that do not answer. */
  readonly silent: Set<string>;
}

export async function authorities(now = new Date('2026-11-24T03:00:00Z')): Promise<Authorities> {
  const { pki, signerKeys } = await createDevelopmentPki({
    now: new Date('2026-01-01T00:00:00Z'),
    people: [{ id: 'penguji', nama: 'Penguji TEST', algoritma: 'p-256' }],
    baseUrl: 'http://127.0.0.1:9',
  });
  const [person] = pki.signers;
  const pkcs8 = signerKeys.get('penguji');
  if (!person || !pkcs8) throw new Error('the PKI has no signer');
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const world: Authorities = {
    pki,
    anchors: [pki.root.certificate],
    signer: {
      certificate: person.certificate,
      chain: person.chain,
      algorithm: person.algorithm,
      sign: ({ message }) => new Uint8Array(sign('sha256', message, key)),
    },
    tsa: {
      request: (query) => {
        world.asked.push('tsa');
        return Promise.resolve(answerTimestampQuery(pki, query, world.now));
      },
    },
    transport: {
      ocsp: (url, request) =>
        answer(url, () => answerOcsp(pki, world.register, Buffer.from(request), world.now)),
      crl: (url) =>
        answer(url, (path) =>
          path === '/crl/akar.crl'
            ? createCrl(pki.root, [], world.now)
            : createCrl(pki.issuing, world.register.revocations(), world.now),
        ),
      issuer: (url) => answer(url, (path) => (path === '/ca/akar.crt' ? pki.root : pki.issuing).certificate),
    },
    nonce: () => new Uint8Array(randomBytes(16)),
    asked: [],
    now,
    register: memoryRegister(pki),
    silent: new Set(),
  };
  function answer(url: string, give: (path: string) => Uint8Array): Promise<Uint8Array> {
    const { pathname } = new URL(url);
    world.asked.push(pathname);
    if (world.silent.has(pathname)) return Promise.reject(new PadesError('PADES_REVOCATION_UNREACHABLE'));
    return Promise.resolve(give(pathname));
  }
  return world;
}

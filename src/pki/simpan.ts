import { createPrivateKey } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { base64, randomId } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import { createDevelopmentPki, issueSigner, type CreatePkiOptions } from './buat.ts';
import { normaliseSerial, serialHex } from './sertifikat.ts';
import type { DevelopmentPki, PkiEntity, PkiPerson, PkiSigner, Revocation, StatusRegister } from './types.ts';

/** How keys are protected at rest; the composition root supplies it, because this folder knows no secret. */
export interface PkiVault {
  /** Authority keys: under the installation secret, bound to `owner`. */
  seal(plaintext: Uint8Array, owner: string): Uint8Array;
  open(sealed: Uint8Array, owner: string): Uint8Array;
  /** Signer keys: under the person's own passphrase. The key is wiped after the call. */
  sealSigner(id: string, pkcs8: Uint8Array): Promise<Uint8Array>;
}

export interface StoredSigner extends PkiSigner {
  readonly sealedKey: Uint8Array;
}

export interface PkiStore extends StatusRegister {
  readonly pki: DevelopmentPki;
  /** True when this call made the PKI. */
  readonly created: boolean;
  signers(): readonly StoredSigner[];
  issue(person: PkiPerson, now: Date): Promise<StoredSigner>;
  revoke(revocation: Revocation): Promise<void>;
}

const FORMAT = 'naskah-pki/1';
const FILE = 'pki.json';
type Role = 'root' | 'issuing' | 'tsa' | 'ocsp';

/** Everything in one file, so that one rename makes it whole: there is no half of a PKI to find after a crash. */
interface StoredPki {
  readonly format: typeof FORMAT;
  readonly baseUrl: string;
  readonly createdAt: string;
  readonly authorities: Readonly<Record<Role, { certificate: string; sealedKey: string }>>;
  readonly signers: readonly {
    id: string;
    nama: string;
    algorithm: PkiSigner['algorithm'];
    certificate: string;
    sealedKey: string;
  }[];
  readonly revocations: readonly { serial: string; time: string; reason: Revocation['reason'] }[];
}

/**
 * The PKI of a data folder: `DATA/pki/pki.json` (0600, folder 0700), made on first use. A stored PKI keeps its own
 * `baseUrl`, because its certificates name it; people it does not know yet get their certificates now.
 *
 * Throws `DATA_TIDAK_COCOK` when the file cannot be read or its keys do not open.
 */
export async function loadOrCreatePki(
  dataDir: string,
  options: CreatePkiOptions & { readonly vault: PkiVault },
): Promise<PkiStore> {
  const folder = join(dataDir, 'pki');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftovers(folder);
  const stored = await readStored(folder);
  const { vault } = options;
  const store = stored
    ? pkiStore(folder, vault, fromStored(stored, vault), false)
    : pkiStore(folder, vault, await create(folder, options), true);
  for (const person of options.people) {
    if (!store.signers().some((signer) => signer.id === person.id)) await store.issue(person, options.now);
  }
  return store;
}

interface State {
  readonly pki: DevelopmentPki;
  readonly signers: readonly StoredSigner[];
  readonly revocations: readonly Revocation[];
}

function pkiStore(folder: string, vault: PkiVault, initial: State, created: boolean): PkiStore {
  let state = initial;
  // One change at a time; the file is written before the change is visible.
  let queue: Promise<unknown> = Promise.resolve();
  const change = <T>(step: () => Promise<readonly [State, T]>): Promise<T> => {
    const done = queue.then(async () => {
      const [next, result] = await step();
      await writeState(folder, vault, next);
      state = next;
      return result;
    });
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    get pki() {
      return state.pki;
    },
    created,
    signers: () => state.signers,
    revocations: () => state.revocations,
    issued: (serial) => issuedSerials(state.pki).has(serial),
    issue: (person, now) =>
      change(async () => {
        const { signer, pkcs8 } = await issueSigner(state.pki, person, now);
        const stored = { ...signer, sealedKey: await sealAndWipe(vault, signer.id, pkcs8) };
        const pki = { ...state.pki, signers: [...state.pki.signers, signer] };
        return [{ ...state, pki, signers: [...state.signers, stored] }, stored] as const;
      }),
    revoke: (revocation) =>
      change(() => {
        const serial = normaliseSerial(revocation.serial);
        const known = state.revocations.some((each) => each.serial === serial);
        // The first revocation stands: its time decides what earlier signatures are worth.
        const revocations = known ? state.revocations : [...state.revocations, { ...revocation, serial }];
        return Promise.resolve([{ ...state, revocations }, undefined] as const);
      }),
  };
}

/** A register without a file, for a PKI that lives in memory only. */
export function memoryRegister(pki: DevelopmentPki, revocations: readonly Revocation[] = []): StatusRegister {
  const known = issuedSerials(pki);
  return { issued: (serial) => known.has(serial), revocations: () => revocations };
}

/** What the issuing CA issued; computed once for each list of signers. */
function issuedSerials(pki: DevelopmentPki): ReadonlySet<string> {
  let serials = serialCache.get(pki);
  if (!serials) {
    const leaves = [pki.tsa, pki.ocsp, ...pki.signers];
    serials = new Set(leaves.map((each) => serialHex(each.certificate)));
    serialCache.set(pki, serials);
  }
  return serials;
}
const serialCache = new WeakMap<DevelopmentPki, ReadonlySet<string>>();

async function create(folder: string, options: Parameters<typeof loadOrCreatePki>[1]): Promise<State> {
  const { pki, signerKeys } = await createDevelopmentPki(options);
  const signers: StoredSigner[] = [];
  // Two at a time: each needs 64 MiB while it is stretched.
  for (let at = 0; at < pki.signers.length; at += 2) {
    const sealed = pki.signers.slice(at, at + 2).map(async (signer) => {
      const pkcs8 = signerKeys.get(signer.id);
      if (!pkcs8) throw new RangeError('one key for each signer');
      return { ...signer, sealedKey: await sealAndWipe(options.vault, signer.id, pkcs8) };
    });
    signers.push(...(await Promise.all(sealed)));
  }
  const state = { pki, signers, revocations: [] };
  await writeState(folder, options.vault, state);
  return state;
}

async function sealAndWipe(vault: PkiVault, id: string, pkcs8: Uint8Array): Promise<Uint8Array> {
  try {
    return await vault.sealSigner(id, pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

async function writeState(folder: string, vault: PkiVault, state: State): Promise<void> {
  const { pki } = state;
  const authority = (role: Role) => {
    const der = pki[role].key.export({ format: 'der', type: 'pkcs8' });
    const sealed = vault.seal(der, `pki/${role}`);
    der.fill(0);
    return { certificate: base64(pki[role].certificate), sealedKey: base64(sealed) };
  };
  const stored: StoredPki = {
    format: FORMAT,
    baseUrl: pki.baseUrl,
    createdAt: pki.createdAt.toISOString(),
    authorities: {
      root: authority('root'),
      issuing: authority('issuing'),
      tsa: authority('tsa'),
      ocsp: authority('ocsp'),
    },
    signers: state.signers.map(({ id, nama, algorithm, certificate, sealedKey }) => ({
      id,
      nama,
      algorithm,
      certificate: base64(certificate),
      sealedKey: base64(sealedKey),
    })),
    revocations: state.revocations.map((each) => ({ ...each, time: each.time.toISOString() })),
  };
  await writeWhole(folder, `${JSON.stringify(stored, null, 1)}\n`);
}

function fromStored(stored: StoredPki, vault: PkiVault): State {
  const entity = (role: Role): PkiEntity => {
    const { certificate, sealedKey } = stored.authorities[role];
    const der = vault.open(fromBase64(sealedKey), `pki/${role}`);
    const key = createPrivateKey({
      key: Buffer.from(der.buffer, der.byteOffset, der.length),
      format: 'der',
      type: 'pkcs8',
    });
    der.fill(0);
    return { certificate: fromBase64(certificate), key };
  };
  const issuing = entity('issuing');
  const signers = stored.signers.map((signer) => ({
    ...signer,
    certificate: fromBase64(signer.certificate),
    chain: [issuing.certificate],
    sealedKey: fromBase64(signer.sealedKey),
  }));
  return {
    pki: {
      baseUrl: stored.baseUrl,
      createdAt: new Date(stored.createdAt),
      root: entity('root'),
      issuing,
      tsa: entity('tsa'),
      ocsp: entity('ocsp'),
      signers: signers.map(publicPart),
    },
    signers,
    revocations: stored.revocations.map((each) => ({ ...each, time: new Date(each.time) })),
  };
}

const publicPart = ({ id, nama, algorithm, certificate, chain }: StoredSigner): PkiSigner => ({
  id,
  nama,
  algorithm,
  certificate,
  chain,
});

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64');

async function readStored(folder: string): Promise<StoredPki | null> {
  let text: string;
  try {
    text = await readFile(join(folder, FILE), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
  try {
    const stored = JSON.parse(text) as Partial<StoredPki>;
    if (stored.format === FORMAT) return stored as StoredPki;
  } catch (cause) {
    throw new NaskahError('DATA_TIDAK_COCOK', { detail: 'Berkas PKI pengembangan rusak.', cause });
  }
  throw new NaskahError('DATA_TIDAK_COCOK', { detail: 'Berkas PKI pengembangan berformat lain.' });
}

/** Temp, flush, rename, flush of the folder: the name always stands for a whole file. */
async function writeWhole(folder: string, text: string): Promise<void> {
  const temporary = join(folder, `.${FILE}.${randomId()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, FILE));
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Temporary files of a start that was killed; the lock on the data folder says no other process is writing. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(
    names
      .filter((name) => name.startsWith(`.${FILE}.`))
      .map((name) => rm(join(folder, name), { force: true })),
  );
}

import { randomBytes, X509Certificate } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWithSecret, sealWithSecret } from '../../src/adapters/signer/rahasia.ts';
import { unlockSigner } from '../../src/adapters/signer/kunci-tersegel.ts';
import { sealKey } from '../../src/adapters/signer/segel.ts';
import { serialHex } from '../../src/pki/sertifikat.ts';
import { loadOrCreatePki, type PkiVault } from '../../src/pki/simpan.ts';
import { utf8 } from '../../src/shared/bytes.ts';

const now = new Date('2026-03-01T00:00:00Z');
const baseUrl = 'http://127.0.0.1:8318';
const secret = randomBytes(32);
const passphrase = utf8('pagar besi');
const ana = { id: 'ana', nama: 'Ana', algoritma: 'p-256' } as const;
const budi = { id: 'budi', nama: 'Budi', algoritma: 'p-256' } as const;

const vaultUnder = (key: Uint8Array): PkiVault => ({
  seal: (plaintext, owner) => sealWithSecret(key, 'pki', plaintext, utf8(owner)),
  open: (sealed, owner) => openWithSecret(key, 'pki', sealed, utf8(owner)),
  sealSigner: (_, pkcs8) => sealKey(pkcs8, passphrase, key),
});
const vault = vaultUnder(secret);

/** Primes are dear: most tests start from a copy of one made PKI. */
let template: string;
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'naskah-pki-'));
  await loadOrCreatePki(template, { now, people: [ana], baseUrl, vault });
});
afterAll(() => rm(template, { recursive: true, force: true }));
const copyOfTemplate = () => cp(template, data, { recursive: true });

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'naskah-pki-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const load = (people: readonly (typeof ana | typeof budi)[] = [ana], with_ = vault) =>
  loadOrCreatePki(data, { now, people, baseUrl, vault: with_ });

describe('the stored PKI', () => {
  it('is the same after a restart, and its signers still sign', async () => {
    const first = await load();
    const second = await load();
    expect([first.created, second.created]).toEqual([true, false]);
    expect(Buffer.from(second.pki.root.certificate)).toEqual(Buffer.from(first.pki.root.certificate));
    const [signer] = second.signers();
    const unlocked = await unlockSigner({
      sealed: signer!.sealedKey,
      certificate: signer!.certificate,
      chain: signer!.chain,
      passphrase,
      installationSecret: secret,
    });
    expect(unlocked.algorithm).toBe('ecdsa-p256-sha256');
    for (const role of ['root', 'issuing', 'tsa', 'ocsp'] as const) {
      const { certificate, key } = second.pki[role];
      expect(new X509Certificate(certificate).checkPrivateKey(key)).toBe(true);
    }
  });

  it('lies in one file that only its owner can read, with no key in the clear', async () => {
    const store = await load();
    expect(await readdir(join(data, 'pki'))).toEqual(['pki.json']);
    expect((await stat(join(data, 'pki', 'pki.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(data, 'pki'))).mode & 0o777).toBe(0o700);
    const text = await readFile(join(data, 'pki', 'pki.json'), 'utf8');
    expect(text).not.toContain('PRIVATE KEY');
    for (const role of ['root', 'issuing', 'tsa', 'ocsp'] as const) {
      const der = store.pki[role].key.export({ format: 'der', type: 'pkcs8' });
      expect(text).not.toContain(der.toString('base64').slice(-60, -8));
      expect(text).not.toContain(der.toString('base64').slice(60, 100));
    }
  });

  it('hands over keys that are wiped once they are sealed', async () => {
    const seen: Uint8Array[] = [];
    await load([ana], {
      ...vault,
      sealSigner: (_, pkcs8) => {
        seen.push(pkcs8);
        return Promise.resolve(Uint8Array.of(1));
      },
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.every((octet) => octet === 0)).toBe(true);
  });

  it('certifies people it did not know, and keeps those it knew', async () => {
    await copyOfTemplate();
    const before = (await load([ana])).signers();
    const after = (await load([ana, budi])).signers();
    expect(after.map((each) => each.id)).toEqual(['ana', 'budi']);
    expect(Buffer.from(after[0]!.certificate)).toEqual(Buffer.from(before[0]!.certificate));
    expect((await load([])).signers()).toHaveLength(2);
  });

  it('remembers revocations, the first of each certificate', async () => {
    await copyOfTemplate();
    const store = await load();
    const serial = serialHex(store.signers()[0]!.certificate);
    expect(store.issued(serial)).toBe(true);
    await store.revoke({ serial: serial.toUpperCase(), time: now, reason: 'keyCompromise' });
    await store.revoke({ serial, time: new Date('2026-04-01T00:00:00Z'), reason: 'superseded' });
    expect((await load()).revocations()).toEqual([{ serial, time: now, reason: 'keyCompromise' }]);
  });

  it('makes changes one after the other, so none is lost', async () => {
    await copyOfTemplate();
    const store = await load([]);
    await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        store.issue({ id: `p${at}`, nama: `Orang ${at}`, algoritma: 'p-256' }, now),
      ),
    );
    expect((await load([])).signers()).toHaveLength(7);
  });

  it('is made anew when its first making was interrupted, and nothing of that remains', async () => {
    await mkdir(join(data, 'pki'));
    await writeFile(join(data, 'pki', '.pki.json.terputus'), '{"format":"naskah-pki/1","sig');
    expect((await load()).created).toBe(true);
    expect(await readdir(join(data, 'pki'))).toEqual(['pki.json']);
  });

  it('leaves nothing when sealing fails, so the next start begins again', async () => {
    const failing = { ...vault, sealSigner: () => Promise.reject(new Error('ENOSPC')) };
    await expect(load([ana], failing)).rejects.toThrow('ENOSPC');
    expect(await readdir(join(data, 'pki'))).toEqual([]);
    expect((await load()).created).toBe(true);
  });

  it('is refused, not replaced, when it is damaged or belongs to another installation', async () => {
    await copyOfTemplate();
    await load();
    await expect(load([ana], vaultUnder(randomBytes(32)))).rejects.toMatchObject({
      code: 'DATA_TIDAK_COCOK',
    });
    const path = join(data, 'pki', 'pki.json');
    const text = await readFile(path, 'utf8');
    for (const bad of [text.slice(0, 500), '', '{}', text.replace('naskah-pki/1', 'naskah-pki/9')]) {
      await writeFile(path, bad);
      await expect(load()).rejects.toMatchObject({ code: 'DATA_TIDAK_COCOK' });
      expect(await readFile(path, 'utf8')).toBe(bad);
    }
  });
});

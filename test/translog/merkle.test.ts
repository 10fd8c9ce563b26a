import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  RootFold,
  appendNodes,
  isOrigin,
  leafHash,
  makeDisclosure,
  nodeHash,
  openDisclosure,
  originOf,
  rootOf,
  verifierKey,
  type ReadNode,
} from '../../src/translog/index.ts';
import {
  disclosures,
  leafRoots,
  leaves,
  logName,
  logPublicKey,
  logVkey,
  treeInputs,
  treeRoots,
  witnessVkey,
} from './vectors.ts';

const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');

/** RFC 6962 §2.1 as it is written: the third computation, which shares nothing with the two under test. */
function mth(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return createHash('sha256').digest();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(mth(hashes.slice(0, k)))
    .update(mth(hashes.slice(k)))
    .digest();
}

async function grow(hashes: readonly Uint8Array[]) {
  const nodes = new Map<string, Uint8Array>();
  const read: ReadNode = (level, index) => Promise.resolve(nodes.get(`${level}/${index}`) ?? null);
  const fold = new RootFold();
  const roots = [hex(await rootOf(0, read))];
  for (const [i, h] of hashes.entries()) {
    for (const { level, index, hash } of await appendNodes(i, h, read)) {
      expect(nodes.has(`${level}/${index}`)).toBe(false);
      nodes.set(`${level}/${index}`, hash);
    }
    fold.add(h);
    const root = hex(await rootOf(i + 1, read));
    expect(hex(fold.root())).toBe(root);
    roots.push(root);
  }
  return { nodes, read, roots };
}

describe('the tree', () => {
  it('has the roots of RFC 6962 test data', async () => {
    const { roots } = await grow(treeInputs.map((input) => leafHash(Buffer.from(input, 'hex'))));
    expect(roots).toEqual(treeRoots);
  });

  it('has the published roots over the seven leaves', async () => {
    const { roots } = await grow(leaves.map((leaf) => leafHash(Buffer.from(leaf.text))));
    for (const [size, root] of Object.entries(leafRoots)) expect(roots[Number(size)]).toBe(root);
  });

  it('agrees with the definition for every size to 130, and stores two nodes a leaf', async () => {
    const hashes = Array.from({ length: 130 }, (_, i) => leafHash(Uint8Array.of(i)));
    const { nodes, roots } = await grow(hashes);
    for (let n = 0; n <= hashes.length; n += 1) expect(roots[n]).toBe(hex(mth(hashes.slice(0, n))));
    expect(nodes.size).toBeLessThanOrEqual(2 * hashes.length);
  });

  it('never guesses a node that is not there', async () => {
    const { nodes, read } = await grow([1, 2, 3].map((i) => leafHash(Uint8Array.of(i))));
    nodes.delete('0/2');
    await expect(rootOf(3, read)).rejects.toMatchObject({ code: 'NODE_MISSING' });
    await expect(appendNodes(3, leafHash(Uint8Array.of(4)), read)).rejects.toMatchObject({
      code: 'NODE_MISSING',
    });
  });

  it('keeps leaves and inner nodes apart', () => {
    const [a, b] = [leafHash(Uint8Array.of(1)), leafHash(Uint8Array.of(2))];
    expect(hex(leafHash(Buffer.concat([a, b])))).not.toBe(hex(nodeHash(a, b)));
  });
});

describe('names and keys', () => {
  it('make the published verifier keys', () => {
    expect(verifierKey(logName, Buffer.from(logPublicKey, 'hex'))).toBe(logVkey);
    const witness = Buffer.from(witnessVkey.split('+').slice(2).join('+'), 'base64').subarray(1);
    expect(verifierKey('saksi.provinsi.go.id/w1', witness, 0x04)).toBe(witnessVkey);
  });

  it('refuse a key of another length and a name with a plus', () => {
    expect(() => verifierKey(logName, new Uint8Array(31))).toThrow(/malformed/);
    expect(() => verifierKey('a+b', new Uint8Array(32))).toThrow(/malformed/);
  });

  it('make origins of one spelling only', () => {
    expect(originOf('naskah.contoh.go.id', 'pemkab-contoh', '2026')).toBe(logName);
    expect(originOf('localhost', '_sistem', '2026-2')).toBe('localhost/log/_sistem/2026-2');
    for (const [host, tenant, epoch] of [
      ['Naskah.id', 'a', '2026'],
      ['naskah.id/', 'a', '2026'],
      ['naskah.id', 'A', '2026'],
      ['naskah.id', '', '2026'],
      ['naskah.id', 'a', '26'],
      ['naskah.id', 'a', '2026-1'],
      ['a+b', 'a', '2026'],
      ['x'.repeat(200), 'a', '2026'],
    ] as const) {
      expect(() => originOf(host, tenant, epoch)).toThrow(/origin/);
      expect(isOrigin(`${host}/log/${tenant}/${epoch}`)).toBe(false);
    }
  });
});

describe('disclosures', () => {
  it.each(disclosures)('$name is sealed as published', ({ salt, name, value, text, digest }) => {
    const made = makeDisclosure(Buffer.alloc(16, Number.parseInt(salt, 16)), name, value);
    expect(made).toEqual({ text, digest });
    expect(openDisclosure(text)).toEqual({ name, value });
  });

  it('hold at most 8 KiB under a dotted name of at most 64 characters', () => {
    const salt = Buffer.alloc(16);
    expect(() => makeDisclosure(salt, 'a.b', 'x'.repeat(8190))).not.toThrow();
    expect(() => makeDisclosure(salt, 'a.b', 'x'.repeat(8191))).toThrow(/malformed/);
    for (const name of ['', 'A', 'a..b', '.a', 'a b', 'a'.repeat(65)]) {
      expect(() => makeDisclosure(salt, name, 1)).toThrow(/malformed/);
    }
    expect(() => makeDisclosure(Buffer.alloc(15), 'a', 1)).toThrow(/malformed/);
    expect(() => makeDisclosure(salt, 'a', undefined)).toThrow(/malformed/);
  });

  it.each(['', '!!!!', 'W10', Buffer.from('["x","a",1]').toString('base64url'), `${disclosures[0].text}=`])(
    '%j is no disclosure',
    (text) => {
      expect(() => openDisclosure(text)).toThrow(/malformed/);
    },
  );
});

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate, type Certificate } from '../../../src/pades/x509/certificate.ts';
import { findPath, pathLimits } from '../../../src/pades/x509/path.ts';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const at = new Date('2026-06-01T00:00:00Z');

interface Made {
  readonly certificate: Certificate;
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}
interface Recipe {
  readonly name: string;
  readonly issuer?: Made;
  readonly ca?: boolean;
  readonly pathLen?: number;
  readonly usage?: x509.KeyUsageFlags;
  readonly until?: string;
  readonly extra?: readonly x509.Extension[];
  readonly keys?: webcrypto.CryptoKeyPair;
}

let serial = 1;
async function make(recipe: Recipe): Promise<Made> {
  const keys = recipe.keys ?? (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']));
  const { ca = false } = recipe;
  const usage = recipe.usage ?? (ca ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.nonRepudiation);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    subject: `CN=${recipe.name}`,
    issuer: `CN=${(recipe.issuer ?? recipe).name}`,
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date(recipe.until ?? '2030-01-01T00:00:00Z'),
    publicKey: keys.publicKey,
    signingKey: (recipe.issuer?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(ca, recipe.pathLen, true),
      new x509.KeyUsagesExtension(usage, true),
      ...(recipe.extra ?? []),
    ],
  });
  return { certificate: parseCertificate(new Uint8Array(certificate.rawData)), name: recipe.name, keys };
}

let root: Made;
let middle: Made;
let leaf: Made;
beforeAll(async () => {
  root = await make({ name: 'Root', ca: true });
  middle = await make({ name: 'Middle', ca: true, issuer: root });
  leaf = await make({ name: 'Leaf', issuer: middle });
});

const path = (
  end: Made,
  candidates: readonly Made[],
  anchors: readonly Made[] = [root],
  when = at,
): string => {
  const result = findPath(end.certificate, {
    anchors: anchors.map(({ certificate }) => certificate),
    candidates: candidates.map(({ certificate }) => certificate),
    at: when,
  });
  return result.found
    ? result.path.map(({ subject }) => subject.replace('CN=', '')).join(' < ')
    : result.failure;
};

const general = 'CERTIFICATE_CHAIN_GENERAL_FAILURE';
const none = 'NO_CERTIFICATE_CHAIN_FOUND';

describe('findPath', () => {
  it('climbs from the signer over intermediates to an anchor', () => {
    expect(path(leaf, [middle])).toBe('Leaf < Middle < Root');
  });
  it('accepts a certificate that is itself an anchor', () => {
    expect(path(leaf, [], [leaf])).toBe('Leaf');
  });
  it('accepts an intermediate as an anchor, without asking for its issuer', () => {
    expect(path(leaf, [], [middle])).toBe('Leaf < Middle');
  });
  it('finds nothing without the intermediate, or without an anchor', () => {
    expect([path(leaf, []), path(leaf, [middle, root], [])]).toEqual([none, none]);
  });
  it('does not trust a certificate because it has the name of an anchor', async () => {
    const impostor = await make({ name: 'Root', ca: true });
    const end = await make({ name: 'End', issuer: impostor });
    expect(path(end, [impostor])).toBe(none);
  });
  it('refuses an issuer that is no authority', async () => {
    const end = await make({ name: 'End', issuer: leaf });
    expect(path(end, [leaf, middle])).toBe(general);
  });
  it('refuses an authority that may not sign certificates', async () => {
    const clerk = await make({
      name: 'Clerk',
      ca: true,
      issuer: root,
      usage: x509.KeyUsageFlags.digitalSignature,
    });
    expect(path(await make({ name: 'End', issuer: clerk }), [clerk])).toBe(general);
  });
  it('counts the length of the path below an authority', async () => {
    const narrow = await make({ name: 'Narrow', ca: true, issuer: root, pathLen: 0 });
    const below = await make({ name: 'Below', ca: true, issuer: narrow });
    expect(path(await make({ name: 'End', issuer: narrow }), [narrow])).toBe('End < Narrow < Root');
    expect(path(await make({ name: 'End', issuer: below }), [narrow, below])).toBe(general);
  });
  it('refuses an authority that is not valid at the time, but not an expired anchor', async () => {
    const old = await make({ name: 'Old', ca: true, issuer: root, until: '2026-01-01T00:00:00Z' });
    const end = await make({ name: 'End', issuer: old });
    expect(path(end, [old])).toBe(general);
    expect(path(end, [], [old])).toBe('End < Old');
    expect(path(end, [old], [root], new Date('2025-06-01T00:00:00Z'))).toBe('End < Old < Root');
  });
  it.each([
    ['an unknown critical extension', '1.2.3.4', true],
    ['name constraints without a subtree, even when not critical', '2.5.29.30', false],
    ['policy constraints that say nothing', '2.5.29.36', true],
    ['an empty list of policies', '2.5.29.32', false],
  ])('refuses %s', async (_, id, critical) => {
    const extra = [new x509.Extension(id, critical, Buffer.from('3000', 'hex'))];
    const odd = await make({ name: 'Odd', ca: true, issuer: root, extra });
    expect(path(await make({ name: 'End', issuer: odd }), [odd])).toBe(general);
  });
  it('ignores an unknown extension that is not critical', async () => {
    const extra = [new x509.Extension('1.2.3.4', false, Buffer.from('3000', 'hex'))];
    expect(path(await make({ name: 'End', issuer: middle, extra }), [middle])).toBe('End < Middle < Root');
  });
  it('takes another certificate of the same authority when the first one fails', async () => {
    const expired = await make({ name: 'Twin', ca: true, issuer: root, until: '2026-01-01T00:00:00Z' });
    const renewed = await make({ name: 'Twin', ca: true, issuer: root, keys: expired.keys });
    expect(path(await make({ name: 'End', issuer: renewed }), [expired, renewed])).toBe('End < Twin < Root');
  });
  it('ends on a ring of cross-certificates', async () => {
    const a = await make({ name: 'A', ca: true });
    const b = await make({ name: 'B', ca: true, issuer: a });
    const crossed = await make({ name: 'A', ca: true, issuer: b, keys: a.keys });
    expect(path(await make({ name: 'End', issuer: a }), [crossed, b, a])).toBe(none);
  });
  it('ends on many certificates of one name', async () => {
    const twins = await Promise.all(
      Array.from({ length: 60 }, () => make({ name: 'Middle', ca: true, issuer: root })),
    );
    expect([path(leaf, twins), path(leaf, [...twins, middle])]).toEqual([none, 'Leaf < Middle < Root']);
  });
  it('does not count certificates that an authority issues to itself', async () => {
    const old = await make({ name: 'Narrow', ca: true, issuer: root, pathLen: 0 });
    const rolled = await make({ name: 'Narrow', ca: true, issuer: old, pathLen: 0 });
    const end = await make({ name: 'End', issuer: rolled });
    expect(path(end, [old, rolled])).toBe('End < Narrow < Narrow < Root');
  });
  it('asks an anchor too whether it is an authority, if it can say so', async () => {
    const person = await make({ name: 'Person', usage: x509.KeyUsageFlags.keyCertSign });
    expect(path(await make({ name: 'End', issuer: person }), [], [person])).toBe(general);
  });
  it('gives up on a path longer than anyone needs', async () => {
    const chain = [await make({ name: 'C0', ca: true, issuer: root })];
    for (let i = 1; i <= pathLimits.length; i++) {
      chain.push(await make({ name: `C${i}`, ca: true, issuer: chain[i - 1]! }));
    }
    const [longest, longer] = chain.slice(pathLimits.length - 1);
    expect(path(longest!, chain)).toMatch(/^C11 < C10 < C9 .* < C0 < Root$/);
    expect(path(longer!, chain)).toBe(none);
  });
  it('looks at so many candidates and signatures and no more', async () => {
    const crowd = (name: string, size: number, keys?: Made['keys']): Promise<Made[]> =>
      Promise.all(
        Array.from({ length: size }, () => make({ name, ca: true, issuer: root, ...(keys && { keys }) })),
      );
    const strangers = await crowd('Stranger', pathLimits.candidates, leaf.keys);
    const impostors = await crowd('Middle', pathLimits.signatureChecks);
    const found = 'Leaf < Middle < Root';
    expect(path(leaf, [...strangers.slice(1), middle])).toBe(found);
    expect(path(leaf, [...strangers, middle])).toBe(none);
    expect(path(leaf, [...impostors.slice(2), middle])).toBe(found);
    expect(path(leaf, [...impostors.slice(1), middle])).toBe(none);
  });
  it('does not count the same certificate twice', () => {
    const crowd = Array.from({ length: 2 * pathLimits.candidates }, () => root);
    expect(path(leaf, [...crowd, middle])).toBe('Leaf < Middle < Root');
  });
  it('refuses a certificate that has an extension twice', async () => {
    const twice = [1, 2].map(() => new x509.Extension('1.2.3.4', false, Buffer.from('0500', 'hex')));
    await expect(make({ name: 'Twice', issuer: root, extra: twice })).rejects.toMatchObject({
      code: 'PADES_ASN1_INVALID',
    });
  });
});

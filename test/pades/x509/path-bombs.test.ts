import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  context,
  contextPrimitive,
  generalizedTime,
  integer,
  oid,
  sequence,
  tlv,
} from '../../../src/pades/asn1/der.ts';
import { parseCrl } from '../../../src/pades/revocation/index.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { maxNameComparisons, NameSpace } from '../../../src/pades/x509/name-constraints.ts';
import { pathExtensions } from '../../../src/pades/x509/path-extensions.ts';
import { candidatePaths, IssuerChecks, pathLimits } from '../../../src/pades/x509/path-search.ts';
import { policyLimits } from '../../../src/pades/x509/policies.ts';
import { PolicyGraph } from '../../../src/pades/x509/policy-graph.ts';
import { validateCertificatePath } from '../../../src/pades/x509/validate-path.ts';
import {
  authority,
  ext,
  extension,
  generalName as gn,
  issue,
  list,
  person,
  type Entity,
} from '../../support/path-pki.ts';

/** PKI-3: what strangers write must not cost more than a bound that is counted, whatever the clock says. */
const at = new Date('2026-06-01T00:00:00Z');
const root = authority('Root');
const validate = (end: Entity, others: readonly Entity[], more: object = {}) =>
  validateCertificatePath({
    certificate: end.der,
    anchors: [root.der],
    intermediates: others.map(({ der }) => der),
    at,
    revocation: 'none',
    ...more,
  });
const code = (answer: ReturnType<typeof validate>): string => (answer.valid ? 'valid' : answer.code);
const ca = (subject: string, issuer?: Entity): Entity =>
  issue({ subject, key: subject, ...(issuer && { issuer }), extensions: [ext.ca()] });

/** Every one of `size` authorities certifies every other. */
const crowd = (size: number): readonly Entity[] => {
  const all = Array.from({ length: size }, (_, index) => ca(`CA ${index}`));
  return all.flatMap((subject) =>
    all.filter((issuer) => issuer !== subject).map((issuer) => ca(String(subject.subject), issuer)),
  );
};

/** Counts the public-key operations of a search. */
class Counting extends IssuerChecks {
  asked = 0;
  override signs(...pair: Parameters<IssuerChecks['signs']>): boolean {
    this.asked += 1;
    return super.signs(...pair);
  }
}

describe('a bomb', () => {
  it('of cross-certificates costs so many signatures and chains and no more', () => {
    const bomb = crowd(16);
    const end = person(bomb[0]!);
    expect(code(validate(end, bomb))).toBe('limit-exceeded');
    const checks = new Counting();
    const read = (entity: Entity) => parseCertificate(entity.der);
    const paths = candidatePaths(
      read(end),
      { anchors: [read(root)], candidates: bomb.map(read), checks },
      () => undefined,
    );
    expect([...paths]).toEqual([]);
    expect(checks.asked).toBeLessThanOrEqual(pathLimits.signatureChecks);
  });
  it('of cross-certificates does not hide a path that is there', () => {
    const bomb = crowd(12);
    const bridge = ca('CA 3', root);
    expect(code(validate(person(bomb[0]!), [...bomb, bridge]))).toBe('valid');
  });
  it('of authorities with one name and many keys ends at the limit of signatures', () => {
    const twins = Array.from({ length: pathLimits.candidates }, (_, index) =>
      issue({
        subject: 'Twin',
        key: `twin ${index % 8}`,
        issuer: root,
        issuerName: 'Twin',
        extensions: [ext.ca()],
      }),
    );
    const end = issue({ subject: 'Signer', issuer: { ...twins[0]!, key: 'nobody' } });
    expect(code(validate(end, twins))).toBe('signature-invalid');
  });
  it('of paths that all fail is judged so many times', () => {
    const bad = Array.from({ length: 200 }, (_, index) =>
      issue({ subject: 'Bad', key: 'bad', issuer: root, serial: index + 1, extensions: [] }),
    );
    const read = (entity: Entity) => parseCertificate(entity.der);
    const end = person(bad[0]!);
    const found = candidatePaths(
      read(end),
      { anchors: [read(root)], candidates: bad.map(read) },
      () => undefined,
    );
    expect([...found]).toHaveLength(pathLimits.paths);
    expect(code(validate(end, bad))).toBe('not-an-authority');
  });
  it('of cycles ends', () => {
    const [a, b] = [ca('A'), ca('B')];
    const ring = [ca('A', b), ca('B', a), a, b];
    expect(code(validate(person(a), ring))).toBe('no-path');
  });
  it('of policies and mappings stays a graph (CVE-2023-0464)', () => {
    const ids = Array.from({ length: 16 }, (_, index) => `1.2.3.${index}`);
    const everything = [
      ext.policies(...ids),
      ext.mappings(...ids.flatMap((from) => ids.map((to) => [from, to] as const))),
    ];
    const chain = Array.from({ length: 10 }).reduce<Entity[]>(
      (above, _, index) => [authority(`P${index}`, above[0] ?? root, ...everything), ...above],
      [],
    );
    const answer = validate(person(chain[0]!, ext.policies(...ids)), chain, {
      policies: { requireExplicit: true, initial: ids },
    });
    expect(answer.valid && answer.policies.user.map(({ policy }) => policy)).toEqual(ids);
  });
  it('of policies has so many nodes at a depth, however many lead there', () => {
    const graph = new PolicyGraph();
    const ids = Array.from({ length: 200 }, (_, index) => ({ policy: `1.2.3.${index}`, qualifiers: [] }));
    const mappings = ids.map(({ policy }) => ({ issuerDomain: '1.2.3.0', subjectDomain: policy }));
    for (let depth = 0; depth < pathLimits.length; depth++) {
      graph.descend(ids, true);
      graph.map(mappings, true);
    }
    expect(graph.authorityConstrained()).toHaveLength(ids.length);
  });
  it('of more policies or mappings than anybody has is refused', () => {
    const ids = Array.from({ length: policyLimits.perCertificate + 1 }, (_, index) => `1.2.3.${index}`);
    const many = authority('Many', root, ext.policies(...ids));
    expect(code(validate(person(many), [many]))).toBe('extension-unreadable');
    const mapped = authority('Mapped', root, ext.mappings(...ids.map((id) => [id, '1.2.4'] as const)));
    expect(code(validate(person(mapped), [mapped]))).toBe('extension-unreadable');
  });
  it('of names and name constraints is refused before it is compared (GnuTLS, Go, OpenSSL alike)', () => {
    const bases = Array.from({ length: 1_000 }, (_, index) => gn.dns(`a${index}.example`));
    const names = Array.from({ length: 1_000 }, (_, index) => gn.dns(`b${index}.example`));
    const wide = authority('Wide', root, ext.constraints([], bases));
    expect(code(validate(person(wide, ext.san(...names)), [wide]))).toBe('name-limit');
    const budget = { left: maxNameComparisons };
    const space = new NameSpace();
    space.constrain(pathExtensions(parseCertificate(wide.der)).nameConstraints!);
    const end = parseCertificate(person(wide, ext.san(...names)).der);
    expect(space.fault(end, budget)).toEqual({ kind: 'budget', name: null });
    expect(budget.left).toBeGreaterThan(-bases.length - 1);
  });
  it('of nested DER, of a 254 KB OID, of nothing but lengths is no certificate', () => {
    const nested = Array.from({ length: 10_000 }).reduce<Uint8Array>((inner) => tlv(0x30, inner), integer(1));
    const long = sequence(tlv(0x06, new Uint8Array(254 * 1024).fill(0x81), Uint8Array.of(1)));
    for (const der of [nested, long, randomBytes(100_000), new Uint8Array(0), oid('1.2.3')]) {
      const bad = { ...root, der: new Uint8Array(der) };
      expect(code(validate(bad, [bad, bad]))).toBe('certificate-unreadable');
      expect(validate(person(root), [bad])).toMatchObject({
        valid: true,
        ignored: [{ list: 'intermediates', index: 0 }],
      });
    }
  });
  it.each([
    ['alternative names', '2.5.29.17', 'valid'],
    ['name constraints', '2.5.29.30', 'extension-unreadable'],
    ['policies', '2.5.29.32', 'extension-unreadable'],
  ])('of rubbish in %s is an answer', (_, id, expected) => {
    const odd = authority('Odd', root, extension(id, new Uint8Array(300).fill(0x30)));
    expect(code(validate(person(odd), [odd]))).toBe(expected);
  });
  it('of 30 MB is a list like any other', () => {
    const end = issue({ subject: 'Signer', issuer: root, serial: 0x7fffffff });
    const entry = sequence(integer(0x11223344), generalizedTime(new Date('2026-01-01T00:00:00Z')));
    const count = Math.ceil((30 * 1024 * 1024) / entry.length);
    const entries = Buffer.alloc(count * entry.length, entry);
    const crls = [list(root, { entries })];
    expect(parseCrl(crls[0]!).entryCount).toBe(count);
    expect(code(validate(end, [], { revocation: 'required', crls }))).toBe('valid');
    const named = [list(root, { entries, revoked: [[end, '2026-01-01T00:00:00Z']] })];
    expect(code(validate(end, [], { revocation: 'required', crls: named }))).toBe('revoked');
  });
  it('of issuers of indirect lists shares the bound of the whole question', () => {
    const point = extension('2.5.29.31', sequence(sequence(context(2, gn.dir('Lister')))));
    const end = person(root, point);
    const fakes = Array.from({ length: 60 }, (_, index) =>
      issue({
        subject: 'Lister',
        key: `twin ${index % 8}`,
        issuer: root,
        issuerName: 'Nobody',
        serial: index + 1,
        extensions: [ext.ca()],
      }),
    );
    const scope = extension('2.5.29.28', sequence(contextPrimitive(4, Uint8Array.of(0xff))), true);
    const crls = fakes.slice(0, 8).map((fake) => list(fake, { extensions: [scope] }));
    expect(code(validate(end, fakes, { revocation: 'required', crls }))).toBe('revocation-unknown');
  });
});

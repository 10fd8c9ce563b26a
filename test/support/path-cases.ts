import type { PathFaultCode } from '../../src/pades/x509/path-faults.ts';
import type { CertificatePathOptions } from '../../src/pades/x509/validate-path.ts';
import {
  authority,
  emailAddress,
  ext,
  extension,
  generalName as gn,
  issue,
  list,
  person,
  usage,
  type Entity,
  type ListRecipe,
} from './path-pki.ts';

/** A path and what must come of it; `openssl` says where OpenSSL answers otherwise, and why we do not. */
export interface PathCase {
  readonly id: string;
  readonly options: CertificatePathOptions;
  readonly expected: 'valid' | PathFaultCode;
  readonly openssl?: string;
}

const at = new Date('2026-06-01T00:00:00Z');
type More = Omit<Partial<CertificatePathOptions>, 'certificate' | 'anchors' | 'intermediates'>;

/** From the signer's certificate up; the last is the anchor. */
const path = (
  id: string,
  chain: readonly Entity[],
  expected: PathCase['expected'],
  more: More = {},
  openssl?: string,
): PathCase => ({
  id,
  expected,
  options: {
    certificate: chain[0]!.der,
    anchors: [chain.at(-1)!.der],
    intermediates: chain.slice(1, -1).map(({ der }) => der),
    at,
    revocation: 'none',
    ...more,
  },
  ...(openssl && { openssl }),
});

const root = authority('Root');
const no = 'name-not-permitted';
const out = 'name-excluded';
const odd = 'name-unjudgeable';

/** One name below one constraint. */
type NameRow = readonly [
  side: 'permit' | 'exclude',
  base: Uint8Array,
  name: Uint8Array,
  expected: PathCase['expected'],
  openssl?: string,
];
const { dns, email, uri, ip, dir, other, rid } = gn;
const v6 = (last: number): readonly number[] => [0x20, 0x01, 0x0d, 0xb8, ...Array<number>(11).fill(0), last];
const mask6 = [...Array<number>(4).fill(255), ...Array<number>(12).fill(0)];
const wild = 'a wildcard stands for names inside the subtree';
const spelled = 'OpenSSL compares what it cannot parse';
const upn = '1.3.6.1.4.1.311.20.2.3';
const text = Uint8Array.of(0x0c, 0x01, 0x41);

const nameRows: readonly NameRow[] = [
  ['permit', dns('go.id'), dns('go.id'), 'valid'],
  ['permit', dns('go.id'), dns('www.go.id'), 'valid'],
  ['permit', dns('go.id'), dns('a.b.go.id'), 'valid'],
  ['permit', dns('go.id'), dns('WWW.GO.ID'), 'valid'],
  ['permit', dns('GO.id'), dns('www.go.id'), 'valid'],
  ['permit', dns('go.id'), dns('cargo.id'), no],
  ['permit', dns('go.id'), dns('go.id.evil.example'), no],
  ['permit', dns('go.id'), dns('id'), no],
  ['permit', dns('.go.id'), dns('www.go.id'), 'valid'],
  ['permit', dns('.go.id'), dns('go.id'), no],
  ['permit', dns(''), dns('anything.example'), 'valid'],
  ['permit', dns('go.id'), dns('*.go.id'), 'valid'],
  ['permit', dns('www.go.id'), dns('*.go.id'), no],
  ['permit', dns('go.id'), dns('go.id.'), odd],
  ['permit', dns('go.id'), dns(''), odd],
  ['permit', dns('go.id'), dns('a..go.id'), odd, spelled],
  ['permit', dns('go.id'), dns('b\u00fcro.go.id'), odd, spelled],
  ['permit', dns('go.id'), dns('evil.example\u0000.go.id'), odd, spelled],
  ['exclude', dns('go.id'), dns('www.example'), 'valid'],
  ['exclude', dns('go.id'), dns('go.id'), out],
  ['exclude', dns('go.id'), dns('www.go.id'), out],
  ['exclude', dns('go.id'), dns('cargo.id'), 'valid'],
  ['exclude', dns('www.go.id'), dns('*.go.id'), out, wild],
  ['exclude', dns('a.www.go.id'), dns('*.go.id'), 'valid'],
  ['exclude', dns(''), dns('anything.example'), out],
  ['permit', email('go.id'), email('budi@go.id'), 'valid'],
  ['permit', email('go.id'), email('budi@GO.ID'), 'valid'],
  ['permit', email('go.id'), email('budi@mail.go.id'), no],
  ['permit', email('.go.id'), email('budi@mail.go.id'), 'valid'],
  ['permit', email('.go.id'), email('budi@go.id'), no],
  ['permit', email('budi@go.id'), email('budi@go.id'), 'valid'],
  ['permit', email('budi@go.id'), email('Budi@go.id'), no],
  ['permit', email('budi@go.id'), email('siti@go.id'), no],
  ['permit', email('go.id'), email('"a@b"@go.id'), odd, spelled],
  ['permit', email('go.id'), email('budi@evil.example@go.id'), odd, spelled],
  ['permit', email('go.id'), email('budi'), odd],
  ['exclude', email('go.id'), email('budi@example.org'), 'valid'],
  ['exclude', email('go.id'), email('budi@go.id'), out],
  ['exclude', email('.go.id'), email('budi@mail.go.id'), out],
  ['exclude', email('budi@go.id'), email('siti@go.id'), 'valid'],
  ['exclude', email('budi@go.id'), email('budi@go.id'), out],
  ['permit', uri('go.id'), uri('https://go.id/a'), 'valid'],
  ['permit', uri('go.id'), uri('https://www.go.id/a'), no],
  ['permit', uri('.go.id'), uri('https://www.go.id:8443/a?b#c'), 'valid'],
  ['permit', uri('.go.id'), uri('https://go.id'), no],
  ['permit', uri('.go.id'), uri('https://user@www.go.id/'), 'valid'],
  ['permit', uri('.go.id'), uri('https://evil.example/.go.id'), no],
  ['permit', uri('.go.id'), uri('https://evil.example#www.go.id'), no, spelled],
  ['permit', uri('.go.id'), uri('https://192.0.2.1/'), odd],
  ['permit', uri('.go.id'), uri('urn:example:a'), odd],
  ['exclude', uri('.go.id'), uri('https://www.go.id/'), out],
  ['exclude', uri('.go.id'), uri('https://example.org/'), 'valid'],
  ['exclude', uri('.go.id'), uri('urn:example:a'), odd],
  ['permit', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(10, 1, 2, 3), 'valid'],
  ['permit', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(11, 1, 2, 3), no],
  ['permit', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(...v6(1)), no],
  ['permit', ip(...v6(0), ...mask6), ip(...v6(1)), 'valid'],
  ['permit', ip(...v6(0), ...mask6), ip(10, 1, 2, 3), no],
  ['permit', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(10, 1, 2), odd],
  ['permit', ip(10, 0, 0, 0), ip(10, 0, 0, 0), odd],
  ['exclude', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(10, 1, 2, 3), out],
  ['exclude', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(192, 0, 2, 1), 'valid'],
  ['exclude', ip(0, 0, 0, 0, 0, 0, 0, 0), ip(192, 0, 2, 1), out],
  ['permit', dir('Kota'), dir('Kota'), no],
  ['exclude', dir('Kota'), dir('KOTA'), out],
  ['exclude', dir('Kota'), dir('Desa'), 'valid'],
  ['exclude', other(upn, text), other(upn, text), odd],
  ['exclude', other(upn, text), dns('go.id'), 'valid'],
  ['exclude', rid('1.2.3'), rid('1.2.3'), odd],
  ['exclude', rid('1.2.3'), dns('go.id'), 'valid'],
  ['permit', dns('go.id'), email('budi@example.org'), 'valid'],
];
const names = nameRows.map(([side, base, name, expected, openssl], index) => {
  const constraints = side === 'permit' ? ext.constraints([base]) : ext.constraints([], [base]);
  const ca = authority('Constrained', root, constraints);
  const id = `names-${index + 1}: ${side} ${shown(base)}, ${shown(name)}`;
  return path(id, [person(ca, ext.san(name)), ca, root], expected, {}, openssl);
});
function shown(der: Uint8Array): string {
  return `${der[0]! & 0x1f}:${Buffer.from(der.subarray(2))
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '.')}`;
}

const kota = [
  ['2.5.4.6', 'ID'],
  ['2.5.4.10', 'Kota'],
] as const;
const constrained = (...constraints: Parameters<typeof ext.constraints>): Entity =>
  authority(kota, root, ext.constraints(...constraints));
const called = (
  issuer: Entity,
  subject: Parameters<typeof issue>[0]['subject'],
  ...more: Uint8Array[]
): Entity => issue({ subject, issuer, key: 'person', extensions: [ext.notCa(), ...more] });
const own = constrained([dir(kota)]);
const mail = constrained([email('go.id')]);
const level1 = authority('Level 1', root, ext.constraints([dns('go.id')]));
const level2 = authority('Level 2', level1, ext.constraints([dns('example.org')]));
const rolled = authority(kota, own);
const empty = constrained([]);
const subjects: readonly PathCase[] = [
  path(
    'subject inside the permitted tree',
    [called(own, [...kota, ['2.5.4.3', 'Budi']]), own, root],
    'valid',
  ),
  path(
    'subject that is the tree itself',
    [called(own, kota), own, root],
    'valid',
    {},
    'OpenSSL takes the same name for the same certificate',
  ),
  path(
    'subject outside it',
    [
      called(own, [
        ['2.5.4.6', 'ID'],
        ['2.5.4.10', 'Desa'],
      ]),
      own,
      root,
    ],
    no,
  ),
  path('subject above it', [called(own, [['2.5.4.6', 'ID']]), own, root], no),
  path('no subject at all', [called(own, [], ext.san(dns('go.id'))), own, root], 'valid'),
  path(
    'e-mail address in the subject, permitted',
    [called(mail, [[emailAddress, 'budi@go.id']]), mail, root],
    'valid',
  ),
  path(
    'e-mail address in the subject, not permitted',
    [called(mail, [[emailAddress, 'budi@example.org']]), mail, root],
    no,
  ),
  path(
    'e-mail address beside alternative names',
    [called(mail, [[emailAddress, 'b@example.org']], ext.san(email('b@go.id'))), mail, root],
    no,
  ),
  path(
    'permitted trees without a common name',
    [person(level2, ext.san(dns('go.id'))), level2, level1, root],
    no,
  ),
  path('nor another', [person(level2, ext.san(dns('example.org'))), level2, level1, root], no),
  path(
    'a key rolled over is not asked',
    [called(rolled, [...kota, ['2.5.4.3', 'A']]), rolled, own, root],
    'valid',
    {},
    'OpenSSL takes the same name for the same certificate',
  ),
  path(
    'constraints without a subtree',
    [person(empty), empty, root],
    'extension-unreadable',
    {},
    'OpenSSL ignores them',
  ),
];

const [p1, p2, p3, any] = ['1.2.3.1', '1.2.3.2', '1.2.3.3', '2.5.29.32.0'] as const;
const demand = (initial?: readonly string[], more: object = {}): More => ({
  policies: { requireExplicit: true, ...(initial && { initial }), ...more },
});
/** Root ← CA with these extensions ← signer with these. */
const two = (above: readonly Uint8Array[], below: readonly Uint8Array[]): Entity[] => {
  const ca = authority('Policy CA', root, ...above);
  return [person(ca, ...below), ca, root];
};
const P = ext.policies;
const missing = 'policy-missing';
const demanded = 'policy-demanded';
const policies: readonly PathCase[] = [
  path('no policies, none required', two([], []), 'valid'),
  path('no policies, one required', two([], []), missing, demand()),
  path('one policy all the way', two([P(p1)], [P(p1)]), 'valid', demand()),
  path('and the one demanded', two([P(p1)], [P(p1)]), 'valid', demand([p1])),
  path('another is demanded', two([P(p1)], [P(p1)]), demanded, demand([p2])),
  path('another is wished for only', two([P(p1)], [P(p1)]), 'valid', { policies: { initial: [p2] } }),
  path('different policies', two([P(p1)], [P(p2)]), missing, demand()),
  path('the CA has none', two([], [P(p1)]), missing, demand()),
  path('the signer has none', two([P(p1)], []), missing, demand()),
  path('any policy above', two([P(any)], [P(p1)]), 'valid', demand([p1])),
  path('any policy below', two([P(p1)], [P(any)]), 'valid', demand([p1])),
  path('any policy below serves no other', two([P(p1)], [P(any)]), demanded, demand([p2])),
  path('any policy everywhere serves all', two([P(any)], [P(any)]), 'valid', demand([p2])),
  path(
    'any policy inhibited by the caller',
    two([P(any)], [P(any)]),
    missing,
    demand(undefined, { inhibitAny: true }),
  ),
  path('any policy inhibited by the CA', two([P(p1), ext.inhibitAny(0)], [P(any)]), missing, demand()),
  path('any policy inhibited later', two([P(p1), ext.inhibitAny(1)], [P(any)]), 'valid', demand()),
  path('a mapping', two([P(p1), ext.mappings([p1, p2])], [P(p2)]), 'valid', demand([p1])),
  path(
    'a mapping, asked for by the name below',
    two([P(p1), ext.mappings([p1, p2])], [P(p2)]),
    demanded,
    demand([p2]),
  ),
  path(
    'a mapped policy is no more called so',
    two([P(p1), ext.mappings([p1, p2])], [P(p1)]),
    missing,
    demand(),
  ),
  path(
    'one policy mapped to two',
    two([P(p1), ext.mappings([p1, p2], [p1, p3])], [P(p3)]),
    'valid',
    demand([p1]),
  ),
  path(
    'mappings inhibited by the caller',
    two([P(p1), ext.mappings([p1, p2])], [P(p2)]),
    missing,
    demand(undefined, { inhibitMapping: true }),
  ),
  path(
    'a mapping from any policy',
    two([P(p1), ext.mappings([any, p2])], [P(p2)]),
    'extension-unreadable',
    demand(),
  ),
  path('a mapping under any policy', two([P(any), ext.mappings([p1, p2])], [P(p2)]), 'valid', demand([p1])),
  path('the CA requires a policy', two([P(p1), ext.policyConstraints(0)], []), missing),
  path('the CA requires a policy later', two([P(p1), ext.policyConstraints(1)], []), missing),
  path('the CA requires a policy much later', two([P(p1), ext.policyConstraints(3)], []), 'valid'),
  path('the signer requires a policy of itself', two([], [ext.policyConstraints(0)]), missing),
  path('a policy twice', two([P(p1)], [P(p1, p1)]), 'extension-unreadable', demand()),
];

const plain = authority('Plain CA', root);
const signer = person(plain);
const under = (ca: Entity, ...more: readonly Uint8Array[]): Entity[] => [person(ca, ...more), ca, root];
const bare = (...extensions: readonly Uint8Array[]): Entity =>
  issue({ subject: 'Bare', issuer: root, extensions });
const deep = (pathLen: number, ...below: readonly string[]): Entity[] =>
  below.reduce<Entity[]>(
    (chain, subject) => [authority(subject, chain[0]), ...chain],
    [
      issue({
        subject: 'Limited',
        issuer: root,
        extensions: [ext.ca(pathLen), ext.usage(usage.keyCertSign)],
      }),
      root,
    ],
  );
const withPerson = (chain: readonly Entity[]): Entity[] => [person(chain[0]!), ...chain];
const times = (from: string, until: string, ...above: readonly string[]): Entity[] => {
  const ca = issue({
    subject: 'Timed CA',
    issuer: root,
    extensions: [ext.ca(), ext.usage(usage.keyCertSign)],
    ...(above.length > 0 && { from: above[0]!, until: above[1]! }),
  });
  return [issue({ subject: 'Timed', issuer: ca, from, until }), ca, root];
};
const signing = '1.3.6.1.5.5.7.3.36';
const stamping = '1.3.6.1.5.5.7.3.8';
const eku = (chained?: boolean): More => ({
  extendedKeyUsage: { oneOf: [signing], ...(chained !== undefined && { chained }) },
});
const beyond = 'OpenSSL was not asked that';
const structure: readonly PathCase[] = [
  path('a plain path', [signer, plain, root], 'valid'),
  path('the certificate is an anchor', [root], 'valid'),
  path(
    'an issuer that is no authority',
    under(bare(ext.notCa(), ext.usage(usage.keyCertSign))),
    'not-an-authority',
  ),
  path('an issuer without basic constraints', under(bare(ext.usage(usage.keyCertSign))), 'not-an-authority'),
  path(
    'an issuer of version 1',
    under(issue({ subject: 'Old', issuer: root, version: 0 })),
    'not-an-authority',
  ),
  path('an anchor of version 1', withPerson([issue({ subject: 'Old root', version: 0 })]), 'valid'),
  path(
    'version 1 with extensions',
    under(issue({ subject: 'Odd', issuer: root, version: 0, extensions: [ext.ca()] })),
    'version-invalid',
    {},
    'OpenSSL takes the extensions',
  ),
  path(
    'a signer of version 1',
    [issue({ subject: 'Signer', issuer: plain, version: 0 }), plain, root],
    'valid',
  ),
  path(
    'an issuer that may not sign certificates',
    under(bare(ext.ca(), ext.usage(usage.cRLSign))),
    'key-usage',
  ),
  path('an issuer that says nothing of its key', under(bare(ext.ca())), 'valid'),
  path('path length 0, used', withPerson(deep(0)), 'valid'),
  path('path length 0, exceeded', withPerson(deep(0, 'A')), 'path-length'),
  path('path length 1, used', withPerson(deep(1, 'A')), 'valid'),
  path('path length 1, exceeded', withPerson(deep(1, 'A', 'B')), 'path-length'),
  path(
    'path length 0, a key rolled over',
    withPerson(deep(0, 'Limited')),
    'valid',
    {},
    'OpenSSL takes the same name for the same certificate',
  ),
  path('an unknown critical extension', under(plain, extension('1.2.3.4', text, true)), 'extension-unknown'),
  path(
    'an unknown critical extension above',
    under(bare(ext.ca(), extension('1.2.3.4', text, true))),
    'extension-unknown',
  ),
  path('an unknown extension', under(plain, extension('1.2.3.4', text)), 'valid'),
  path('valid from this second on', times('2026-06-01T00:00:00Z', '2027-01-01T00:00:00Z'), 'valid'),
  path(
    'valid until this second',
    times('2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z'),
    'valid',
    {},
    'OpenSSL ends a second earlier',
  ),
  path('ended', times('2025-01-01T00:00:00Z', '2026-05-31T23:59:59Z'), 'outside-validity'),
  path('not begun', times('2026-06-01T00:00:01Z', '2027-01-01T00:00:00Z'), 'outside-validity'),
  path(
    'an authority that ended',
    times('2025-01-01T00:00:00Z', '2027-01-01T00:00:00Z', '2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
    'validity-period',
  ),
  path(
    'an authority that has not begun',
    times('2025-01-01T00:00:00Z', '2027-01-01T00:00:00Z', '2026-07-01T00:00:00Z', '2028-01-01T00:00:00Z'),
    'validity-period',
  ),
  path(
    'an anchor that ended',
    [
      person(issue({ subject: 'Past', until: '2026-01-01T00:00:00Z', extensions: [ext.ca()] })),
      issue({ subject: 'Past', until: '2026-01-01T00:00:00Z', extensions: [ext.ca()] }),
    ],
    'valid',
    {},
    'an anchor is a name and a key (RFC 5280 §6.1.1 d)',
  ),
  path('no extended key usage, one demanded', under(plain), 'extended-key-usage', eku(), beyond),
  path('the extended key usage demanded', under(plain, ext.eku(signing)), 'valid', eku()),
  path('another extended key usage', under(plain, ext.eku(stamping)), 'extended-key-usage', eku(), beyond),
  path('any extended key usage', under(plain, ext.eku('2.5.29.37.0')), 'valid', eku()),
  path(
    'an authority for another usage, not asked',
    under(authority('E', root, ext.eku(stamping)), ext.eku(signing)),
    'valid',
    eku(),
  ),
  path(
    'an authority for another usage, asked',
    under(authority('E', root, ext.eku(stamping)), ext.eku(signing)),
    'extended-key-usage',
    eku(true),
    beyond,
  ),
  path('an authority without usages, asked', under(plain, ext.eku(signing)), 'valid', eku(true)),
  path('a key usage demanded', under(plain), 'valid', { keyUsage: ['nonRepudiation', 'digitalSignature'] }),
  path(
    'another key usage demanded',
    under(plain),
    'key-usage-demanded',
    { keyUsage: ['keyAgreement'] },
    beyond,
  ),
  path('an RSA key of 1024 bits above', under(authority('rsa1024', root, ext.subjectKeyId('r'))), 'valid'),
  path(
    'signed by an RSA key of 1024 bits',
    withPerson([issue({ subject: 'Short', key: 'rsa1024', issuer: root, extensions: [ext.ca()] }), root]),
    'algorithm-weak',
    {},
    beyond,
  ),
  path(
    'and when that was enough',
    withPerson([issue({ subject: 'Short', key: 'rsa1024', issuer: root, extensions: [ext.ca()] }), root]),
    'valid',
    {
      algorithms: {
        digests: { 'SHA-256': null },
        keys: [{ kinds: ['rsa', 'ec'], minBits: 256, until: null }],
      },
    },
  ),
  path(
    'a digest the table does not know',
    [signer, plain, root],
    'algorithm-weak',
    { algorithms: { digests: {}, keys: [{ kinds: ['ec'], minBits: 256, until: null }] } },
    beyond,
  ),
  path(
    'an issuer by another name',
    [issue({ subject: 'Signer', issuer: plain, issuerName: 'Nobody' }), plain, root],
    'no-path',
  ),
  path(
    'an issuer by name with another key',
    [issue({ subject: 'Signer', issuer: { ...plain, key: 'other' } }), plain, root],
    'signature-invalid',
  ),
  path(
    'names that differ in case and blanks',
    [issue({ subject: 'Signer', issuer: plain, issuerName: 'PLAIN  ca' }), plain, root],
    'valid',
  ),
  path(
    'another key identifier',
    under(authority('Hint', root, ext.subjectKeyId('a')), ext.authorityKeyId('b')),
    'valid',
    {},
    'identifiers are hints (pades.md 6)',
  ),
  path(
    'a serial number of zero',
    [issue({ subject: 'Signer', issuer: plain, serial: 0 }), plain, root],
    'valid',
  ),
];

const lists = (...revoked: readonly (readonly [Entity, string, number?])[]): More =>
  revocation({}, ...revoked);
/** The signer's list and the authority's, with these entries each on the right one. */
function revocation(recipe: ListRecipe, ...revoked: readonly (readonly [Entity, string, number?])[]): More {
  const of = (which: readonly Entity[]) => revoked.filter(([entity]) => which.includes(entity));
  return {
    revocation: 'required',
    crls: [
      list(plain, { ...recipe, revoked: of([signer]) }),
      list(root, { ...recipe, revoked: of([plain]) }),
    ],
  };
}
const whole = [signer, plain, root] as const;
const before = '2026-01-01T00:00:00Z';
const after = '2026-06-03T00:00:00Z';
const unknown = 'revocation-unknown';
const revocations: readonly PathCase[] = [
  path('on no list', whole, 'valid', lists()),
  path('no lists', whole, unknown, { revocation: 'required' }),
  path('no lists, none required', whole, 'valid', { revocation: 'if-available' }),
  path('no list of the root', whole, unknown, { ...lists(), crls: [list(plain)] }),
  path('no list of the CA', whole, unknown, { ...lists(), crls: [list(root)] }),
  path('revoked', whole, 'revoked', lists([signer, before, 1])),
  path('revoked, if available', whole, 'revoked', { ...lists([signer, before]), revocation: 'if-available' }),
  path('revoked, not asked', whole, 'valid', { ...lists([signer, before]), revocation: 'none' }),
  path('an authority revoked', whole, 'authority-revoked', lists([plain, before, 2])),
  path('on hold', whole, 'on-hold', lists([signer, before, 6])),
  path(
    'revoked later',
    whole,
    'valid',
    { ...revocation({ from: after }, [signer, after]), now: new Date('2026-06-04T00:00:00Z') },
    'OpenSSL does not believe lists from after the time',
  ),
  path('a list from the future', whole, unknown, revocation({ from: after })),
  path(
    'a list that has been replaced',
    whole,
    unknown,
    revocation({ from: '2026-05-01T00:00:00Z', until: '2026-05-08T00:00:00Z' }),
  ),
  path(
    'an old list that names the certificate',
    whole,
    'revoked',
    revocation({ from: '2026-05-01T00:00:00Z', until: '2026-05-08T00:00:00Z' }, [signer, before]),
  ),
  path('a list signed by another key', whole, unknown, revocation({ key: 'other' })),
  path(
    'an issuer that may not sign lists',
    under(issue({ subject: 'Plain CA', issuer: root, extensions: [ext.ca(), ext.usage(usage.keyCertSign)] })),
    unknown,
    lists(),
  ),
];

/** A path may lead elsewhere too; which certificates are known, and what is found. */
const twin = (extensions: readonly Uint8Array[]): Entity =>
  issue({ subject: 'Twin', issuer: root, extensions });
const stranger = authority('Stranger');
const cross = issue({ subject: 'Root', issuer: stranger, key: root.key, extensions: [ext.ca()] });
const back = issue({ subject: 'Stranger', issuer: root, key: stranger.key, extensions: [ext.ca()] });
const building: readonly PathCase[] = [
  path(
    'a second certificate of the authority is the good one',
    [person(twin([ext.ca()])), twin([ext.ca(), extension('1.2.3.4', text, true)]), twin([ext.ca()]), root],
    'valid',
    {},
    'OpenSSL follows the first only',
  ),
  path(
    'the best failure of two',
    [person(twin([ext.ca()])), twin([]), twin([ext.ca(), ext.constraints([dir('X')])]), root],
    'name-not-permitted',
  ),
  path('by a cross-certificate', [signer, plain, cross, stranger], 'valid'),
  path('round a ring, nowhere', [signer, plain, cross, back, authority('Elsewhere')], 'no-path'),
  path(
    'an impostor of the anchor',
    [
      person(issue({ subject: 'Plain CA', key: 'fake', extensions: [ext.ca()] })),
      issue({ subject: 'Plain CA', key: 'fake', extensions: [ext.ca()] }),
      root,
    ],
    'no-path',
  ),
  path('nobody above', [signer, root], 'no-path'),
];

/** PKI-4: cases of our own, at 2026-06-01. */
export const pathCases: readonly PathCase[] = [
  ...names,
  ...subjects,
  ...policies,
  ...structure,
  ...revocations,
  ...building,
];

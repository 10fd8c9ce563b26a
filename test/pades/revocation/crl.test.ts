import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { judgeRevocation, parseCrl, type RevocationQuestion } from '../../../src/pades/revocation/index.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { crlBy, extension, holder, type CrlOptions, type Holder } from './pembuat.ts';

const at = new Date('2026-03-01T10:00:00Z');
const hours = (count: number): Date => new Date(at.getTime() + count * 3_600_000);
const file = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const uri = (url: string): Uint8Array => der.contextPrimitive(6, Buffer.from(url));
const pointAt = (url: string): Uint8Array => der.context(0, der.context(0, uri(url)));
const flag = (n: number): Uint8Array => der.contextPrimitive(n, Uint8Array.of(0xff));
const POINT = 'http://crl.contoh/satu.crl';

let ca: Holder, sub: Holder, impostor: Holder, leaf: Holder, pointed: Holder, indirect: Holder;
beforeAll(async () => {
  ca = await holder('CA', { ca: true });
  impostor = await holder('CA', { ca: true });
  sub = await holder('Sub', { issuer: ca, ca: true, serial: '20' });
  leaf = await holder('Leaf', { issuer: ca, serial: '00b1' });
  pointed = await holder('Pointed', { issuer: ca, serial: '30', crl: POINT });
  indirect = await holder('Lists', {
    issuer: ca,
    serial: '40',
    usages: x509.KeyUsageFlags.cRLSign,
    extensions: [new x509.Extension(oids.noRevAvail, false, Uint8Array.of(5, 0))],
  });
});

const list = (options: Partial<CrlOptions> = {}): Uint8Array =>
  crlBy({ signer: ca, thisUpdate: hours(-1), ...options });
function asked(crls: readonly Uint8Array[], more: Partial<RevocationQuestion> = {}) {
  return judgeRevocation({
    certificate: leaf.certificate,
    issuer: ca.certificate,
    at,
    ocsps: [],
    crls: crls.map(parseCrl),
    candidates: [],
    anchors: [ca.certificate],
    ...more,
  });
}
const listed = (of: Holder, reason?: number, extensions: readonly Uint8Array[] = []) => ({
  serialDer: of.certificate.serialDer,
  at: hours(-2),
  ...(reason === undefined ? {} : { reason }),
  extensions,
});

describe('a CRL', () => {
  it('that OpenSSL made clears one certificate and lists the other', () => {
    const crl = parseCrl(file('ca.crl'));
    expect(crl).toMatchObject({ number: 7n, baseNumber: null, entryCount: 1, scope: null });
    const issuer = parseCertificate(file('ca.crt'));
    const status = (name: string) =>
      judgeRevocation({
        certificate: parseCertificate(file(name)),
        issuer,
        at: crl.thisUpdate,
        ocsps: [],
        crls: [crl],
        candidates: [],
      });
    expect(status('baik.crt')).toMatchObject({ status: 'good', thisUpdate: crl.thisUpdate, faults: [] });
    expect(status('dicabut.crt')).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
  });

  it('reads as an independent reader reads it', async () => {
    const made = await x509.X509CrlGenerator.create({
      issuer: 'CN=CA',
      thisUpdate: hours(-1),
      nextUpdate: hours(1),
      entries: [{ serialNumber: '00b1', revocationDate: hours(-2), reason: x509.X509CrlReason.superseded }],
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      signingKey: ca.keys.privateKey,
    });
    const crl = parseCrl(new Uint8Array(made.rawData));
    expect(crl).toMatchObject({ thisUpdate: hours(-1), nextUpdate: hours(1), entryCount: 1 });
    expect(crl.find(leaf.certificate)).toEqual({
      revocationTime: hours(-2),
      reason: 'superseded',
      invalidityDate: null,
    });
    expect(asked([crl.der]).status).toBe('revoked');
  });

  it('tells serial -1 from 255', () => {
    const crl = parseCrl(list({ entries: [{ serialDer: Uint8Array.of(2, 2, 0, 255), at: hours(-2) }] }));
    const { issuerKey } = leaf.certificate;
    expect(crl.find({ serialDer: Uint8Array.of(2, 1, 255), issuerKey })).toBeNull();
    expect(crl.find({ serialDer: Uint8Array.of(2, 2, 0, 255), issuerKey })).not.toBeNull();
  });

  it('of half a million entries is searched where it lies, without an object for each', () => {
    const entry = (serial: number): Uint8Array => {
      const bytes = Buffer.alloc(16, 0x41);
      bytes.writeUInt32BE(serial, 12);
      return der.sequence(der.integer(bytes), der.tlv(der.tags.utcTime, Buffer.from('260228080000Z')));
    };
    const one = entry(0);
    const all = Buffer.alloc(one.length * 500_000);
    for (let at = 0, serial = 0; at < all.length; at += one.length, serial++) {
      all.set(one, at);
      all.writeUInt32BE(serial, at + 2 + 2 + 12);
    }
    const small = list();
    const crl = parseCrl(small);
    // The signature is not asked for here: the entries stand where revokedCertificates belongs.
    const tbs = der.sequence(
      der.integer(1),
      der.algorithm(oids.ecdsaWithSha256),
      crl.issuerDer,
      der.tlv(der.tags.utcTime, Buffer.from('260301090000Z')),
      der.tlv(der.tags.utcTime, Buffer.from('260302090000Z')),
      der.sequence(all),
    );
    const bytes = der.sequence(tbs, der.algorithm(oids.ecdsaWithSha256), der.bitString(crl.signature));
    const before = process.memoryUsage().heapUsed;
    const big = parseCrl(bytes);
    expect(big.entryCount).toBe(500_000);
    const { issuerKey } = leaf.certificate;
    const serialDer = entry(499_999).subarray(2, 2 + 18);
    expect(big.find({ serialDer, issuerKey })).toMatchObject({ reason: null });
    expect(big.find({ serialDer: entry(500_000).subarray(2, 2 + 18), issuerKey })).toBeNull();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('cut at any length, or with bytes behind it, is refused by a code', () => {
    const bytes = list({ entries: [listed(leaf, 1)], number: 5, scope: [flag(4)] });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseCrl(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'PADES_CRL_INVALID' }),
      );
    }
    expect(() => parseCrl(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(
      expect.objectContaining({ code: 'PADES_CRL_INVALID' }),
    );
  });

  const wrong: readonly [string, string, () => Partial<CrlOptions>, Partial<RevocationQuestion>?][] = [
    ['signed by a CA of the same name', 'PADES_CRL_INVALID', () => ({ signer: impostor })],
    ['of another CA', 'PADES_CRL_MISMATCH', () => ({ signer: sub })],
    ['stale', 'PADES_REVOCATION_NOT_CURRENT', () => ({ thisUpdate: hours(-48) })],
    ['from the future', 'PADES_REVOCATION_NOT_CURRENT', () => ({ thisUpdate: hours(1) })],
    ['older than was asked for', 'PADES_REVOCATION_NOT_CURRENT', () => ({}), { notBefore: at }],
    [
      'with an unknown critical extension',
      'PADES_CRL_INVALID',
      () => ({ extensions: [extension('1.2.3.4', der.nullValue(), true)] }),
    ],
    [
      'with an unknown critical extension of another entry',
      'PADES_CRL_INVALID',
      () => ({ entries: [listed(sub, 1, [extension('1.2.3.4', der.nullValue(), true)])] }),
    ],
    ['for CAs only', 'PADES_CRL_MISMATCH', () => ({ scope: [flag(2)] })],
    ['for attribute certificates', 'PADES_CRL_MISMATCH', () => ({ scope: [flag(5)] })],
    ['for another point', 'PADES_CRL_MISMATCH', () => ({ scope: [pointAt('http://crl.contoh/dua.crl')] })],
    [
      'for some reasons only',
      'PADES_CRL_MISMATCH',
      () => ({ scope: [der.contextPrimitive(3, Uint8Array.of(5, 0x60))] }),
    ],
  ];
  it.each(wrong)('is never accepted: %s', (_, code, options, more = {}) => {
    const status = asked([list(options())], more);
    expect(status.status).toBe('unknown');
    expect(status.faults.map((fault) => fault.code)).toContain(code);
  });

  it('for user certificates only says nothing about a CA', () => {
    expect(asked([list({ scope: [flag(1)] })]).status).toBe('good');
    expect(asked([list({ scope: [flag(1)] })], { certificate: sub.certificate }).status).toBe('unknown');
  });

  it('is for the point its certificate names', () => {
    const more = { certificate: pointed.certificate };
    expect(asked([list({ scope: [pointAt(POINT)] })], more).status).toBe('good');
    expect(asked([list({ scope: [pointAt('http://crl.contoh/dua.crl')] })], more).status).toBe('unknown');
    expect(asked([list()], more).status).toBe('good');
  });

  it('of an authority that may not sign CRLs is never accepted', async () => {
    const mute = await holder('Mute', { ca: true, usages: x509.KeyUsageFlags.keyCertSign });
    const below = await holder('Below', { issuer: mute });
    const status = asked([crlBy({ signer: mute, thisUpdate: hours(-1) })], {
      certificate: below.certificate,
      issuer: mute.certificate,
    });
    expect(status.status).toBe('unknown');
  });

  it('with a weak algorithm clears nobody, and what it lists stays revoked', () => {
    expect(asked([list({ digest: 'sha1' })])).toMatchObject({ status: 'unknown' });
    expect(asked([list({ digest: 'sha1' })]).faults[0]?.detail).toMatch(/SHA-1 is not reliable/);
    expect(asked([list({ digest: 'sha1', entries: [listed(leaf, 6)] })]).reason).toBe('certificateHold');
    expect(asked([list({ digest: 'sha1', entries: [listed(leaf, 1)] })])).toMatchObject({
      status: 'revoked',
      reason: 'keyCompromise',
    });
  });

  it('by a second key of the authority counts where the same one certified both', async () => {
    const below = await holder('Below', { issuer: sub, serial: '60' });
    const parent = await holder('Parent', { issuer: ca, ca: true, serial: '61' });
    const silent = [new x509.Extension(oids.noRevAvail, false, Uint8Array.of(5, 0))];
    const lists = { usages: x509.KeyUsageFlags.cRLSign, extensions: silent, serial: '62' };
    const second = await holder('Sub', { ...lists, issuer: ca });
    const rogue = await holder('Sub', { ...lists, issuer: parent });
    const ask = (signer: Holder) =>
      asked([crlBy({ signer, thisUpdate: hours(-1) }), list()], {
        certificate: below.certificate,
        issuer: sub.certificate,
        candidates: [parent.certificate, signer.certificate, ca.certificate],
      });
    expect(ask(second).status).toBe('good');
    expect(ask(rogue).status).toBe('unknown');
    expect(ask(rogue).faults.map(({ detail }) => detail)).toContain(
      'the CRL issuer is another authority of the same name',
    );
  });

  it('covers all reasons only together with lists of the others', () => {
    const some = list({ scope: [der.contextPrimitive(3, Uint8Array.of(5, 0x60))] }); // keyCompromise, cACompromise
    const others = list({ scope: [der.contextPrimitive(3, Uint8Array.of(7, 0x1f, 0x80))] });
    expect(asked([some]).status).toBe('unknown');
    const both = asked([some, others]);
    expect(both.status).toBe('good');
    expect(both.evidence).toHaveLength(2);
  });
});

describe('a delta CRL', () => {
  const base = (entries: CrlOptions['entries'] = []) => list({ thisUpdate: hours(-20), number: 5, entries });
  const delta = (more: Partial<CrlOptions>) => list({ number: 7, base: 5, ...more });

  it('completes its base', () => {
    expect(asked([base(), delta({ entries: [listed(leaf, 1)] })])).toMatchObject({ status: 'revoked' });
    expect(asked([base(), delta({})])).toMatchObject({ status: 'good', thisUpdate: hours(-1) });
  });

  it('takes a suspension back, and only by removeFromCRL', () => {
    const held = base([listed(leaf, 6)]);
    expect(asked([held])).toMatchObject({ status: 'revoked', reason: 'certificateHold' });
    expect(asked([held, delta({ entries: [listed(leaf, 8)] })]).status).toBe('good');
    expect(asked([held, delta({})])).toMatchObject({ status: 'revoked', reason: 'certificateHold' });
  });

  it.each([
    ['without its base', () => [delta({})]],
    ['of a newer base', () => [list({ thisUpdate: hours(-30), number: 3 }), delta({ base: 5 })]],
    ['of another scope', () => [list({ thisUpdate: hours(-30), number: 5 }), delta({ scope: [flag(1)] })]],
    ['of another key', () => [list({ thisUpdate: hours(-30), number: 5 }), delta({ signer: impostor })]],
  ])('proves nothing %s', (_, crls) => {
    expect(asked(crls()).status).toBe('unknown');
  });
});

describe('an indirect CRL', () => {
  const issuerOf = (of: Holder): Uint8Array =>
    extension(oids.certificateIssuer, der.sequence(der.context(4, of.certificate.subjectDer)), true);
  const certified = async (): Promise<Holder> =>
    holder('Indirect', {
      issuer: ca,
      serial: '50',
      extensions: [
        new x509.Extension(
          oids.crlDistributionPoints,
          false,
          der.sequence(
            der.sequence(pointAt(POINT), der.context(2, der.context(4, indirect.certificate.subjectDer))),
          ),
        ),
      ],
    });
  const scope = [pointAt(POINT), flag(4)];

  it('speaks for the issuers its entries name, each until the next is named', async () => {
    const of = await certified();
    const more = { certificate: of.certificate, candidates: [indirect.certificate] };
    const other = { serialDer: of.certificate.serialDer, at: hours(-3) };
    const entries = [
      { ...other, extensions: [issuerOf(sub)] }, // the same serial, but of Sub
      { serialDer: Uint8Array.of(2, 1, 9), at: hours(-3), extensions: [issuerOf(ca)] },
      other, // sticky: of CA
    ];
    const make = (some: CrlOptions['entries']) =>
      crlBy({ signer: indirect, thisUpdate: hours(-1), scope, ...(some && { entries: some }) });
    expect(asked([make(entries)], more)).toMatchObject({ status: 'revoked', revocationTime: hours(-3) });
    expect(asked([make(entries.slice(0, 2))], more)).toMatchObject({ status: 'good' });
    expect(asked([make([])], { ...more, candidates: [] }).status).toBe('unknown');
    expect(asked([make([])], { ...more, anchors: [impostor.certificate] }).status).toBe('unknown');
  });

  it('must call itself indirect', async () => {
    const of = await certified();
    const crl = crlBy({ signer: indirect, thisUpdate: hours(-1), scope: [pointAt(POINT)] });
    const more = { certificate: of.certificate, candidates: [indirect.certificate] };
    expect(asked([crl], more).status).toBe('unknown');
  });
});

describe('after a certificate expired', () => {
  it('a list clears it only if its issuer says that it remembers', async () => {
    const old = await holder('Old', { issuer: ca, serial: '0c', notAfter: hours(-2) });
    const more = { certificate: old.certificate };
    const since = (time: Date) => ({
      extensions: [extension(oids.expiredCertsOnCrl, der.generalizedTime(time))],
    });
    expect(asked([list()], more).status).toBe('unknown');
    expect(asked([list(since(hours(-3)))], more).status).toBe('good');
    expect(asked([list(since(hours(-1)))], more).status).toBe('unknown');
    expect(asked([list({ entries: [listed(old, 1)] })], more).status).toBe('revoked');
  });
});

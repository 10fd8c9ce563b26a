import { beforeAll, describe, expect, it } from 'vitest';
import { issue, type TestIdentity, type TestPki } from '../../support/pki.ts';
import {
  addStore,
  completeStore,
  makeCrl,
  makeOcsp,
  signT,
  stampDocument,
  stampedAt,
  type Store,
} from './store.ts';
import type { ReportedSignature, ValidateOptions } from '../../../src/pades/validate/types.ts';
import { archivedRevocation, contentStampedBy } from './content.ts';
import {
  basePdf,
  signaturesOf,
  signRaw,
  stampedBy,
  testPki,
  trusting,
  usualSigner,
  verdict,
} from './world.ts';

let pki: TestPki;
let signedT: Buffer;
beforeAll(async () => {
  pki = await testPki();
  signedT = await signT(pki.tsa);
});

const first = (file: Buffer, options: Partial<ValidateOptions> = {}): ReportedSignature =>
  signaturesOf(file, { ...trusting(pki.root), ...options })[0]!;
const levelOf = (file: Buffer, options: Partial<ValidateOptions> = {}): string | null =>
  first(file, options).level;
const withStore = (changes: Store = {}): Buffer => addStore(signedT, { ...completeStore(pki), ...changes });
const finding = (signature: ReportedSignature, check: string) =>
  signature.findings.filter((one) => one.check === check);

describe('level LT', () => {
  it('is a DSS with every certificate and revocation item of signer and timestamp', () => {
    const signature = first(withStore());
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-LT',
      revocation: 'good',
      modifications: 'permitted',
      longTermUntil: null,
    });
  });

  it.each<[string, (store: ReturnType<typeof completeStore>) => Store]>([
    ['the signer’s OCSP response', ({ ocsps }) => ({ ocsps: ocsps.slice(1) })],
    ['the timestamp authority’s OCSP response', ({ ocsps }) => ({ ocsps: ocsps.slice(0, 1) })],
    ['the list of the root', () => ({ crls: [] })],
  ])('is not reached without %s', (_, change) => {
    const signature = first(withStore(change(completeStore(pki))));
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.level).toBe('PAdES-BASELINE-T');
    expect(finding(signature, 'format.long-term')[0]?.status).toBe('not-checked');
  });

  it('is not reached without the certificate that the CMS does not bring', async () => {
    const signed = await signT(pki.tsa, { certificates: [pki.rsa.certificate] });
    const store = completeStore(pki);
    expect(levelOf(addStore(signed, store))).toBe('PAdES-BASELINE-LT');
    const less = addStore(signed, { ...store, certs: [pki.tsa.certificate] });
    // The token still brings its own chain, so the path is found; the store must have it for the signer's all the same.
    expect(levelOf(less)).toBe('PAdES-BASELINE-T');
  });

  it('is not reached without a timestamp, whatever the store holds', async () => {
    const signed = signRaw(basePdf(), { cms: await usualSigner() });
    expect(levelOf(addStore(signed, completeStore(pki)))).toBe('PAdES-BASELINE-B');
  });

  it('is not reached without a known anchor, since no chain can be built', () => {
    expect(levelOf(withStore(), { anchors: [] })).toBe('PAdES-BASELINE-T');
  });

  it('is called PKCS7-LT with an adbe SubFilter', async () => {
    const signed = signRaw(basePdf(), {
      dict: '/Type/Sig/SubFilter/adbe.pkcs7.detached/M(D:20260501000000Z)',
      cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }),
    });
    expect(levelOf(addStore(signed, completeStore(pki)))).toBe('PKCS7-LT');
    expect(levelOf(stampDocument(addStore(signed, completeStore(pki)), pki.tsa, 1))).toBe('PKCS7-LTA');
  });

  it('counts what the caller brought for the verdict, but not for the level', () => {
    const { ocsps, crls } = completeStore(pki);
    const signature = first(signedT, { ocsps, crls });
    expect(signature.revocation).toBe('good');
    expect(signature.level).toBe('PAdES-BASELINE-T');
  });
});

describe('level LTA', () => {
  it('is LT under a document timestamp, which says until when', () => {
    const [signature, stamp] = signaturesOf(stampDocument(withStore(), pki.tsa, 1), trusting(pki.root));
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-LTA',
      // Its certificate would last until 2035, its RSA key of 2048 bits does not.
      longTermUntil: '2029-01-01T00:00:00.000Z',
      revocation: 'good',
    });
    expect(stamp).toMatchObject({
      kind: 'document-timestamp',
      indication: 'TOTAL_PASSED',
      level: null,
      coverage: 'whole-file',
      bestTime: '2026-05-02T00:00:00.000Z',
      // Nothing later proves when it was made, so its data would have to be of today.
      revocation: 'unknown',
      longTermUntil: null,
    });
  });

  it('is not reached when the document timestamp lies before the DSS', () => {
    const stamped = stampDocument(signedT, pki.tsa, 1, undefined, false);
    const signature = first(addStore(stamped, completeStore(pki), [11, 13]));
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.level).toBe('PAdES-BASELINE-LT');
    expect(signature.longTermUntil).toBeNull();
  });

  it('is not reached when the stamped DSS lacked something that a later one brings', () => {
    const { certs, ocsps, crls } = completeStore(pki);
    const half = addStore(signedT, { certs, ocsps: ocsps.slice(0, 1) });
    const stamped = stampDocument(half, pki.tsa, 1);
    const whole = addStore(stamped, { certs, ocsps, crls }, [11, 13], 80);
    expect(levelOf(whole)).toBe('PAdES-BASELINE-LT');
    expect(levelOf(stampDocument(whole, pki.tsa, 2, new Date('2026-05-03T00:00:00Z')))).toBe(
      'PAdES-BASELINE-LTA',
    );
  });

  it('is renewed by a further timestamp, whose certificate then says until when', async () => {
    const ending = (serial: string, year: string): Promise<TestIdentity> =>
      issue(
        {
          name: `TEST TSA ${year}`,
          kind: 'tsa',
          algorithm: 'ecdsa-p256-sha256',
          serial,
          notAfter: new Date(`${year}-01-01T00:00:00Z`),
        },
        pki.issuing,
      );
    const older = stampDocument(withStore(), await ending('00d4', '2027'), 1);
    const file = stampDocument(older, await ending('00d5', '2028'), 2, new Date('2026-05-03T00:00:00Z'));
    for (const [stamped, until] of [
      [older, '2027-01-01T00:00:00.000Z'],
      [file, '2028-01-01T00:00:00.000Z'],
    ] as const)
      expect(first(stamped)).toMatchObject({ level: 'PAdES-BASELINE-LTA', longTermUntil: until });
    // What is said is so: the day before it passes, the day after it does not.
    const on = (day: string): string =>
      verdict(signaturesOf(file, trusting(pki.root, new Date(day))).at(-1)!);
    expect([on('2027-12-31'), on('2028-01-02')]).toEqual([
      'TOTAL_PASSED',
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
    ]);
  });

  it('keeps an expired signer and an expired timestamp authority valid, chain by chain', async () => {
    const short = (
      name: string,
      kind: 'signer' | 'tsa',
      serial: string,
      year: string,
    ): Promise<TestIdentity> =>
      issue(
        { name, kind, algorithm: 'rsa-pkcs1-sha256', serial, notAfter: new Date(`${year}-01-01T00:00:00Z`) },
        pki.issuing,
      );
    const rsa = await short('TEST Signer 2027', 'signer', '00e5', '2027');
    const tsa = await short('TEST TSA 2027', 'tsa', '00e6', '2027');
    const signed = await signT(tsa, { signer: rsa, certificates: [rsa.certificate, ...rsa.chain] });
    const long = addStore(signed, completeStore({ ...pki, rsa, tsa }));
    const late = { at: new Date('2028-06-01T00:00:00Z') };
    expect(verdict(first(long, late))).toBe('INDETERMINATE/OUT_OF_BOUNDS_NO_POE');
    const sealed = stampDocument(long, pki.tsa, 1);
    expect(first(sealed, late)).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-LTA',
      revocation: 'good',
      bestTime: stampedAt.toISOString(),
    });
  });
});

describe('revocation', () => {
  const revoked = (revokedAt: Date, reason?: number): Uint8Array =>
    makeOcsp({
      about: pki.rsa,
      issuer: pki.issuing,
      status: 'revoked',
      revokedAt,
      thisUpdate: new Date('2026-05-20T00:00:00Z'),
      nextUpdate: new Date('2026-07-01T00:00:00Z'),
      ...(reason === undefined ? {} : { reason }),
    });
  const before = new Date('2026-04-01T00:00:00Z');
  const after = new Date('2026-05-10T00:00:00Z');

  it('before the proven time leaves the signature unproven', () => {
    const signature = first(withStore({ ocsps: [revoked(before)] }));
    expect(verdict(signature)).toBe('INDETERMINATE/REVOKED_NO_POE');
    expect(signature.revocation).toBe('revoked');
  });

  it('after the proven time does not touch the signature', () => {
    const signature = first(withStore({ ocsps: [...completeStore(pki).ocsps, revoked(after)] }));
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(finding(signature, 'trust.revocation')[0]?.detail).toContain('after the proven time');
  });

  it('of a signature without a proven time leaves it unproven, whenever it was', async () => {
    const signed = signRaw(basePdf(), { cms: await usualSigner() });
    for (const when of [before, after])
      expect(verdict(first(signed, { ocsps: [revoked(when)] }))).toBe('INDETERMINATE/REVOKED_NO_POE');
  });

  it('shown to lie before the signature by a content timestamp makes it fail', async () => {
    const signed = await signT(pki.tsa, {
      attributes: contentStampedBy(pki.tsa, new Date('2026-04-20T00:00:00Z')),
    });
    expect(verdict(first(signed, { ocsps: [revoked(before)] }))).toBe('TOTAL_FAILED/REVOKED');
    expect(verdict(first(signed, { ocsps: [revoked(after)] }))).toBe('TOTAL_PASSED');
  });

  it('of the authority leaves the signature unproven', () => {
    const crls = [makeCrl(pki.root, [pki.issuing])];
    expect(verdict(first(withStore({ crls })))).toBe('INDETERMINATE/REVOKED_CA_NO_POE');
  });

  it('for the time being asks to come back', () => {
    const held = makeOcsp({
      about: pki.rsa,
      issuer: pki.issuing,
      status: 'revoked',
      revokedAt: before,
      reason: 6,
    });
    expect(verdict(first(withStore({ ocsps: [held] })))).toBe('INDETERMINATE/TRY_LATER');
  });

  it('of the timestamp authority takes the timestamp away', () => {
    const gone = makeOcsp({ about: pki.tsa, issuer: pki.issuing, status: 'revoked', revokedAt: before });
    const signature = first(withStore({ ocsps: [gone] }));
    expect(signature.bestTime).toBeNull();
    expect(finding(signature, 'time.timestamps')[0]?.detail).toContain('revoked');
  });

  it('in an old list still counts, though its "good" would not', async () => {
    const signed = signRaw(basePdf(), { cms: await usualSigner() });
    const crls = [makeCrl(pki.issuing, [pki.rsa])];
    expect(verdict(first(signed, { crls }))).toBe('INDETERMINATE/REVOKED_NO_POE');
  });

  it('data inside the CMS is looked at too', async () => {
    const signed = await signT(pki.tsa, { attributes: archivedRevocation([revoked(before)], []) });
    expect(verdict(first(signed))).toBe('INDETERMINATE/REVOKED_NO_POE');
  });

  it('throws for unreadable data that the caller brought', () => {
    expect(() => first(signedT, { ocsps: [Buffer.from('x')] })).toThrow(/OCSP/);
    expect(() => first(signedT, { crls: [Buffer.from('x')] })).toThrow(/CRL/);
  });
});

describe('attacks on long-term data', () => {
  it('an old "good" that was superseded before the signature proves nothing', () => {
    const old = makeOcsp({
      about: pki.rsa,
      issuer: pki.issuing,
      thisUpdate: new Date('2026-04-01T00:00:00Z'),
      nextUpdate: new Date('2026-04-02T00:00:00Z'),
    });
    const signature = first(withStore({ ocsps: [old, completeStore(pki).ocsps[1]!] }));
    expect(signature).toMatchObject({ level: 'PAdES-BASELINE-T', revocation: 'unknown' });
  });

  it.each<[string, () => Uint8Array]>([
    ['of another certificate', () => makeOcsp({ about: pki.ec, issuer: pki.issuing })],
    ['of another authority', () => makeOcsp({ about: pki.rsa, issuer: pki.root })],
    ['by somebody who may not answer', () => makeOcsp({ about: pki.rsa, issuer: pki.issuing, by: pki.ec })],
    ['by the certificate itself', () => makeOcsp({ about: pki.rsa, issuer: pki.issuing, by: pki.rsa })],
    ['that says unknown', () => makeOcsp({ about: pki.rsa, issuer: pki.issuing, status: 'unknown' })],
    [
      'from the future',
      () =>
        makeOcsp({
          about: pki.rsa,
          issuer: pki.issuing,
          thisUpdate: new Date('2027-01-01T00:00:00Z'),
          nextUpdate: new Date('2027-02-01T00:00:00Z'),
        }),
    ],
  ])('an OCSP response %s proves nothing', (_, make) => {
    const signature = first(withStore({ ocsps: [make(), completeStore(pki).ocsps[1]!] }));
    expect(signature).toMatchObject({ level: 'PAdES-BASELINE-T', revocation: 'unknown' });
  });

  it('foreign certificates and responses by the hundred do not hide the right ones', () => {
    const { certs, ocsps, crls } = completeStore(pki);
    const foreign = Array.from({ length: 400 }, (_, i) =>
      makeOcsp({ about: pki.ec, issuer: pki.issuing, thisUpdate: new Date(stampedAt.getTime() + i * 1000) }),
    );
    const signature = first(withStore({ certs, ocsps: [...foreign, ...ocsps], crls }));
    expect(signature).toMatchObject({ level: 'PAdES-BASELINE-LT', revocation: 'good' });
  });

  it('a store of ten thousand entries is too much to read, which is said and passes for nothing', () => {
    const { ocsps } = completeStore(pki);
    const refs = Array.from({ length: 10_000 }, () => '61 0 R').join(' ');
    const file = addStore(signedT, { ocsps, dss: `/Certs[${refs}]` });
    const signature = first(file);
    expect(signature.level).toBe('PAdES-BASELINE-T');
    expect(finding(signature, 'format.store')[0]?.status).toBe('warning');
  });

  it('things in the store that are no revocation data are named', () => {
    const signature = first(withStore({ crls: [makeCrl(pki.root), Buffer.from('bukan CRL')] }));
    expect(finding(signature, 'format.store')[0]).toMatchObject({ status: 'warning' });
    expect(signature.level).toBe('PAdES-BASELINE-T');
  });

  it('a store that grows by an object which nothing uses is told; one that hides another inside is a forbidden change', () => {
    const signature = first(withStore({ objects: { 90: '<</Type/Page/Contents 4 0 R>>' } }));
    // pades.md 8.3 step 5: no page can show it, so it is named and nothing more.
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(signature.findings).toContainEqual(
      expect.objectContaining({ check: 'changes.unused', status: 'warning' }),
    );
    const below = withStore({ dss: '/Certs2[4 0 R]' });
    expect(verdict(first(below))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('a store that rewrites the page’s content under its own name is a forbidden change', () => {
    const file = addStore(signedT, {
      ...completeStore(pki),
      objects: { 4: '<</Length 0>>\nstream\n\nendstream' },
    });
    expect(verdict(first(file))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('a timestamp of another signature gives no time and no level', async () => {
    const other = stampedBy(pki.tsa)(Buffer.alloc(256, 1));
    const signed = await signT(pki.tsa, { unsigned: () => other });
    const signature = first(addStore(signed, completeStore(pki)));
    expect(signature).toMatchObject({ level: 'PAdES-BASELINE-B', bestTime: null });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import type { GateExpectation, GateResult } from '../../../src/pades/validate/types.ts';
import { issue, type TestPki } from '../../support/pki.ts';
import {
  append,
  basePdf,
  catalog,
  makeCms,
  makeToken,
  page,
  patch,
  signRaw,
  stampedBy,
  startxref,
  stream,
  testPki,
  trusting,
  usualSigner,
} from './world.ts';

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let pki: TestPki;
let base: Buffer;
let signedT: Buffer;
beforeAll(async () => {
  pki = await testPki();
  base = basePdf();
  signedT = signRaw(base, { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
});

const gate = (file: Buffer, changes: Partial<GateExpectation> = {}, earlier: Buffer = base): GateResult =>
  checkSignedPdf(
    bytesSource(file),
    {
      earlier: bytesSource(earlier),
      certificateSha256: sha256Hex(pki.rsa.certificate),
      level: 'PAdES-BASELINE-T',
      field: 'Ttd1',
      signatures: 1,
      ...changes,
    },
    trusting(pki.root),
  );
const stampFile = (file: Buffer, k: number): Buffer =>
  signRaw(file, {
    k,
    dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
    cms: (digest) => makeToken({ tsa: pki.tsa, digest }),
  });
const refused = (result: GateResult): string[] =>
  result.accepted ? [] : result.reasons.map(({ check }) => check);

describe('the gate', () => {
  it('accepts a file to which exactly the expected signature was added, and vouches for its hash', () => {
    const result = gate(signedT);
    expect(result.accepted).toBe(true);
    if (result.accepted) expect(Buffer.from(result.pdf.sha256).toString('hex')).toBe(sha256Hex(signedT));
  });

  it('accepts the second signature on top of the first', () => {
    const file = signRaw(signedT, { k: 1, cms: (digest) => makeCms({ signer: pki.ec, digest }) });
    const expected = {
      certificateSha256: sha256Hex(pki.ec.certificate),
      level: 'PAdES-BASELINE-B',
      field: 'Ttd2',
      signatures: 2,
    } as const;
    expect(refused(gate(file, expected, signedT))).toEqual([]);
  });

  it.each([
    ['another certificate', { certificateSha256: '00'.repeat(32) }, 'gate.certificate'],
    ['another field', { field: 'Ttd9' }, 'gate.field'],
    ['another number of signatures', { signatures: 2 }, 'gate.count'],
  ])('refuses %s', (_, changes, check) => {
    expect(refused(gate(signedT, changes))).toEqual([check]);
  });

  it('refuses a level below the one asked for', async () => {
    expect(refused(gate(signRaw(base, { cms: await usualSigner() })))).toEqual(['gate.level']);
  });

  it('refuses level T from a timestamp authority that nobody trusts', async () => {
    const stranger = await issue({
      name: 'TEST Stranger',
      kind: 'tsa',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '0e',
    });
    const file = signRaw(base, { cms: await usualSigner({ unsigned: stampedBy(stranger) }) });
    expect(refused(gate(file))).toEqual(['gate.level']);
  });

  it('refuses earlier bytes that are not an exact prefix', () => {
    const other = basePdf({ 7: '<</Producer(lain)>>' });
    expect(refused(gate(signedT, {}, other))).toEqual(['gate.prefix']);
  });

  it('refuses a file that equals the earlier one', () => {
    expect(refused(gate(base))).toContain('gate.prefix');
  });

  it.each([
    ['page content was changed', { 4: stream('BT (lain) Tj ET') }],
    [
      'a form field was filled',
      { 6: '<</FT/Tx/T(catatan)/V(baru)/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4>>' },
    ],
    ['an object was smuggled in', { 40: stream('sembunyi') }],
    ['the first signature brought a page', { 2: '<</Type/Pages/Kids[3 0 R 40 0 R]/Count 2>>', 40: page([]) }],
  ])(
    'refuses a first signature with which %s, although the signature itself is sound',
    async (_, objects) => {
      const file = signRaw(base, { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }), objects });
      expect(refused(gate(file))).toEqual(['gate.additions']);
    },
  );

  it('refuses two revisions where one was expected', async () => {
    const between = append(base, { 7: '<</Producer(x)>>' }, { trailer: '/Info 7 0 R' });
    const file = signRaw(between, { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
    expect(refused(gate(file))).toEqual(['gate.additions']);
  });

  it('refuses anything after the signature', () => {
    const file = append(signedT, { 1: catalog([11], '/DSS<</Certs[20 0 R]>>'), 20: stream('x') });
    expect(refused(gate(file))).toContain('gate.newest');
  });

  it('refuses a file whose earlier signature is broken', async () => {
    const cms = await usualSigner({ unsigned: stampedBy(pki.tsa) });
    const broken = Buffer.from(signedT);
    broken.write('9', broken.indexOf('1.000.000'));
    const file = signRaw(broken, { k: 1, cms });
    expect(refused(gate(file, { field: 'Ttd2', signatures: 2 }, broken))).toEqual(['gate.verdicts']);
  });

  it('refuses a level that only looks like one', async () => {
    const cms = await usualSigner();
    const file = signRaw(base, { cms, dict: '/Type/Sig/SubFilter/ETSI.CAdES.detached' });
    expect(refused(gate(file, { level: 'PAdES-BASELINE-B' }))).toEqual(['gate.level']);
  });

  it('counts signatures and not document timestamps', async () => {
    const stamped = stampFile(base, 0);
    const file = signRaw(stamped, { k: 1, cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
    expect(refused(gate(file, { field: 'Ttd2' }, stamped))).toEqual([]);
  });

  it('refuses a timestamp where a signature was expected, and an empty field beside the signature', async () => {
    const stamped = stampFile(signedT, 1);
    expect(refused(gate(stamped, {}, signedT))).toContain('gate.additions');
    const file = signRaw(base, {
      cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }),
      objects: {
        1: catalog([11, 40]),
        3: page([11, 40]),
        40: '<</FT/Sig/T(Kosong)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>',
      },
    });
    expect(refused(gate(file))).toEqual(['gate.additions']);
  });

  it('refuses a revision that skips the one before it', async () => {
    const second = append(base, { 7: '<</Producer(x)>>' }, { trailer: '/Info 7 0 R' });
    const skipping = patch(
      append(second, { 7: '<</Producer(y)>>' }, { trailer: '/Info 7 0 R' }),
      `/Prev ${startxref(second)}`,
      `/Prev ${String(startxref(base)).padEnd(String(startxref(second)).length)}`,
    );
    const file = signRaw(skipping, { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
    expect(refused(gate(file, {}, second))).toEqual(['gate.additions', 'gate.verdicts']);
  });

  it('compares the earlier bytes to the last one, whatever lies on which side of a block', async () => {
    const block = 1024 * 1024;
    const sized = basePdf({ 8: stream('x'.repeat(block)) });
    const earlier = basePdf({ 8: stream('x'.repeat(2 * block - sized.length + 1)) });
    expect(earlier.length).toBe(block + 1);
    const file = signRaw(earlier, { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
    expect(refused(gate(file, {}, earlier))).toEqual([]);
    const other = Buffer.from(earlier);
    other[block] = 0x20;
    expect(refused(gate(file, {}, other))).toEqual(['gate.prefix']);
  });

  it('refuses white space after the signature, and an earlier file longer than the whole', () => {
    expect(refused(gate(Buffer.concat([signedT, Buffer.from('\n\n\n')])))).toEqual([
      'gate.newest',
      'gate.field',
      'gate.certificate',
      'gate.level',
    ]);
    expect(refused(gate(signedT, {}, Buffer.concat([signedT, Buffer.from('\n')])))).toContain('gate.prefix');
  });

  it('takes a fingerprint in capitals, and calls no file without signatures signed', () => {
    expect(
      refused(gate(signedT, { certificateSha256: sha256Hex(pki.rsa.certificate).toUpperCase() })),
    ).toEqual([]);
    const unsigned = append(base, { 7: '<</Producer(x)>>' }, { trailer: '/Info 7 0 R' });
    expect(refused(gate(unsigned))).toContain('gate.verdicts');
  });

  it('refuses what it cannot read', () => {
    expect(refused(gate(Buffer.from('bukan PDF')))).toEqual(['gate.readable']);
  });
});

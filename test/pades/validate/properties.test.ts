import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import type { ValidateOptions } from '../../../src/pades/validate/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import {
  append,
  basePdf,
  catalog,
  gapOf,
  signRaw,
  signaturesOf,
  stream,
  testPki,
  trusting,
  usualSigner,
  type Gap,
} from './world.ts';

let once: Buffer;
let twice: Buffer;
let options: ValidateOptions;
let gap: Gap;
beforeAll(async () => {
  const { root, rsa, issuing } = await testPki();
  // Without the root certificate, which is no part of what anyone signed.
  const cms = await usualSigner({ certificates: [rsa.certificate, issuing.certificate] });
  once = signRaw(basePdf(), { cms, contents: 4096 });
  gap = gapOf(once);
  twice = signRaw(append(once, { 1: catalog([11], '/DSS<</Certs[20 0 R]>>'), 20: stream('x') }), {
    k: 1,
    cms,
    contents: 4096,
    catalogExtra: '/DSS<</Certs[20 0 R]>>',
  });
  options = trusting(root);
});

const changed = (file: Buffer, offset: number, xor: number): Buffer => {
  const out = Buffer.from(file);
  out[offset] = (out[offset] ?? 0) ^ xor;
  return out;
};
const passes = (file: Buffer, field: string): boolean =>
  signaturesOf(file, options).some((s) => s.field === field && s.indication === 'TOTAL_PASSED');

describe('properties of the validator', () => {
  it('the files it starts from pass', () => {
    expect([passes(once, 'Ttd1'), passes(twice, 'Ttd1'), passes(twice, 'Ttd2')]).toEqual([true, true, true]);
  });

  it('a change of one byte inside the signed ranges never passes', () => {
    const offset = fc
      .integer({ min: 0, max: once.length - 1 })
      .filter((at) => at < gap.start || at >= gap.end);
    fc.assert(
      fc.property(offset, fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, xor, later) => {
        expect(passes(changed(later ? twice : once, at, xor), 'Ttd1')).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  it('no byte around ByteRange and Contents can be changed, whichever bit', () => {
    const around = [
      ...Array.from({ length: 220 }, (_, i) => gap.start - 220 + i),
      ...Array.from({ length: 220 }, (_, i) => gap.end + i),
      // The angle brackets themselves are in the gap.
      gap.start,
      gap.end - 1,
    ].filter((at) => at < once.length);
    for (const at of around)
      expect([at, passes(changed(once, at, 1 << (at % 7)), 'Ttd1')]).toEqual([at, false]);
  });

  it('no byte of the CMS can be changed, but for the version of SignedData and the case of the issuer’s name', () => {
    const cms = Buffer.from(once.subarray(gap.start + 1, gap.end - 1).toString('latin1'), 'hex');
    const root = parseDer(cms, { trailing: true });
    const signedData = root.children[1]!.children[0]!;
    const issuer = signedData.children.at(-1)!.children[0]!.children[1]!.children[0]!;
    // Writers disagree about which version a SignedData has, and nothing depends on it (RFC 5652 §5.1).
    const version = signedData.children[0]!;
    // RFC 5280 §7.1 compares names without regard to case; the certificate itself is bound by its hash.
    const passing = Array.from({ length: root.end }, (_, at) => at)
      .filter((at) => at < issuer.start || at >= issuer.end)
      .filter((at) => at < version.start || at >= version.end)
      .filter((at) => {
        const bent = Buffer.from(cms);
        bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8));
        const file = Buffer.from(once);
        file.write(bent.toString('hex'), gap.start + 1, 'latin1');
        return passes(file, 'Ttd1');
      });
    expect(passing).toEqual([]);
  });

  it('a change of one digit of the CMS never passes, but for version numbers and the case of the issuer’s name', () => {
    const cms = Buffer.from(once.subarray(gap.start + 1, gap.end - 1).toString('latin1'), 'hex');
    const root = parseDer(cms, { trailing: true });
    const signedData = root.children[1]!.children[0]!;
    const signerInfo = signedData.children.at(-1)!.children[0]!;
    // Names match as RFC 5280 §7.1 says; the certificate itself is bound by its hash.
    const loose = [signedData.children[0]!, signerInfo.children[0]!, signerInfo.children[1]!.children[0]!];
    const isLoose = (at: number): boolean => loose.some(({ start, end }) => at >= start && at < end);
    const offset = fc.integer({ min: 0, max: 2 * root.end - 1 }).filter((at) => !isLoose(at >> 1));
    fc.assert(
      fc.property(
        offset,
        fc.nat(15).map((value) => value.toString(16)),
        (at, digit) => {
          const file = Buffer.from(once);
          const place = gap.start + 1 + at;
          fc.pre(String.fromCharCode(file[place] ?? 0).toLowerCase() !== digit);
          file.write(digit, place);
          expect(passes(file, 'Ttd1')).toBe(false);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('bytes of any kind never make it throw', () => {
    const edits = fc.array(fc.tuple(fc.nat(twice.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    const cut = fc.nat(twice.length);
    fc.assert(
      fc.property(edits, cut, fc.boolean(), (changes, end, truncate) => {
        const file = Buffer.from(truncate ? twice.subarray(0, end) : twice);
        for (const [at, octet] of changes) if (at < file.length) file[at] = octet;
        expect(() => validatePdf(bytesSource(file), options)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('whatever is appended, an earlier signature passes only where nothing but white space was added', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
        const blank = bytes.every((octet) => [0, 9, 10, 12, 13, 32].includes(octet));
        expect(passes(Buffer.concat([once, bytes]), 'Ttd1')).toBe(blank);
      }),
      { numRuns: 200 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signaturesOf, verdict } from './world.ts';

const folder = new URL('../../../fixtures/berkas-luar/', import.meta.url);
const pem = readFileSync(new URL('akar.pem', folder), 'latin1');
const options = {
  anchors: [Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64')],
  at: new Date('2026-12-01T00:00:00Z'),
};
const load = (name: string): Buffer => readFileSync(new URL(name, folder));

/** Signed by pyHanko; see fixtures/berkas-luar/README.md. */
const files = [
  { name: 'pyhanko-b-b.pdf', levels: ['PAdES-BASELINE-B'], stamped: [false], modifications: ['none'] },
  {
    name: 'pyhanko-dua-b-t.pdf',
    levels: ['PAdES-BASELINE-T', 'PAdES-BASELINE-T'],
    stamped: [true, true],
    modifications: ['permitted', 'none'],
  },
  {
    name: 'pyhanko-b-lta.pdf',
    levels: ['PAdES-BASELINE-LTA', null],
    stamped: [true, true],
    modifications: ['permitted', 'permitted'],
  },
  { name: 'pyhanko-pkcs7-sertifikasi.pdf', levels: ['PKCS7-T'], stamped: [true], modifications: ['none'] },
] as const;

describe('files signed by others', () => {
  it.each(files)('$name passes', ({ name, levels, stamped, modifications }) => {
    const signatures = signaturesOf(load(name), options);
    expect(signatures.map(verdict)).toEqual(levels.map(() => 'TOTAL_PASSED'));
    expect(signatures.map(({ level }) => level)).toEqual(levels);
    expect(signatures.map(({ bestTime }) => bestTime !== null)).toEqual(stamped);
    expect(signatures.map((signature) => signature.modifications)).toEqual(modifications);
  });

  it.each(files)('$name fails with one byte of its page changed', ({ name }) => {
    const file = load(name);
    file.write('b', file.indexOf('Berkas uji'));
    const [first] = signaturesOf(file, options);
    expect(verdict(first!)).toBe('TOTAL_FAILED/HASH_FAILURE');
  });
});

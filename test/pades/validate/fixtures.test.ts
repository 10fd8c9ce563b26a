import { describe, expect, it } from 'vitest';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import {
  berkasLuar,
  changedTwin,
  loadBerkas,
  optionsFor,
  type MakersWord,
} from '../../support/berkas-luar.ts';
import { append, signaturesOf, startxref, stream, verdict } from './world.ts';

const said = (signature: ReportedSignature): MakersWord => ({
  field: signature.kind === 'signature' ? signature.field : null,
  level: signature.level,
  changes: signature.modifications,
  verdict: verdict(signature),
});

/** The page of the form everybody signs is drawn by object 4; only such files get a forged one, in a classic revision. */
const forgeable = (file: Buffer): boolean =>
  /\n4 0 obj\s*<<\s*\/Length \d+\s*>>\s*stream\s+BT/.test(file.toString('latin1')) &&
  file.toString('latin1', startxref(file), startxref(file) + 4) === 'xref';

/** Files made by software that nobody here wrote: what its maker says of each is what we must say. */
describe.each(berkasLuar)('$file, by $tool: $what', (berkas) => {
  const file = loadBerkas(berkas);
  const options = optionsFor(berkas);

  it('is judged as its maker says', () => {
    expect(signaturesOf(file, options).map(said)).toEqual(berkas.signatures);
  });

  it('covers the whole file with its last signature, or says what came later', () => {
    const signatures = signaturesOf(file, options);
    // White space behind the end belongs to no revision, and changes nothing.
    const spaced = /%%EOF\r?\n?[\s]*\s\s$/.test(file.subarray(-12).toString('latin1'));
    const expected = berkas.signatures.map(({ changes }) =>
      changes === 'none' && !spaced ? 'whole-file' : 'whole-revision',
    );
    expect(signatures.map(({ coverage }) => coverage)).toEqual(expected);
  });

  it('fails in every signature with one bit changed', () => {
    const verdicts = signaturesOf(changedTwin(file), options).map(verdict);
    expect(verdicts).toHaveLength(berkas.signatures.length);
    expect(verdicts.filter((each) => !/^TOTAL_FAILED\/(HASH|SIG_CRYPTO|FORMAT)_FAILURE$/.test(each))).toEqual(
      [],
    );
  });

  it.runIf(forgeable(file))('fails in every signature when a later revision draws its page anew', () => {
    const forged = append(file, { 4: stream('BT /F1 18 Tf 72 720 Td (Bayar Rp9.000.000) Tj ET') });
    const signatures = signaturesOf(forged, options);
    expect(signatures.map(({ modifications }) => modifications)).toEqual(
      berkas.signatures.map(() => 'forbidden'),
    );
    expect(signatures.filter(({ indication }) => indication !== 'TOTAL_FAILED')).toEqual([]);
  });
});

it('every tool is there, and most files can be forged', () => {
  const tools = new Set(berkasLuar.map(({ tool }) => tool.split(' ').slice(0, -1).join(' ')));
  for (const tool of ['pyHanko', 'OpenSSL', 'LibPDF', 'EU DSS', 'PDFBox', 'iText']) {
    expect([...tools].some((each) => each.startsWith(tool))).toBe(true);
  }
  expect(berkasLuar.filter((berkas) => forgeable(loadBerkas(berkas))).length).toBeGreaterThan(
    berkasLuar.length / 2,
  );
});

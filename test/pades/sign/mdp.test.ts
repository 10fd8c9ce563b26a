import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import type { FieldLock, PrepareOptions } from '../../../src/pades/sign/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { appendTable, letter, tableFile } from '../../support/pdf.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { readReport } from '../../support/report.ts';

const signingTime = new Date('2026-01-02T03:04:05Z');
let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

type Extra = Partial<Omit<PrepareOptions, 'signer' | 'level'>>;
const sign = async (bytes: Uint8Array, extra: Extra = {}): Promise<Uint8Array> =>
  signedBytes(
    await signPdf(bytesSource(bytes), { signer: signerOf(pki.ec), level: 'B-B', signingTime, ...extra }),
  );
const refusal = (bytes: Uint8Array, extra: Extra = {}): unknown => {
  try {
    prepareSignature(bytesSource(bytes), { signer: pki.ec, level: 'B-B', signingTime, ...extra });
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const report = (bytes: Uint8Array) =>
  readReport(
    validatePdf(bytesSource(bytes), {
      anchors: [pki.root.certificate],
      at: new Date('2026-02-01T00:00:00Z'),
    }),
  ).signatures.map(({ integrity, modifications, level }) => [integrity, modifications, level]);
const intact = (modifications: string) => ['intact', modifications, 'PAdES-BASELINE-B'];

const box = { page: 1, rect: [10, 10, 80, 30] } as const;
/** A file with empty signature fields of these names and dictionaries. */
const withFields = (fields: Readonly<Record<string, string>>): Uint8Array => {
  const entries = Object.entries(fields);
  const refs = entries.map((_, i) => `${7 + i} 0 R`).join(' ');
  return tableFile({
    ...letter,
    1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${refs}]>>>>`,
    3: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[${refs}]>>`,
    ...Object.fromEntries(
      entries.map(([name, more], i) => [
        7 + i,
        `<</FT/Sig/T(${name})/Type/Annot/Subtype/Widget/F 4/Rect[10 ${20 * i} 110 ${20 * i + 15}]/P 3 0 R${more}>>`,
      ]),
    ),
  });
};

describe('a certification signature', () => {
  it.each([1, 2, 3] as const)('with P %i is found through /Perms and by its direct transform', async (p) => {
    const bytes = await sign(tableFile(), { certification: p });
    expect(text(bytes)).toContain(
      `/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${p}/V/1.2>>>>]`,
    );
    expect(text(bytes)).toMatch(/\/Perms<<\/DocMDP \d+ 0 R>>/);
    expect(report(bytes)).toEqual([intact('none')]);
  });

  it('leaves other permissions of the catalog alone', async () => {
    const file = tableFile({ ...letter, 1: '<</Type/Catalog/Pages 2 0 R/Perms 7 0 R>>', 7: '<</Own(x)>>' });
    expect(text(await sign(file, { certification: 2 }))).toMatch(/\/Perms<<\/Own\(x\)\/DocMDP \d+ 0 R>>/);
  });

  it('with P 1 lets nobody sign after it, with P 2 and 3 everyone who stays invisible', async () => {
    const closed = await sign(tableFile(), { certification: 1 });
    expect(refusal(closed)).toBe('PADES_CERTIFIED_NO_CHANGES');
    for (const p of [2, 3] as const) {
      const open = await sign(tableFile(), { certification: p });
      expect(refusal(open, { widget: box })).toBe('PADES_VISIBLE_FIELD_FORBIDDEN');
      expect(refusal(open, { widget: { tag: '#', width: 10, height: 10 } })).toBe(
        'PADES_VISIBLE_FIELD_FORBIDDEN',
      );
      const twice = await sign(open, { widget: { page: 1, rect: [5, 5, 0, 0] } });
      expect(report(await sign(twice))).toEqual([intact('permitted'), intact('permitted'), intact('none')]);
    }
  });

  it('a visible field that was there before it may be signed', async () => {
    const first = await sign(withFields({ Bupati: '', Sekda: '' }), { certification: 2, field: 'Bupati' });
    expect(report(await sign(first, { field: 'Sekda' }))).toEqual([intact('permitted'), intact('none')]);
  });

  it('comes first or not at all', async () => {
    const signed = await sign(tableFile());
    expect(refusal(signed, { certification: 2 })).toBe('PADES_CERTIFICATION_NOT_FIRST');
    const certified = await sign(tableFile(), { certification: 3 });
    expect(refusal(certified, { certification: 3 })).toBe('PADES_CERTIFICATION_NOT_FIRST');
    const stray = tableFile({
      ...letter,
      1: '<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 7 0 R>>>>',
      7: '<</Type/Sig>>',
    });
    expect(refusal(stray, { certification: 2 })).toBe('PADES_CERTIFICATION_NOT_FIRST');
  });

  it('a document timestamp before it does not count', () => {
    const stamped = withFields({ Timestamp1: '/V 9 0 R' });
    const file = appendTable(stamped, { 9: '<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161>>' });
    expect(refusal(file, { certification: 2 })).toBeNull();
    expect(refusal(appendTable(stamped, { 9: '<</Type/Sig>>' }), { certification: 2 })).toBe(
      'PADES_CERTIFICATION_NOT_FIRST',
    );
  });

  it.each([0, 4, 1.5, '2'])('permission %j does not exist', (certification) => {
    expect(refusal(tableFile(), { certification: certification as 1 })).toBe('PADES_OPTIONS_INVALID');
  });

  it.each([
    ['/P 4', 'PADES_CERTIFIED_NO_CHANGES'],
    ['/P 1.0', 'PADES_CERTIFIED_NO_CHANGES'],
    ['/P(2)', 'PADES_CERTIFIED_NO_CHANGES'],
    ['/P 2', null],
    ['', null],
  ])('of somebody else, with %j, is read strictly', (p, code) => {
    const file = tableFile({
      ...letter,
      1: '<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 7 0 R>>>>',
      7: `<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<<${p}>>>>]>>`,
    });
    expect(refusal(file)).toBe(code);
  });
});

describe('a lock', () => {
  it('given to a new field is written as /Lock and as FieldMDP, and honoured by the next signer', async () => {
    const lock: FieldLock = { action: 'Include', fields: ['Sekda', 'Kadis–2'], permissions: 2 };
    const bytes = await sign(withFields({ Sekda: '', Kabag: '' }), { lock });
    expect(text(bytes)).toMatch(/\/Lock<<\/Type\/SigFieldLock\/Action\/Include\/Fields\[\(Sekda\) <FEFF/);
    expect(text(bytes)).toMatch(
      /\/TransformMethod\/FieldMDP\/TransformParams<<\/Type\/TransformParams\/Action\/Include\/Fields\[\(Sekda\) <FEFF[0-9A-F]+>\]\/V\/1\.2>>\/Data 1 0 R>>/,
    );
    expect(refusal(bytes, { field: 'Sekda' })).toBe('PADES_FIELD_LOCKED');
    expect(report(await sign(bytes, { field: 'Kabag' }))).toEqual([intact('permitted'), intact('none')]);
  });

  it('All covers every field there is; Exclude all but those named and what is below them', async () => {
    const all = await sign(withFields({ Sekda: '' }), { lock: { action: 'All', fields: [] } });
    expect(refusal(all, { field: 'Sekda' })).toBe('PADES_FIELD_LOCKED');
    expect(report(await sign(all))).toEqual([intact('permitted'), intact('none')]);
    const but = await sign(withFields({ Sekda: '', Kabag: '' }), {
      lock: { action: 'Exclude', fields: ['Sekda'] },
    });
    expect(refusal(but, { field: 'Kabag' })).toBe('PADES_FIELD_LOCKED');
    expect(report(await sign(but, { field: 'Sekda' }))).toEqual([intact('permitted'), intact('none')]);
  });

  it('of an existing field is copied; where its P is 1 nobody signs afterwards', async () => {
    const file = withFields({ Bupati: '/Lock<</Type/SigFieldLock/Action/All/P 1>>', Sekda: '' });
    const bytes = await sign(file, { field: 'Bupati' });
    expect(text(bytes)).toContain(
      '/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/All/V/1.2>>',
    );
    expect(report(bytes)).toEqual([intact('none')]);
    expect(refusal(bytes)).toBe('PADES_CERTIFIED_NO_CHANGES');
    expect(refusal(bytes, { field: 'Sekda' })).toBe('PADES_CERTIFIED_NO_CHANGES');
  });

  it('may stand beside a certification, both in one /Reference', async () => {
    const bytes = await sign(tableFile(), { certification: 2, lock: { action: 'All', fields: [] } });
    expect(text(bytes)).toMatch(/DocMDP\/TransformParams.*FieldMDP\/TransformParams/);
    expect(report(await sign(bytes))).toEqual([intact('permitted'), intact('none')]);
  });

  it('never relaxes an earlier one: the strictest permission is kept', async () => {
    const first = await sign(tableFile(), { certification: 2 });
    const second = await sign(first, { lock: { action: 'All', fields: [], permissions: 3 } });
    expect(text(second.subarray(first.length))).toContain('/SigFieldLock/Action/All/P 2>>');
  });

  it.each([
    { action: 'Some' as 'All', fields: [] },
    { action: 'All', fields: ['x'] },
    { action: 'Include', fields: [] },
    { action: 'Exclude', fields: [''] },
    { action: 'Include', fields: ['x'], permissions: 7 as 1 },
  ] as const satisfies readonly FieldLock[])('%j cannot be used', (lock) => {
    expect(refusal(tableFile(), { lock })).toBe('PADES_OPTIONS_INVALID');
  });

  it('is not given to a field that exists', () => {
    const lock: FieldLock = { action: 'All', fields: [] };
    expect(refusal(withFields({ Bupati: '' }), { field: 'Bupati', lock })).toBe('PADES_OPTIONS_INVALID');
  });

  it.each(['/Lock(x)', '/Lock<<>>', '/Lock<</Action/Include>>', '/Lock<</Action/Include/Fields[1]>>'])(
    'that cannot be read refuses its field: %s',
    (lock) => {
      expect(refusal(withFields({ Bupati: lock }), { field: 'Bupati' })).toBe('PADES_SEED_VALUE_UNMET');
    },
  );
});

describe('seed values of this issue', () => {
  it.each([
    ['/MDP<</P 0>>', {}, null],
    ['/MDP<</P 0>>', { certification: 2 }, 'PADES_SEED_VALUE_UNMET'],
    ['/MDP<</P 2>>', { certification: 2 }, null],
    ['/MDP<</P 2>>', { certification: 3 }, 'PADES_SEED_VALUE_UNMET'],
    ['/MDP<</P 2>>', {}, 'PADES_SEED_VALUE_UNMET'],
    ['/Ff 4/V 3', {}, null],
    ['/Ff 4/V 4', {}, 'PADES_SEED_VALUE_UNMET'],
    ['/Ff 256/AppearanceFilter(x)', {}, 'PADES_SEED_VALUE_UNMET'],
    ['/TimeStamp<</URL(http://tsa)/Ff 1>>', {}, 'PADES_SEED_VALUE_UNMET'],
    ['/TimeStamp<</URL(http://tsa)/Ff 0>>', {}, null],
  ] as const)('%s with %o', (seed, extra, code) => {
    const file = withFields({ Bupati: `/SV<</Type/SV${seed}>>` });
    expect(refusal(file, { field: 'Bupati', ...extra })).toBe(code);
  });
});

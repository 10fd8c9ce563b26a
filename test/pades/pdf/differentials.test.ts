import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportedSignature, ValidateOptions } from '../../../src/pades/validate/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import {
  append,
  basePdf,
  patch,
  signRaw,
  startxref,
  stream,
  testPki,
  trusting,
  usualSigner,
} from '../validate/world.ts';

/**
 * Files that two readers read in two ways (pades.md A-02, A-13 to A-15, B-15), each made before it is signed, so that everything else about
 * it is in order. `kind`: what is noted; `passes`: whether it may still be TOTAL_PASSED.
 */
interface Row {
  readonly id: string;
  readonly make: () => Buffer;
  /** A code where the file cannot be read at all. */
  readonly kind: string;
  readonly passes: boolean;
}

const insert = (file: Buffer, at: number, text: string | Buffer): Buffer =>
  Buffer.concat([file.subarray(0, at), Buffer.from(text as string, 'latin1'), file.subarray(at)]);
/** Something between the last object and the xref, which then stands further behind. */
const planted = (text: string): Buffer => {
  const file = basePdf();
  const at = startxref(file);
  const moved = insert(file, at, text);
  return Buffer.from(
    moved
      .toString('latin1')
      .replace(/startxref\n\d+(?=\n%%EOF\n$)/, `startxref\n${at + Buffer.from(text, 'latin1').length}`),
    'latin1',
  );
};
const xrefAs = (change: (text: string) => string): Buffer => {
  const file = basePdf();
  const at = startxref(file);
  return Buffer.concat([file.subarray(0, at), Buffer.from(change(file.toString('latin1', at)), 'latin1')]);
};
/** The row of object 5 names this place. */
const pointed = (offset: (file: Buffer) => number): Buffer =>
  xrefAs((text) =>
    text.replace(/(\n5 1\n)\d{10}/, (_, head: string) => head + String(offset(basePdf())).padStart(10, '0')),
  );

const rows: readonly Row[] = [
  { id: 'A-14 a second definition that the xref does not name', kind: 'duplicate-object', passes: false, make: () => planted('1 0 obj\n<</Type/Catalog/Pages 9 0 R>>\nendobj\n') },
  { id: 'A-09 an object that no xref names', kind: 'unlisted-object', passes: true, make: () => planted('90 0 obj\n(x)\nendobj\n') },
  { id: 'A-15 words between objects', kind: 'unaccounted-bytes', passes: true, make: () => planted('something\n') },
  { id: 'A-15 a second startxref inside a revision', kind: 'stray-structure', passes: false, make: () => planted('startxref\n9\n%%EOF\n') },
  { id: 'A-15 a second %%EOF inside a revision', kind: 'stray-structure', passes: false, make: () => planted('%%EOF\n') },
  { id: 'A-15 a header in the middle', kind: 'stray-structure', passes: false, make: () => planted('%PDF-1.3\n') },
  { id: 'A-15 an end behind a comment of 64 KB', kind: 'stray-structure', passes: false, make: () => planted(`${`%${' '.repeat(200)}\n`.repeat(325)}%%EOF\n`) },
  { id: 'A-15 Length too small', kind: 'length-mismatch', passes: false, make: () => basePdf({ 4: stream('BT (Bayar) Tj ET').replace(/Length \d+/, 'Length 5') }) },
  { id: 'A-15 missing endobj', kind: 'missing-endobj', passes: true, make: () => patch(basePdf(), 'endobj', '      ') },
  { id: 'A-15 a carriage return alone behind stream', kind: 'unreadable-object', passes: false, make: () => basePdf({ 8: '<</Length 1>>\nstream\rx\nendstream' }) },
  { id: 'A-15 bytes before the header', kind: 'PADES_NOT_PDF', passes: false, make: () => insert(basePdf(), 0, 'junk\n') },
  { id: 'A-13 an object twice in one section', kind: 'duplicate-object', passes: false, make: () => xrefAs((text) => text.replace('trailer', `5 1\n${String(basePdf().indexOf('4 0 obj')).padStart(10, '0')} 00000 n \ntrailer`)) },
  { id: 'A-13 an xref entry into a stream', kind: 'object-header-mismatch', passes: false, make: () => pointed((file) => file.indexOf('BT /F1')) },
  { id: 'A-13 an object inside the stream of another', kind: 'overlap', passes: false, make: () => basePdfWithInner() },
  { id: 'A-13 a wrong generation', kind: 'object-header-mismatch', passes: false, make: () => xrefAs((text) => text.replace(/(\n5 1\n\d{10} )00000/, '$100001')) },
  { id: 'A-13 an entry of offset 0', kind: 'object-header-mismatch', passes: false, make: () => pointed(() => 0) },
  { id: 'A-13 Size too small', kind: 'size-too-small', passes: true, make: () => patch(basePdf(), '/Size 8', '/Size 6') },
  { id: 'A-13 Prev that points at itself', kind: 'PADES_XREF_BROKEN', passes: false, make: () => xrefAs((text) => text.replace('/Root', `/Prev ${startxref(basePdf())}/Root`)) },
  { id: 'A-13 Prev that points forward', kind: 'PADES_XREF_BROKEN', passes: false, make: () => xrefAs((text) => text.replace('/Root', '/Prev 999999/Root')) },
  { id: 'B-15 a startxref with a sign', kind: 'PADES_XREF_BROKEN', passes: false, make: () => xrefAs((text) => text.replace('startxref\n', 'startxref\n+')) },
  { id: 'B-15 a real offset', kind: 'PADES_XREF_BROKEN', passes: false, make: () => xrefAs((text) => text.replace(/startxref\n(\d+)/, 'startxref\n$1.0')) },
  { id: 'B-15 a negative Prev', kind: 'PADES_XREF_BROKEN', passes: false, make: () => xrefAs((text) => text.replace('/Root', '/Prev -1/Root')) },
  { id: 'A-15 an xref stream without a type', kind: 'PADES_XREF_BROKEN', passes: false, make: () => streamed('', '/W[1 4 0]') },
  { id: 'B-14 W with a field of a gigabyte', kind: 'PADES_XREF_BROKEN', passes: false, make: () => streamed('/Type/XRef', '/W[1 1000000000 0]') },
  { id: 'B-14 W without a second field', kind: 'PADES_XREF_BROKEN', passes: false, make: () => streamed('/Type/XRef', '/W[1 0 4]') },
  { id: 'A-19 another identifier', kind: 'identifier-changed', passes: true, make: () => append(basePdf(), { 8: '(x)' }, { id: 'bb' }) },
]; // prettier-ignore

/** Object 8 lies in what object 4 says is its content. */
function basePdfWithInner(): Buffer {
  const file = basePdf({ 4: stream('BT ET 8 0 obj (x) endobj ET') });
  const at = String(file.indexOf('8 0 obj')).padStart(10, '0');
  return Buffer.from(
    file.toString('latin1').replace('trailer', `8 1\n${at} 00000 n \ntrailer`).replace('/Size 8', '/Size 9'),
    'latin1',
  );
}

function streamed(type: string, widths: string): Buffer {
  const data = deflateSync(Buffer.alloc(40));
  const body = Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n');
  const head = `3 0 obj\n<<${type}/Size 4${widths}/Root 1 0 R/Filter/FlateDecode/Length ${data.length}>>\nstream\n`;
  return Buffer.concat([
    body,
    Buffer.from(head),
    data,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${body.length}\n%%EOF\n`),
  ]);
}

let options: ValidateOptions;
let sign: (file: Buffer) => Buffer;
beforeAll(async () => {
  const cms = await usualSigner();
  options = trusting((await testPki()).root);
  sign = (file) => signRaw(file, { cms });
});

const structure = ({ findings }: ReportedSignature) =>
  findings.find(({ check }) => check === 'format.structure');

describe('a file that readers read differently', () => {
  it('is not what the others start from', () => {
    const report = validatePdf(bytesSource(sign(basePdf())), options);
    expect(report.readable && [report.anomalies, report.signatures[0]?.indication]).toEqual([
      [],
      'TOTAL_PASSED',
    ]);
  });

  it.each(rows.filter(({ kind }) => !kind.startsWith('PADES')))('$id', ({ make, kind, passes }) => {
    const report = validatePdf(bytesSource(sign(make())), options);
    if (!report.readable) throw new Error(`${report.error.code} at ${String(report.error.offset)}`);
    const noted = report.anomalies.find((each) => each.kind === kind);
    expect(report.anomalies.map((each) => each.kind)).toContain(kind);
    const [signature] = report.signatures;
    if (!signature) throw new Error('no signature');
    expect(signature.indication === 'TOTAL_PASSED').toBe(passes);
    expect(structure(signature)).toMatchObject({ status: passes ? 'warning' : 'failed' });
    expect(structure(signature)?.evidence.map(({ offset }) => offset)).toContain(noted?.offset);
  });

  it.each(rows.filter(({ kind }) => kind.startsWith('PADES')))(
    '$id is refused with its place',
    ({ make, kind }) => {
      const report = validatePdf(bytesSource(make()), options);
      expect(report).toMatchObject({
        readable: false,
        error: { code: kind, offset: expect.any(Number) as number },
      });
    },
  );

  it('A-15 a second %%EOF at the end: nothing may follow the first', () => {
    const report = validatePdf(
      bytesSource(Buffer.concat([sign(basePdf()), Buffer.from('%%EOF\n')])),
      options,
    );
    expect(report).toMatchObject({ readable: true, anomalies: [{ kind: 'trailing-bytes' }] });
    expect(report.readable && report.signatures[0]?.indication).toBe('TOTAL_FAILED');
  });
});

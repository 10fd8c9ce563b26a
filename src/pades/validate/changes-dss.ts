import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { dictAt, itemsAt, sameValue } from './pdf-values.ts';

const arrays = { Certs: ['Certs', 'Cert'], CRLs: ['CRLs', 'CRL'], OCSPs: ['OCSPs', 'OCSP'] } as const;
const vriArrays = { Cert: ['Cert', 'Certs'], CRL: ['CRL', 'CRLs'], OCSP: ['OCSP', 'OCSPs'] } as const;

/**
 * The document security store may be added or grow (pades.md 1.7, 8.4). It is judged by its type and not by its name:
 * every value must be what the standard puts there, so nothing else can hide below it.
 */
export function compareDss(c: Comparison): void {
  const [old, now] = [dictAt(c.before, c.before.catalog, 'DSS'), dictAt(c.after, c.after.catalog, 'DSS')];
  const value = c.after.catalog.entries.get('DSS');
  if (now === null) {
    if (old) c.forbid('the validation data was removed');
    return;
  }
  const known = new Set(['Type', 'VRI', ...Object.keys(arrays)]);
  const strange = [...now.entries.keys()].find((key) => !known.has(key));
  if (strange !== undefined) {
    c.forbid(`the validation data holds /${strange}`);
    return;
  }
  const touched = c.added.size + c.overwritten.size;
  c.approveRef(value, ['DSS']);
  compareArrays(c, now, arrays);
  compareVri(c, now);
  const changed = !old || !sameValue(old, now) || c.added.size + c.overwritten.size < touched;
  if (changed) c.note('validation-data', 'validation data (DSS)');
}

function compareVri(c: Comparison, dss: PdfDict): void {
  const vri = dictAt(c.after, dss, 'VRI');
  if (vri === null) return;
  c.approveRef(dss.entries.get('VRI'), ['VRI']);
  for (const [key, value] of vri.entries) {
    const entry = c.after.resolve(value);
    if (key === 'Type') continue;
    if (!/^[0-9A-Fa-f]{40}$/.test(key) || entry.kind !== 'dict') {
      c.forbid(`the validation data holds /${key}`);
      return;
    }
    c.approveRef(value, [key]);
    compareArrays(c, entry, vriArrays);
    approveDataStream(c, entry.entries.get('TS'), ['TS']);
  }
}

function compareArrays(
  c: Comparison,
  owner: PdfDict,
  table: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [key, uses] of Object.entries(table)) {
    c.approveRef(owner.entries.get(key), uses);
    for (const item of itemsAt(c.after, owner, key)) approveDataStream(c, item, uses);
  }
}

/** One DER certificate, CRL or OCSP response in a stream of its own; a rewritten one is not explained by being here. */
function approveDataStream(c: Comparison, value: PdfObject | undefined, uses: readonly string[]): void {
  if (value === undefined) return;
  if (value.kind !== 'ref' || c.after.resolve(value).kind !== 'stream') {
    {
      c.forbid(`the validation data holds something that is no stream (/${uses[0] ?? ''})`);
      return;
    }
  }
  if (!c.added.has(value.num)) return;
  c.approve(value.num);
  const stream = c.after.resolve(value);
  if (stream.kind === 'stream') c.approveNew(stream.dict.entries.get('Length'));
}

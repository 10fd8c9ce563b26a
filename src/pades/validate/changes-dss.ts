import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { dictAt, itemsAt, sameValue } from './pdf-values.ts';
import type { Use } from './references.ts';

const arrays = ['Certs', 'CRLs', 'OCSPs'];
const vriArrays = ['Cert', 'CRL', 'OCSP'];

/**
 * The document security store may be added or grow (pades.md 1.7, 8.4). It is judged by its type and not by its name:
 * every value must be what the standard puts there, so nothing else can hide below it.
 */
export function compareDss(c: Comparison): void {
  const [old, now] = [dictAt(c.before, c.before.catalog, 'DSS'), dictAt(c.after, c.after.catalog, 'DSS')];
  const value = c.after.catalog.entries.get('DSS');
  if (now === null) {
    if (old) c.forbid('the validation data was removed', 'validation-data-misused');
    return;
  }
  const known = new Set(['Type', 'VRI', ...arrays]);
  const strange = [...now.entries.keys()].find((key) => !known.has(key));
  if (strange !== undefined) {
    c.forbid(`the validation data holds /${strange}`, 'validation-data-misused');
    return;
  }
  const touched = c.added.size + c.overwritten.size;
  const inStore = placesOf(c);
  c.approveRef(value, inStore);
  compareArrays(c, now, arrays, inStore);
  compareVri(c, now, inStore);
  const changed = !old || !sameValue(old, now) || c.added.size + c.overwritten.size < touched;
  if (changed) c.note('validation-data', `validation data (DSS)${shrunk(c, old, now)}`);
}

/** Other software drops items it holds for needless; whoever relied on them should read of it (pades.md 8.4). */
function shrunk(c: Comparison, old: PdfDict | null, now: PdfDict): string {
  const lost =
    old === null
      ? []
      : arrays.filter((key) => itemsAt(c.before, old, key).length > itemsAt(c.after, now, key).length);
  return lost.length > 0 ? `, of which /${lost.join(' and /')} holds less than before` : '';
}

function compareVri(c: Comparison, dss: PdfDict, inStore: InStore): void {
  const vri = dictAt(c.after, dss, 'VRI');
  if (vri === null) return;
  c.approveRef(dss.entries.get('VRI'), inStore);
  for (const [key, value] of vri.entries) {
    const entry = c.after.resolve(value);
    if (key === 'Type') continue;
    if (!/^[0-9A-Fa-f]{40}$/.test(key) || entry.kind !== 'dict') {
      c.forbid(`the validation data holds /${key}`, 'validation-data-misused');
      return;
    }
    c.approveRef(value, inStore);
    compareArrays(c, entry, vriArrays, inStore);
    approveDataStream(c, entry.entries.get('TS'), 'TS');
  }
}

type InStore = (use: Use) => boolean;

/**
 * The places of the store: what the catalog, the store, its /VRI and their entries refer to by the standard's own keys.
 * A resource of a page that is merely called /DSS or /Certs is none of them.
 */
function placesOf(c: Comparison): InStore {
  const catalog = c.after.catalogRef.num;
  const holders = new Set<number>();
  const hold = (value: PdfObject | undefined): void => {
    if (value?.kind === 'ref') holders.add(value.num);
  };
  for (const view of [c.before, c.after]) {
    hold(view.catalog.entries.get('DSS'));
    const dss = dictAt(view, view.catalog, 'DSS');
    hold(dss?.entries.get('VRI'));
    const vri = dss && dictAt(view, dss, 'VRI');
    for (const entry of vri?.entries.values() ?? []) hold(entry);
  }
  return ({ holder, path }) =>
    holder !== null &&
    (holder === catalog ? catalogPath.test(path) : holders.has(holder) && storePath.test(path));
}

const catalogPath = /^DSS(\.VRI(\.[0-9A-Fa-f]{40})?)?(\.(Certs?|CRLs?|OCSPs?|TS))?$/;
const storePath = /^(VRI|(VRI\.)?[0-9A-Fa-f]{40}|((VRI\.)?[0-9A-Fa-f]{40}\.)?(Certs?|CRLs?|OCSPs?|TS))$/;

function compareArrays(c: Comparison, owner: PdfDict, keys: readonly string[], inStore: InStore): void {
  for (const key of keys) {
    c.approveRef(owner.entries.get(key), inStore);
    for (const item of itemsAt(c.after, owner, key)) approveDataStream(c, item, key);
  }
}

/** One DER certificate, CRL or OCSP response in a stream of its own; a rewritten one is not explained by being here. */
function approveDataStream(c: Comparison, value: PdfObject | undefined, key: string): void {
  if (value === undefined) return;
  const stream = c.after.resolve(value);
  if (value.kind !== 'ref' || stream.kind !== 'stream') {
    c.forbid(`the validation data holds something that is no stream (/${key})`, 'validation-data-misused');
    return;
  }
  if (!c.added.has(value.num)) return;
  // Its bytes would come from somewhere else (ISO 32000-2 clause 7.3.8.2).
  if (stream.dict.entries.has('F'))
    c.forbid(`the validation data refers to another file (/${key})`, 'validation-data-misused');
  c.approve(value.num);
  c.approveNew(stream.dict.entries.get('Length'));
}

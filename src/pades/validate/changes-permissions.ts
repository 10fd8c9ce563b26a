import type { Comparison, SignedField } from './comparison.ts';
import { asDict, dictAt, itemsAt, nameAt, refAt, sameExcept, sameValue } from './pdf-values.ts';

const onlyDocMdp: ReadonlySet<string> = new Set(['DocMDP']);

/**
 * /Perms of the catalog may come with the certification signature it names, which must be the first of the file, document
 * timestamps aside (ISO 32000-2 clause 12.8.6; pades.md 1.6). Any other change of it takes a permission away or makes
 * one up.
 */
export function comparePermissions(c: Comparison, signed: readonly SignedField[]): void {
  const [was, is] = [c.before.catalog.entries.get('Perms'), c.after.catalog.entries.get('Perms')];
  const [old, now] = [dictAt(c.before, c.before.catalog, 'Perms'), dictAt(c.after, c.after.catalog, 'Perms')];
  if (sameValue(was, is) && (old === null ? now === null : now !== null && sameValue(old, now))) return;
  const target = now && refAt(now, 'DocMDP');
  const fits =
    now !== null &&
    target !== null &&
    now.duplicates.length === 0 &&
    (old === null
      ? now.entries.size === 1
      : !old.entries.has('DocMDP') && sameExcept(old, now, onlyDocMdp)) &&
    signed.some(({ num, kind }) => kind === 'signature' && valueOf(c, num) === target.num) &&
    certifies(c, target.num) &&
    !wasSigned(c);
  if (!fits) {
    c.forbid('the permissions of the catalog changed', 'permissions');
    return;
  }
  c.approveRef(is, c.inCatalog('Perms'));
  c.note('certification', 'certification');
}

function valueOf(c: Comparison, field: number): number | null {
  const dict = asDict(c.after.resolve({ kind: 'ref', num: field, gen: 0 }));
  return dict && (refAt(dict, 'V')?.num ?? null);
}

function certifies(c: Comparison, value: number): boolean {
  const dict = asDict(c.after.resolve({ kind: 'ref', num: value, gen: 0 }));
  return (
    dict !== null &&
    itemsAt(c.after, dict, 'Reference').some((item) => {
      const reference = asDict(c.after.resolve(item));
      return reference !== null && nameAt(c.after, reference, 'TransformMethod') === 'DocMDP';
    })
  );
}

function wasSigned(c: Comparison): boolean {
  c.references.fields.stepTo(c.index);
  return c.references.fields.earlier().some(({ dict }) => {
    const value = asDict(c.before.resolve(dict.entries.get('V')));
    return value?.entries.has('ByteRange') === true && nameAt(c.before, value, 'Type') !== 'DocTimeStamp';
  });
}

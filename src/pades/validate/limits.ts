import type { PdfFile, PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import type { SignatureLocation } from './locate.ts';
import { asDict, intAt, itemsAt, nameAt, textOf } from './pdf-values.ts';

/** What one signature lets later revisions do. */
export interface Limits {
  /** Field of the signature. */
  readonly by: string | null;
  /** In force for revisions after this one. */
  readonly since: number;
  readonly certifies: boolean;
  /** /P: 1 allows nothing but validation data, 2 also filling in and signing, 3 also annotations; null: not said. */
  readonly permits: 1 | 2 | 3 | null;
  readonly locks: (field: string) => boolean;
}

const none = (): boolean => false;

/** DocMDP and FieldMDP of a signature (clause 12.8.2), and the /Lock of its field (clause 12.7.5.5). */
export function limitsOf(file: PdfFile, { field, dict, definedIn, lock }: SignatureLocation): Limits[] {
  const view = file.view(definedIn);
  const own = { by: field, since: definedIn, certifies: false, permits: null, locks: none };
  const locked: Limits[] = lock
    ? [{ ...own, permits: lock.entries.has('P') ? permission(view, lock) : null, locks: lockOf(view, lock) }]
    : [];
  const transforms = itemsAt(view, dict, 'Reference').flatMap((item): Limits[] => {
    const reference = asDict(view.resolve(item));
    const parameters = reference && asDict(view.resolve(reference.entries.get('TransformParams')));
    if (!reference) return [];
    const method = nameAt(view, reference, 'TransformMethod');
    if (method === 'DocMDP')
      return [
        { ...own, certifies: true, permits: parameters?.entries.has('P') ? permission(view, parameters) : 2 },
      ];
    return method === 'FieldMDP' && parameters ? [{ ...own, locks: lockOf(view, parameters) }] : [];
  });
  return [...locked, ...transforms];
}

/** Something that is no P at all is taken as the strictest. */
function permission(view: PdfView, dict: PdfDict): 1 | 2 | 3 {
  const p = intAt(view, dict, 'P');
  return p === 2 || p === 3 ? p : 1;
}

/** A name covers the fields below it. No action, or one that nobody knows, covers all. */
function lockOf(view: PdfView, dict: PdfDict): (field: string) => boolean {
  const names = itemsAt(view, dict, 'Fields').map((field) => textOf(view.resolve(field)) ?? '');
  const listed = (field: string): boolean =>
    names.some((name) => field === name || field.startsWith(`${name}.`));
  const action = nameAt(view, dict, 'Action');
  if (action === 'Include') return listed;
  return action === 'Exclude' ? (field) => !listed(field) : () => true;
}

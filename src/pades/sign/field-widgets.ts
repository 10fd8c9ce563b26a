import { PadesError } from '../errors.ts';
import { pdfLimits, type PdfPage, type PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfRef } from '../pdf/objects.ts';
import { walkPages } from '../pdf/pages.ts';
import type { FormField } from './fields.ts';

export interface FieldWidget {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** The page it stands on, null where no page lists it and /P names none. */
  readonly page: PdfPage | null;
  /** Its page lists it among /Annots. */
  readonly listed: boolean;
}

/** A signature field shown in more places than this is an attack. */
const MOST_WIDGETS = 100;

/** All widgets of a field (clause 12.7.4.1): the field itself where both are one dictionary, else its kids. */
export function widgetsOf(field: FormField, view: PdfView): FieldWidget[] {
  const kids = view.resolve(field.dict.entries.get('Kids'));
  const found = (kids.kind === 'array' ? kids.items : []).flatMap((ref) => {
    const dict = view.resolve(ref);
    return ref.kind === 'ref' && dict.kind === 'dict' ? [{ ref, dict }] : [];
  });
  const widgets = found.length > 0 ? found : [{ ref: field.ref, dict: field.dict }];
  if (widgets.length > MOST_WIDGETS) {
    throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'The field has too many widgets.' });
  }
  const { listing, named } = pagesOf(widgets, view);
  return widgets.map(({ ref, dict }) => {
    const page = listing.get(ref.num);
    return { ref, dict, page: page ?? named.get(ref.num) ?? null, listed: page !== undefined };
  });
}

/** The pages that list each widget, and those that /P names, in one walk. */
function pagesOf(
  widgets: readonly { readonly ref: PdfRef; readonly dict: PdfDict }[],
  view: PdfView,
): { listing: ReadonlyMap<number, PdfPage>; named: ReadonlyMap<number, PdfPage> } {
  const listing = new Map<number, PdfPage>();
  const named = new Map<number, PdfPage>();
  const wanted = new Set(widgets.map(({ ref }) => ref.num));
  for (const page of walkPages(view, pdfLimits)) {
    const annots = view.resolve(page.dict.entries.get('Annots'));
    for (const each of annots.kind === 'array' ? annots.items : []) {
      if (each.kind === 'ref' && wanted.has(each.num) && !listing.has(each.num)) listing.set(each.num, page);
    }
    for (const { ref, dict } of widgets) {
      const owner = dict.entries.get('P');
      if (owner?.kind === 'ref' && owner.num === page.ref.num) named.set(ref.num, page);
    }
    if (listing.size === wanted.size) break;
  }
  return { listing, named };
}

import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';

/**
 * Refuses XFA forms (ISO 32000-2 annex K; pades.md 1.3): viewers that know XFA show the form from its XML and not the pages, so a signer
 * would sign what nobody has seen, and filling in the form later rewrites the XML under the signature. Throws PADES_XFA_UNSUPPORTED.
 */
export function refuseXfa(view: PdfView): void {
  const form = view.resolve(view.catalog.entries.get('AcroForm'));
  const packets = form.kind === 'dict' ? view.resolve(form.entries.get('XFA')) : form;
  const needsRendering = view.resolve(view.catalog.entries.get('NeedsRendering'));
  const dynamic = needsRendering.kind === 'bool' && needsRendering.value;
  if (!dynamic && packets.kind !== 'array' && packets.kind !== 'stream') return;
  throw new PadesError('PADES_XFA_UNSUPPORTED', {
    detail: dynamic
      ? 'It is a dynamic form: its pages do not exist until a viewer lays them out.'
      : 'It is a static form: flatten it or remove its XFA part before the first signature.',
  });
}

import type { ByteSource } from '../bytes.ts';
import type { Anomalies } from './anomalies.ts';
import { openSecurity } from './encryption.ts';
import type { Security } from './security.ts';
import type { PdfLimits, Revision } from './file.ts';
import { readIndirect } from './indirect.ts';
import { pdfNull, type PdfObject } from './objects.ts';

interface Context {
  readonly source: ByteSource;
  readonly limits: PdfLimits;
  readonly anomalies: Anomalies;
  readonly revisions: readonly Revision[];
  readonly password: string | undefined;
}

/**
 * The encryption the newest trailer names. Its dictionary and what that refers to stand in the file itself, never in an object stream,
 * which could not be read without it (ISO 32000-2 clause 7.5.7). Throws PADES_PASSWORD_WRONG.
 */
export function readSecurity(context: Context): Security | null {
  const { trailer } = context.revisions.at(-1) ?? {};
  const entry = trailer?.entries.get('Encrypt');
  if (entry === undefined || trailer === undefined) return null;
  const resolve = (object: PdfObject | undefined): PdfObject => plain(object, context);
  const dictNum = entry.kind === 'ref' ? entry.num : null;
  return openSecurity(resolve(entry), dictNum, resolve(trailer.entries.get('ID')), context.password, resolve);
}

/** One hop is all that a sane file needs here. */
function plain(object: PdfObject | undefined, context: Context): PdfObject {
  if (object?.kind !== 'ref') return object ?? pdfNull;
  for (const { entries } of [...context.revisions].reverse()) {
    const entry = entries.get(object.num);
    if (entry === undefined) continue;
    if (entry.type !== 'offset' || entry.offset <= 0 || entry.offset >= context.source.size) return pdfNull;
    const found = readIndirect(entry.offset, { ...context, spend: () => undefined, lengthOf: () => null });
    return found?.num === object.num && found.gen === object.gen ? found.object : pdfNull;
  }
  return pdfNull;
}

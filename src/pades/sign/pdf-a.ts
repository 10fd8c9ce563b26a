import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { latin1 } from '../pdf/characters.ts';
import { integerOf } from '../pdf/indirect.ts';

/** What a file says of itself as PDF/A (ISO 19005), and what its output intent can carry. */
export interface ArchiveClaim {
  /** 1 allows no transparency. */
  readonly part: 1 | 2 | 3 | 4;
  /** Components of the output profile: 1, 3 or 4; null where there is no output intent. */
  readonly components: number | null;
}

const MOST_METADATA = 4 * 1024 * 1024;

/** Null for files that claim nothing, or nothing that can be read. */
export function archiveClaim(view: PdfView): ArchiveClaim | null {
  const metadata = view.resolve(view.catalog.entries.get('Metadata'));
  if (metadata.kind !== 'stream' || metadata.raw.end - metadata.raw.start > MOST_METADATA) return null;
  const text = readable(() => latin1(view.decode(metadata)));
  const found = /pdfaid:part\s*(?:>|=\s*["'])\s*([1-4])\b/.exec(text ?? '');
  if (found === null) return null;
  return { part: Number(found[1]) as ArchiveClaim['part'], components: outputComponents(view) };
}

function outputComponents(view: PdfView): number | null {
  const intents = view.resolve(view.catalog.entries.get('OutputIntents'));
  for (const item of intents.kind === 'array' ? intents.items : []) {
    const intent = view.resolve(item);
    const profile = intent.kind === 'dict' ? view.resolve(intent.entries.get('DestOutputProfile')) : intent;
    if (profile.kind === 'stream') return integerOf(view.resolve(profile.dict.entries.get('N')));
  }
  return null;
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PadesError) return null;
    throw error;
  }
}

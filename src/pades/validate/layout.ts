import { PadesError } from '../errors.ts';
import type { PdfAnomaly, PdfFile, Revision } from '../pdf/file.ts';
import type { Extent } from '../pdf/objects.ts';
import { unaccounted } from './bytes-accounted.ts';

/** More objects than this are not laid out: the question must not cost more than the signature. */
const maxObjects = 50_000;
/** More findings than this say nothing new. */
const maxFindings = 100;
/** So much of a stretch that belongs to nobody is looked into. */
const maxLooked = 65_536;

/**
 * Where everything of the revisions up to `upTo` stands: objects that share bytes, bytes that belong to no object, and what a
 * reader that searches instead of following the xref would find in them (pades.md ). Null: too many objects to ask.
 */
export function layOut(file: PdfFile, upTo: number): readonly PdfAnomaly[] | null {
  const revisions = file.revisions.slice(0, upTo + 1);
  if (revisions.reduce((sum, { entries }) => sum + entries.size, 0) > maxObjects) return null;
  const found: PdfAnomaly[] = [];
  const extents: Extent[] = revisions.flatMap(({ structure }) => structure);
  for (const revision of revisions) {
    if (!addObjects(file, revision, extents, found)) break;
  }
  extents.sort((a, b) => a.start - b.start || a.end - b.end);
  // One start is one object: an xref stream is listed both as structure and as an object.
  const unique = extents.filter(({ start }, i) => start !== extents[i + 1]?.start);
  addOverlaps(unique, found);
  for (const stretch of unaccounted(file, unique, 0, revisions.at(-1)?.end ?? 0)) {
    if (found.length >= maxFindings) break;
    found.push(...lookInto(file, stretch));
  }
  return found;
}

/** False where reading on would cost as much again. */
function addObjects(
  file: PdfFile,
  { index, entries }: Revision,
  extents: Extent[],
  found: PdfAnomaly[],
): boolean {
  const view = file.view(index);
  for (const [num, entry] of entries) {
    if (entry.type !== 'offset') continue;
    try {
      const extent = view.extent(num);
      if (extent) extents.push(extent);
    } catch (error) {
      if (!(error instanceof PadesError)) throw error;
      if (found.length < maxFindings)
        found.push({
          kind: 'unreadable-object',
          offset: error.offset ?? entry.offset,
          detail: `Object ${num}: ${error.message}`,
        });
      if (error.code === 'PADES_LIMIT_EXCEEDED') return false;
    }
  }
  return true;
}

function addOverlaps(sorted: readonly Extent[], found: PdfAnomaly[]): void {
  let end = 0;
  for (const extent of sorted) {
    if (found.length >= maxFindings) return;
    if (extent.start < end)
      found.push({ kind: 'overlap', offset: extent.start, detail: 'Two objects share these bytes.' });
    end = Math.max(end, extent.end);
  }
}

/** What stands where nothing should; the attacker chose every byte of it. */
function lookInto(file: PdfFile, { start, end }: Extent): readonly PdfAnomaly[] {
  const text = Buffer.from(file.source.read(start, Math.min(maxLooked, end - start))).toString('latin1');
  const found = [...text.matchAll(/startxref|%%EOF|%PDF-|\b(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b/g)]
    .slice(0, maxFindings)
    .map((match): PdfAnomaly => {
      const offset = start + match.index;
      if (match[1] === undefined)
        return { kind: 'stray-structure', offset, detail: `${match[0]} stands where no reader is led.` };
      return planted(file, Number(match[1]), offset);
    });
  return found.length > 0
    ? found
    : [{ kind: 'unaccounted-bytes', offset: start, detail: 'These bytes belong to no object.' }];
}

/** An object that the xref does not name; worse where it names another one of that number. */
function planted(file: PdfFile, num: number, offset: number): PdfAnomaly {
  const revision = file.revisions.find(({ end }) => end > offset) ?? file.revisions[0];
  const entry = revision ? file.view(revision.index).entry(num) : null;
  return entry === null || entry.type === 'free'
    ? { kind: 'unlisted-object', offset, detail: `Object ${num} stands here and in no cross-reference.` }
    : {
        kind: 'duplicate-object',
        offset,
        detail: `Object ${num} stands here too, and the xref names another.`,
      };
}

import { PadesError } from '../errors.ts';
import { latin1 } from './characters.ts';
import type { Revision } from './file.ts';
import { integerOf } from './indirect.ts';
import type { Extent } from './objects.ts';
import type { Section, XrefContext } from './section.ts';
import { afterSpace } from './octets.ts';
import { lookAt, peekAt } from './window.ts';
import { highestOf, unite } from './xref-entries.ts';
import { closingAt, readSection } from './xref.ts';

/** How far from the end `startxref` may stand: room for a stranger's trailing bytes, which are then reported. */
const TAIL = 65_536;
/** Where it stands in all files that nobody has touched. */
const NEAR = 1024;

/** All revisions, oldest first, found from `startxref` along /Prev and by nothing else (clause 7.5.6). */
export function readRevisions(context: XrefContext): Revision[] {
  const sections = readChain(findStartxref(context), context);
  const groups = group(sections, context);
  const revisions = groups.reverse().map((each, index) => revisionOf(each, index, context));
  checkOrder(revisions, context);
  return revisions;
}

function findStartxref(context: XrefContext): number {
  const at = lastStartxref(context, NEAR) ?? lastStartxref(context, TAIL) ?? context.source.size;
  const tail = lookAt(context.source, at, 256);
  const found = closingAt(tail.bytes, tail.at, tail.end);
  if (found === null) throw broken(at, 'No startxref with %%EOF ends the file.');
  return found.named;
}

function lastStartxref({ source }: XrefContext, distance: number): number | null {
  const from = Math.max(0, source.size - distance);
  const at = latin1(peekAt(source, from, distance)).lastIndexOf('startxref');
  return at < 0 ? null : from + at;
}

function readChain(newest: number, context: XrefContext): Section[] {
  const sections: Section[] = [];
  const visited = new Set<number>();
  for (let offset: number | null = newest; offset !== null;) {
    if (visited.has(offset)) throw broken(offset, 'The chain of Prev entries loops.');
    if (visited.size >= context.limits.xrefSections) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { offset, detail: 'Too many xref sections.' });
    }
    visited.add(offset);
    const section = readSection(offset, context);
    sections.push(section);
    const prev = section.trailer.entries.get('Prev');
    offset = integerOf(prev);
    if (prev !== undefined && (offset === null || offset < 0))
      throw broken(section.offset, 'Prev is not an offset.');
  }
  return sections;
}

/**
 * Newest first, each group one revision. A /Prev that points forward is how a linearized file joins its first-page section to
 * its main one (Annex F); only the two oldest sections may do so.
 */
function group(sections: readonly Section[], context: XrefContext): Section[][] {
  const groups: Section[][] = [];
  for (const [at, section] of sections.entries()) {
    const newer = sections[at - 1];
    if (newer === undefined || section.offset < newer.offset) groups.push([section]);
    else if (at === sections.length - 1 && newer.offset < context.source.size) groups.at(-1)?.push(section);
    else throw broken(newer.offset, 'Prev points forward.');
  }
  return groups;
}

function revisionOf(sections: readonly Section[], index: number, context: XrefContext): Revision {
  const [first, second] = sections;
  if (first === undefined) throw broken(0, 'An empty revision.');
  const structure = inOrder(second ? sections.flatMap((section) => section.structure) : first.structure);
  const last = second ? sections.reduce((a, b) => (b.offset > a.offset ? b : a)) : first;
  // The main section of a linearized file names the first-page section, whose own closing says 0 (Annex F).
  const { closing } = last;
  if (closing === null || !sections.some((section) => section.offset === closing.named)) {
    const says = closing === null ? 'is missing' : `says ${closing.named}`;
    context.anomalies.add('startxref-mismatch', last.offset, `The startxref after the section ${says}.`);
  }
  const entries = second ? unite(second.entries, first.entries) : first.entries;
  const size = integerOf(first.trailer.entries.get('Size'));
  if (size !== null && highestOf(entries) >= size)
    context.anomalies.add(
      'size-too-small',
      first.offset,
      `Size is ${size}; objects from there on do not count.`,
    );
  return {
    index,
    xrefOffset: first.offset,
    kind: first.kind,
    linearized: second !== undefined,
    end: closing?.end ?? structure.reduce((end, extent) => Math.max(end, extent.end), 0),
    trailer: first.trailer,
    entries,
    hidden: second ? new Set(sections.flatMap(({ hidden }) => [...hidden])) : first.hidden,
    structure,
  };
}

const inOrder = (extents: readonly Extent[]): readonly Extent[] =>
  extents.length < 2 ? extents : [...extents].sort((a, b) => a.start - b.start);

function checkOrder(revisions: readonly Revision[], context: XrefContext): void {
  for (const [at, revision] of revisions.entries()) {
    const earlier = revisions[at - 1];
    if (earlier && revision.xrefOffset < earlier.end)
      throw broken(revision.xrefOffset, 'Two revisions overlap.');
    const [was, is] = [earlier && identifierOf(earlier), identifierOf(revision)];
    // Careless editors leave it out, which tells nobody anything.
    if (was && is && was !== is)
      context.anomalies.add('identifier-changed', revision.xrefOffset, 'The first ID is another one.');
  }
  const end = revisions.at(-1)?.end ?? 0;
  const rest = lookAt(context.source, end, TAIL);
  const next = afterSpace(rest.bytes, rest.at, rest.end);
  if (next < rest.end || context.source.size - end > TAIL) {
    const at = next < rest.end ? next - rest.at : 0;
    context.anomalies.add('trailing-bytes', end + at, 'Bytes follow the last %%EOF.');
  }
}

/** The first part of /ID stays what it was when the file was made (clause 14.4). */
function identifierOf({ trailer }: Revision): string | null {
  const id = trailer.entries.get('ID');
  const first = id?.kind === 'array' ? id.items[0] : undefined;
  return first?.kind === 'string' ? Buffer.from(first.bytes).toString('hex') : null;
}

const broken = (offset: number, detail: string): PadesError =>
  new PadesError('PADES_XREF_BROKEN', { offset, detail });

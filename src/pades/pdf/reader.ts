import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import { Anomalies } from './anomalies.ts';
import { isDigit, latin1 } from './characters.ts';
import { readSecurity } from './encryption-dictionary.ts';
import {
  pdfLimits,
  type PdfFile,
  type PdfLimits,
  type PdfView,
  type ReadOptions,
  type Revision,
} from './file.ts';
import { readRevisions } from './revisions.ts';
import { EntryBudget, type XrefContext } from './section.ts';
import { RevisionIndex } from './revision-index.ts';
import { RevisionView, type SharedFile } from './view.ts';
import { standsAt } from './octets.ts';
import { held, lookAt, peekAt, type Peek } from './window.ts';

/**
 * Opens a PDF by its cross-reference data alone: what the xref does not reach does not exist. Objects are read when asked
 * for. Offsets count from byte 0 of the source, also where junk precedes the header.
 * Throws PADES_NOT_PDF, PADES_XREF_BROKEN, PADES_PDF_SYNTAX, PADES_STREAM_UNSUPPORTED, PADES_LIMIT_EXCEEDED; later reads may throw
 * these and PADES_OBJECT_MISSING, PADES_ENCRYPTED, PADES_ENCRYPTION_UNSUPPORTED. A password that opens nothing is PADES_PASSWORD_WRONG.
 */
export function readPdf(source: ByteSource, options: ReadOptions = {}): PdfFile {
  const { password, ...limits } = options;
  const bounds: PdfLimits = { ...pdfLimits, ...limits };
  const anomalies = new Anomalies();
  const near = held(source, bounds);
  const version = readVersion(near, anomalies);
  const budget = new EntryBudget(bounds.xrefEntries, source.size);
  const revisions = revisionsOf({ source: near, limits: bounds, anomalies, budget });
  const shared: SharedFile = {
    source: near,
    limits: bounds,
    anomalies,
    revisions,
    index: new RevisionIndex(revisions),
    security: readSecurity({ source: near, limits: bounds, anomalies, revisions, password }),
    byOffset: new Map(),
    objectStreams: new Map(),
    decodable: bounds.decodedTotal,
    values: bounds.fileValues,
  };
  const views = new Map<number, PdfView>();
  return {
    source,
    version,
    revisions,
    security: shared.security,
    anomalies: anomalies.list,
    view(index = revisions.length - 1) {
      const known = views.get(index);
      if (known) return known;
      const revision = revisions[index];
      if (revision === undefined) throw new RangeError(`the file has no revision ${index}`);
      const view = new RevisionView(shared, revision);
      views.set(index, view);
      return view;
    },
  };
}

/** Offsets that miss everything in a file with bytes before its header most likely count from there, as no writer should let them. */
function revisionsOf(context: XrefContext): Revision[] {
  try {
    return readRevisions(context);
  } catch (cause) {
    const header = context.anomalies.list.find(({ kind }) => kind === 'header-offset');
    if (header === undefined || !(cause instanceof PadesError) || cause.code !== 'PADES_XREF_BROKEN')
      throw cause;
    const detail = 'Bytes precede the header, and the offsets do not count from the first of them.';
    throw new PadesError('PADES_NOT_PDF', { offset: header.offset, detail, cause });
  }
}

/** `%PDF-n.m` within the first 1024 bytes; anywhere but at byte 0 is an anomaly (clause 7.5.2, Annex I). */
function readVersion(source: ByteSource, anomalies: Anomalies): string {
  const usual = versionAt(lookAt(source, 0, 8));
  if (usual !== null) return usual;
  const found = /%PDF-(\d\.\d)/.exec(latin1(peekAt(source, 0, 1024)));
  const version = found?.[1];
  if (found === null || version === undefined) throw new PadesError('PADES_NOT_PDF', { offset: 0 });
  if (found.index > 0) anomalies.add('header-offset', found.index, 'Bytes precede the header.');
  return version;
}

function versionAt({ bytes, at, end }: Peek): string | null {
  const [major = -1, point = -1, minor = -1] = [bytes[at + 5], bytes[at + 6], bytes[at + 7]];
  const spelled = end - at === 8 && standsAt(bytes, at, end, '%PDF-') && point === POINT;
  return spelled && isDigit(major) && isDigit(minor) ? String.fromCharCode(major, point, minor) : null;
}

const POINT = 0x2e;

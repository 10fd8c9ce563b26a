import type { PdfFile, PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import { signingTime } from '../cms/attributes.ts';
import { readClaims } from './claims.ts';
import { cmsFactsOrFault, type CmsFacts } from './cms-facts.ts';
import { coverageOf, reachOf, readRange, type Coverage, type RangeFacts } from './coverage.ts';
import { hashRanges } from './hashing.ts';
import { locateSignatures, type SignatureLocation } from './locate.ts';
import { neededHashes, readMessage, signedAttributesOf, type Message } from './messages.ts';
import { nameAt, pdfDate, textOf } from './pdf-values.ts';
import type { ReportedClaims } from './reported.ts';

export type { CmsFacts, ContentToken, ReadToken } from './cms-facts.ts';

/** Everything one signature says, read once. No trust, no time, no opinion. */
export interface SignatureFacts {
  readonly location: SignatureLocation;
  readonly kind: 'signature' | 'document-timestamp';
  readonly subFilter: string | null;
  readonly range: RangeFacts;
  readonly coverage: Coverage;
  readonly cms: CmsFacts;
  /** /M, or the signing-time attribute where there is no /M. */
  readonly claimedTime: Date | null;
  readonly claims: ReportedClaims;
}

/** Reads every signature of every revision; bytes shared by several are hashed once. */
export function readFacts(file: PdfFile): readonly SignatureFacts[] {
  const located = locateSignatures(file).map((location) => {
    const view = file.view(location.definedIn);
    const range = readRange(file, location);
    const subFilter = nameAt(view, location.dict, 'SubFilter');
    return { location, view, subFilter, range, message: readMessage(range.range, view, location.dict) };
  });
  const hashed = located.flatMap((one) =>
    one.range.range === null ? [] : [{ one, range: one.range.range, hashes: neededHashes(one.message) }],
  );
  const reach = reachOf(file);
  const digests = hashRanges(file.source, hashed);
  return located.map(({ location, view, subFilter, range, message }) => {
    const at = hashed.findIndex(({ one }) => one.location === location);
    return {
      location,
      kind: isDocumentTimestamp(view, location.dict) ? 'document-timestamp' : 'signature',
      subFilter,
      range,
      coverage: range.range
        ? coverageOf(file, range.range, location.definedIn, reach)
        : { kind: 'partial', revision: null, fault: range.fault },
      cms: cmsFactsOrFault(message, digests[at]),
      claimedTime: claimedTime(view, location.dict, message),
      claims: readClaims(view, location.dict, signedAttributesOf(message)),
    };
  });
}

function isDocumentTimestamp(view: PdfView, dict: PdfDict): boolean {
  return nameAt(view, dict, 'Type') === 'DocTimeStamp' || nameAt(view, dict, 'SubFilter') === 'ETSI.RFC3161';
}

function claimedTime(view: PdfView, dict: PdfDict, { data }: Message): Date | null {
  const text = textOf(view.resolve(dict.entries.get('M')));
  return text === null ? signingTime(signedAttributesOf({ data })) : pdfDate(text);
}

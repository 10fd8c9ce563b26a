import type { PdfName } from './objects.ts';

/** Names that most files are made of: read without making a string. */
const frequent =
  'Action AcroForm All AnnotFlags Annot Annots AP Adobe.PPKLite BBox BaseFont ByteRange Catalog CMap ContactInfo Contents Count CropBox ' +
  'CreationDate Creator Cert CRLs CRL Certs DA Data DecodeParms DocMDP DocTimeStamp DR DSS ETSI.CAdES.detached ETSI.RFC3161 Encoding ' +
  'Encrypt Exclude ExtGState Extensions F FT Ff Fields FieldMDP Filter First FirstChar FlateDecode Font FontDescriptor Form Group H ID ' +
  'Include Index Info K Keywords Kids Lang Last LastChar Length Location Lock M MCID MarkInfo Marked MediaBox Metadata ModDate N Name ' +
  'Names Nums OCSP OCSPs ObjStm Off OpenAction OutputIntents P PDF Page PageLayout PageMode Pages Parent ParentTree Perms Pg Prev ' +
  'ProcSet Producer Prop_Build Q R Reason Rect Reference Resources Root Rotate S SV Sig SigFieldLock SigFlags SigRef Size StructElem ' +
  'StructParent StructParents StructTreeRoot SubFilter Subtype T TU TM Tabs Text Title TransformMethod TransformParams TrimBox Tx Type ' +
  'Type1 V VRI VeriSign.PPKVS ViewerPreferences W Widget Widths XFA XObject XRef XRefStm adbe.pkcs7.detached';

const SLOTS = 1024;
const table: (PdfName | undefined)[] = new Array<PdfName | undefined>(SLOTS).fill(undefined);

/** Where to look first: length, both ends and the third octet tell nearly all names apart. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const third = end - start > 2 ? (bytes[start + 2] ?? 0) : 0;
  const ends = (bytes[start] ?? 0) * 5 + (bytes[end - 1] ?? 0) * 37;
  return (end - start + ends + third * 113) & (SLOTS - 1);
}

for (const name of frequent.split(' ')) {
  const bytes = Buffer.from(name, 'latin1');
  let slot = slotOf(bytes, 0, name.length);
  while (table[slot]) slot = (slot + 1) & (SLOTS - 1);
  table[slot] = { kind: 'name', name };
}

/** The frequent name that is spelled `[start, end)`. */
export function knownName(bytes: Uint8Array, start: number, end: number): PdfName | null {
  for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) & (SLOTS - 1)) {
    const found = table[slot];
    if (found === undefined) return null;
    if (spells(found.name, bytes, start, end)) return found;
  }
}

function spells(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

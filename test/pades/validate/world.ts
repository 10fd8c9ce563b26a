import { createHash, sign as signBytes } from 'node:crypto';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import type { ReportedSignature, ValidateOptions } from '../../../src/pades/validate/types.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { makePki, type TestIdentity, type TestPki } from '../../support/pki.ts';

/**
 * A small world for the validator: PDFs written by hand and CMS built from parts, so that every piece can be wrong on
 * purpose. Nothing here is shared with the signer.
 */
export const at = new Date('2026-06-01T00:00:00Z');

let pki: Promise<TestPki> | null = null;
export const testPki = (): Promise<TestPki> => (pki ??= makePki());

export const trusting = (root: TestIdentity, when: Date = at): ValidateOptions => ({
  anchors: [root.certificate],
  at: when,
});

export type Objects = Readonly<Record<number, string | Buffer>>;

export interface UpdateOptions {
  readonly trailer?: string;
  readonly root?: number;
  readonly free?: readonly number[];
  /** Entries that point wherever the attacker likes. */
  readonly entries?: Readonly<Record<number, number>>;
  readonly id?: string;
  /** Bytes put between the last object and the xref. */
  readonly stray?: string;
}

/** A whole file, or with `before` one more revision of it: objects, a classic table, a trailer. */
export function write(
  objects: Objects,
  options: UpdateOptions = {},
  before: Buffer = Buffer.alloc(0),
): Buffer {
  const parts: Buffer[] = [
    before.length > 0 ? before : Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
  ];
  let size = parts[0]!.length;
  const entries = new Map<number, string>();
  const put = (bytes: Buffer): void => {
    parts.push(bytes);
    size += bytes.length;
  };
  for (const [num, body] of Object.entries(objects)) {
    entries.set(Number(num), `${String(size).padStart(10, '0')} 00000 n \n`);
    put(Buffer.concat([Buffer.from(`${num} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')]));
  }
  put(Buffer.from(options.stray ?? '', 'latin1'));
  if (before.length === 0) entries.set(0, '0000000000 65535 f \n');
  for (const num of options.free ?? []) entries.set(num, '0000000000 00001 f \n');
  for (const [num, offset] of Object.entries(options.entries ?? {})) {
    entries.set(Number(num), `${String(offset).padStart(10, '0')} 00000 n \n`);
  }
  const xref = size;
  const numbers = [...entries.keys()].sort((a, b) => a - b);
  put(Buffer.from(`xref\n${numbers.map((n) => `${n} 1\n${entries.get(n) ?? ''}`).join('')}`));
  const prev = before.length > 0 ? `/Prev ${startxref(before)}` : '';
  const trailer = `/Size ${Math.max(sizeOf(before) - 1, ...numbers) + 1}/Root ${options.root ?? 1} 0 R/ID[<${options.id ?? 'aa'}><bb>]`;
  put(Buffer.from(`trailer\n<<${trailer}${prev}${options.trailer ?? ''}>>\nstartxref\n${xref}\n%%EOF\n`));
  return Buffer.concat(parts);
}

const sizeOf = (file: Buffer): number =>
  Number(/\/Size (\d+)/.exec(file.subarray(file.lastIndexOf('/Size ')).toString('latin1', 0, 20))?.[1] ?? 1);

export const append = (before: Buffer, objects: Objects, options: UpdateOptions = {}): Buffer =>
  write(objects, options, before);

export const startxref = (file: Buffer): number =>
  Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(file.subarray(-64).toString('latin1'))?.[1]);

export const stream = (content: string, extra = ''): string =>
  `<</Length ${content.length}${extra}>>\nstream\n${content}\nendstream`;

export const pageText = 'BT /F1 12 Tf 72 700 Td (Bayar Rp1.000.000) Tj ET';

/** Objects 1–7: catalog, pages, page, content, font, a text field, information. Signatures use 10 and above. */
export function baseObjects(changes: Objects = {}): Objects {
  return {
    1: catalog([]),
    2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    3: page([]),
    4: stream(pageText),
    5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    6: '<</FT/Tx/T(catatan)/V(lama)/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4>>',
    7: '<</Producer(uji)>>',
    ...changes,
  };
}
export const catalog = (fields: readonly number[], extra = ''): string =>
  `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R ${fields.map((n) => `${n} 0 R`).join(' ')}]/SigFlags 3>>${extra}>>`;
export const page = (fields: readonly number[], extra = '', contents = '4 0 R'): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents ${contents}/Annots[6 0 R ${fields.map((n) => `${n} 0 R`).join(' ')}]${extra}>>`;

export const basePdf = (changes: Objects = {}): Buffer =>
  write(baseObjects(changes), { trailer: '/Info 7 0 R' });

export interface RawSignature {
  /** Which signature this is, from 0: objects 10 + 2k (value) and 11 + 2k (field). */
  readonly k?: number;
  readonly name?: string;
  readonly contents?: number;
  /** Dictionary entries besides Filter, ByteRange and Contents. */
  readonly dict?: string;
  /** Entries after Contents. */
  readonly tail?: string;
  readonly field?: string;
  readonly rect?: string;
  /** Bytes at the end that the ranges leave out. */
  readonly cut?: number;
  readonly objects?: Objects;
  readonly catalogExtra?: string;
  readonly update?: UpdateOptions;
  readonly cms: (digest: Buffer) => Uint8Array;
}

const usualDict = '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)';

/** Appends a revision with one signature field and fills in ByteRange and Contents. */
export function signRaw(file: Buffer, signature: RawSignature): Buffer {
  const k = signature.k ?? 0;
  const [value, field] = [10 + 2 * k, 11 + 2 * k];
  const fields = Array.from({ length: k + 1 }, (_, i) => 11 + 2 * i);
  const room = '0'.repeat((signature.contents ?? 8192) * 2);
  const draft = append(
    file,
    {
      1: catalog(fields, signature.catalogExtra),
      3: page(fields),
      [value]: `<<${signature.dict ?? usualDict}/Filter/Adobe.PPKLite/ByteRange[0 0000000000 0000000000 0000000000]/Contents<${room}>${signature.tail ?? ''}>>`,
      [field]: `<</FT/Sig/T(${signature.name ?? `Ttd${k + 1}`})/V ${value} 0 R/Type/Annot/Subtype/Widget/Rect[${signature.rect ?? '0 0 0 0'}]/P 3 0 R/F 132${signature.field ?? ''}>>`,
      ...signature.objects,
    },
    signature.update,
  );
  return fill(draft, signature.cms, signature.cut);
}

/** Completes the last placeholder of a draft. */
export function fill(draft: Buffer, cms: RawSignature['cms'], cut = 0): Buffer {
  const out = Buffer.from(draft);
  const start = out.lastIndexOf('/Contents<0000') + '/Contents'.length;
  const end = out.indexOf('>', start) + 1;
  const last = out.length - cut;
  const range = [start, end, last - end].map((n) => String(n).padStart(10, ' ')).join(' ');
  out.write(`[0 ${range}]`, out.lastIndexOf('/ByteRange[', start) + '/ByteRange'.length, 'latin1');
  const digest = createHash('sha256').update(out.subarray(0, start)).update(out.subarray(end, last)).digest();
  return withContents(out, cms(digest), start, end);
}

export interface Gap {
  readonly start: number;
  readonly end: number;
}
/** The gap of the newest signature. */
export function gapOf(file: Buffer): Gap {
  const start = file.lastIndexOf('/Contents<') + '/Contents'.length;
  return { start, end: file.indexOf('>', start) + 1 };
}

export function withContents(
  file: Buffer,
  cms: Uint8Array,
  start = gapOf(file).start,
  end = gapOf(file).end,
): Buffer {
  const hex = Buffer.from(cms).toString('hex');
  if (hex.length > end - start - 2) throw new RangeError('the CMS does not fit');
  const out = Buffer.from(file);
  out.write(hex.padEnd(end - start - 2, '0'), start + 1, 'latin1');
  return out;
}

/** Replaces text by text of the same length, its last occurrence unless told otherwise. */
export function patch(file: Buffer, from: string, to: string, last = true): Buffer {
  const out = Buffer.from(file);
  const index = last ? out.lastIndexOf(from, undefined, 'latin1') : out.indexOf(from, undefined, 'latin1');
  if (index < 0 || from.length !== to.length) throw new RangeError(`cannot patch ${from}`);
  out.write(to, index, 'latin1');
  return out;
}

export interface CmsRecipe {
  readonly signer: TestIdentity;
  readonly digest: Uint8Array;
  readonly contentType?: string;
  readonly eContent?: Uint8Array;
  /** Certificate that signing-certificate-v2 names; null: leave the attribute out. */
  readonly named?: Uint8Array | null;
  readonly sidOf?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly digestOid?: string;
  readonly signatureAlgorithm?: Uint8Array;
  readonly attributes?: (usual: readonly Uint8Array[]) => readonly Uint8Array[];
  readonly keepOrder?: boolean;
  readonly withoutAttributes?: boolean;
  readonly unsigned?: (signature: Uint8Array) => readonly Uint8Array[];
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
  readonly signers?: number;
}

export const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array =>
  der.sequence(der.oid(type), der.tlv(0x31, ...values));

export function signingCertificateV2(certificate: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(certificate).digest();
  return attribute(
    oids.signingCertificateV2,
    der.sequence(der.sequence(der.sequence(der.octetString(hash)))),
  );
}

/** A SignedData like the standards want it, but for what the recipe says. */
export function makeCms(recipe: CmsRecipe): Uint8Array {
  const { signer } = recipe;
  const contentType = recipe.contentType ?? oids.data;
  const named = recipe.named === undefined ? signer.certificate : recipe.named;
  const usual = [
    attribute(oids.contentType, der.oid(contentType)),
    attribute(oids.messageDigest, der.octetString(recipe.digest)),
    ...(named ? [signingCertificateV2(named)] : []),
  ];
  const list = recipe.attributes?.(usual) ?? usual;
  const set = recipe.keepOrder ? der.tlv(0x31, ...list) : der.setOf(list);
  const message = recipe.withoutAttributes ? (recipe.eContent ?? Buffer.alloc(0)) : set;
  const value = new Uint8Array(signBytes('sha256', message, signer.key));
  const signature = recipe.tamper?.(value) ?? value;
  const { issuerDer, serialDer } = parseCertificate(recipe.sidOf ?? signer.certificate);
  const digestAlgorithm = der.algorithm(recipe.digestOid ?? oids.sha256);
  const unsigned = recipe.unsigned?.(signature) ?? [];
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(issuerDer, serialDer),
    digestAlgorithm,
    ...(recipe.withoutAttributes ? [] : [der.retag(0xa0, set)]),
    recipe.signatureAlgorithm ??
      (signer.algorithm === 'rsa-pkcs1-sha256'
        ? der.algorithm(oids.sha256WithRsa, der.nullValue())
        : der.algorithm(oids.ecdsaWithSha256)),
    der.octetString(signature),
    ...(unsigned.length > 0 ? [der.tlv(0xa1, ...unsigned)] : []),
  );
  const encapsulated = recipe.eContent ? [der.context(0, der.octetString(recipe.eContent))] : [];
  return der.sequence(
    der.oid(oids.signedData),
    der.context(
      0,
      der.sequence(
        der.integer(contentType === oids.data ? 1 : 3),
        der.tlv(0x31, digestAlgorithm),
        der.sequence(der.oid(contentType), ...encapsulated),
        der.tlv(0xa0, ...(recipe.certificates ?? [signer.certificate, ...signer.chain])),
        der.tlv(0x31, ...Array.from({ length: recipe.signers ?? 1 }, () => signerInfo)),
      ),
    ),
  );
}

export interface TokenRecipe {
  readonly tsa: TestIdentity;
  /** SHA-256 of what is stamped. */
  readonly digest: Uint8Array;
  readonly genTime?: Date;
  readonly nonce?: Uint8Array;
  /** Accuracy and ordering, as DER. */
  readonly timing?: readonly Uint8Array[];
  readonly imprintOid?: string;
  readonly cms?: Partial<CmsRecipe>;
}

export function makeToken({ tsa, digest, genTime, nonce, timing, imprintOid, cms }: TokenRecipe): Uint8Array {
  const info = der.sequence(
    der.integer(1),
    der.oid('1.3.6.1.4.1.99999.1'),
    der.sequence(der.algorithm(imprintOid ?? oids.sha256, der.nullValue()), der.octetString(digest)),
    der.integer(7),
    der.generalizedTime(genTime ?? new Date('2026-05-01T00:00:05Z')),
    ...(timing ?? []),
    ...(nonce ? [der.integer(nonce)] : []),
  );
  return makeCms({
    signer: tsa,
    digest: createHash('sha256').update(info).digest(),
    contentType: oids.tstInfo,
    eContent: info,
    ...cms,
  });
}

/** signature-time-stamp over a signature value. */
export const stampedBy =
  (tsa: TestIdentity, recipe: Partial<TokenRecipe> = {}) =>
  (signature: Uint8Array): Uint8Array[] => [
    attribute(
      oids.signatureTimeStamp,
      makeToken({ tsa, digest: createHash('sha256').update(signature).digest(), ...recipe }),
    ),
  ];

/** The report on each signature; an unreadable file gives none. */
export function signaturesOf(file: Uint8Array, options: ValidateOptions): readonly ReportedSignature[] {
  const report = validatePdf(bytesSource(file), options);
  return report.readable ? report.signatures : [];
}

export const verdict = ({ indication, subIndication }: ReportedSignature): string =>
  subIndication ? `${indication}/${subIndication}` : indication;

/** A file signed once by RSA at level B, and the recipe to sign others like it. */
export async function usualSigner(recipe: Partial<CmsRecipe> = {}): Promise<RawSignature['cms']> {
  const { rsa } = await testPki();
  return (digest) => makeCms({ signer: rsa, digest, ...recipe });
}

import type { TestPki } from '../../support/pki.ts';
import { catalog, page, signRaw, stream, type RawSignature } from './world.ts';

/** What attack files are made from: one signed file, the file before it, and the key that signed. */
export interface AttackWorld {
  readonly pki: TestPki;
  readonly cms: RawSignature['cms'];
  readonly base: Buffer;
  readonly signed: Buffer;
}

/** One attack and what must be said of it. Every row is made by code; nothing of it comes from the papers' own files. */
export interface AttackRow {
  /** Rule of pades.md section 7. */
  readonly id: string;
  readonly name: string;
  readonly reference: string;
  readonly make: (world: AttackWorld) => Buffer;
  /** Verdict of the first signature; a file that is signed rightly and warned of passes. */
  readonly verdict: string;
  /** The check that says so. */
  readonly check: string;
  /** Kind of the change that it rests on; absent: no later change is what is wrong. */
  readonly kind?: string;
  /** Where the report says it is: index of the page, subtype and rectangle. */
  readonly page?: number;
  readonly subtype?: string;
  readonly rect?: readonly number[];
  readonly field?: string;
}

export const format = 'TOTAL_FAILED/FORMAT_FAILURE';
export const open = 'INDETERMINATE/GENERIC';
export const warned = 'TOTAL_PASSED';

export const perms = '/Perms<</DocMDP 10 0 R>>';
const usual = '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)';
export const docMdp = (p: number): string =>
  `${usual}/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${p}/V/1.2>>>>]`;
export const fieldMdp = (action: string, fields = ''): string =>
  `${usual}/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/${action}${fields}/V/1.2>>>>]`;

export const certified = ({ base, cms }: AttackWorld, p: number, more: Partial<RawSignature> = {}): Buffer =>
  signRaw(base, { cms, dict: docMdp(p), catalogExtra: perms, ...more });

/** One more signature on a file certified by the first. */
export const second = (file: Buffer, { cms }: AttackWorld, more: Partial<RawSignature> = {}): Buffer =>
  signRaw(file, { k: 1, cms, catalogExtra: perms, ...more });

export const form = (fields: readonly number[] = [11], extra = ''): string => catalog(fields, extra);
export const shown = (annots: readonly number[] = [11]): string => page(annots);
export const drawing = (content: string, box = '0 0 595 842', extra = ''): string =>
  stream(content, `/Type/XObject/Subtype/Form/BBox[${box}]${extra}`);
/** A page content that asks for another sum. */
export const evil = stream('BT /F1 12 Tf 72 700 Td (Bayar Rp9.000.000) Tj ET');
export const textField = (value: string, extra = ''): string =>
  `<</FT/Tx/T(catatan)/V(${value})/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4${extra}>>`;
/** Over the sum that the page shows. */
export const over = [72, 690, 300, 712] as const;
export const remark = (subtype: string, extra = ''): string =>
  `<</Type/Annot/Subtype/${subtype}/Rect[${over.join(' ')}]/P 3 0 R/F 4/Contents(Rp9.000.000)${extra}>>`;

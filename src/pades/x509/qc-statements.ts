import { parseDer, type Der } from '../asn1/guard.ts';
import { content, Fields, integerHex, oid } from '../asn1/read.ts';
import type { Certificate } from './certificate.ts';
import { stringText } from './name.ts';

/** QCStatement (RFC 3739 §3.2.6) as EN 319 412-5 spells it out; `detail` is the issuer's own word, in short. */
export interface QcStatement {
  readonly oid: string;
  /** The standard's name; null where the statement is not one of EN 319 412-5 or RFC 3739. */
  readonly name: string | null;
  readonly detail: readonly string[];
}

export const qcLimits = { statements: 32, details: 32, characters: 500 } as const;

/** esi4-qcStatements of EN 319 412-5 §4.2–4.3 and what RFC 3739 adds. */
const names: ReadonlyMap<string, string> = new Map([
  ['0.4.0.1862.1.1', 'QcCompliance'],
  ['0.4.0.1862.1.2', 'QcLimitValue'],
  ['0.4.0.1862.1.3', 'QcRetentionPeriod'],
  ['0.4.0.1862.1.4', 'QcSSCD'],
  ['0.4.0.1862.1.5', 'QcPDS'],
  ['0.4.0.1862.1.6', 'QcType'],
  ['0.4.0.1862.1.7', 'QcCClegislation'],
  ['1.3.6.1.5.5.7.11.1', 'QcSyntax-v1'],
  ['1.3.6.1.5.5.7.11.2', 'QcSyntax-v2'],
  ['0.4.0.1862.1.6.1', 'esign'],
  ['0.4.0.1862.1.6.2', 'eseal'],
  ['0.4.0.1862.1.6.3', 'web'],
]);

/** Statements of a certificate, in order; empty where there are none, or none that can be read. Never throws. */
export function qcStatements({ extensions }: Certificate): readonly QcStatement[] {
  const extension = extensions.get('1.3.6.1.5.5.7.1.3');
  if (!extension) return [];
  try {
    return parseDer(extension.value).children.slice(0, qcLimits.statements).map(readStatement);
  } catch {
    return [];
  }
}

function readStatement(node: Der): QcStatement {
  const fields = new Fields(node);
  const id = oid(fields.take(0x06));
  const info = fields.more ? fields.take() : null;
  return { oid: id, name: names.get(id) ?? null, detail: info ? leaves(info) : [] };
}

/** Types, addresses of statements, limits and years: whatever stands in the statement, in reading order. */
function leaves(root: Der): readonly string[] {
  const found: string[] = [];
  const open: Der[] = [root];
  for (let node = open.pop(); node && found.length < qcLimits.details; node = open.pop()) {
    if ((node.id & 0x20) !== 0) open.push(...[...node.children].reverse());
    else found.push(leafText(node).slice(0, qcLimits.characters));
  }
  return found;
}

function leafText(node: Der): string {
  if (node.id === 0x06) return names.get(oid(node)) ?? oid(node);
  if (node.id === 0x02)
    return content(node).length <= 6 ? String(parseInt(integerHex(node), 16)) : integerHex(node);
  return stringText(node).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');
}

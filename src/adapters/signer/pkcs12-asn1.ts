import type { asn1 } from 'node-forge';
import { PadesError } from '../../pades/index.ts';
import { forge } from './forge.ts';

/** PKCS#12 files come in BER, too (Java, Windows), which forge's `asn1` reads; nothing more of forge is used on them. */
export type Node = asn1.Asn1;

export function parse(bytes: Uint8Array): Node {
  try {
    return forge().asn1.fromDer(Buffer.from(bytes).toString('latin1'), false);
  } catch (cause) {
    throw malformed(cause);
  }
}

/** The children of a constructed element; at least `N` of them. */
export function partsOf<N extends 1 | 2 | 3>(node: Node, least: N): AtLeast[N] {
  if (!Array.isArray(node.value) || node.value.length < least) throw malformed();
  return node.value as AtLeast[N];
}

interface AtLeast {
  readonly 1: [Node, ...Node[]];
  readonly 2: [Node, Node, ...Node[]];
  readonly 3: [Node, Node, Node, ...Node[]];
}

export const childrenOf = (node: Node): readonly Node[] => (Array.isArray(node.value) ? node.value : []);

/** Contents of a string, joined where BER split it. */
export function bytesOf(node: Node): Buffer {
  if (Array.isArray(node.value)) return Buffer.concat(node.value.map(bytesOf));
  return Buffer.from(node.value, 'latin1');
}

export function oidOf(node: Node): string {
  if (Array.isArray(node.value)) throw malformed();
  return forge().asn1.derToOid(node.value);
}

export function numberOf(node: Node): number {
  const bytes = bytesOf(node);
  return bytes.length > 0 && bytes.length <= 4 ? bytes.readIntBE(0, bytes.length) : -1;
}

export const derOf = (node: Node): Buffer => Buffer.from(forge().asn1.toDer(node).getBytes(), 'latin1');

/** Is this one SEQUENCE and nothing after it? BER may leave the length open. */
export function isOneSequence(bytes: Uint8Array): boolean {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const octets = first & 0x7f;
  if (octets === 0) return bytes.length >= 4 && bytes.at(-1) === 0 && bytes.at(-2) === 0;
  if (octets > 4 || bytes.length < 2 + octets) return false;
  return bytes.length === 2 + octets + Buffer.from(bytes).readUIntBE(2, octets);
}

export function malformed(cause?: unknown): PadesError {
  return new PadesError('PADES_CERTIFICATE_INVALID', { detail: 'The PKCS#12 file is malformed.', cause });
}

import type { Der } from '../asn1/guard.ts';
import { boolean, Fields, malformed, octets, oid } from '../asn1/read.ts';

export interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Extensions ::= SEQUENCE OF Extension, each at most once (RFC 5280 §4.1, §5.2, RFC 6960 §4.4). */
export function extensionList(explicit: Der | null): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  if (explicit === null) return found;
  const outer = new Fields(explicit, explicit.id);
  const list = outer.take(0x30);
  outer.done();
  for (const node of list.children) {
    const fields = new Fields(node);
    const id = oid(fields.take());
    const critical = fields.optional(0x01);
    const value = octets(fields.take(0x04));
    fields.done();
    if (found.has(id)) malformed(node, `extension ${id} twice`);
    found.set(id, { critical: critical !== null && boolean(critical), value });
  }
  return found;
}

/** Critical extensions outside the ones that are honoured. */
export const unprocessed = (
  extensions: ReadonlyMap<string, Extension>,
  processed: ReadonlySet<string>,
): readonly string[] =>
  [...extensions].filter(([id, { critical }]) => critical && !processed.has(id)).map(([id]) => id);

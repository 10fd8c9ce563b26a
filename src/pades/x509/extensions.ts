import { parseDer, type Der } from '../asn1/guard.ts';
import { bit, boolean, content, Fields, malformed, octets, oid, smallInt } from '../asn1/read.ts';

/** RFC 5280 §4.2.1.3, in bit order. */
const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsageNames)[number];

export interface CertificateExtensions {
  /** null: the extension is absent, every use is allowed. */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  readonly extendedKeyUsage: { readonly oids: readonly string[]; readonly critical: boolean } | null;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLen: number | null } | null;
  readonly subjectKeyId: string | null;
  readonly authorityKeyId: string | null;
  /** Present extensions this engine does not process, although the path depends on them. */
  readonly unprocessedCritical: readonly string[];
  /** Raw value of every extension by OID, for those who need more (CRL points, AIA). */
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Uint8Array }>;
}

const ids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Critical extensions whose meaning is honoured: here, in `name-constraints.ts`, `policy-graph.ts`, or by revocation. */
const processed: ReadonlySet<string> = new Set([
  ids.subjectKeyId,
  ids.keyUsage,
  ids.basicConstraints,
  ids.authorityKeyId,
  ids.extendedKeyUsage,
  '2.5.29.17', // subjectAltName
  '2.5.29.18', // issuerAltName
  '2.5.29.30', // nameConstraints
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.5.29.33', // policyMappings
  '2.5.29.36', // policyConstraints
  '2.5.29.54', // inhibitAnyPolicy
  '1.3.6.1.5.5.7.1.1', // authorityInfoAccess
]);

/** Extensions of RFC 5280 §4.2; each at most once. Throws PADES_ASN1_INVALID. */
export function readExtensions(explicit: Der | null): CertificateExtensions {
  const extensions = new Map<string, { critical: boolean; value: Uint8Array }>();
  for (const node of listed(explicit)) {
    const fields = new Fields(node);
    const id = oid(fields.take());
    const criticalNode = fields.optional(0x01);
    const value = octets(fields.take(0x04));
    fields.done();
    if (extensions.has(id)) malformed(node, `extension ${id} twice`);
    extensions.set(id, { critical: criticalNode !== null && boolean(criticalNode), value });
  }
  const read = <T>(id: string, reader: (value: Der, critical: boolean) => T): T | null => {
    const found = extensions.get(id);
    return found ? reader(parseDer(found.value), found.critical) : null;
  };
  return {
    keyUsage: read(ids.keyUsage, readKeyUsage),
    extendedKeyUsage: read(ids.extendedKeyUsage, (value, critical) => ({
      oids: seq(value).map(oid),
      critical,
    })),
    basicConstraints: read(ids.basicConstraints, readBasicConstraints),
    subjectKeyId: read(ids.subjectKeyId, (value) => hex(octets(value))),
    authorityKeyId: read(ids.authorityKeyId, (value) => {
      const keyId = seq(value).find((part) => part.id === 0x80);
      return keyId ? hex(content(keyId)) : null;
    }),
    unprocessedCritical: [...extensions]
      .filter(([id, { critical }]) => critical && !processed.has(id))
      .map(([id]) => id),
    extensions,
  };
}

function listed(explicit: Der | null): readonly Der[] {
  if (explicit === null) return [];
  const fields = new Fields(explicit, 0xa3);
  const list = seq(fields.take());
  fields.done();
  return list;
}

function readKeyUsage(value: Der): ReadonlySet<KeyUsage> {
  if (value.id !== 0x03) malformed(value, 'keyUsage must be a BIT STRING');
  return new Set(keyUsageNames.filter((_, index) => bit(value, index)));
}

function readBasicConstraints(value: Der): { ca: boolean; pathLen: number | null } {
  const fields = new Fields(value);
  const ca = fields.optional(0x01);
  const pathLen = fields.optional(0x02);
  fields.done();
  return { ca: ca !== null && boolean(ca), pathLen: pathLen === null ? null : smallInt(pathLen) };
}

function seq(node: Der): readonly Der[] {
  if (node.id !== 0x30) malformed(node, 'a SEQUENCE belongs here');
  return node.children;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

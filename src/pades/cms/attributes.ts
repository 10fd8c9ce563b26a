import type { Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import {
  algorithm,
  Fields,
  integerHex,
  malformed,
  octets,
  oid,
  raw,
  time,
  type AlgorithmIdentifier,
} from '../asn1/read.ts';
import { keyOf, Kept } from '../x509/kept.ts';
import { nameKey } from '../x509/name.ts';
import type { CmsAttribute } from './read.ts';

/** All attributes of a type; a well-formed SignerInfo has one at most, of one value (pades.md 2.2). */
export const attributesOf = (attributes: readonly CmsAttribute[], type: string): readonly CmsAttribute[] =>
  attributes.filter((attribute) => attribute.oid === type);

/** The value of an attribute that is there exactly once with exactly one value; null where it is absent or repeated. */
export function singleValue(attributes: readonly CmsAttribute[], type: string): Der | null {
  const found = attributesOf(attributes, type);
  const [value, ...more] = found[0]?.values ?? [];
  return found.length === 1 && more.length === 0 ? (value ?? null) : null;
}

/** Attribute types that occur more than once or hold not exactly one value, which leaves the choice to the reader. */
export function repeatedAttributes(
  attributes: readonly CmsAttribute[],
  except: readonly string[] = [],
): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { oid: type, values } of attributes) {
    if (!except.includes(type) && (seen.has(type) || values.length !== 1)) repeated.add(type);
    seen.add(type);
  }
  return [...repeated];
}

export interface EssCertId {
  readonly digestOid: string;
  readonly certHash: Uint8Array;
  readonly issuerSerial: { readonly issuerKey: string | null; readonly serialHex: string } | null;
}

/** References of signing-certificate (v1, SHA-1) or signing-certificate-v2 (RFC 5035 §4, 5.4.1); the first is the signer. */
export function essCertIds(value: Der, version: 1 | 2): readonly EssCertId[] {
  const fields = new Fields(value);
  const certs = fields.take(0x30);
  fields.optional(0x30);
  fields.done();
  if (certs.children.length === 0) malformed(certs, 'no certificate is referenced');
  return certs.children.map((node) => {
    const id = new Fields(node);
    const hash = version === 2 ? id.optional(0x30) : null;
    const certHash = octets(id.take());
    const issuerSerial = id.optional(0x30);
    id.done();
    return {
      digestOid: hash ? algorithm(hash).oid : version === 2 ? oids.sha256 : '1.3.14.3.2.26',
      certHash,
      issuerSerial: issuerSerial && readIssuerSerial(issuerSerial),
    };
  });
}

function readIssuerSerial(node: Der): { issuerKey: string | null; serialHex: string } {
  const fields = new Fields(node);
  const names = fields.take(0x30).children;
  const serialHex = integerHex(fields.take());
  fields.done();
  // GeneralName directoryName is [4] EXPLICIT, since Name is a CHOICE.
  const directory = names.length === 1 && names[0]?.id === 0xa4 ? names[0].children[0] : undefined;
  return { issuerKey: directory ? keptNameKey(directory) : null, serialHex };
}

/** The same authorities are named in every signature of a letter. */
export const keptNameKey = (name: Der): string =>
  name.end - name.start > mostKept ? nameKey(name) : nameKeys.get(keyOf(raw(name)), () => nameKey(name));
const mostKept = 1024;
const nameKeys = new Kept<string>(512);

/** CMSAlgorithmProtection (RFC 6211 §2). */
export function algorithmProtection(value: Der): {
  readonly digest: AlgorithmIdentifier;
  readonly signatureOid: string | null;
} {
  const fields = new Fields(value);
  const digest = algorithm(fields.take());
  const signature = fields.optional(0xa1);
  // Implicitly tagged AlgorithmIdentifier: its first child is the OID.
  const first = signature?.children[0];
  return { digest, signatureOid: first ? oid(first) : null };
}

/** The signing-time attribute (RFC 5652 §11.3); null where it is absent or unreadable. A claim only. */
export function signingTime(attributes: readonly CmsAttribute[]): Date | null {
  const value = singleValue(attributes, oids.signingTime);
  try {
    return value && time(value);
  } catch {
    return null;
  }
}

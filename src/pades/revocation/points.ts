import * as write from '../asn1/der.ts';
import { parseDer, type Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { bit, content, Fields, oid, raw } from '../asn1/read.ts';
import type { Certificate } from '../x509/certificate.ts';
import { nameKey } from '../x509/name.ts';
import type { Extension } from './extensions.ts';
import { revocationLimits } from './limits.ts';

/** ReasonFlags 1 to 8 (RFC 5280 §4.2.1.13) as bits; flag 0 is unused. */
export const allReasons = 0x1fe;

/** One place where a certificate says a list about it is published (RFC 5280 §4.2.1.13). */
export interface CrlPoint {
  /** Comparable names; empty where the point has none. */
  readonly names: readonly string[];
  readonly urls: readonly string[];
  readonly reasons: number;
  /** `nameKey`s of the issuers of an indirect list; empty: the certificate's issuer. */
  readonly issuers: readonly string[];
}

/** cRLDistributionPoints, or freshestCRL, of a certificate. Throws PADES_ASN1_INVALID. */
export function crlPoints(
  certificate: Certificate,
  id: string = oids.crlDistributionPoints,
): readonly CrlPoint[] {
  const extension = certificate.extensions.get(id);
  if (extension === undefined) return [];
  const points = known.get(extension) ?? readPoints(extension, certificate.issuerDer);
  known.set(extension, points);
  return points;
}

/** Every list is held against the points of every certificate; each extension is one certificate's. */
const known = new WeakMap<Extension, readonly CrlPoint[]>();

export const readPoints = (extension: Extension | undefined, issuerDer: Uint8Array): readonly CrlPoint[] =>
  (extension ? parseDer(extension.value).children : [])
    .slice(0, revocationLimits.names)
    .map((node) => readPoint(node, issuerDer));

function readPoint(node: Der, certificateIssuer: Uint8Array): CrlPoint {
  const fields = new Fields(node);
  const name = fields.optional(0xa0);
  const reasons = fields.optional(0x81);
  const issuer = fields.optional(0xa2);
  fields.done();
  const issuers = (issuer?.children ?? []).filter((each) => each.id === 0xa4).map(directoryName);
  const [base] = issuers;
  return {
    names: name ? pointNames(name, base ? raw(base) : certificateIssuer) : [],
    urls: name ? urls(name.children[0]?.children ?? []) : [],
    reasons: reasons ? reasonFlags(reasons) : allReasons,
    issuers: issuers.map(nameKey),
  };
}

/** DistributionPointName: full names, or one relative to the CRL issuer, which is completed here. */
export function pointNames(explicit: Der, issuerDer: Uint8Array): readonly string[] {
  const fields = new Fields(explicit, explicit.id);
  const choice = fields.take();
  fields.done();
  if (choice.id === 0xa1) {
    const issuer = parseDer(issuerDer).children.map(raw);
    const whole = write.sequence(...issuer, write.retag(0x31, raw(choice)));
    return [`directory ${nameKey(parseDer(whole))}`];
  }
  return choice.children.slice(0, revocationLimits.names).map(generalNameKey);
}

/** Equal exactly when two general names match: directory names by RFC 5280 §7.1, the others octet by octet. */
export const generalNameKey = (name: Der): string =>
  name.id === 0xa4
    ? `directory ${nameKey(directoryName(name))}`
    : `${name.id} ${Buffer.from(content(name)).toString('latin1')}`;

/** directoryName is [4] EXPLICIT, because Name is a CHOICE. */
export function directoryName(name: Der): Der {
  const fields = new Fields(name, 0xa4);
  const inner = fields.take(0x30);
  fields.done();
  return inner;
}

/** A named-bit string of ReasonFlags, IMPLICIT. */
export function reasonFlags(node: Der): number {
  let flags = 0;
  for (let index = 1; index <= 8; index++) if (bit(node, index)) flags |= 1 << index;
  return flags;
}

/** Only http and https are ever asked; the transport judges the rest of a URL (DESIGN D15). */
function urls(names: readonly Der[]): readonly string[] {
  return names
    .slice(0, revocationLimits.names)
    .filter((name) => name.id === 0x86)
    .map((name) => Buffer.from(content(name)).toString('latin1'))
    .filter((url) => /^https?:\/\//i.test(url));
}

/** Authority information access of a certificate, or of a CRL (RFC 5280 §4.2.2.1, §5.2.7). Throws PADES_ASN1_INVALID. */
export function accessUrls({ extensions }: { readonly extensions: ReadonlyMap<string, Extension> }): {
  readonly ocsp: readonly string[];
  readonly issuers: readonly string[];
} {
  const extension = extensions.get(oids.authorityInfoAccess);
  const rows = (extension ? parseDer(extension.value).children : [])
    .slice(0, revocationLimits.names)
    .map((node) => {
      const fields = new Fields(node);
      const method = oid(fields.take());
      return { method, urls: urls([fields.take()]) };
    });
  const of = (method: string): readonly string[] =>
    rows.flatMap((row) => (row.method === method ? row.urls : []));
  return { ocsp: of(oids.accessOcsp), issuers: of(oids.accessIssuers) };
}

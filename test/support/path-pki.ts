import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  algorithm,
  bitString,
  boolean,
  context,
  contextPrimitive,
  enumerated,
  generalizedTime,
  ia5String,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  utf8String,
} from '../../src/pades/asn1/der.ts';

/** A small authority for tests of paths: every field of a certificate or list is the test's own, sound or not. Keys live in memory. */

const keys = new Map<string, KeyObject>();
/** The same name, the same key: making keys is what costs. `rsa…` names give RSA of that size. */
export function key(name: string): KeyObject {
  const bits = /^rsa(\d+)/.exec(name)?.[1];
  const made =
    keys.get(name) ??
    (bits
      ? generateKeyPairSync('rsa', { modulusLength: Number(bits) }).privateKey
      : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  keys.set(name, made);
  return made;
}
const spkis = new Map<string, Uint8Array>();
function spki(name: string): Uint8Array {
  const made = spkis.get(name) ?? createPublicKey(key(name)).export({ format: 'der', type: 'spki' });
  spkis.set(name, made);
  return made;
}

/** `CN=…`, or attributes from the root of the tree on: `[['2.5.4.6', 'ID'], …]`. */
export type Name = string | readonly (readonly [type: string, value: string])[];
export function name(of: Name): Uint8Array {
  const attributes = typeof of === 'string' ? [['2.5.4.3', of] as const] : of;
  return sequence(
    ...attributes.map(([type, value]) =>
      setOf([sequence(oid(type), type === emailAddress ? ia5String(value) : utf8String(value))]),
    ),
  );
}
export const emailAddress = '1.2.840.113549.1.9.1';

export const generalName = {
  other: (type: string, value: Uint8Array) => context(0, oid(type), context(0, value)),
  email: (text: string) => contextPrimitive(1, Buffer.from(text, 'latin1')),
  dns: (text: string) => contextPrimitive(2, Buffer.from(text, 'latin1')),
  dir: (of: Name) => context(4, name(of)),
  uri: (text: string) => contextPrimitive(6, Buffer.from(text, 'latin1')),
  ip: (...octets: readonly number[]) => contextPrimitive(7, Uint8Array.from(octets)),
  rid: (dotted: string) => contextPrimitive(8, oid(dotted).subarray(2)),
} as const;

export const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  critical ? sequence(oid(id), boolean(true), octetString(value)) : sequence(oid(id), octetString(value));

const bits = (...set: readonly number[]): Uint8Array => {
  const value = set.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return bitString(Uint8Array.of(value), 7 - Math.max(...set));
};
/** Bits of KeyUsage, each below 8. */
export const usage = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyCertSign: 5,
  cRLSign: 6,
} as const;

const small = (n: number, value: number): Uint8Array => contextPrimitive(n, integer(value).subarray(2));

/** Extensions of RFC 5280 by the shortest words. */
export const ext = {
  ca: (pathLen?: number) =>
    extension(
      '2.5.29.19',
      sequence(boolean(true), ...(pathLen === undefined ? [] : [integer(pathLen)])),
      true,
    ),
  notCa: () => extension('2.5.29.19', sequence(), true),
  usage: (...set: readonly number[]) => extension('2.5.29.15', bits(...set), true),
  eku: (...ids: readonly string[]) => extension('2.5.29.37', sequence(...ids.map(oid))),
  san: (...names: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...names)),
  constraints: (permitted: readonly Uint8Array[], excluded: readonly Uint8Array[] = []) =>
    extension(
      '2.5.29.30',
      sequence(
        ...(permitted.length > 0 ? [context(0, ...permitted.map((base) => sequence(base)))] : []),
        ...(excluded.length > 0 ? [context(1, ...excluded.map((base) => sequence(base)))] : []),
      ),
      true,
    ),
  policies: (...ids: readonly string[]) =>
    extension('2.5.29.32', sequence(...ids.map((id) => sequence(oid(id))))),
  mappings: (...pairs: readonly (readonly [string, string])[]) =>
    extension('2.5.29.33', sequence(...pairs.map(([a, b]) => sequence(oid(a), oid(b)))), true),
  policyConstraints: (require: number | null, inhibit: number | null = null) =>
    extension(
      '2.5.29.36',
      sequence(
        ...(require === null ? [] : [small(0, require)]),
        ...(inhibit === null ? [] : [small(1, inhibit)]),
      ),
      true,
    ),
  inhibitAny: (after: number) => extension('2.5.29.54', integer(after), true),
  subjectKeyId: (id: string) => extension('2.5.29.14', octetString(Buffer.from(id))),
  authorityKeyId: (id: string) => extension('2.5.29.35', sequence(contextPrimitive(0, Buffer.from(id)))),
} as const;

export interface Recipe {
  readonly subject: Name;
  /** Default: itself. */
  readonly issuer?: Entity;
  /** Name of the subject's key; default its own name. */
  readonly key?: string;
  readonly extensions?: readonly Uint8Array[];
  readonly from?: string;
  readonly until?: string;
  readonly serial?: number;
  /** 0: version 1. */
  readonly version?: number;
  readonly issuerName?: Name;
}
export interface Entity {
  readonly subject: Name;
  readonly key: string;
  readonly serial: number;
  readonly der: Uint8Array;
}

let serials = 1_000;
const ecdsaWithSha256 = algorithm('1.2.840.10045.4.3.2');
const sha256WithRsa = algorithm('1.2.840.113549.1.1.11', Uint8Array.of(0x05, 0x00));

/** One certificate, signed by its issuer's key. */
export function issue(recipe: Recipe): Entity {
  const own = recipe.key ?? JSON.stringify(recipe.subject);
  const signer = recipe.issuer?.key ?? own;
  const serial = recipe.serial ?? serials++;
  const version = recipe.version ?? 2;
  const extensions = recipe.extensions ?? [];
  const tbs = sequence(
    ...(version === 0 ? [] : [context(0, integer(version))]),
    integer(serial),
    signatureId(signer),
    name(recipe.issuerName ?? recipe.issuer?.subject ?? recipe.subject),
    sequence(
      generalizedTime(new Date(recipe.from ?? '2025-01-01T00:00:00Z')),
      generalizedTime(new Date(recipe.until ?? '2055-01-01T00:00:00Z')),
    ),
    name(recipe.subject),
    spki(own),
    ...(extensions.length > 0 ? [context(3, sequence(...extensions))] : []),
  );
  return { subject: recipe.subject, key: own, serial, der: signed(tbs, signer) };
}

const signatureId = (signer: string): Uint8Array =>
  signer.startsWith('rsa') ? sha256WithRsa : ecdsaWithSha256;
const signed = (tbs: Uint8Array, signer: string): Uint8Array =>
  sequence(tbs, signatureId(signer), bitString(sign('sha256', tbs, key(signer))));

/** An authority with the usual extensions and more. */
export const authority = (subject: Name, issuer?: Entity, ...more: readonly Uint8Array[]): Entity =>
  issue({
    subject,
    ...(issuer && { issuer }),
    extensions: [ext.ca(), ext.usage(usage.keyCertSign, usage.cRLSign), ...more],
  });

/** A signer's certificate. */
export const person = (issuer: Entity, ...more: readonly Uint8Array[]): Entity =>
  issue({ subject: 'Signer', issuer, extensions: [ext.notCa(), ext.usage(usage.nonRepudiation), ...more] });

export interface ListRecipe {
  readonly from?: string;
  readonly until?: string;
  /** Who is on it: since when, and CRLReason. */
  readonly revoked?: readonly (readonly [entity: Entity, since: string, reason?: number])[];
  readonly key?: string;
  /** revokedCertificates as they are, before those of `revoked`. */
  readonly entries?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
}

/** A complete CRL. */
export function list(issuer: Entity, recipe: ListRecipe = {}): Uint8Array {
  const signer = recipe.key ?? issuer.key;
  const entries = (recipe.revoked ?? []).map(([entity, since, reason]) =>
    sequence(
      integer(entity.serial),
      generalizedTime(new Date(since)),
      ...(reason === undefined ? [] : [sequence(extension('2.5.29.21', enumerated(reason)))]),
    ),
  );
  const raw = Buffer.concat([recipe.entries ?? new Uint8Array(), ...entries]);
  const tbs = sequence(
    integer(1),
    signatureId(signer),
    name(issuer.subject),
    generalizedTime(new Date(recipe.from ?? '2026-05-31T00:00:00Z')),
    generalizedTime(new Date(recipe.until ?? '2026-06-08T00:00:00Z')),
    ...(raw.length > 0 ? [sequence(raw)] : []),
    context(0, sequence(extension('2.5.29.20', integer(1)), ...(recipe.extensions ?? []))),
  );
  return signed(tbs, signer);
}

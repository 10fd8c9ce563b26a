import { utf8 } from './bytes.ts';
import { TranslogError } from './errors.ts';

/** Naskah canonical JSON (audit-log.md 3.1), a strict subset of RFC 8785: no null, no fractions. */
export type CanonicalValue =
  string | number | boolean | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue };

const KEY = /^[a-z][a-z0-9_]{0,31}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Leaves are at most 65,535 bytes of which an attacker may make brackets; recursion stops long before the stack does. */
const MAX_DEPTH = 64;

/** The one spelling of `value`. Throws CANONICAL_VALUE for every type outside the subset (Date, null, 1.5, classes, …). */
export function canonical(value: unknown): string {
  return write(value, 0);
}

export const canonicalBytes = (value: unknown): Uint8Array => utf8(canonical(value));

/**
 * Reads bytes that claim to be canonical. Throws LEAF_NOT_CANONICAL unless writing the result again gives the same
 * bytes, so that nobody can read two things in one leaf (duplicate keys, `1.0`, escapes, whitespace, BOM).
 */
export function parseCanonical(bytes: Uint8Array): CanonicalValue {
  let text: string;
  let again: string;
  let value: CanonicalValue;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text) as CanonicalValue;
    again = canonical(value);
  } catch (cause) {
    throw new TranslogError('LEAF_NOT_CANONICAL', undefined, cause);
  }
  if (again !== text) throw new TranslogError('LEAF_NOT_CANONICAL');
  return value;
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw refuse('nested too deeply');
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return writeInteger(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
  if (isPlainObject(value)) return writeObject(value, depth);
  throw refuse(value === null ? 'null' : typeof value);
}

function writeObject(value: Record<string, unknown>, depth: number): string {
  // Keys are ASCII, so sorting by code unit is sorting by byte.
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      if (!KEY.test(key)) throw refuse(`key ${JSON.stringify(key.slice(0, 40))}`);
      return `"${key}":${write(value[key], depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}

function writeString(value: string): string {
  if (LONE_SURROGATE.test(value)) throw refuse('lone surrogate');
  return JSON.stringify(value);
}

function writeInteger(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw refuse(`number ${value}`);
  return String(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const refuse = (detail: string) => new TranslogError('CANONICAL_VALUE', detail);

import { createHash } from 'node:crypto';

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
export const base64 = (bytes: Uint8Array): string => buffer(bytes).toString('base64');
export const base64url = (bytes: Uint8Array): string => buffer(bytes).toString('base64url');
export const hex = (bytes: Uint8Array): string => buffer(bytes).toString('hex');
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Accepts one spelling only: padded, no stray bits (RFC 4648 §3.5), exactly `length` bytes. */
export const isBase64Of = (text: string, length: number): boolean => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
};
export const isBase64UrlOf = (text: string, length: number): boolean => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text;
};

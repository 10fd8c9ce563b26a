import { createHash, randomBytes } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): Uint8Array => createHash('sha256').update(bytes).digest();
export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
export const base64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `bits` of randomness as base64url; 128 bits make an id nobody can guess. */
export const randomId = (bits = 128): string => base64url(randomBytes(bits / 8));

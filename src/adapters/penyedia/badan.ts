import { randomBytes } from 'node:crypto';

/**
 * Bodies of requests, written as bytes throughout: a passphrase goes from its own bytes into the body and never becomes a
 * string, which could not be wiped (DESIGN D14). Whoever sends a body wipes it.
 */
export type JsonPart =
  | { readonly value: unknown }
  /** UTF-8 text that is secret. */
  | { readonly secret: Uint8Array }
  /** A list of base64 strings. */
  | { readonly files: readonly Uint8Array[] };

export function jsonBody(members: Readonly<Record<string, JsonPart | undefined>>): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, part] of Object.entries(members)) {
    if (part === undefined) continue;
    parts.push(Buffer.from(`${parts.length === 0 ? '{' : ','}${JSON.stringify(name)}:`), encoded(part));
  }
  if (parts.length === 0) parts.push(Buffer.from('{'));
  return joined([...parts, Buffer.from('}')]);
}

function encoded(part: JsonPart): Uint8Array {
  if ('secret' in part) return jsonString(part.secret);
  if ('files' in part) {
    return Buffer.from(
      `[${part.files.map((file) => `"${Buffer.from(file).toString('base64')}"`).join(',')}]`,
    );
  }
  return Buffer.from(JSON.stringify(part.value));
}

/** RFC 8259 §7 over UTF-8 bytes: only quotation mark, backslash and control characters need escaping. */
function jsonString(text: Uint8Array): Buffer {
  const out = Buffer.alloc(2 + text.length * 6);
  let at = out.write('"', 0);
  for (const octet of text) {
    if (octet === 0x22 || octet === 0x5c) at = out.writeUInt8(0x5c, at);
    if (octet < 0x20) at += out.write(`\\u00${octet.toString(16).padStart(2, '0')}`, at);
    else at = out.writeUInt8(octet, at);
  }
  at += out.write('"', at);
  const exact = Buffer.from(out.subarray(0, at));
  out.fill(0);
  return exact;
}

export interface MultipartPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly file?: { readonly name: string; readonly type: string };
}

/** multipart/form-data (RFC 7578). Names and file names are ours and need no escaping. */
export function multipartBody(parts: readonly MultipartPart[]): { contentType: string; body: Buffer } {
  const boundary = `naskah-${randomBytes(18).toString('hex')}`;
  const chunks = parts.flatMap(({ name, bytes, file }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
        (file === undefined ? '' : `; filename="${file.name}"\r\nContent-Type: ${file.type}`) +
        '\r\n\r\n',
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

export const text = (name: string, value: string): MultipartPart => ({
  name,
  bytes: Buffer.from(value, 'utf8'),
});

/** The pieces may hold a secret; the whole is one buffer that the sender wipes. */
function joined(parts: readonly Uint8Array[]): Buffer {
  const whole = Buffer.concat(parts);
  for (const part of parts) part.fill(0);
  return whole;
}

import { PadesError } from '../errors.ts';

const CLEAR = 256;
const END = 257;

/** LZW of clause 7.4.4: codes of 9 to 12 bits; `early` makes codes longer one code sooner, which is the default. */
export function lzwDecode(bytes: Uint8Array, most: number, early: boolean): Uint8Array {
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const lengths = new Uint16Array(4096).fill(1, 0, 256);
  for (let code = 0; code < 256; code += 1) suffix[code] = code;
  let out = new Uint8Array(Math.min(most, Math.max(1024, bytes.length * 4)));
  let size = 0;
  let next = END + 1;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    if (held < width) continue;
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    bits &= (1 << held) - 1;
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0)) {
      throw new PadesError('PADES_PDF_SYNTAX', { detail: 'An LZW stream is damaged.' });
    }
    // The code just about to be defined is its predecessor and that one's own first byte.
    const known = code < next ? code : previous;
    const length = (lengths[known] ?? 0) + (code < next ? 0 : 1);
    if (size + length > most) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'A stream decodes to too many bytes.' });
    }
    if (size + length > out.length) out = grown(out, Math.min(most, (size + length) * 2));
    let at = size + (lengths[known] ?? 0) - 1;
    for (let walk = known; at >= size; at -= 1, walk = prefix[walk] ?? 0) out[at] = suffix[walk] ?? 0;
    const first = out[size] ?? 0;
    if (code >= next) out[size + length - 1] = first;
    size += length;
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      lengths[next] = (lengths[previous] ?? 0) + 1;
      next += 1;
    }
    previous = code;
    if (next + (early ? 1 : 0) >= 1 << width && width < 12) width += 1;
  }
  return out.subarray(0, size);
}

function grown(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  out.set(bytes);
  return out;
}

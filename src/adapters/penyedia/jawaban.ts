import type { BerkasPenyedia } from '../../services/ports.ts';
import { jsonObject } from './objek-json.ts';

/**
 * Reads the raw answer of a signing call, v1 or v2, as it was put aside: PDF bytes (v1 BYTE), JSON with
 * `base64_signed_file` (v1 BASE64), or JSON with `file[]` in the order sent (v2). Everything in it is the provider's
 * choice. One outcome for each file that was sent; never throws.
 */
export function readAnswer(answer: Uint8Array, count: number): readonly BerkasPenyedia[] {
  if (answer.length === 0) return all(count, 'the answer is empty');
  if (isPdf(answer)) return count === 1 ? [{ pdf: answer }] : all(count, 'one PDF for several files');
  const json = jsonObject(answer);
  if (json === null) return all(count, 'the answer is neither PDF nor whole JSON');
  const files = 'file' in json ? json['file'] : [json['base64_signed_file']];
  if (!Array.isArray(files)) return all(count, 'the answer holds no file');
  // A missing or surplus file leaves open which is which.
  if (files.length !== count) return all(count, `${files.length} files came back instead of ${count}`);
  return files.map(readFile);
}

function readFile(value: unknown): BerkasPenyedia {
  if (typeof value !== 'string') return refused('the file is not text');
  if (value === '') return refused('the file is empty');
  // Encoders for mail (RFC 2045) break the lines; nothing else is overlooked.
  const base64 = value.includes('\n') ? value.replace(/\r?\n/g, '') : value;
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    return refused('the file is not base64');
  const pdf = Buffer.from(base64, 'base64');
  return isPdf(pdf) ? { pdf } : refused('the file is not a PDF');
}

const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.length)).toString('latin1') === '%PDF-';

const refused = (sebab: string): BerkasPenyedia => ({ kode: 'PENANDA_JAWABAN_TIDAK_SAH', sebab });
const all = (count: number, sebab: string): readonly BerkasPenyedia[] =>
  Array.from({ length: count }, () => refused(sebab));

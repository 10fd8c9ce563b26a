import type { BerkasPenyedia } from '../../services/ports.ts';

/**
 * Reads the raw answer of a signing call, v1 or v2, as it was put aside: PDF bytes (v1 BYTE), JSON with
 * `base64_signed_file` (v1 BASE64), or JSON with `file[]` in the order sent (v2). Everything in it is the provider's
 * choice. One outcome for each file that was sent; never throws.
 */
export function readAnswer(answer: Uint8Array, count: number): readonly BerkasPenyedia[] {
  if (answer.length === 0) return all(count, 'the answer is empty');
  if (isPdf(answer)) return count === 1 ? [{ pdf: answer }] : all(count, 'one PDF for several files');
  if (answer[0] !== 0x7b) return all(count, 'the answer is neither PDF nor JSON');
  const json = parsed(answer);
  if (json === null) return all(count, 'the JSON of the answer is broken');
  const files = 'base64_signed_file' in json ? [json['base64_signed_file']] : json['file'];
  if (!Array.isArray(files)) return all(count, 'the answer holds no file');
  // A missing or surplus file leaves open which is which.
  if (files.length !== count) return all(count, `${files.length} files came back instead of ${count}`);
  return files.map(readFile);
}

function readFile(value: unknown): BerkasPenyedia {
  if (typeof value !== 'string') return refused('the file is not text');
  if (value === '') return refused('the file is empty');
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    return refused('the file is not base64');
  const pdf = Buffer.from(value, 'base64');
  return isPdf(pdf) ? { pdf } : refused('the file is not a PDF');
}

const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.length)).toString('latin1') === '%PDF-';

function parsed(answer: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const text = Buffer.from(answer.buffer, answer.byteOffset, answer.length).toString('utf8');
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

const refused = (sebab: string): BerkasPenyedia => ({ kode: 'PENANDA_JAWABAN_TIDAK_SAH', sebab });
const all = (count: number, sebab: string): readonly BerkasPenyedia[] =>
  Array.from({ length: count }, () => refused(sebab));

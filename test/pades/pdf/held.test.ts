import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import type { PdfObject } from '../../../src/pades/pdf/objects.ts';
import { Octets } from '../../../src/pades/pdf/octets.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { pdfKinds } from '../../support/pdf-kinds.ts';

/** Objects as plain values, so that strings not yet read out compare with those that are. */
function plain(object: PdfObject | null): unknown {
  if (object?.kind === 'string') return { ...object, bytes: Buffer.from(object.bytes).toString('hex') };
  if (object?.kind === 'array') return object.items.map(plain);
  if (object?.kind === 'stream') return [plain(object.dict), object.raw];
  return object?.kind === 'dict' ? [...object.entries].map(([key, value]) => [key, plain(value)]) : object;
}

function everything(bytes: Uint8Array, objectBytes: number): unknown {
  const file = readPdf(bytesSource(bytes), { objectBytes });
  const view = file.view();
  const objects = Array.from({ length: view.size }, (_, num) => {
    const entry = view.entry(num);
    return plain(view.get({ kind: 'ref', num, gen: entry?.type === 'offset' ? entry.gen : 0 }));
  });
  return [file.version, plain(view.trailer), objects, file.anomalies];
}

describe('a file that is read at once', () => {
  it.each(Object.entries(pdfKinds))('is the file that is read in windows: %s', (_, make) => {
    const bytes = make();
    expect(everything(bytes, 16 * 1024 * 1024)).toEqual(everything(bytes, bytes.length - 1));
  });
});

describe('hexadecimal digits', () => {
  it('are told from every other octet wherever they stand', () => {
    for (let skew = 0; skew < 4; skew += 1) {
      const bytes = new Uint8Array(64).subarray(skew, skew + 40).fill(0x61);
      const octets = new Octets(bytes, true);
      for (let at = 0; at < 40; at += 1) {
        for (let code = 0; code < 256; code += 1) {
          bytes[at] = code;
          const digit = /[0-9A-Fa-f]/.test(String.fromCharCode(code));
          if (octets.hexadecimal(1, 38) !== (digit || at < 1 || at >= 38))
            expect([skew, at, code]).toEqual([]);
        }
        bytes[at] = 0x61;
      }
    }
  });
});

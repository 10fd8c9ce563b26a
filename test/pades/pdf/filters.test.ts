import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { letter, tableFile } from '../../support/pdf.ts';

function decode(entries: string, data: Uint8Array | string): string {
  const view = readPdf(bytesSource(tableFile({ ...letter, 7: [entries, data] }))).view();
  const stream = view.get({ kind: 'ref', num: 7, gen: 0 });
  if (stream?.kind !== 'stream') throw new Error('no stream');
  return Buffer.from(view.decode(stream)).toString('latin1');
}

/** Rows of three octets, each behind its own PNG filter number. */
const png = (...rows: number[][]): Uint8Array => deflateSync(Uint8Array.from(rows.flat()));
const predictor = '/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 3>>';

describe('filters', () => {
  it.each([
    ['no filter', '', 'teks', 'teks'],
    ['Flate', '/Filter/FlateDecode', deflateSync(Buffer.from('teks')), 'teks'],
    ['ASCIIHex', '/Filter/ASCIIHexDecode', '74 65 6B 7>', 'tekp'],
    ['ASCII85', '/Filter/ASCII85Decode', '87cURDZ~>', 'Hello'],
    ['ASCII85 with z', '/Filter/ASCII85Decode', 'z87cURDZ~>', '\0\0\0\0Hello'],
    ['RunLength', '/Filter/RunLengthDecode', Uint8Array.of(2, 0x61, 0x62, 0x63, 254, 0x78, 128), 'abcxxx'],
    [
      'LZW (the example of ISO 32000)',
      '/Filter/LZWDecode',
      Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01),
      '-----A---B',
    ],
    [
      'two in a row',
      '/Filter[/ASCIIHexDecode/FlateDecode]',
      deflateSync(Buffer.from('teks')).toString('hex'),
      'teks',
    ],
    ['a filter named by reference', '/Filter 8 0 R', 'teks', 'teks'],
  ])('%s', (_, entries, data, text) => {
    expect(decode(entries, data)).toBe(text);
  });

  it.each([
    ['None', [0, 1, 2, 3], [0, 4, 5, 6], '\x01\x02\x03\x04\x05\x06'],
    ['Sub', [1, 1, 1, 1], [1, 2, 2, 2], '\x01\x02\x03\x02\x04\x06'],
    ['Up', [0, 1, 2, 3], [2, 1, 1, 1], '\x01\x02\x03\x02\x03\x04'],
    ['Average', [0, 2, 4, 6], [3, 1, 1, 1], '\x02\x04\x06\x02\x04\x06'],
    ['Paeth', [0, 1, 2, 3], [4, 1, 1, 1], '\x01\x02\x03\x02\x03\x04'],
  ])('PNG predictor %s', (_, first, second, text) => {
    expect(decode(predictor, png(first, second))).toBe(text);
  });

  it('TIFF predictor', () => {
    const parameters = '/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3>>';
    expect(decode(parameters, deflateSync(Uint8Array.of(1, 1, 1, 5, 1, 1)))).toBe('\x01\x02\x03\x05\x06\x07');
  });

  it('a filter for images is not ours to decode', () => {
    expect(() => decode('/Filter/DCTDecode', 'x')).toThrow(
      expect.objectContaining({ code: 'PADES_STREAM_UNSUPPORTED' }),
    );
    expect(() => decode('/Filter/constructor', 'x')).toThrow(
      expect.objectContaining({ code: 'PADES_STREAM_UNSUPPORTED' }),
    );
  });

  it.each([
    ['/Filter/FlateDecode', 'garbage'],
    ['/Filter/ASCIIHexDecode', 'xyz'],
    ['/Filter/ASCII85Decode', 'abc|'],
    ['/Filter/LZWDecode', Uint8Array.of(0xff, 0xff, 0x00)],
  ])('damaged data under %s is refused', (entries, data) => {
    expect(() => decode(entries, data)).toThrow(expect.objectContaining({ code: 'PADES_PDF_SYNTAX' }));
  });
});

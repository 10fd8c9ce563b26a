import { PadesError } from '../errors.ts';
import { integerOf } from './indirect.ts';
import type { PdfDict } from './objects.ts';

/** Undoes the predictor that /DecodeParms names (clause 7.4.4.4): 1 none, 2 TIFF (8-bit samples), 10–15 PNG. */
export function undoPredictor(bytes: Uint8Array, parameters: PdfDict | null): Uint8Array {
  const number = (key: string, otherwise: number): number =>
    integerOf(parameters?.entries.get(key)) ?? otherwise;
  const predictor = number('Predictor', 1);
  if (predictor === 1) return bytes;
  const colors = number('Colors', 1);
  const bits = number('BitsPerComponent', 8);
  const columns = number('Columns', 1);
  const sane =
    colors >= 1 && colors <= 32 && [1, 2, 4, 8, 16].includes(bits) && columns >= 1 && columns <= 1e6;
  if (!sane) throw new PadesError('PADES_PDF_SYNTAX', { detail: 'A predictor has impossible parameters.' });
  const row = Math.ceil((colors * bits * columns) / 8);
  const pixel = Math.max(1, (colors * bits) >> 3);
  if (predictor >= 10 && predictor <= 15) return undoPng(bytes, row, pixel);
  if (predictor === 2 && bits === 8) return undoTiff(bytes, row, pixel);
  throw new PadesError('PADES_STREAM_UNSUPPORTED', { detail: `Predictor ${predictor}` });
}

function undoTiff(bytes: Uint8Array, row: number, pixel: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let at = 0; at < out.length; at += 1) {
    if (at % row >= pixel) out[at] = ((out[at] ?? 0) + (out[at - pixel] ?? 0)) & 0xff;
  }
  return out;
}

/** Each row starts with its own filter number (PNG clause 9); what /Predictor says beyond "PNG" is ignored. */
function undoPng(bytes: Uint8Array, row: number, pixel: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (row + 1));
  const out = new Uint8Array(Math.max(0, bytes.length - rows));
  for (let y = 0; y < rows; y += 1) {
    const from = y * (row + 1);
    const to = y * row;
    const filter = bytes[from] ?? 0;
    const width = Math.min(row, bytes.length - from - 1);
    if (filter > 4) throw new PadesError('PADES_PDF_SYNTAX', { detail: 'A PNG row has an unknown filter.' });
    if (filter === UP || filter === NONE) {
      // What cross-reference streams are written with: no other row costs anything worth a loop of its own.
      const above = filter === UP && y > 0 ? to - row : -1;
      for (let x = 0; x < width; x += 1) {
        out[to + x] = (bytes[from + 1 + x] ?? 0) + (above < 0 ? 0 : (out[above + x] ?? 0));
      }
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      const left = x >= pixel ? (out[to + x - pixel] ?? 0) : 0;
      const up = y > 0 ? (out[to + x - row] ?? 0) : 0;
      const upLeft = x >= pixel && y > 0 ? (out[to + x - row - pixel] ?? 0) : 0;
      out[to + x] = ((bytes[from + 1 + x] ?? 0) + predicted(filter, left, up, upLeft)) & 0xff;
    }
  }
  return out;
}

const NONE = 0;
const UP = 2;

function predicted(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - upLeft;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}

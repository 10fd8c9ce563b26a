import { deflateSync } from 'node:zlib';

/** Objects by number, in file syntax; a stream is `[dictionary entries, bytes]` and gets its Length. */
export type Bodies = Readonly<
  Record<number, string | readonly [entries: string, bytes: Uint8Array | string]>
>;

export interface SampleOptions {
  readonly trailer?: string;
  readonly version?: string;
  /** Numbers put into one object stream (xref streams and hybrids only). */
  readonly compressed?: readonly number[];
  readonly flate?: boolean;
}

/** Two pages with what a small letter has. Object 1 is the catalog, 2 the page tree, 3 and 4 the pages. */
export const letter: Bodies = {
  1: '<</Type/Catalog/Pages 2 0 R>>',
  2: '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 595 842]>>',
  3: '<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>',
  4: '<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>>>',
  5: ['', 'BT /F1 12 Tf 72 700 Td (Isi surat) Tj ET'],
  6: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
};

const ids = '/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]';

/** A file with a classic table. */
export function tableFile(bodies: Bodies = letter, options: SampleOptions = {}): Uint8Array {
  const file = new SampleFile(options.version ?? '1.7');
  const offsets = file.objects(bodies);
  file.table(offsets, { ...options, trailer: options.trailer ?? `/Root 1 0 R${ids}` });
  return file.bytes();
}

/** A file with a cross-reference stream, and an object stream when `compressed` names objects. */
export function streamFile(bodies: Bodies = letter, options: SampleOptions = {}): Uint8Array {
  const file = new SampleFile(options.version ?? '1.7');
  const rest = without(bodies, options.compressed ?? []);
  const rows = new Map<number, XrefRow>([[0, [0, 0, 65535]]]);
  for (const [num, offset] of file.objects(rest)) rows.set(num, [1, offset, 0]);
  const next = Math.max(...Object.keys(bodies).map(Number)) + 1;
  if (options.compressed) addObjectStream(file, bodies, options.compressed, next, rows);
  const self = next + (options.compressed ? 1 : 0);
  file.xrefStream(self, rows, { ...options, trailer: options.trailer ?? `/Root 1 0 R${ids}` });
  return file.bytes();
}

/** A hybrid file: the table hides the compressed objects, /XRefStm shows them. `shown` may contradict the table. */
export function hybridFile(
  bodies: Bodies = letter,
  compressed: readonly number[] = [6],
  shown: readonly number[] = compressed,
): Uint8Array {
  const file = new SampleFile('1.5');
  const offsets = file.objects(without(bodies, compressed));
  const next = Math.max(...Object.keys(bodies).map(Number)) + 1;
  const rows = new Map<number, XrefRow>();
  addObjectStream(file, bodies, shown, next, rows);
  offsets.set(next, rows.get(next)?.[1] ?? 0);
  rows.delete(next);
  const at = file.length;
  file.xrefStream(next + 1, rows, { trailer: '/Root 1 0 R' }, false);
  const free = compressed.map((num) => [num, null] as const);
  // The stream's own object is listed too, so that both kinds of reader count alike.
  file.table(new Map<number, number | null>([...offsets, [next + 1, at], ...free]), {
    trailer: `/Root 1 0 R/XRefStm ${at}${ids}`,
  });
  return file.bytes();
}

/** Appends a revision with a table, as a careless editor would. */
export function appendTable(earlier: Uint8Array, bodies: Bodies, trailer = '/Root 1 0 R'): Uint8Array {
  const file = new SampleFile(null, earlier);
  const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(earlier).toString('latin1'))?.[1] ?? '0';
  const offsets = file.objects(bodies);
  file.table(offsets, { trailer: `${trailer}/Prev ${prev}` }, false);
  return file.bytes();
}

export type XrefRow = readonly [type: number, second: number, third: number];

/** Writes bytes and remembers where it stands. */
export class SampleFile {
  readonly #parts: Buffer[] = [];
  #length = 0;

  constructor(version: string | null, earlier?: Uint8Array) {
    if (earlier) this.raw(earlier);
    if (version !== null) this.raw(`%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`);
  }

  get length(): number {
    return this.#length;
  }

  raw(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  objects(bodies: Bodies): Map<number, number> {
    const offsets = new Map<number, number>();
    for (const [key, body] of Object.entries(bodies)) {
      offsets.set(Number(key), this.#length);
      this.raw(`${key} 0 obj\n`);
      if (typeof body === 'string') this.raw(body);
      else {
        const bytes = typeof body[1] === 'string' ? Buffer.from(body[1], 'latin1') : body[1];
        this.raw(`<<${body[0]}${body[0].includes('/Length') ? '' : `/Length ${bytes.length}`}>>\nstream\n`);
        this.raw(bytes);
        this.raw('\nendstream');
      }
      this.raw('\nendobj\n');
    }
    return offsets;
  }

  table(offsets: ReadonlyMap<number, number | null>, options: SampleOptions, withZero = true): void {
    const at = this.#length;
    const all = new Map<number, number | null>([...(withZero ? [[0, null] as const] : []), ...offsets]);
    const numbers = [...all.keys()].sort((a, b) => a - b);
    this.raw('xref\n');
    for (const run of runsOf(numbers)) {
      this.raw(`${run[0]} ${run.length}\n`);
      for (const num of run) {
        const offset = all.get(num) ?? null;
        this.raw(
          offset === null ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
        );
      }
    }
    this.raw(
      `trailer\n<</Size ${Math.max(...numbers) + 1}${options.trailer ?? ''}>>\nstartxref\n${at}\n%%EOF\n`,
    );
  }

  xrefStream(self: number, rows: Map<number, XrefRow>, options: SampleOptions, close = true): void {
    const at = this.#length;
    rows.set(self, [1, at, 0]);
    const numbers = [...rows.keys()].sort((a, b) => a - b);
    const data = Buffer.alloc(numbers.length * 7);
    for (const [i, num] of numbers.entries()) {
      const row = rows.get(num) ?? [0, 0, 0];
      data.writeUInt8(row[0], i * 7);
      data.writeUInt32BE(row[1], i * 7 + 1);
      data.writeUInt16BE(row[2], i * 7 + 5);
    }
    const index = runsOf(numbers)
      .map((run) => `${run[0]} ${run.length}`)
      .join(' ');
    const bytes = options.flate ? deflateSync(data) : data;
    const filter = options.flate ? '/Filter/FlateDecode' : '';
    const size = Math.max(...numbers) + 1;
    const entries = `/Type/XRef/Size ${size}/W[1 4 2]/Index[${index}]${filter}${options.trailer ?? ''}`;
    this.objects({ [self]: [entries, bytes] });
    if (close) this.raw(`startxref\n${at}\n%%EOF\n`);
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}

function addObjectStream(
  file: SampleFile,
  bodies: Bodies,
  numbers: readonly number[],
  self: number,
  rows: Map<number, XrefRow>,
): void {
  let index = '';
  let data = '';
  for (const [i, num] of numbers.entries()) {
    index += `${num} ${data.length} `;
    data += `${bodies[num] as string} `;
    rows.set(num, [2, self, i]);
  }
  const offset = file.length;
  const bytes = deflateSync(Buffer.from(index + data, 'latin1'));
  file.objects({
    [self]: [`/Type/ObjStm/N ${numbers.length}/First ${index.length}/Filter/FlateDecode`, bytes],
  });
  rows.set(self, [1, offset, 0]);
}

const without = (bodies: Bodies, numbers: readonly number[]): Bodies =>
  Object.fromEntries(Object.entries(bodies).filter(([num]) => !numbers.includes(Number(num))));

function runsOf(numbers: readonly number[]): number[][] {
  const out: number[][] = [];
  for (const num of numbers) {
    const last = out.at(-1);
    if (last?.at(-1) === num - 1) last.push(num);
    else out.push([num]);
  }
  return out;
}

/** Pseudo-random numbers from a seed, so that every finding can be had again (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to `below` - 1. */
  int(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)] as T;
  }
}

/** What parsers stumble over: numbers at the edges, delimiters, and the words that steer a PDF reader. */
const words = [
  '0', '-1', '1', '65535', '65536', '2147483648', '4294967296', '9999999999', '9007199254740993', '1e9',
  '<<', '>>', '[', ']', '(', ')', '<', '>', '/', '%', '\r', '\n', '\0',
  'obj', 'endobj', 'stream\n', 'endstream', 'xref\n', 'trailer', 'startxref\n', '%%EOF\n', 'R', ' 0 R', 'null',
  '/Length', '/Prev', '/Size', '/Index', '/W', '/Kids', '/Parent', '/Root', '/Encrypt', '/XRefStm', '/Type/ObjStm', '/N 9', '/First',
  '/Filter/FlateDecode', '/DecodeParms<</Predictor 12/Columns 1>>', '/AcroForm', '/Fields', '/V', '/Annots', '/MediaBox', '/Rotate',
] as const; // prettier-ignore

type Mutation = (bytes: Buffer, dice: Dice, corpus: readonly Uint8Array[]) => Buffer;

const mutations: readonly Mutation[] = [
  (bytes, dice) => {
    bytes[dice.int(bytes.length)] = dice.int(256);
    return bytes;
  },
  (bytes, dice) => {
    const at = dice.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.int(8));
    return bytes;
  },
  (bytes, dice) => splice(bytes, dice, dice.int(40), Buffer.alloc(0)),
  (bytes, dice) => splice(bytes, dice, 0, Buffer.from(dice.pick(words), 'latin1')),
  (bytes, dice) => splice(bytes, dice, dice.int(12), Buffer.from(dice.pick(words), 'latin1')),
  (bytes, dice) => bytes.subarray(0, dice.int(bytes.length + 1)),
  // A piece of the file again elsewhere, or one of another file.
  (bytes, dice, corpus) => {
    const from = dice.pick([bytes, ...corpus]);
    const at = dice.int(from.length);
    return splice(bytes, dice, dice.int(60), Buffer.from(from.subarray(at, at + dice.int(200))));
  },
  // A number instead of a number, at the same width where it fits, so that the rest keeps its place.
  (bytes, dice) => {
    const text = bytes.toString('latin1');
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const found = dice.pick(numbers);
    const other = dice.int(2) === 0 ? String(dice.int(30)) : dice.pick(words.slice(0, 10));
    const fitted = other.length <= found[0].length ? other.padStart(found[0].length, '0') : other;
    return Buffer.from(
      text.slice(0, found.index) + fitted + text.slice(found.index + found[0].length),
      'latin1',
    );
  },
];

/** Mostly over what stands there: in a file whose offsets all miss, little else is ever reached. */
function splice(bytes: Buffer, dice: Dice, remove: number, insert: Buffer): Buffer {
  const at = dice.int(bytes.length + 1);
  if (dice.int(4) > 0) {
    (insert.length > 0 ? insert : Buffer.alloc(remove, ' ')).copy(bytes, at);
    return bytes;
  }
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

/** One of the corpus with one to six changes. */
export function mutated(corpus: readonly Uint8Array[], dice: Dice): Uint8Array {
  let bytes: Buffer = Buffer.from(dice.pick(corpus));
  for (let left = 1 + dice.int(6); left > 0 && bytes.length > 0; left -= 1) {
    bytes = dice.pick(mutations)(bytes, dice, corpus);
  }
  return bytes;
}

import { describe, expect, it } from 'vitest';
import {
  TranslogError,
  buildLeaf,
  leafHash,
  parseLeaf,
  type Leaf,
  type TranslogErrorCode,
} from '../../src/translog/index.ts';
import { leaves, logName } from './vectors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (b: Uint8Array): string => Buffer.from(b).toString('hex');
const codeOf = (act: () => unknown): TranslogErrorCode | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof TranslogError) return error.code;
    throw error;
  }
};
const first = leaves[0].text;
const second = leaves[2].text;

describe('published leaves', () => {
  it.each(leaves.map((leaf, index) => ({ index, ...leaf })))('leaf $index hashes as published', (leaf) => {
    const b = bytes(leaf.text);
    expect(b.length).toBe(leaf.bytes);
    expect(hex(leafHash(b))).toBe(leaf.hash);
    const { fmt, ...parsed } = parseLeaf(b, { log: logName, urut: leaf.index });
    expect(fmt).toBe('naskah-audit/1');
    expect(hex(buildLeaf(parsed))).toBe(hex(b));
  });
});

describe('a leaf must be refused (audit-log.md 18)', () => {
  const swap = (from: string, to: string, text: string = first) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
  const padded = (length: number) =>
    swap('"skema":1', `"skema":"${'x'.repeat(length - first.length + 1 - 2)}"`).slice(0, length);
  const rows: readonly [string, string | Uint8Array, TranslogErrorCode][] = [
    ['duplicate key', swap('"urut":0', '"urut":0,"urut":0'), 'LEAF_NOT_CANONICAL'],
    [
      'unsorted keys',
      swap('"id":"naskah","jenis":"sistem"', '"jenis":"sistem","id":"naskah"'),
      'LEAF_NOT_CANONICAL',
    ],
    ['whitespace', swap('"urut":0', '"urut": 0'), 'LEAF_NOT_CANONICAL'],
    ['1.0', swap('"skema":1', '"skema":1.0'), 'LEAF_NOT_CANONICAL'],
    ['1e3', swap('"skema":1', '"skema":1e3'), 'LEAF_NOT_CANONICAL'],
    ['a fraction', swap('"skema":1', '"skema":1.5'), 'LEAF_NOT_CANONICAL'],
    ['-0', swap('"urut":0', '"urut":-0'), 'LEAF_NOT_CANONICAL'],
    ['an integer beyond 2^53', swap('"skema":1', '"skema":9007199254740993'), 'LEAF_NOT_CANONICAL'],
    ['null', swap('"skema":1', '"skema":null'), 'LEAF_NOT_CANONICAL'],
    ['lone surrogate', swap('"skema":1', '"skema":"\\ud800"'), 'LEAF_NOT_CANONICAL'],
    ['BOM', `\uFEFF${first}`, 'LEAF_NOT_CANONICAL'],
    ['trailing LF', `${first}\n`, 'LEAF_NOT_CANONICAL'],
    ['upper-case escape', swap('"skema":1', '"skema":"\\u001F"'), 'LEAF_NOT_CANONICAL'],
    ['needless escape', swap('"skema":1', '"skema":"\\/"'), 'LEAF_NOT_CANONICAL'],
    ['key with capital', swap('"skema":1', '"Skema":1'), 'LEAF_NOT_CANONICAL'],
    ['__proto__', swap('"skema":1', '"__proto__":1'), 'LEAF_NOT_CANONICAL'],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'LEAF_NOT_CANONICAL'],
    ['deep nesting', '['.repeat(30_000) + ']'.repeat(30_000), 'LEAF_NOT_CANONICAL'],
    ['not an object', '"daun"', 'LEAF_INVALID'],
    ['another fmt', swap('naskah-audit/1', 'naskah-audit/2'), 'UNKNOWN_FORMAT'],
    ['no fmt', swap('"fmt":"naskah-audit/1",', ''), 'UNKNOWN_FORMAT'],
    ['urut that is not the index', swap('"urut":0', '"urut":1'), 'LEAF_WRONG_INDEX'],
    ['log that is not the origin', swap('"log":"naskah.', '"log":"nashak.'), 'LEAF_WRONG_LOG'],
    ['65,536 bytes', padded(65_536), 'LEAF_TOO_LARGE'],
    ['an unknown member', swap('"urut":0', '"umur":1,"urut":0'), 'LEAF_INVALID'],
    ['an unknown actor', swap('"jenis":"sistem"', '"jenis":"robot"'), 'LEAF_INVALID'],
    [
      'an unknown member of the actor',
      swap('"jenis":"sistem"', '"jenis":"sistem","nama":"x"'),
      'LEAF_INVALID',
    ],
    ['waktu with an offset', swap('01:00:00.000Z', '01:00:00.000+00:00'), 'LEAF_INVALID'],
    ['waktu without milliseconds', swap('01:00:00.000Z', '01:00:00Z'), 'LEAF_INVALID'],
    ['waktu of no day', swap('2026-07-01T', '2026-02-30T'), 'LEAF_INVALID'],
    ['short randomness', swap('sLCwsLCwsLCwsLCwsLCwsA', 'sLCwsLCw'), 'LEAF_INVALID'],
    ['randomness with stray bits', swap('sLCwsLCwsLCwsLCwsLCwsA', 'sLCwsLCwsLCwsLCwsLCwsB'), 'LEAF_INVALID'],
    ['an event in capitals', swap('log.buka', 'LOG.buka'), 'LEAF_INVALID'],
  ];
  it.each(rows)('%s', (_name, input, code) => {
    const b = typeof input === 'string' ? bytes(input) : input;
    expect(codeOf(() => parseLeaf(b, { log: logName, urut: 0 }))).toBe(code);
  });

  const inOther: readonly [string, string][] = [
    ['prev present with n = 0', swap('"n":1', '"n":0', second)],
    ['prev absent with n > 0', second.replace(/,"prev":"[^"]*"/, '')],
    ['prev of another length', swap('7/0="', '7/="', second)],
    ['unsorted tertutup', leaves[1].text.replace('"244W', '"944W')],
    ['an artefact of another algorithm', swap('"alg":"SHA-256"', '"alg":"SHA-1"', leaves[1].text)],
    ['an empty tertutup', leaves[1].text.replace(/"tertutup":\[.*?\]/, '"tertutup":[]')],
    [
      'duplicate tertutup',
      leaves[1].text.replace(
        '3rOeKtjAoSaTFcEZY-YKZUEGuQAC-KRuQdU7wrWFinA',
        '244WblWYho7ysGW6_gT3IORy90_WlxEsTUqV7Ey5YI4',
      ),
    ],
  ];
  it.each(inOther)('%s', (_name, text) => {
    expect(codeOf(() => parseLeaf(bytes(text)))).toBe('LEAF_INVALID');
  });

  it('but one of 65,535 bytes is read', () => {
    const whole = swap('"skema":1', `"skema":"${'x'.repeat(65_535 - first.length - 1)}"`);
    expect(bytes(whole).length).toBe(65_535);
    expect(parseLeaf(bytes(whole)).urut).toBe(0);
  });
});

describe('a producer', () => {
  const base = parseLeaf(bytes(first));
  const build = (more: Partial<Leaf>) => codeOf(() => buildLeaf({ ...base, ...more }));

  it('writes at most 16,384 bytes', () => {
    expect(build({ rincian: { data: 'x'.repeat(16_000) } })).toBeNull();
    expect(build({ rincian: { data: 'x'.repeat(16_384) } })).toBe('LEAF_TOO_LARGE');
  });

  it.each(['nama', 'nip', 'nik', 'email', 'ip', 'uraian', 'perihal'])(
    'never writes %s in clear, at any depth',
    (key) => {
      expect(build({ rincian: { [key]: 'x' } })).toBe('LEAF_PERSONAL');
      expect(build({ rincian: { daftar: [{ [key]: 'x' }] } })).toBe('LEAF_PERSONAL');
    },
  );

  it('tells the code of a reason from the words of a person', () => {
    expect(build({ rincian: { alasan: 'ganti-tanggal' } })).toBeNull();
    expect(build({ rincian: { alasan: 'Nama Bapak keliru' } })).toBe('LEAF_PERSONAL');
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a date', new Date(0)],
    ['NaN', Number.NaN],
    ['a fraction', 0.5],
    ['a bigint', 1n],
    ['a map', new Map()],
    ['a lone surrogate', '\udc00'],
    ['a sparse list', Array(2)],
  ])('throws on %s', (_name, value) => {
    expect(build({ rincian: { nilai: value as never } })).toBe('CANONICAL_VALUE');
  });

  it('keeps every code point of a string', () => {
    const text = 'a/\u007f\u2028"\\\b\f\n\r\t\u001f😀é';
    const leaf = parseLeaf(buildLeaf({ ...base, rincian: { data: text } }));
    expect(leaf.rincian?.['data']).toBe(text);
  });
});

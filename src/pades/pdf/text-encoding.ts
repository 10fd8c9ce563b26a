import { baseEncodings, glyphNames } from './text-tables.ts';

type EncodingName = keyof typeof baseEncodings;

const known = (name: string | null): name is EncodingName =>
  name !== null && Object.hasOwn(baseEncodings, name);

/** The characters of codes 0 to 255 by a base encoding; empty where a code means nothing. */
export function baseEncodingOf(name: string | null, fallback: EncodingName): string[] {
  const table = baseEncodings[known(name) ? name : fallback];
  const out = new Array<string>(256).fill('');
  for (let i = 0; i < table.length; i += 1) {
    const character = table[i] ?? '\0';
    if (character !== '\0') out[i + 32] = character;
  }
  return out;
}

/** Accents that names of letters end with, as combining characters. */
const accents: Readonly<Record<string, readonly string[]>> = {
  acute: ['\u0301'],
  grave: ['\u0300'],
  circumflex: ['\u0302'],
  dieresis: ['\u0308'],
  tilde: ['\u0303'],
  ring: ['\u030a'],
  caron: ['\u030c'],
  cedilla: ['\u0327'],
  breve: ['\u0306'],
  macron: ['\u0304'],
  ogonek: ['\u0328'],
  dotaccent: ['\u0307'],
  hungarumlaut: ['\u030b'],
  // Unicode has these letters with a cedilla; only S and T have a comma of their own.
  commaaccent: ['\u0326', '\u0327'],
};

/** The text a glyph name stands for, by the rules of the Adobe Glyph List specification; null for names that say nothing. */
export function characterOf(name: string): string | null {
  const [stem = ''] = name.split('.', 1);
  if (stem === '') return null;
  if (Object.hasOwn(glyphNames, stem)) return glyphNames[stem] ?? null;
  if (/^[A-Za-z]$/.test(stem)) return stem;
  const hex = /^(?:uni((?:[0-9A-F]{4})+)|u([0-9A-F]{4,6}))$/.exec(stem);
  if (hex?.[1]) return utf16Of(hex[1]);
  if (hex?.[2]) return parseInt(hex[2], 16) <= 0x10ffff ? String.fromCodePoint(parseInt(hex[2], 16)) : null;
  const parts = stem.split('_');
  if (parts.length > 1 && parts.length < 8) {
    const each = parts.map((part) => (part.includes('_') ? null : characterOf(part)));
    return each.every((part) => part !== null) ? each.join('') : null;
  }
  return ligatures[stem] ?? accented(stem);
}

const ligatures: Readonly<Record<string, string>> = {
  ff: 'ff',
  ffi: 'ffi',
  ffl: 'ffl',
  nbspace: ' ',
  sfthyphen: '-',
};

function accented(name: string): string | null {
  const marks = accents[name.slice(1)];
  if (marks === undefined) return null;
  const composed = marks.map((mark) => `${name[0] ?? ''}${mark}`.normalize('NFC'));
  return composed.find((text) => text.length === 1) ?? composed[0] ?? null;
}

function utf16Of(digits: string): string {
  const units = digits.slice(0, 64).match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}

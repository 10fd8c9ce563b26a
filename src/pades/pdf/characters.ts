/** The character classes of ISO 32000-2 table 1 and 2, as a table over all octets. */
const REGULAR = 0;
const SPACE = 1;
const DELIMITER = 2;

const classes = new Uint8Array(256).fill(REGULAR);
for (const code of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) classes[code] = SPACE;
for (const char of '()<>[]{}/%') classes[char.charCodeAt(0)] = DELIMITER;

/** `-1` stands for the end of the bytes and ends every token, like white space. */
export const isSpace = (code: number): boolean => classes[code] === SPACE;
export const isRegular = (code: number): boolean => classes[code] === REGULAR;
export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Value of a hexadecimal digit, or -1. */
export const hexValue = (code: number): number => hexValues[code] ?? -1;
const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16);
  hexValues[digit.charCodeAt(0)] = value;
  hexValues[digit.toUpperCase().charCodeAt(0)] = value;
}

export const latin1 = (bytes: Uint8Array, start = 0, end = bytes.length): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);

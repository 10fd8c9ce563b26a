/** A profile of version 2.1 (ICC.1:2001-04), which every part of PDF/A and every viewer reads: grey, or the colours of sRGB, gamma 2.2. */
export function iccProfile(components: 1 | 3): Uint8Array {
  const tags = [
    ['desc', descriptionTag()],
    ['cprt', textTag('CC0')],
    ['wtpt', xyzTag(D50)],
    ...(components === 1 ? [['kTRC', curveTag()] as const] : colourTags()),
  ] as const;
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  let at = 128 + table.length;
  for (const [i, [signature, data]] of tags.entries()) {
    table.write(signature, 4 + i * 12, 'latin1');
    table.writeUInt32BE(at, 8 + i * 12);
    table.writeUInt32BE(data.length, 12 + i * 12);
    at += data.length;
  }
  return Buffer.concat([header(at, components), table, ...tags.map(([, data]) => data)]);
}

type Xyz = readonly [number, number, number];
const D50: Xyz = [0.9642, 1, 0.8249];

/** The primaries of sRGB, seen under D50. */
const primaries: readonly (readonly [string, string, Xyz])[] = [
  ['rXYZ', 'rTRC', [0.43607, 0.22249, 0.01392]],
  ['gXYZ', 'gTRC', [0.38515, 0.71687, 0.09708]],
  ['bXYZ', 'bTRC', [0.14307, 0.06061, 0.7141]],
];

const colourTags = (): (readonly [string, Buffer])[] =>
  primaries.flatMap(([xyz, curve, value]) => [
    [xyz, xyzTag(value)],
    [curve, curveTag()],
  ]);

function header(size: number, components: 1 | 3): Buffer {
  const out = Buffer.alloc(128);
  out.writeUInt32BE(size, 0);
  out.writeUInt32BE(0x02100000, 8);
  out.write(`mntr${components === 1 ? 'GRAY' : 'RGB '}XYZ `, 12, 'latin1');
  // The date of making is one day for ever: same input, same bytes.
  for (const [i, part] of [2026, 1, 1, 0, 0, 0].entries()) out.writeUInt16BE(part, 24 + i * 2);
  out.write('acsp', 36, 'latin1');
  for (const [i, value] of D50.entries()) out.writeInt32BE(fixed(value), 68 + i * 4);
  return out;
}

const fixed = (value: number): number => Math.round(value * 65536);

const typed = (signature: string, length: number): Buffer => {
  const out = Buffer.alloc(length);
  out.write(signature, 0, 'latin1');
  return out;
};

function xyzTag(value: Xyz): Buffer {
  const out = typed('XYZ ', 20);
  for (const [i, each] of value.entries()) out.writeInt32BE(fixed(each), 8 + i * 4);
  return out;
}

/** One number: a gamma, eight bits before the point and eight behind it. */
function curveTag(): Buffer {
  const out = typed('curv', 16);
  out.writeUInt32BE(1, 8);
  out.writeUInt16BE(Math.round(2.2 * 256), 12);
  return out;
}

function textTag(text: string): Buffer {
  const out = typed('text', 8 + 4 * Math.ceil((text.length + 1) / 4));
  out.write(text, 8, 'latin1');
  return out;
}

/** ASCII, no Unicode, no Macintosh script: the empty counts of the last two are part of the tag. */
function descriptionTag(): Buffer {
  const text = 'Gamma 2.2';
  const out = typed('desc', 4 * Math.ceil((12 + text.length + 1 + 4 + 4 + 2 + 1 + 67) / 4));
  out.writeUInt32BE(text.length + 1, 8);
  out.write(text, 12, 'latin1');
  return out;
}

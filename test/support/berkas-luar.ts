import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ValidateOptions } from '../../src/pades/validate/types.ts';

/** What the maker of a file says of one signature; a document timestamp has neither field nor level. */
export interface MakersWord {
  readonly field: string | null;
  readonly level: string | null;
  readonly changes: 'none' | 'permitted' | 'forbidden';
  readonly verdict: string;
}

/** A row of `fixtures/berkas-luar/berkas.json`, written by the script that made the file. */
export interface Berkas {
  readonly file: string;
  readonly tool: string;
  readonly what: string;
  readonly password?: string;
  readonly signatures: readonly MakersWord[];
}

const folder = new URL('../../fixtures/berkas-luar/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('berkas.json', folder), 'utf8')) as {
  readonly made: string;
  readonly files: readonly Berkas[];
};

export const berkasLuar = manifest.files;
/** The root of the throw-away authority, PEM. */
export const berkasRoot = fileURLToPath(new URL('akar.pem', folder));
/** The moment for which every file is judged: a month after they were made. */
export const berkasTime = new Date(Date.parse(manifest.made) + 30 * 86_400_000);

export const berkasPath = ({ file }: Berkas): string => fileURLToPath(new URL(file, folder));
export const loadBerkas = (berkas: Berkas): Buffer => readFileSync(berkasPath(berkas));

export const optionsFor = ({ password }: Berkas): ValidateOptions => ({
  anchors: [Buffer.from(readFileSync(berkasRoot, 'latin1').replace(/-----.*-----|\s/g, ''), 'base64')],
  at: berkasTime,
  ...(password === undefined ? {} : { password }),
});

/** One bit turned in the comment of the second line, which every signature covers and no reader looks at. */
export function changedTwin(file: Buffer): Buffer {
  const out = Buffer.from(file);
  const place = out.indexOf('%', 1) + 2;
  out.writeUInt8(out.readUInt8(place) ^ 1, place);
  return out;
}

import { readFile } from 'node:fs/promises';
import { fieldWithSeedAndLock, pdfKinds } from '../../support/pdf-kinds.ts';
import { source } from '../cache.ts';
import { unsignedPart } from '../byte-range.ts';
import type { Demo } from '../verdict.ts';

export interface InputKind {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Opens the file; null where it is not encrypted. */
  readonly password: string | null;
  /** The empty field to be signed; null: a new one. */
  readonly field: string | null;
}

/** Kinds out of `test/support/pdf-kinds.ts` whose structure no two readers may see differently. */
const chosen = [
  'a classic table',
  'object streams',
  'a hybrid file',
  'a linearized file',
  'three revisions',
  'a form with fields and appearances',
  'a page tree 50 deep',
  'indirect everything',
  'PDF 1.3',
  'PDF 2.0',
] as const;

/** One of the demo's letters (PDF/A-2b, tagged) before it was signed, files made by hand, and files others encrypted. */
export async function inputKinds({ files }: Demo): Promise<readonly InputKind[]> {
  const other = (name: string): Promise<Buffer> => readFile(source(`../../fixtures/pdf-lain/${name}`));
  return [
    { name: 'a letter', bytes: unsignedPart(await readFile(files[0]!.path)), password: null, field: null },
    ...chosen.map((name) => ({ name, bytes: pdfKinds[name]!(), password: null, field: null })),
    {
      name: 'an empty field with seed value and lock',
      bytes: fieldWithSeedAndLock(),
      password: null,
      field: 'Ttd',
    },
    { name: 'encrypted, AES-256', bytes: await other('aes256.pdf'), password: 'pengguna', field: null },
    { name: 'encrypted, AES-128', bytes: await other('aes128.pdf'), password: 'pengguna', field: null },
  ];
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { honestChanges } from '../../pades/validate/honest-changes.ts';
import { publishedAttacks } from '../../pades/validate/attack-published.ts';
import type { AttackWorld } from '../../pades/validate/attack-world.ts';
import { at, basePdf, signRaw, testPki, usualSigner } from '../../pades/validate/world.ts';
import {
  berkasLuar,
  berkasPath,
  berkasRoot,
  berkasTime,
  changedTwin,
  loadBerkas,
} from '../../support/berkas-luar.ts';
import { rootFile } from '../matrix/judges.ts';

/** A file that every judge is asked about, for the same moment and with the same root. */
export interface Item {
  /** `group/name`. */
  readonly id: string;
  readonly path: string;
  /** PEM. */
  readonly root: string;
  readonly at: Date;
  readonly password: string | null;
}

/** Files of others and each with one bit changed, the published attacks, and what honest software does later. */
export async function makeCorpus(folder: string): Promise<readonly Item[]> {
  return [...(await othersFiles(folder)), ...(await ownFiles(folder))];
}

async function othersFiles(folder: string): Promise<Item[]> {
  const items: Item[] = [];
  for (const berkas of berkasLuar) {
    const common = { root: berkasRoot, at: berkasTime, password: berkas.password ?? null };
    const twin = join(folder, `changed-${berkas.file}`);
    await writeFile(twin, changedTwin(loadBerkas(berkas)));
    items.push({ ...common, id: `others/${berkas.file}`, path: berkasPath(berkas) });
    items.push({ ...common, id: `changed/${berkas.file}`, path: twin });
  }
  return items;
}

async function ownFiles(folder: string): Promise<Item[]> {
  const [pki, cms] = [await testPki(), await usualSigner()];
  const base = basePdf();
  const world: AttackWorld = { pki, cms, base, signed: signRaw(base, { cms }) };
  const root = await rootFile(pki.root.certificate, folder);
  const rows = [
    ...publishedAttacks.map((row) => ({ id: `attack/${row.id} ${row.name}`, make: row.make })),
    ...honestChanges.map((row) => ({ id: `honest/${row.name} (${row.like})`, make: row.make })),
  ];
  const items: Item[] = [];
  for (const [i, { id, make }] of rows.entries()) {
    const path = join(folder, `own-${i}.pdf`);
    await writeFile(path, make(world));
    items.push({ id, path, root, at, password: null });
  }
  return items;
}

import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * The files that words on the command line mean: a file as it is, a folder with every PDF below it, a pattern (`*`, `?`,
 * `[…]`, `**`) for shells that leave it to the program. In a steady order, each once. A word that names nothing stays as
 * it is, so that it is missed by name. Links to folders are not followed: they may lead in a circle.
 */
export function daftarBerkas(kata: readonly string[]): string[] {
  return [...new Set(kata.flatMap(satuKata))];
}

function satuKata(kata: string): string[] {
  const stat = statSync(kata, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const isi = [...diFolder(kata, ['**', '*.pdf'])];
    return isi.length > 0 ? isi : [kata];
  }
  if (stat !== undefined || !/[*?[]/.test(kata)) return [kata];
  const cocok = [...menurutPola(kata)].sort();
  return cocok.length > 0 ? cocok : [kata];
}

function* menurutPola(pola: string): Generator<string> {
  const bagian = pola.split(sep === '\\' ? /[\\/]/ : '/');
  const tetap = bagian.findIndex((satu) => /[*?[]/.test(satu));
  const awal = bagian.slice(0, tetap).join(sep);
  yield* diFolder(
    awal === '' ? (tetap > 0 ? sep : '.') : awal,
    bagian.slice(tetap),
    awal === '' && tetap === 0,
  );
}

/** `tanpaAwal`: the pattern began with no folder, and so do its results. */
function* diFolder(folder: string, pola: readonly string[], tanpaAwal = false): Generator<string> {
  const [satu, ...sisa] = pola;
  if (satu === undefined) return;
  const jalur = (nama: string): string => (tanpaAwal ? nama : join(folder, nama));
  const isi = isiFolder(folder);
  if (satu === '**') {
    yield* diFolder(folder, sisa.length === 0 ? ['*'] : sisa, tanpaAwal);
    for (const entri of isi)
      if (entri.isDirectory() && !entri.name.startsWith('.')) yield* diFolder(jalur(entri.name), pola);
    return;
  }
  const bentuk = keRegex(satu);
  for (const entri of isi) {
    if (!bentuk.test(entri.name) || (entri.name.startsWith('.') && !satu.startsWith('.'))) continue;
    if (sisa.length > 0) {
      if (entri.isDirectory()) yield* diFolder(jalur(entri.name), sisa);
    } else if (entri.isFile() || entri.isSymbolicLink()) yield jalur(entri.name);
  }
}

/** A folder nobody may read holds nothing for us; the files beside it go on. */
function isiFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Names of files are compared without regard to case, as most who type `*.pdf` mean `*.PDF` too. */
function keRegex(pola: string): RegExp {
  const sumber = pola.replace(/\[!?[^\]]+\]|[\\^$.*+?()[\]{}|]/g, (m) => {
    if (m === '*') return '[^/]*';
    if (m === '?') return '[^/]';
    if (m.length > 1) return `[${m.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
    return `\\${m}`;
  });
  return new RegExp(`^${sumber}$`, 'iu');
}

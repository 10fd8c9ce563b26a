import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bacaFolder, berkasKepercayaan, type AsalJangkar, type IsiFolder } from './folder.ts';
import { letakCatatan } from './catatan.ts';

/** Where anchors that count for every government lie. */
export const folderUmum = 'umum';

export interface SumberKepercayaan {
  /** What is trusted for a government (null: only what counts for all) at a moment; the built-in ones first. */
  anchors(instansi: string | null, at: Date): readonly AsalJangkar[];
  /** All, whenever they count, and the files that were refused. */
  semua(instansi: string | null): IsiFolder;
}

/**
 * Anchors from `DATA/kepercayaan/umum` and `DATA/kepercayaan/<instansi>`. A change of the folder counts from the next
 * question on: names, sizes and times of its files are compared each time, and only a change is read again.
 */
export function sumberKepercayaan(opsi: {
  /** `DATA/kepercayaan`. */
  readonly folder: string;
  /** Trusted by configuration: the development root, NASKAH_JANGKAR. */
  readonly bawaan: readonly AsalJangkar[];
  /** Told when a folder was read anew and something in it was refused. */
  readonly saatDitolak?: (isi: IsiFolder) => void;
}): SumberKepercayaan {
  const simpanan = new Map<string, { readonly tanda: string; readonly isi: IsiFolder }>();
  const isiFolder = (nama: string): IsiFolder => {
    const folder = join(opsi.folder, nama);
    const tanda = tandaFolder(folder);
    const lama = simpanan.get(nama);
    if (lama?.tanda === tanda) return lama.isi;
    const isi = bacaFolder(folder);
    simpanan.set(nama, { tanda, isi });
    if (isi.ditolak.length > 0) opsi.saatDitolak?.(isi);
    return isi;
  };
  const semua = (instansi: string | null): IsiFolder => {
    const bagian = [folderUmum, ...(instansi === null ? [] : [namaFolder(instansi)])].map(isiFolder);
    return {
      jangkar: [...opsi.bawaan, ...bagian.flatMap(({ jangkar }) => jangkar)],
      ditolak: bagian.flatMap(({ ditolak }) => ditolak),
    };
  };
  return {
    semua,
    anchors: (instansi, at) => {
      const berlaku = semua(instansi).jangkar.filter(
        ({ dari, sampai }) => (dari === null || dari <= at) && (sampai === null || at < sampai),
      );
      return berlaku.filter(({ sha256 }, i) => berlaku.findIndex((lain) => lain.sha256 === sha256) === i);
    },
  };
}

/** A code of a government is a folder's name and never a way out of the folder. */
export function namaFolder(instansi: string): string {
  if (!/^[a-z0-9-]{1,40}$/.test(instansi)) throw new Error(`not a code of a government: ${instansi}`);
  return instansi;
}

const tandaFolder = (folder: string): string =>
  berkasKepercayaan(folder)
    .flatMap((nama) => [join(folder, nama), letakCatatan(join(folder, nama))])
    .map((berkas) => {
      const keadaan = statSync(berkas, { throwIfNoEntry: false, bigint: true });
      return keadaan === undefined
        ? `${berkas} -`
        : `${berkas} ${keadaan.size} ${keadaan.mtimeNs} ${keadaan.ino}`;
    })
    .join('\n');

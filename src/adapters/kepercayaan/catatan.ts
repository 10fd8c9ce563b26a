import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { tulisUtuh } from '../berkas-utuh.ts';
import { tolakDaftar } from './tolakan.ts';

/** Who made a file a source of trust, when, and by which fingerprints: FILE.catatan.json beside it. */
export interface CatatanJangkar {
  /** SHA-256, hex, of the certificates of a PEM file or of the pinned signers of a list. */
  readonly sha256: readonly string[];
  /** Of a list: its pinned signers, PEM. */
  readonly penandatangan: readonly string[];
  /** The operator vouches: an Indonesian certification authority recognised by the ministry. */
  readonly psreIndonesia: boolean;
  /** Highest sequence number of a list that was ever used. */
  readonly urutan: number | null;
  readonly oleh: string;
  /** UTC. */
  readonly pada: string;
}

export const letakCatatan = (berkas: string): string => `${berkas}.catatan.json`;

/** Null: nobody confirmed the file. Throws TolakanKepercayaan for a note that says something else than a note. */
export function bacaCatatan(berkas: string): CatatanJangkar | null {
  const letak = letakCatatan(berkas);
  if (!existsSync(letak)) return null;
  try {
    const isi = JSON.parse(readFileSync(letak, 'utf8')) as Partial<CatatanJangkar>;
    const { sha256, penandatangan, psreIndonesia, urutan, oleh, pada } = isi;
    const sah =
      larik(sha256, /^[0-9a-f]{64}$/) &&
      larik(penandatangan, /^-----BEGIN CERTIFICATE-----/) &&
      typeof psreIndonesia === 'boolean' &&
      (urutan === null || Number.isSafeInteger(urutan)) &&
      typeof oleh === 'string' &&
      typeof pada === 'string';
    if (!sah) throw tolakDaftar('CATATAN_RUSAK');
    return isi as CatatanJangkar;
  } catch (cause) {
    throw tolakDaftar('CATATAN_RUSAK', cause);
  }
}

export const tulisCatatan = (berkas: string, catatan: CatatanJangkar): Promise<void> =>
  tulisUtuh(letakCatatan(berkas), `${JSON.stringify(catatan, null, 2)}\n`);

/** One line of the history of a folder. */
export interface Riwayat {
  readonly aksi: 'add' | 'remove';
  readonly berkas: string;
  /** add: SHA-256 of the certificates that were confirmed; remove: of the file. */
  readonly sha256: readonly string[];
  readonly oleh: string;
  readonly pada: string;
}

/**
 * Who made or unmade a source of trust and when: `riwayat.jsonl` in its folder, only ever appended to and on the disk
 * before the change counts. The audit logs belong to the running service, whose folder is locked; this is the operator's.
 */
export async function catatRiwayat(folder: string, baris: Riwayat): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tangan = await open(join(folder, 'riwayat.jsonl'), 'a', 0o600);
  try {
    await tangan.write(`${JSON.stringify(baris)}\n`);
    await tangan.sync();
  } finally {
    await tangan.close();
  }
}

const larik = (nilai: unknown, pola: RegExp): boolean =>
  Array.isArray(nilai) && nilai.every((satu) => typeof satu === 'string' && pola.test(satu));

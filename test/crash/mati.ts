import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bangunRumah, masuki, type Rumah } from '../support/rumah.ts';
import { duaPenandatangan, suratDinas } from '../support/konsep.ts';
import { Meja } from '../support/meja.ts';
import type { NaskahView } from '../../src/services/layanan.ts';
import type { Perintah } from './anak.ts';
import { penataSekali } from './penata-sekali.ts';

/** A closed data folder in which a letter lies before its first or before its second signer. */
export interface Panggung {
  readonly rumah: Rumah;
  readonly data: string;
  /** Where sheets that were set once are kept. */
  readonly tertata: string;
  readonly naskah: NaskahView;
  readonly jabatan: string;
}

export async function siapkanPanggung(ke: 1 | 2): Promise<Panggung> {
  const rumah = await bangunRumah();
  const meja = new Meja(rumah);
  const penandatangan = ke === 1 ? [duaPenandatangan[0]!] : duaPenandatangan;
  let naskah = await meja.siap(suratDinas({ penandatangan }));
  if (ke === 2) naskah = (await meja.tandatangani(naskah, penandatangan[0]!)).isi;
  await rumah.tutup();
  const tertata = await mkdtemp(join(tmpdir(), 'naskah-tertata-'));
  return { rumah, data: rumah.config.data, tertata, naskah, jabatan: penandatangan[ke - 1]! };
}

/** The stage again, untouched: each death gets a folder of its own. */
export async function salin(panggung: Panggung): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'naskah-mati-'));
  await cp(panggung.data, data, { recursive: true });
  return data;
}

const berkasAnak = fileURLToPath(new URL('./anak.mjs', import.meta.url));

/** Runs a process to its death. `hidup`: it was not killed, so the point was never reached. */
export function jalankanSampaiMati(perintah: Perintah): Promise<'mati' | 'hidup'> {
  return new Promise((selesai, gagal) => {
    const anak = spawn(process.execPath, [berkasAnak, JSON.stringify(perintah)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keluar = { 1: '', 2: '' };
    anak.stdout.on('data', (potong: Buffer) => (keluar[1] += potong.toString()));
    anak.stderr.on('data', (potong: Buffer) => (keluar[2] += potong.toString()));
    anak.once('error', gagal);
    anak.once('close', (kode, sinyal) => {
      if (sinyal === 'SIGKILL') selesai('mati');
      else if (keluar[1] === 'hidup') selesai('hidup');
      else gagal(new Error(`the child ended with ${kode ?? sinyal ?? '?'}: ${keluar[2]}`));
    });
  });
}

/** The next process: opening the folder recovers it. */
export async function bukaSesudahMati(panggung: Panggung, data: string): Promise<Rumah> {
  const rumah = await masuki(data, panggung.rumah.jam, panggung.rumah.tsa, {});
  rumah.ganti({ renderer: penataSekali(panggung.tertata, rumah.konteks.renderer) });
  return rumah;
}

export const hapus = (data: string): Promise<void> => rm(data, { recursive: true, force: true });

import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { periksaInvarian, type Pelanggaran } from '../../src/adapters/db/index.ts';
import { loadOrCreateInstallationSecret } from '../../src/adapters/signer/rahasia-instalasi.ts';
import { openWithSecret } from '../../src/adapters/signer/rahasia.ts';
import { bukaInstalasi, type Instalasi, type Pengganti } from '../../src/app.ts';
import { PerjalananNaskah } from '../../src/cli/jalankan-konsep.ts';
import { bacaConfig, type Config } from '../../src/config.ts';
import { loadOrCreatePki } from '../../src/pki/simpan.ts';
import type { DevelopmentPki } from '../../src/pki/types.ts';
import type { Konteks } from '../../src/services/konteks.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { JamUji } from './jam.ts';
import { bukaTsaUji, type TsaUji } from './tsa.ts';

/** Tuesday 24 November 2026, 09.00 WIB: when every installation of the tests is born. */
export const saatLahir = new Date('2026-11-24T02:00:00Z');

export interface Rumah extends Instalasi {
  readonly jam: JamUji;
  readonly tsa: TsaUji;
  readonly jalan: PerjalananNaskah;
  /** Swaps a part of the context for a broken one; whatever is given stays until swapped back. */
  ganti(bagian: Partial<Konteks>): void;
  /** The invariants of reliability.md B2 over what the disk holds now. */
  periksa(): Promise<readonly Pelanggaran[]>;
  /** Stops this process' installation and opens the same folder again, as after a restart. */
  bukaLagi(pengganti?: Pengganti, env?: Lingkungan): Promise<Rumah>;
  /** Stops everything and removes the folder. */
  bongkar(): Promise<void>;
}

/** A real installation in a folder of its own, with people, keys and an authority that does as it is told. */
export async function bangunRumah(pengganti: Pengganti = {}, env: Lingkungan = {}): Promise<Rumah> {
  const data = await salinCetakan();
  const jam = new JamUji(saatLahir);
  jam.majuMenit(30);
  const tsa = await bukaTsaUji(await pkiRumah(data), jam);
  return masuki(data, jam, tsa, pengganti, env);
}

/** Opens a data folder as an installation of the tests. */
export async function masuki(
  data: string,
  jam: JamUji,
  tsa: TsaUji,
  pengganti: Pengganti,
  env: Lingkungan = {},
): Promise<Rumah> {
  const instalasi = await bukaInstalasi(configUji(data, env), {
    clock: jam,
    tsaUrl: tsa.url,
    workerUrl: pekerjaTs,
    ...pengganti,
  });
  return {
    ...instalasi,
    jam,
    tsa,
    jalan: new PerjalananNaskah(instalasi, () => undefined),
    ganti: (bagian) => void Object.assign(instalasi.konteks, bagian),
    periksa: () => periksaInvarian(join(data, 'naskah.db'), join(data, 'berkas')),
    bukaLagi: async (lain = {}, envLain = env) => {
      await instalasi.tutup();
      return masuki(data, jam, tsa, lain, envLain);
    },
    bongkar: async () => {
      await instalasi.tutup();
      await tsa.tutup();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export type Lingkungan = Readonly<Record<string, string>>;

export const configUji = (data: string, env: Lingkungan = {}): Config =>
  bacaConfig(
    { NASKAH_ALAMAT: 'https://naskah.contoh.test', NASKAH_PORT_PKI: '0', NASKAH_CATATAN: 'silent', ...env },
    { data },
  );

/** Workers of uncompiled TypeScript (DESIGN D16). */
export const pekerjaTs = (nama: 'tata' | 'periksa'): URL =>
  new URL(nama === 'tata' ? './ts-worker.mjs' : './ts-worker-pemeriksa.mjs', import.meta.url);

/** The PKI of a data folder, opened beside the installation so that the test's own authority can stamp with it. */
export async function pkiRumah(data: string): Promise<DevelopmentPki> {
  const rahasia = await loadOrCreateInstallationSecret(data);
  const { pki } = await loadOrCreatePki(data, {
    now: saatLahir,
    baseUrl: 'http://127.0.0.1:0',
    people: [],
    vault: {
      seal: tidakDipakai,
      open: (tersegel, pemilik) => openWithSecret(rahasia, 'pki', tersegel, utf8(pemilik)),
      sealSigner: tidakDipakai,
    },
  });
  return pki;
}
const tidakDipakai = (): never => {
  throw new Error('the tests make no new keys');
};

/** A copy of the template data folder. Making keys takes seconds, copying them does not. */
export async function salinCetakan(): Promise<string> {
  const cetakan = await cetakanRumah();
  const data = await mkdtemp(join(tmpdir(), 'naskah-rumah-'));
  await cp(cetakan, data, { recursive: true });
  return data;
}

/**
 * The template lies in the temporary folder under the hash of everything it is made from, so the next run finds it.
 * Two runs that make it at once each make their own; the rename lets one win.
 */
async function cetakanRumah(): Promise<string> {
  const tetap = join(tmpdir(), `naskah-cetakan-${process.getuid?.() ?? 0}-${await sidikSumber()}`);
  if (await ada(tetap)) return tetap;
  const sementara = await mkdtemp(join(tmpdir(), 'naskah-cetakan-baru-'));
  const instalasi = await bukaInstalasi(configUji(sementara), {
    clock: new JamUji(saatLahir),
    workerUrl: pekerjaTs,
  });
  await instalasi.tutup();
  try {
    await rename(sementara, tetap);
  } catch (galat) {
    if (!(await ada(tetap))) throw galat;
    await rm(sementara, { recursive: true, force: true });
  }
  return tetap;
}

const ada = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const akarSumber = fileURLToPath(new URL('../..', import.meta.url));
const bahanCetakan = [
  'src/adapters',
  'src/domain',
  'src/pki',
  'src/services/tanam-benih.ts',
  'src/app.ts',
  'migrations',
  'fixtures/benih',
];

async function sidikSumber(): Promise<string> {
  const hash = createHash('sha256');
  for (const bahan of bahanCetakan) {
    for (const berkas of await semuaBerkas(join(akarSumber, bahan))) {
      hash.update(berkas).update(await readFile(berkas));
    }
  }
  return hash.digest('hex').slice(0, 24);
}

async function semuaBerkas(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const isi = await readdir(path, { recursive: true, withFileTypes: true });
  return isi
    .filter((satu) => satu.isFile())
    .map((satu) => join(satu.parentPath, satu.name))
    .sort();
}

import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  jangkarBawaan,
  sumberKepercayaan,
  type Kepercayaan,
  type SumberKepercayaan,
} from '../adapters/kepercayaan/sumber.ts';
import { kolamPemeriksa } from '../adapters/pemeriksa/kolam.ts';
import { validationPolicies, type Indication, type ValidateOptions } from '../pades/index.ts';
import { kalimatKodePades } from '../services/kalimat-pades.ts';
import { kebijakan, namaKebijakan, type Kebijakan } from '../services/kebijakan.ts';
import type { Bahasa } from '../shared/bahasa.ts';
import { berurutan } from '../shared/berurutan.ts';
import { daftarBerkas } from './daftar-berkas.ts';
import { bacaJangkar } from './jangkar.ts';
import { Kemajuan } from './kemajuan.ts';
import { jelaskanGalat, SalahPakai, type Keluaran } from './keluaran.ts';
import { pastikanNamaLaporan, tulisLaporan, type BahanLaporan } from './laporan-berkas.ts';
import { barisJson, kalimat, type HasilBerkas } from './laporan-verify.ts';

export interface PilihanVerify {
  readonly trust: readonly string[];
  readonly at: string | null;
  /** JSON Lines, one object for each file. */
  readonly json: boolean;
  /** By what the files are judged; absent: `umum`. */
  readonly policy?: string | null;
  /** The first line is the user or owner password of encrypted files; absent: what opens without one is looked into. */
  readonly passwordFile?: string | null;
  /** One file only: where the report is written, by its ending (.json, .xml, .pdf); absent: nowhere. */
  readonly report?: {
    readonly path: string;
    readonly versi: string;
    /** What a PDF is sealed with; absent: it stays unsealed and says so. */
    readonly segel?: BahanLaporan['segel'];
  } | null;
  /** Folder of an installation whose anchors count too (`naskah trust`); absent: only `trust`. */
  readonly data?: string | null;
  /** Of this government; needs `data`. */
  readonly government?: string | null;
  /** Language of the text for people; absent: Indonesian. */
  readonly bahasa?: Bahasa;
  /** Where the progress of a long run is written; absent: nowhere. */
  readonly kemajuan?: ((teks: string) => void) | null;
  /** Only where TypeScript runs uncompiled (DESIGN D16). */
  readonly workerUrl?: URL;
}

/** Exit codes; for several files the first that applies in this order (issue 2, part 12). */
const kodeKeluar: readonly { readonly kode: number; readonly bila: (h: HasilBerkas) => boolean }[] = [
  { kode: 1, bila: (h) => adaIndikasi(h, 'TOTAL_FAILED') },
  { kode: 4, bila: (h) => 'error' in h },
  { kode: 2, bila: (h) => adaIndikasi(h, 'INDETERMINATE') },
  { kode: 3, bila: (h) => 'laporan' in h && h.laporan.signatures.length === 0 },
];

/**
 * `naskah verify`: judges files, folders and patterns without the service, in threads with a limit on time and memory:
 * a hostile file ends with a code and the others go on. Asks nothing of the net. Answers the exit code.
 */
export async function verify(
  kata: readonly string[],
  pilihan: PilihanVerify,
  keluaran: Keluaran,
): Promise<number> {
  if (kata.length === 0)
    throw new SalahPakai('Sebutkan berkas PDF, folder, atau pola yang hendak diperiksa.');
  const at = pilihan.at === null ? new Date() : bacaWaktu(pilihan.at);
  const nama = bacaKebijakan(pilihan.policy ?? 'umum');
  const percaya = kepercayaan(pilihan);
  const instansi = pilihan.government ?? null;
  const options = bacaPilihan(pilihan, nama, at, percaya.untukPemeriksaan(instansi, at));
  const jenisJangkar = (sha256: string) => percaya.jenis(instansi, sha256);
  const cara = { bahasa: pilihan.bahasa ?? 'id', jenisJangkar };
  const files = daftarBerkas(kata);
  const { report = null } = pilihan;
  if (report !== null) {
    pastikanNamaLaporan(report.path);
    if (files.length !== 1) throw new SalahPakai('--report hanya untuk satu berkas.');
  }
  const utas = Math.min(availableParallelism(), files.length);
  const kolam = kolamPemeriksa({
    utas,
    irisanMs: Infinity,
    ...(pilihan.workerUrl === undefined ? {} : { workerUrl: pilihan.workerUrl }),
  });
  const kemajuan = new Kemajuan(files.length, pilihan.kemajuan ?? null);
  const kode = new Set<number>();
  let takDinilai = 0;
  try {
    for await (const satu of berurutan(files, utas * 2, (file) => periksa(file, options, kolam))) {
      kemajuan.catat(satu);
      kodeKeluar.filter(({ bila }) => bila(satu)).forEach((baris) => kode.add(baris.kode));
      takDinilai += tanpaDataPencabutan(satu);
      if (report !== null && 'laporan' in satu) {
        const { path, versi, segel = null } = report;
        await tulisLaporan(path, { ...satu, versi, segel, kebijakan: nama, instansi, jenisJangkar });
      }
      for (const baris of pilihan.json ? [barisJson(satu)] : kalimat(satu, cara)) keluaran.hasil(baris);
    }
  } finally {
    kemajuan.habis();
    await kolam.tutup();
  }
  if (takDinilai > 0 && !pilihan.json) keluaran.kata(kalimatLuring(takDinilai));
  return kodeKeluar.find((baris) => kode.has(baris.kode))?.kode ?? 0;
}

/** The anchors named, and those of an installation's folder. */
function kepercayaan({ trust, data = null, government = null }: PilihanVerify): SumberKepercayaan {
  if (government !== null && data === null) throw new SalahPakai('--government memerlukan --data.');
  if (government !== null && !/^[a-z0-9-]{1,40}$/.test(government))
    throw new SalahPakai(`Kode pemerintah tidak sah: ${government}`);
  const bawaan = trust.flatMap(bacaJangkar).map((satu) => jangkarBawaan(satu, '--trust'));
  return sumberKepercayaan({ folder: data === null ? null : join(data, 'kepercayaan'), bawaan });
}

function bacaPilihan(
  { passwordFile = null }: PilihanVerify,
  nama: Kebijakan,
  at: Date,
  { anchors, anchorSunsets }: Kepercayaan,
): ValidateOptions {
  return {
    anchors,
    at,
    policy: { ...validationPolicies[kebijakan[nama]], anchorSunsets },
    ...(passwordFile === null ? {} : { password: bacaBarisPertama(passwordFile) }),
  };
}

async function periksa(
  file: string,
  options: ValidateOptions,
  kolam: ReturnType<typeof kolamPemeriksa>,
): Promise<HasilBerkas> {
  try {
    const stat = statSync(file);
    // A pipe or a device would be waited for without end.
    if (!stat.isFile()) throw new SalahPakai('Ini bukan berkas, atau folder tanpa PDF.');
    accessSync(file, constants.R_OK);
    const laporan = await kolam.periksa({ path: file, sizeBytes: stat.size, options, pemanggil: '' });
    if (laporan.readable) return { file, laporan };
    return { file, error: { ...laporan.error, message: kalimatKodePades(laporan.error.code) } };
  } catch (galat) {
    const { code, kalimat: message } = jelaskanGalat(galat);
    return { file, error: { code, message, offset: null } };
  }
}

const adaIndikasi = (hasil: HasilBerkas, indikasi: Indication): boolean =>
  'laporan' in hasil && hasil.laporan.signatures.some((s) => s.indication === indikasi);

const tanpaDataPencabutan = (hasil: HasilBerkas): number =>
  'laporan' in hasil ? hasil.laporan.signatures.filter((s) => s.revocation === 'unknown').length : 0;

const kalimatLuring = (banyak: number): string =>
  `Pemeriksaan ini luring: pencabutan hanya dinilai dari data di dalam berkas. Untuk ${banyak} tanda tangan data itu ` +
  'tidak ada atau tidak berlaku lagi, jadi tidak diketahui apakah sertifikatnya dicabut.';

/** The line end is not part of the password. */
const bacaBarisPertama = (path: string): string => /^[^\r\n]*/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';

function bacaKebijakan(teks: string): Kebijakan {
  const nama = namaKebijakan.find((satu) => satu === teks);
  if (nama === undefined)
    throw new SalahPakai(`--policy harus salah satu dari: ${namaKebijakan.join(', ')}.`);
  return nama;
}

function bacaWaktu(teks: string): Date {
  const waktu = new Date(teks);
  if (!/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(teks) || Number.isNaN(waktu.getTime())) {
    throw new SalahPakai(`Waktu tidak sah: ${teks} (contoh 2026-11-24T01:02:03Z)`);
  }
  return waktu;
}

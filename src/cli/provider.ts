import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bacaBerkasRahasia } from '../adapters/berkas-rahasia.ts';
import { bacaJangkar } from '../adapters/jangkar.ts';
import { openAccount } from '../adapters/penyedia/buka-akun.ts';
import type { ProviderVersion } from '../adapters/penyedia/penyedia.ts';
import { acceptanceTest, type AcceptanceReport } from '../adapters/penyedia/uji-terima.ts';
import type { Config, ConfigPenyedia } from '../config.ts';
import type { PenggunaPenyedia } from '../services/ports.ts';
import { NaskahError } from '../shared/errors.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';

export interface PilihanUji {
  readonly nikFile: string | null;
  readonly email: string | null;
  readonly passphraseFile: string | null;
  readonly totpFile: string | null;
  /** Null: the configured version; `semua`: both. */
  readonly versi: ProviderVersion | 'semua' | null;
  readonly trust: readonly string[];
  readonly tryWrongPassphrase: boolean;
  /** JSON report; beside it the same in words. Null: on standard output only. */
  readonly report: string | null;
  readonly json: boolean;
}

/**
 * `naskah provider check`: an operator's acceptance test of their own account. Exit codes: 0 nothing failed, 1 something
 * did, 2 wrong use, 3 the service could not be reached or refused the application.
 */
export async function check(config: Config, pilihan: PilihanUji, keluaran: Keluaran): Promise<number> {
  const penyedia = wajibDiatur(config);
  const jangkar = [...pilihan.trust, ...(penyedia.jangkar === null ? [] : [penyedia.jangkar])];
  if (pilihan.report !== null) siapkanTempat(pilihan.report);
  const izin = await bacaIzin(pilihan);
  try {
    const laporan = await acceptanceTest({
      account: await openAccount(penyedia),
      versions: pilihan.versi === 'semua' ? ['v1', 'v2'] : [pilihan.versi ?? penyedia.versi],
      user: await bacaPengguna(pilihan),
      izin,
      anchors: jangkar.flatMap(bacaJangkar),
      tryWrongPassphrase: pilihan.tryWrongPassphrase,
      now: () => new Date(),
    });
    tulis(laporan, pilihan, keluaran);
    return laporan.terjangkau ? (laporan.lulus ? 0 : 1) : 3;
  } finally {
    izin.frasaSandi?.fill(0);
    izin.totp?.fill(0);
  }
}

/** For the commands that ask the provider: half a configuration is told before anything is sent. */
export function wajibDiatur({ penyedia }: Config): ConfigPenyedia {
  if (penyedia !== null) return penyedia;
  throw new NaskahError('PENYEDIA_BELUM_DIATUR', {
    detail: 'Isi NASKAH_PENYEDIA_URL, NASKAH_PENYEDIA_PENGGUNA, dan NASKAH_PENYEDIA_SANDI_FILE.',
  });
}

/** Before anything is sent: what comes back is not asked for twice, so there must be a place for it. */
export function siapkanTempat(berkas: string): void {
  const folder = dirname(berkas);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
}

async function bacaPengguna({ nikFile, email }: PilihanUji): Promise<PenggunaPenyedia> {
  if ((nikFile === null) === (email === null))
    throw new SalahPakai('Isi salah satu: --nik-file atau --email.');
  if (email !== null) return { email };
  const nik = (await bacaBerkasRahasia(nikFile ?? '')).toString('utf8').trim();
  if (!/^\d{16}$/.test(nik)) throw new SalahPakai('Berkas --nik-file tidak memuat NIK 16 angka.');
  return { nik };
}

async function bacaIzin({ passphraseFile, totpFile }: PilihanUji) {
  if (passphraseFile !== null && totpFile === null)
    return { frasaSandi: await bacaBerkasRahasia(passphraseFile) };
  if (passphraseFile === null && totpFile !== null) return { totp: await bacaBerkasRahasia(totpFile) };
  throw new SalahPakai('Isi salah satu: --passphrase-file atau --totp-file.');
}

function tulis(laporan: AcceptanceReport, { report, json }: PilihanUji, keluaran: Keluaran): void {
  const teks = kalimat(laporan);
  const isi = JSON.stringify(laporan, null, 2);
  if (report !== null) {
    for (const [berkas, tulisan] of [
      [report, isi],
      [`${report}.txt`, teks.join('\n')],
    ] as const) {
      writeFileSync(berkas, `${tulisan}\n`, { mode: 0o600 });
      chmodSync(berkas, 0o600);
    }
  }
  if (json) keluaran.hasil(isi);
  else for (const baris of teks) keluaran.hasil(baris);
}

const kata = { lulus: 'LULUS', gagal: 'GAGAL', peringatan: 'PERHATIKAN', dilewati: 'dilewati' } as const;

const kalimat = (laporan: AcceptanceReport): string[] => [
  `Uji terima ${laporan.alamat} pada ${laporan.waktu}`,
  ...laporan.baris.map(
    (b) => `${kata[b.hasil].padEnd(10)} ${b.id.padEnd(15)} ${b.pertanyaan} ${b.rincian} (${b.milidetik} ms)`,
  ),
  laporan.lulus && laporan.terjangkau ? 'Hasil: tidak ada yang gagal.' : 'Hasil: ada yang gagal.',
];

import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { NaskahError } from './shared/errors.ts';

/** Everything the environment decides, read once here and nowhere else (STYLE 9). Frozen. */
export interface Config {
  readonly mode: 'pengembangan' | 'produksi';
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly port: number;
  /** Address people reach the service under; printed in QR codes, so permanent. No trailing slash. */
  readonly alamat: string;
  /** Host name in the origins of the audit logs; permanent for an installation. */
  readonly host: string;
  /** An outside timestamp authority; null: the embedded development TSA. */
  readonly tsaUrl: string | null;
  /** Port the development PKI's own servers listen on. */
  readonly portPki: number;
  /** The operator's account at the national provider; null: none. */
  readonly penyedia: ConfigPenyedia | null;
  readonly pekerjaTata: number;
  readonly catatan: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/** The password stays in its file; only where it lies is configuration. */
export interface ConfigPenyedia {
  /** Base URL of the Esign Client Service; may be private. No trailing slash. */
  readonly url: string;
  readonly pengguna: string;
  readonly berkasSandi: string;
  readonly versi: 'v1' | 'v2';
  /** PEM file or folder with the provider's CA and timestamp anchors, confirmed by the operator; null: none. */
  readonly jangkar: string | null;
}

const tingkatCatatan = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/**
 * Options of a command win over the environment. Throws KONFIGURASI_TIDAK_SAH naming the variable. Under `npm run`
 * relative paths are the caller's, not the package's (DESIGN D16).
 */
export function bacaConfig(
  env: Readonly<Record<string, string | undefined>>,
  pilihan: { readonly data?: string; readonly port?: number } = {},
): Config {
  const port = pilihan.port ?? bilangan(env, 'NASKAH_PORT', 8080);
  const alamat = alamatDari(env, port);
  return Object.freeze({
    mode: salahSatu(env, 'NASKAH_MODE', ['pengembangan', 'produksi'] as const, 'pengembangan'),
    data: jalur(pilihan.data ?? folder(env), env),
    port,
    alamat,
    host: hostLog(env, alamat),
    tsaUrl: env['NASKAH_TSA_URL'] === undefined ? null : tautan('NASKAH_TSA_URL', env['NASKAH_TSA_URL']),
    portPki: bilangan(env, 'NASKAH_PORT_PKI', 8081),
    penyedia: penyedia(env),
    pekerjaTata: bilangan(env, 'NASKAH_PEKERJA_TATA', 1, 1, 16),
    catatan: salahSatu(env, 'NASKAH_CATATAN', tingkatCatatan, 'info'),
  });
}

/** All of it or nothing of it: half an account is a mistake that would show only when somebody signs. */
function penyedia(env: Readonly<Record<string, string | undefined>>): ConfigPenyedia | null {
  const wajib = ['NASKAH_PENYEDIA_URL', 'NASKAH_PENYEDIA_PENGGUNA', 'NASKAH_PENYEDIA_SANDI_FILE'] as const;
  const [url, pengguna, berkas] = wajib.map((nama) => env[nama] ?? '');
  if (!url && !pengguna && !berkas) return null;
  if (!url || !pengguna || !berkas) return tolak(`${wajib.join(', ')} harus diisi bersama-sama.`);
  if (pengguna.includes(':')) return tolak('NASKAH_PENYEDIA_PENGGUNA tidak boleh memuat titik dua.');
  const jangkar = env['NASKAH_PENYEDIA_JANGKAR'];
  return Object.freeze({
    url: tautan('NASKAH_PENYEDIA_URL', url).replace(/\/+$/, ''),
    pengguna,
    berkasSandi: jalur(berkas, env),
    versi: salahSatu(env, 'NASKAH_PENYEDIA_VERSI', ['v1', 'v2'] as const, 'v2'),
    jangkar: jangkar === undefined || jangkar === '' ? null : jalur(jangkar, env),
  });
}

/** A path as the person typed it, from where he typed it. */
export function jalur(path: string, env: Readonly<Record<string, string | undefined>>): string {
  return isAbsolute(path) ? path : resolve(env['INIT_CWD'] ?? process.cwd(), path);
}

function alamatDari(env: Readonly<Record<string, string | undefined>>, port: number): string {
  const alamat = env['NASKAH_ALAMAT'];
  return alamat === undefined
    ? `http://127.0.0.1:${port}`
    : tautan('NASKAH_ALAMAT', alamat).replace(/\/+$/, '');
}

/** An empty path is no folder: it would be whatever folder the process stands in. */
function folder(env: Readonly<Record<string, string | undefined>>): string {
  const path = env['NASKAH_DATA'] ?? 'data';
  if (path === '' || path.includes('\0')) tolak('NASKAH_DATA bukan jalur folder.');
  return path;
}

/** An audit log's origin begins with a DNS name (audit-log.md 2.1); a loopback address has none. */
function hostLog(env: Readonly<Record<string, string | undefined>>, alamat: string): string {
  const diberikan = env['NASKAH_HOST'];
  const nama = diberikan ?? new URL(alamat).hostname;
  if (diberikan === undefined && isIP(nama.replace(/^\[|\]$/g, '')) !== 0) return 'localhost';
  if (nama.length > 100 || !namaDns.test(nama)) {
    tolak(
      `${diberikan === undefined ? 'NASKAH_ALAMAT' : 'NASKAH_HOST'} tidak memuat nama host yang sah (huruf kecil, angka, titik, tanda hubung).`,
    );
  }
  return nama;
}
const namaDns = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function tolak(detail: string): never {
  throw new NaskahError('KONFIGURASI_TIDAK_SAH', { detail });
}

/** As the URL standard writes it, so that what is printed in a QR code is what was checked. */
function tautan(nama: string, nilai: string): string {
  const url = URL.canParse(nilai) ? new URL(nilai) : null;
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username + url.password !== '' ||
    /[?#]/.test(url.href)
  ) {
    tolak(`${nama} bukan alamat http atau https yang sah.`);
  }
  return url.href;
}

function bilangan(
  env: Readonly<Record<string, string | undefined>>,
  nama: string,
  bawaan: number,
  minimum = 0,
  maksimum = 65_535,
): number {
  const teks = env[nama];
  if (teks === undefined) return bawaan;
  const nilai = /^\d{1,6}$/.test(teks) ? Number(teks) : Number.NaN;
  if (!(nilai >= minimum && nilai <= maksimum)) {
    tolak(`${nama} harus bilangan bulat ${minimum} sampai ${maksimum}.`);
  }
  return nilai;
}

function salahSatu<const T extends readonly string[]>(
  env: Readonly<Record<string, string | undefined>>,
  nama: string,
  pilihan: T,
  bawaan: T[number],
): T[number] {
  const nilai = env[nama] ?? bawaan;
  if (!pilihan.includes(nilai)) {
    tolak(`${nama} harus salah satu dari: ${pilihan.join(', ')}.`);
  }
  return nilai;
}

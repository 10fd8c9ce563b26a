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
  /** Outside timestamp authorities in the order they are asked; none: the embedded development TSA. */
  readonly tsa: readonly ConfigTsa[];
  /** Port the development PKI's own servers listen on. */
  readonly portPki: number;
  /** The operator's account at the national provider; null: none. */
  readonly penyedia: ConfigPenyedia | null;
  /** Absolute path of the PKCS#11 module through which tokens are reached; null: none. */
  readonly modulPkcs11: string | null;
  /** The remote signing service (Cloud Signature Consortium) where signers may have keys; null: none. */
  readonly csc: ConfigCsc | null;
  /** PEM file or folder with further anchors, for signers and timestamps of other authorities; null: none. */
  readonly jangkar: string | null;
  /** PKCS#12 with the key of this installation's electronic seal, and the file with its passphrase; null: no seal. */
  readonly segel: { readonly berkas: string; readonly berkasSandi: string } | null;
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

/** Credentials and policy are one authority's own and go to no other. */
export interface ConfigTsa {
  readonly url: string;
  /** Asked for, and demanded of the token. */
  readonly kebijakan: string | null;
  readonly akun: ConfigAkun | null;
  /** PEM files of the TLS client certificate and its key. */
  readonly tls: { readonly berkasSertifikat: string; readonly berkasKunci: string } | null;
}

/** HTTP basic; as everywhere the password stays in its file. */
export interface ConfigAkun {
  readonly pengguna: string;
  readonly berkasSandi: string;
}

export interface ConfigCsc {
  /** Ends with /csc/v1 or /csc/v2; may be private. */
  readonly url: string;
  readonly akses: ConfigAkun | { readonly berkasBearer: string };
}

const tingkatCatatan = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/**
 * Options of a command win over the environment. Throws KONFIGURASI_TIDAK_SAH naming the variable. Under `npm run`
 * relative paths are the caller's, not the package's (DESIGN D16).
 */
export function bacaConfig(
  env: Lingkungan,
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
    tsa: capWaktu(env),
    portPki: bilangan(env, 'NASKAH_PORT_PKI', 8081),
    penyedia: penyedia(env),
    modulPkcs11: jalurBila(env, 'NASKAH_PKCS11_MODUL'),
    csc: csc(env),
    jangkar: jalurBila(env, 'NASKAH_JANGKAR'),
    segel: segel(env),
    pekerjaTata: bilangan(env, 'NASKAH_PEKERJA_TATA', 1, 1, 16),
    catatan: salahSatu(env, 'NASKAH_CATATAN', tingkatCatatan, 'info'),
  });
}

function segel(env: Lingkungan): Config['segel'] {
  const isi = berdua(
    ['NASKAH_SEGEL_P12', env['NASKAH_SEGEL_P12']],
    ['NASKAH_SEGEL_SANDI_FILE', env['NASKAH_SEGEL_SANDI_FILE']],
  );
  return isi === null ? null : Object.freeze({ berkas: jalur(isi[0], env), berkasSandi: jalur(isi[1], env) });
}

type Lingkungan = Readonly<Record<string, string | undefined>>;

/** All of it or nothing of it: half an account is a mistake that would show only when somebody signs. */
function penyedia(env: Lingkungan): ConfigPenyedia | null {
  const wajib = ['NASKAH_PENYEDIA_URL', 'NASKAH_PENYEDIA_PENGGUNA', 'NASKAH_PENYEDIA_SANDI_FILE'] as const;
  const [url, pengguna, berkas] = wajib.map((nama) => env[nama] ?? '');
  const versi = salahSatu(env, 'NASKAH_PENYEDIA_VERSI', ['v1', 'v2'] as const, 'v2');
  const jangkar = jalurBila(env, 'NASKAH_PENYEDIA_JANGKAR');
  if (!url && !pengguna && !berkas) return null;
  if (!url || !pengguna || !berkas) return tolak(`${wajib.join(', ')} harus diisi bersama-sama.`);
  return Object.freeze({
    url: tautan('NASKAH_PENYEDIA_URL', url).replace(/\/+$/, ''),
    pengguna: namaPengguna('NASKAH_PENYEDIA_PENGGUNA', pengguna),
    berkasSandi: jalur(berkas, env),
    versi,
    jangkar,
  });
}

/** A bearer token the operator obtained, or an account for `auth/login`; with both nobody could say which is meant. */
function csc(env: Lingkungan): ConfigCsc | null {
  const url = env['NASKAH_CSC_URL'] ?? '';
  const bearer = jalurBila(env, 'NASKAH_CSC_BEARER_FILE');
  const pengguna = env['NASKAH_CSC_PENGGUNA'] ?? '';
  const berkasSandi = jalurBila(env, 'NASKAH_CSC_SANDI_FILE');
  if (url === '' && bearer === null && pengguna === '' && berkasSandi === null) return null;
  const akun = pengguna !== '' && berkasSandi !== null;
  if (url === '' || (bearer === null) !== akun || (pengguna !== '') !== (berkasSandi !== null)) {
    return tolak(
      'NASKAH_CSC_URL diisi bersama NASKAH_CSC_BEARER_FILE, atau bersama NASKAH_CSC_PENGGUNA dan NASKAH_CSC_SANDI_FILE.',
    );
  }
  const alamat = tautan('NASKAH_CSC_URL', url).replace(/\/+$/, '');
  if (!/\/csc\/v[12]$/.test(alamat))
    return tolak('NASKAH_CSC_URL harus berakhir dengan /csc/v1 atau /csc/v2.');
  const akses =
    bearer !== null
      ? { berkasBearer: bearer }
      : { pengguna: namaPengguna('NASKAH_CSC_PENGGUNA', pengguna), berkasSandi: berkasSandi ?? '' };
  return Object.freeze({ url: alamat, akses: Object.freeze(akses) });
}

/**
 * Several authorities are named in the order they are asked, parted by commas. What belongs to one of them stands at
 * the same place of its own list: as many parts as there are addresses, an empty one for none. So no password reaches
 * an authority it was not meant for.
 */
function capWaktu(env: Lingkungan): readonly ConfigTsa[] {
  const alamat = (env['NASKAH_TSA_URL'] ?? null)?.split(',') ?? [];
  const senarai = (nama: string): readonly string[] => {
    const bagian = env[nama]?.split(',').map((satu) => satu.trim());
    if (bagian !== undefined && bagian.length !== alamat.length) {
      return tolak(
        `${nama} harus memuat sebanyak alamat pada NASKAH_TSA_URL, dipisah koma; kosong bila tidak ada.`,
      );
    }
    return bagian ?? [];
  };
  const kebijakan = senarai('NASKAH_TSA_KEBIJAKAN');
  const pengguna = senarai('NASKAH_TSA_PENGGUNA');
  const sandi = senarai('NASKAH_TSA_SANDI_FILE');
  const sertifikat = senarai('NASKAH_TSA_SERTIFIKAT_FILE');
  const kunci = senarai('NASKAH_TSA_KUNCI_FILE');
  return Object.freeze(
    alamat.map((satu, i) => {
      const url = tautan('NASKAH_TSA_URL', satu);
      const akun = berdua(['NASKAH_TSA_PENGGUNA', pengguna[i]], ['NASKAH_TSA_SANDI_FILE', sandi[i]]);
      const tls = berdua(['NASKAH_TSA_SERTIFIKAT_FILE', sertifikat[i]], ['NASKAH_TSA_KUNCI_FILE', kunci[i]]);
      if (tls !== null && !url.startsWith('https:')) {
        return tolak('NASKAH_TSA_SERTIFIKAT_FILE hanya untuk alamat https.');
      }
      return Object.freeze({
        url,
        kebijakan: oid('NASKAH_TSA_KEBIJAKAN', kebijakan[i] ?? ''),
        akun:
          akun === null
            ? null
            : { pengguna: namaPengguna('NASKAH_TSA_PENGGUNA', akun[0]), berkasSandi: jalur(akun[1], env) },
        tls: tls === null ? null : { berkasSertifikat: jalur(tls[0], env), berkasKunci: jalur(tls[1], env) },
      });
    }),
  );
}

type Bernama = readonly [nama: string, nilai: string | undefined];

function berdua([namaA, a = '']: Bernama, [namaB, b = '']: Bernama): readonly [string, string] | null {
  if ((a === '') !== (b === '')) return tolak(`${namaA} dan ${namaB} harus diisi bersama-sama.`);
  return a === '' ? null : [a, b];
}

/** RFC 7617 §2: the colon parts user and password. */
function namaPengguna(nama: string, nilai: string): string {
  return nilai.includes(':') ? tolak(`${nama} tidak boleh memuat titik dua.`) : nilai;
}

function oid(nama: string, nilai: string): string | null {
  if (nilai === '') return null;
  return /^[0-2](\.(0|[1-9]\d{0,15})){1,30}$/.test(nilai) ? nilai : tolak(`${nama} bukan OID yang sah.`);
}

function jalurBila(env: Lingkungan, nama: string): string | null {
  const nilai = env[nama] ?? '';
  return nilai === '' ? null : jalur(nilai, env);
}

/** A path as the person typed it, from where he typed it. */
export function jalur(path: string, env: Lingkungan): string {
  return isAbsolute(path) ? path : resolve(env['INIT_CWD'] ?? process.cwd(), path);
}

function alamatDari(env: Lingkungan, port: number): string {
  const alamat = env['NASKAH_ALAMAT'];
  return alamat === undefined
    ? `http://127.0.0.1:${port}`
    : tautan('NASKAH_ALAMAT', alamat).replace(/\/+$/, '');
}

/** An empty path is no folder: it would be whatever folder the process stands in. */
function folder(env: Lingkungan): string {
  const path = env['NASKAH_DATA'] ?? 'data';
  if (path === '' || path.includes('\0')) tolak('NASKAH_DATA bukan jalur folder.');
  return path;
}

/** An audit log's origin begins with a DNS name (audit-log.md 2.1); a loopback address has none. */
function hostLog(env: Lingkungan, alamat: string): string {
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

function bilangan(env: Lingkungan, nama: string, bawaan: number, minimum = 0, maksimum = 65_535): number {
  const teks = env[nama];
  if (teks === undefined) return bawaan;
  const nilai = /^\d{1,6}$/.test(teks) ? Number(teks) : Number.NaN;
  if (!(nilai >= minimum && nilai <= maksimum)) {
    tolak(`${nama} harus bilangan bulat ${minimum} sampai ${maksimum}.`);
  }
  return nilai;
}

function salahSatu<const T extends readonly string[]>(
  env: Lingkungan,
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

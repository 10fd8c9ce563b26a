import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { tulisKeBerkas } from '../adapters/berkas-ke-berkas.ts';
import { sumberBerkas } from '../adapters/berkas-sumber.ts';
import {
  PadesError,
  signedSource,
  validatePdf,
  type ByteSource,
  type ReportedSignature,
  type SignatureLevel,
} from '../pades/index.ts';
import { SalahPakai } from './keluaran.ts';

/** What `sign` and `extend` share: two files that are not one, an output that is judged before anybody sees it. */

/** Refused before any secret is asked for. Throws `SalahPakai`, and the file system's own errors. */
export function pastikanBerkas(input: string, out: string | null): void {
  const asal = statSync(input, { bigint: true });
  if (!asal.isFile()) throw new SalahPakai(`Masukan bukan berkas biasa: ${input}`);
  if (out === null) return;
  const tujuan = statSync(out, { bigint: true, throwIfNoEntry: false });
  // By what it is, not by its name: a link or another spelling of the folder leads to the same file.
  const sama = tujuan !== undefined && tujuan.dev === asal.dev && tujuan.ino === asal.ino;
  if (sama || resolve(input) === resolve(out)) {
    throw new SalahPakai('--out harus berkas lain, bukan berkas masukan.');
  }
  if (tujuan !== undefined && !tujuan.isFile()) throw new SalahPakai(`--out bukan berkas biasa: ${out}`);
}

/** What was made must be, by the validator's word. */
export interface Harapan {
  /** The signatures that were made or raised. */
  readonly fields: readonly string[];
  readonly level: SignatureLevel;
  readonly anchors: readonly Uint8Array[];
  readonly password?: string | undefined;
}

interface Buatan {
  readonly original: ByteSource;
  readonly update: Uint8Array;
}

/** From file to file; the whole output as it is on disk passes the validator, or nothing is published. */
export async function keBerkas<T extends Buatan>(
  input: string,
  out: string,
  kerja: (sumber: ByteSource) => Promise<T>,
  harapan: (buatan: T) => Harapan,
): Promise<T> {
  const sumber = sumberBerkas(input);
  try {
    const buatan = await kerja(sumber);
    await tulisKeBerkas(input, out, buatan, (sementara) => {
      const hasil = sumberBerkas(sementara);
      try {
        periksaHasil(hasil, harapan(buatan));
      } finally {
        hasil.close();
      }
    });
    return buatan;
  } finally {
    sumber.close();
  }
}

/** The file itself grows; only this way needs the lock, and what the lock loads. */
export async function diTempat<T extends Buatan>(
  input: string,
  kerja: (sumber: ByteSource) => Promise<T>,
  harapan: (buatan: T) => Harapan,
): Promise<T> {
  const { tambahDiTempat } = await import('../adapters/berkas-di-tempat.ts');
  return tambahDiTempat(input, async (sumber) => {
    const buatan = await kerja(sumber);
    periksaHasil(signedSource(buatan), harapan(buatan));
    return buatan;
  });
}

/** Throws PADES_OUTPUT_REFUSED, naming field and fault. */
export function periksaHasil(sumber: ByteSource, { fields, level, anchors, password }: Harapan): void {
  const sandi = password === undefined ? {} : { password };
  const laporan = validatePdf(sumber, { anchors, at: new Date(), ...sandi });
  if (!laporan.readable) throw ditolak(laporan.error.code);
  for (const field of fields) {
    const satu = laporan.signatures.find((each) => each.kind === 'signature' && each.field === field);
    const cela = satu === undefined ? 'absent' : celaPada(satu, level);
    if (cela !== null) throw ditolak(`${field}: ${cela}`);
  }
}

function celaPada(satu: ReportedSignature, level: SignatureLevel): string | null {
  if (satu.integrity !== 'intact') return `integrity ${satu.integrity}`;
  if (satu.modifications === 'forbidden') return 'forbidden modifications';
  if (satu.indication === 'TOTAL_FAILED') return satu.subIndication ?? satu.indication;
  // A signature of others that is no baseline signature stays what it is, whatever is put around it.
  const huruf = /^(?:PAdES-BASELINE|PKCS7)-(.+)$/.exec(satu.level ?? '')?.[1];
  if (huruf === undefined) return satu.level === null ? 'no level' : null;
  return tingkat.indexOf(`B-${huruf}`) >= tingkat.indexOf(level) || huruf === level.slice(2)
    ? null
    : `level ${satu.level ?? ''}, not ${level}`;
}

const tingkat: readonly string[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'] satisfies SignatureLevel[];

const ditolak = (detail: string): PadesError =>
  new PadesError('PADES_OUTPUT_REFUSED', { detail: `${detail}.` });

/** `{ password }` out of the first line of a file; the line end is not part of it. */
export const kataSandi = (path: string | null): { readonly password?: string } =>
  path === null ? {} : { password: /^[^\r\n]*/.exec(readFileSync(path, 'utf8'))?.[0] ?? '' };

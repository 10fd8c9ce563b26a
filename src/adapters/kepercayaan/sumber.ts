import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { JenisJangkar } from '../../domain/tte/klasifikasi.ts';
import {
  bacaFolder,
  berkasKepercayaan,
  sidikSertifikat,
  type AsalJangkar,
  type IsiFolder,
} from './folder.ts';
import { letakCatatan } from './catatan.ts';
import { pinNasional } from './pin.ts';

/** Where anchors that count for every government lie. */
export const folderUmum = 'umum';

/** What the engine is to be told of trust at a moment. */
export interface Kepercayaan {
  /** DER. */
  readonly anchors: readonly Uint8Array[];
  /** Anchors that have ended, with the day from which they count for the past only, by SHA-256 (hex). */
  readonly anchorSunsets: Readonly<Record<string, string>>;
}

export interface SumberKepercayaan {
  /** What is trusted for a government (null: only what counts for all) at a moment; the built-in ones first. */
  anchors(instansi: string | null, at: Date): readonly AsalJangkar[];
  /**
   * The same for judging files, with those that ended: what they issued stays good for what is proven to be older. An
   * authority that a list names for timestamps only never vouches for signers, so it is left out where it could.
   */
  untukPemeriksaan(instansi: string | null, at: Date): Kepercayaan;
  /** All, whenever they count, and the files that were refused. */
  semua(instansi: string | null): IsiFolder;
  /** Whose anchor it is, by its SHA-256 (hex): what PP 71/2019 makes of a mark depends on that. */
  jenis(instansi: string | null, sha256: string): JenisJangkar;
}

/**
 * Anchors from `DATA/kepercayaan/umum` and `DATA/kepercayaan/<instansi>`. A change of the folder counts from the next
 * question on: names, sizes and times of its files are compared each time, and only a change is read again.
 */
export function sumberKepercayaan(opsi: {
  /** `DATA/kepercayaan`; null: no folder. */
  readonly folder: string | null;
  /** Trusted by configuration: the development root, NASKAH_JANGKAR. */
  readonly bawaan: readonly AsalJangkar[];
  /** SHA-256 (hex) of development roots: what ends there has no legal force, whatever a folder says of it. */
  readonly pengembangan?: readonly string[];
  /** Told when a folder was read anew and something in it was refused. */
  readonly saatDitolak?: (isi: IsiFolder) => void;
}): SumberKepercayaan {
  const simpanan = new Map<string, { readonly tanda: string; readonly isi: IsiFolder }>();
  const isiFolder = (nama: string): IsiFolder => {
    if (opsi.folder === null) return { jangkar: [], ditolak: [] };
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
    jenis: (instansi, sha256) => {
      if (opsi.pengembangan?.includes(sha256) === true) return 'pengembangan';
      const psre = semua(instansi).jangkar.some((j) => j.sha256 === sha256 && j.psreIndonesia);
      return psre ? 'psre-indonesia' : 'lain';
    },
    anchors: (instansi, at) => {
      const berlaku = semua(instansi).jangkar.filter(
        ({ dari, sampai }) => (dari === null || dari <= at) && (sampai === null || at < sampai),
      );
      return sekali(berlaku);
    },
    untukPemeriksaan: (instansi, at) => {
      const dimulai = semua(instansi).jangkar.filter(
        (satu) => (satu.dari === null || satu.dari <= at) && !hanyaCapWaktu(satu),
      );
      const berakhir = sekali(dimulai).flatMap(({ sha256 }): [string, string][] => {
        const masa = dimulai.filter((satu) => satu.sha256 === sha256).map(({ sampai }) => sampai);
        if (masa.some((sampai) => sampai === null || sampai > at)) return [];
        const terakhir = Math.max(...masa.map((sampai) => sampai?.getTime() ?? 0));
        return [[sha256, new Date(terakhir).toISOString().slice(0, 10)]];
      });
      return {
        anchors: sekali(dimulai).map(({ certificate }) => certificate),
        anchorSunsets: Object.fromEntries(berakhir),
      };
    },
  };
}

const sekali = (jangkar: readonly AsalJangkar[]): AsalJangkar[] =>
  jangkar.filter(({ sha256 }, i) => jangkar.findIndex((lain) => lain.sha256 === sha256) === i);

/** A unit's own certificate can issue nothing; an authority could, and a list that names it for timestamps did not say so. */
const hanyaCapWaktu = ({ tujuan, certificate }: AsalJangkar): boolean =>
  tujuan === 'tsa' && new X509Certificate(certificate).ca;

/** An anchor of the configuration: for every use, at every time. National ones are known by their fingerprint. */
export function jangkarBawaan(certificate: Uint8Array, asal: string): AsalJangkar {
  const sertifikat = new X509Certificate(certificate);
  const sha256 = sidikSertifikat(sertifikat);
  const psreIndonesia = pinNasional.some((pin) => pin.psre && pin.sha256 === sha256);
  return { certificate, sha256, asal, psreIndonesia, tujuan: 'semua', dari: null, sampai: null };
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

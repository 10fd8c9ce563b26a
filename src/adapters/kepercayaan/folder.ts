import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bacaCatatan, type CatatanJangkar } from './catatan.ts';
import { bacaDaftar, type DaftarTepercaya } from './daftar-tepercaya.ts';
import { pinNasional } from './pin.ts';
import { teksTertandaTangan } from './tanda-tangan-xml.ts';
import { TolakanKepercayaan, tolakDaftar, type KodeTolakan } from './tolakan.ts';
import { batasXml, teksXml } from './xml-ketat.ts';

export const batasFolder = { files: 200, pemBytes: 1024 * 1024, certificates: 200 } as const;

/** One anchor with where it comes from and when it counts. */
export interface AsalJangkar {
  readonly certificate: Uint8Array;
  /** Hex. */
  readonly sha256: string;
  /** File, and for a list the service in it. */
  readonly asal: string;
  readonly psreIndonesia: boolean;
  /** Of a list: `tsa` anchors were listed for timestamps. */
  readonly tujuan: 'semua' | 'ca' | 'tsa';
  readonly dari: Date | null;
  /** From then on it is no anchor any more. */
  readonly sampai: Date | null;
}
export interface BerkasDitolak {
  readonly berkas: string;
  readonly alasan: KodeTolakan;
}
export interface IsiFolder {
  readonly jangkar: readonly AsalJangkar[];
  readonly ditolak: readonly BerkasDitolak[];
}

/** Names of the files that count, sorted: certificates in PEM, and trusted lists. */
export const berkasKepercayaan = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((nama) => /^[^.].*\.(pem|xml)$/i.test(nama))
        .sort()
    : [];

/** Everything in a folder that may be trusted. A bad file is named and left out; it does not take the good ones with it. */
export function bacaFolder(folder: string): IsiFolder {
  const nama = berkasKepercayaan(folder);
  if (nama.length > batasFolder.files)
    return { jangkar: [], ditolak: [{ berkas: folder, alasan: 'TERLALU_BANYAK' }] };
  const hasil = nama.map((satu) => {
    const berkas = join(folder, satu);
    try {
      return { jangkar: bacaBerkas(berkas), ditolak: [] };
    } catch (galat) {
      const alasan = galat instanceof TolakanKepercayaan ? galat.alasan : 'TIDAK_TERBACA';
      return { jangkar: [], ditolak: [{ berkas, alasan }] };
    }
  });
  return { jangkar: hasil.flatMap((h) => h.jangkar), ditolak: hasil.flatMap((h) => h.ditolak) };
}

const bacaBerkas = (berkas: string): AsalJangkar[] =>
  /\.xml$/i.test(berkas) ? jangkarDaftar(berkas) : jangkarPem(berkas);

function jangkarPem(berkas: string): AsalJangkar[] {
  const catatan = bacaCatatan(berkas);
  const sertifikat = sertifikatPem(isiTerbatas(berkas, batasFolder.pemBytes).toString('latin1'));
  if (catatan !== null && sertifikat.some((s) => !catatan.sha256.includes(sidikSertifikat(s))))
    throw tolakDaftar('CATATAN_RUSAK');
  return sertifikat.map((satu) => {
    pastikanPin(satu, catatan);
    return {
      certificate: satu.raw,
      sha256: sidikSertifikat(satu),
      asal: berkas,
      psreIndonesia: catatan?.psreIndonesia ?? false,
      tujuan: 'semua',
      dari: null,
      sampai: null,
    };
  });
}

/** Nobody becomes the national root by its name, nor by lying in the folder: an operator confirmed the fingerprint. */
function pastikanPin(sertifikat: X509Certificate, catatan: CatatanJangkar | null): void {
  const pin = pinUntuk(sertifikat);
  if (pin === null) return;
  if (pin.sha256 !== sidikSertifikat(sertifikat)) throw tolakDaftar('PIN_LAIN');
  if (catatan === null) throw tolakDaftar('PIN_BELUM_DIPASTIKAN');
}

export const pinUntuk = (sertifikat: X509Certificate) =>
  pinNasional.find(
    ({ nama, sha256 }) => sha256 === sidikSertifikat(sertifikat) || cn(sertifikat) === nama.toLowerCase(),
  ) ?? null;

const cn = ({ subject }: X509Certificate): string =>
  (/^CN=(.*)$/m.exec(subject)?.[1] ?? '').trim().toLowerCase();

/** Certificates and white space, nothing else: a private key or a cut file is noticed. Throws TolakanKepercayaan. */
export function sertifikatPem(teks: string): X509Certificate[] {
  const pola = /-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;
  const blok = teks.match(pola) ?? [];
  if (blok.length === 0 || /\S/.test(teks.replaceAll(pola, ''))) throw tolakDaftar('BUKAN_SERTIFIKAT');
  if (blok.length > batasFolder.certificates) throw tolakDaftar('TERLALU_BANYAK');
  return blok.map((satu) => {
    try {
      return new X509Certificate(satu);
    } catch (cause) {
      throw tolakDaftar('BUKAN_SERTIFIKAT', cause);
    }
  });
}

/** Each service for each of its periods; a list past its NextUpdate vouches for nothing later (TS 119 612 §5.3.15). */
function jangkarDaftar(berkas: string): AsalJangkar[] {
  const catatan = bacaCatatan(berkas);
  const { berikutnya, layanan, terbit } = daftarTertandaTangan(berkas, catatan);
  return layanan.flatMap(({ sertifikat, jenis, penyelenggara, nama, dari, sampai }) =>
    sertifikat.map((satu): AsalJangkar => ({
      certificate: satu.raw,
      sha256: sidikSertifikat(satu),
      asal: `${berkas}: ${penyelenggara}, ${nama}`,
      psreIndonesia: catatan?.psreIndonesia ?? false,
      tujuan: jenis,
      dari,
      sampai: sampai ?? berikutnya ?? terbit,
    })),
  );
}

/** A list whose signature the pinned signers made, and which is not older than one used before. */
export function daftarTertandaTangan(berkas: string, catatan: CatatanJangkar | null): DaftarTepercaya {
  if (catatan === null || catatan.penandatangan.length === 0)
    throw tolakDaftar('PENANDATANGAN_TIDAK_DISEMATKAN');
  const pin = catatan.penandatangan.flatMap(sertifikatPem);
  if (pin.some((satu) => !catatan.sha256.includes(sidikSertifikat(satu)))) throw tolakDaftar('CATATAN_RUSAK');
  const teks = teksXml(isiTerbatas(berkas, batasXml.bytes));
  const daftar = bacaDaftar(teksTertandaTangan(teks, pin).teks);
  if (catatan.urutan !== null && daftar.urutan < catatan.urutan) throw tolakDaftar('DAFTAR_MUNDUR');
  if (daftar.berikutnya === null) throw tolakDaftar('DAFTAR_DITUTUP');
  return daftar;
}

function isiTerbatas(berkas: string, batas: number): Buffer {
  if (statSync(berkas).size > batas) throw tolakDaftar('BERKAS_TERLALU_BESAR');
  return readFileSync(berkas);
}

export const sidikSertifikat = ({ raw }: X509Certificate): string =>
  createHash('sha256').update(raw).digest('hex');

import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tulisUtuh } from '../berkas-utuh.ts';
import { bacaCatatan, catatRiwayat, letakCatatan, tulisCatatan, type CatatanJangkar } from './catatan.ts';
import { bacaDaftar, type DaftarTepercaya } from './daftar-tepercaya.ts';
import { batasFolder, pinUntuk, sertifikatPem, sidikSertifikat } from './folder.ts';
import { teksTertandaTangan } from './tanda-tangan-xml.ts';
import { tolakDaftar } from './tolakan.ts';
import { teksXml } from './xml-ketat.ts';

/** A file somebody wants trusted, read and shown before anything is decided. */
export type Calon =
  | {
      readonly jenis: 'sertifikat';
      readonly nama: string;
      readonly isi: Buffer;
      readonly sertifikat: readonly X509Certificate[];
    }
  | {
      readonly jenis: 'daftar';
      readonly nama: string;
      readonly isi: Buffer;
      readonly penandatangan: readonly X509Certificate[];
      readonly daftar: DaftarTepercaya;
    };

/** Certificates in PEM (or one in DER, kept as PEM), or a trusted list with the PEM of its signer. */
export async function bacaCalon(berkas: string, signer: string | null): Promise<Calon> {
  const isi = await readFile(berkas);
  if (/\.xml$/i.test(berkas)) {
    if (signer === null) throw tolakDaftar('PENANDATANGAN_TIDAK_DISEMATKAN');
    const penandatangan = sertifikatPem(await readFile(signer, 'latin1'));
    const daftar = bacaDaftar(teksTertandaTangan(teksXml(isi), penandatangan).teks);
    if (daftar.berikutnya === null) throw tolakDaftar('DAFTAR_DITUTUP');
    return { jenis: 'daftar', nama: basename(berkas), isi, penandatangan, daftar };
  }
  if (isi.length > batasFolder.pemBytes) throw tolakDaftar('BERKAS_TERLALU_BESAR');
  const pem = isi[0] === 0x30 ? kePem(isi) : isi.toString('latin1');
  const sertifikat = sertifikatPem(pem);
  for (const satu of sertifikat) {
    const pin = pinUntuk(satu);
    if (pin !== null && pin.sha256 !== sidikSertifikat(satu)) throw tolakDaftar('PIN_LAIN');
  }
  const nama = basename(berkas).replace(/\.[^.]*$/, '');
  return { jenis: 'sertifikat', nama: `${nama}.pem`, isi: Buffer.from(pem, 'latin1'), sertifikat };
}

function kePem(der: Uint8Array): string {
  try {
    return new X509Certificate(der).toString();
  } catch (cause) {
    throw tolakDaftar('BUKAN_SERTIFIKAT', cause);
  }
}

/** What the operator has to compare with a source of its own: the certificates, or the signers of the list. */
export const yangDipastikan = (calon: Calon): readonly X509Certificate[] =>
  calon.jenis === 'sertifikat' ? calon.sertifikat : calon.penandatangan;

/**
 * Makes it a source of trust: note first, then the file, so that no file ever lies there confirmed by nobody. A list may
 * replace an older one of the same name and never a newer one.
 */
export async function tambahJangkar(
  folder: string,
  calon: Calon,
  { oleh, pada, psreIndonesia }: Pick<CatatanJangkar, 'oleh' | 'pada' | 'psreIndonesia'>,
): Promise<string> {
  const berkas = join(folder, calon.nama);
  const lama = bacaCatatan(berkas);
  const urutan = calon.jenis === 'daftar' ? calon.daftar.urutan : null;
  if (urutan !== null && (lama?.urutan ?? 0) > urutan) throw tolakDaftar('DAFTAR_MUNDUR');
  await tulisCatatan(berkas, {
    sha256: yangDipastikan(calon).map(sidikSertifikat),
    penandatangan: calon.jenis === 'daftar' ? calon.penandatangan.map((satu) => satu.toString()) : [],
    psreIndonesia,
    urutan,
    oleh,
    pada,
  });
  await tulisUtuh(berkas, calon.isi);
  const sha256 = yangDipastikan(calon).map(sidikSertifikat);
  await catatRiwayat(folder, { aksi: 'add', berkas: calon.nama, sha256, oleh, pada });
  return berkas;
}

/** Answers whether there was such a source. The note of a list stays: its sequence number must not be forgotten. */
export async function hapusJangkar(
  folder: string,
  nama: string,
  { oleh, pada }: Pick<CatatanJangkar, 'oleh' | 'pada'>,
): Promise<boolean> {
  const berkas = join(folder, basename(nama));
  if (!/\.(pem|xml)$/i.test(berkas) || !existsSync(berkas)) return false;
  const isi = await readFile(berkas);
  const sha256 = [createHash('sha256').update(isi).digest('hex')];
  await catatRiwayat(folder, { aksi: 'remove', berkas: basename(nama), sha256, oleh, pada });
  await rm(berkas);
  if (/\.pem$/i.test(berkas)) await rm(letakCatatan(berkas), { force: true });
  return true;
}

import { cetakNip } from '../identitas/nip.ts';
import type { JenisNaskah } from '../naskah/konsep.ts';
import type { BlokTandaTangan } from '../naskah/lembar.ts';
import type { BentukPemangku, Jabatan, Orang } from '../organisasi.ts';
import { barisNama, type SakelarNama } from './baris-nama.ts';
import { barisJabatan } from './jabatan.ts';
import { kelompokJenis } from './kelompok.ts';
import { namaLengkap } from './nama.ts';

/** What is printed where the signature stands, by the name-line rule. */
export function blokTandaTangan(masukan: {
  readonly orang: Orang;
  readonly jabatan: Jabatan;
  readonly bentuk: BentukPemangku;
  readonly jenis: JenisNaskah;
  readonly profil: SakelarNama;
  /** The signer's own post, printed below a Plt. or Plh. one. */
  readonly jabatanSendiri?: Jabatan | null;
}): BlokTandaTangan {
  const { orang, jabatan, bentuk, jenis, profil } = masukan;
  const cetak = barisNama(kelompokJenis[jenis], jenis, jabatan.kelas, bentuk, profil);
  return {
    jabatan: barisJabatan(jabatan, bentuk, masukan.jabatanSendiri ?? null),
    nama: namaLengkap(orang, cetak.gelar),
    pangkat: cetak.nip ? barisPangkat(orang) : null,
    nip: cetak.nip && orang.nip !== null ? cetakNip(orang.nip) : null,
  };
}

/** `Pembina Utama Muda (IV/c)`; PPPK have a golongan and no pangkat name; others have neither. */
export function barisPangkat(orang: Pick<Orang, 'kepegawaian' | 'pangkat' | 'golongan'>): string | null {
  if (orang.golongan === null) return null;
  if (orang.kepegawaian === 'pppk') return `Golongan ${orang.golongan}`;
  return orang.pangkat === null ? null : `${orang.pangkat} (${orang.golongan})`;
}

import type { JenisNaskah } from '../naskah/konsep.ts';
import type { BentukPemangku, KelasJabatan } from '../organisasi.ts';
import type { IsiProfil } from '../profil/profil.ts';
import type { KelompokNaskah } from './kelompok.ts';

/** Which parts of the name line are printed; pangkat and golongan always go with the NIP. */
export interface BarisNama {
  readonly gelar: boolean;
  readonly nip: boolean;
}
export type SakelarNama = Pick<IsiProfil, 'sekdaCetakNip'>;
/** Kinds on which the signer's name stands without titles although their group prints them. */
export type JenisTanpaGelar = 'piagam' | 'sertifikat' | 'sttpp';

interface Perkara {
  readonly kelompok: KelompokNaskah;
  readonly jenis: JenisNaskah | JenisTanpaGelar;
  readonly kelas: KelasJabatan;
  readonly bentuk: BentukPemangku;
  readonly profil: SakelarNama;
}
const tanpaGelar: readonly string[] = ['piagam', 'sertifikat', 'sttpp'] satisfies JenisTanpaGelar[];
const sementaraSekda: readonly BentukPemangku[] = ['pj', 'pjs', 'plh'];

/** Permendagri 1/2023 art. 44, one question each: the first row that matches decides. */
const aturanGelar: readonly { readonly bila: (p: Perkara) => boolean; readonly gelar: boolean }[] = [
  // (4) Pj., Pjs., Plt., Plh. of a head of region; (5) Pj. and Plh. of a Sekda.
  { bila: (p) => p.kelas === 'kdh' && p.bentuk !== 'definitif', gelar: false },
  { bila: (p) => p.kelas === 'sekda' && sementaraSekda.includes(p.bentuk), gelar: false },
  // (1) pengaturan and penetapan; (2) all others print titles, except piagam, sertifikat and STTPP.
  { bila: (p) => p.kelompok === 'pengaturan' || p.kelompok === 'penetapan', gelar: false },
  { bila: (p) => tanpaGelar.includes(p.jenis), gelar: false },
  { bila: () => true, gelar: true },
];
const aturanNip: readonly { readonly bila: (p: Perkara) => boolean; readonly nip: boolean }[] = [
  // (3) and (4): elected heads and whoever acts for them print none.
  { bila: (p) => p.kelas === 'kdh' || p.kelas === 'wakil-kdh', nip: false },
  // (5) no switch of the profile undoes this one.
  { bila: (p) => p.kelas === 'sekda' && sementaraSekda.includes(p.bentuk), nip: false },
  // (3) a Sekda prints none; where local practice differs the profile says so (domain.md 14, point 4).
  { bila: (p) => p.kelas === 'sekda' && !p.profil.sekdaCetakNip, nip: false },
  { bila: () => true, nip: true },
];

/** The name-line rule. */
export function barisNama(
  kelompok: KelompokNaskah,
  jenis: JenisNaskah | JenisTanpaGelar,
  kelas: KelasJabatan,
  bentuk: BentukPemangku,
  profil: SakelarNama,
): BarisNama {
  const perkara: Perkara = { kelompok, jenis, kelas, bentuk, profil };
  return {
    gelar: aturanGelar.find(({ bila }) => bila(perkara))?.gelar ?? true,
    nip: aturanNip.find(({ bila }) => bila(perkara))?.nip ?? true,
  };
}

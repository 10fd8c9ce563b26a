import { Errors } from 'typebox/value';
import type { Tanggal } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import { pangkatCocok } from './identitas/golongan.ts';
import { periksaNik } from './identitas/nik.ts';
import { periksaNip } from './identitas/nip.ts';
import { bacaTanggal } from './kalender/tanggal.ts';
import { jenisNaskah } from './naskah/konsep.ts';
import type { Tenant } from './organisasi.ts';
import { bacaFormat } from './penomoran/format.ts';
import type { IsiProfil } from './profil/profil.ts';
import { SkemaBenih, type BenihMentah as Mentah } from './skema-benih.ts';

/** Seed data that has been checked: every reference resolves, trees have roots, NIP and NIK are well formed. */
export interface Benih extends Omit<Mentah, 'tenant' | 'profil' | 'pemangku'> {
  readonly tenant: Omit<Tenant, 'id'>;
  readonly profil: readonly { readonly berlakuSejak: Tanggal; readonly isi: IsiProfil }[];
  readonly pemangku: readonly (Omit<Mentah['pemangku'][number], 'dari' | 'sampai'> & {
    readonly dari: Tanggal;
    readonly sampai: Tanggal | null;
  })[];
}
export interface MasalahBenih {
  readonly pointer: string;
  readonly kalimat: string;
}

/** Throws KONFIGURASI_TIDAK_SAH; `extra.masalah` lists what is wrong, and never repeats a NIK. */
export function parseBenih(json: unknown): Benih {
  const bentuk = Errors(SkemaBenih, json).map((e): MasalahBenih => ({
    pointer: e.instancePath,
    kalimat: e.message,
  }));
  if (bentuk.length > 0) throw tolak(bentuk);
  const mentah = json as Mentah;
  const masalah = aturan.flatMap((periksa) => periksa(mentah));
  if (masalah.length > 0) throw tolak(masalah);
  // The rules below have read every date as one that exists.
  return mentah as unknown as Benih;
}

type Aturan = (b: Mentah) => MasalahBenih[];
const aturan: readonly Aturan[] = [
  (b) => b.profil.flatMap((p, i) => tanggalNyata(`/profil/${i}/berlakuSejak`, p.berlakuSejak)),
  (b) =>
    b.pemangku.flatMap((p, i) => [
      ...tanggalNyata(`/pemangku/${i}/dari`, p.dari),
      ...(p.sampai === null ? [] : tanggalNyata(`/pemangku/${i}/sampai`, p.sampai)),
      ...bila(p.sampai !== null && p.sampai < p.dari, `/pemangku/${i}/sampai`, 'Berakhir sebelum dimulai.'),
    ]),
  (b) => [
    ...kodeGanda(
      '/profil',
      b.profil.map((p) => p.berlakuSejak),
    ),
    ...kodeGanda(
      '/unit',
      b.unit.map((u) => u.kode),
    ),
    ...kodeGanda(
      '/jabatan',
      b.jabatan.map((j) => j.kode),
    ),
    ...kodeGanda(
      '/orang',
      b.orang.map((o) => o.kode),
    ),
    ...kodeGanda(
      '/orang',
      b.orang.map((o) => o.nik),
    ),
    ...kodeGanda(
      '/orang',
      b.orang.map((o) => o.nip?.replaceAll(' ', '') ?? null),
    ),
  ],
  (b) => [...pohon('/unit', b.unit), ...pohon('/jabatan', b.jabatan)],
  (b) => [
    ...b.jabatan.flatMap((j, i) => rujukan(`/jabatan/${i}/unit`, j.unit, b.unit)),
    ...b.pemangku.flatMap((p, i) => rujukan(`/pemangku/${i}/jabatan`, p.jabatan, b.jabatan)),
    ...b.pemangku.flatMap((p, i) => rujukan(`/pemangku/${i}/orang`, p.orang, b.orang)),
  ],
  (b) =>
    b.profil.flatMap((p, i) =>
      jenisNaskah.flatMap((jenis) => {
        const bacaan = bacaFormat(p.isi.penomoran[jenis].format);
        return bacaan.sah
          ? []
          : [{ pointer: `/profil/${i}/isi/penomoran/${jenis}/format`, kalimat: bacaan.alasan }];
      }),
    ),
  // domain.md 3.5: the sentence about BSrE stands only where BSrE really signs.
  (b) =>
    b.profil.flatMap((p, i) =>
      bila(
        p.isi.penandatangan !== 'bsre' && p.isi.footer.some((kalimat) => /bsre/i.test(kalimat)),
        `/profil/${i}/isi/footer`,
        'Kalimat BSrE hanya boleh dicetak bila penandatangannya BSrE.',
      ),
    ),
  (b) => b.orang.flatMap((orang, i) => identitas(`/orang/${i}`, orang, hariTerakhir(b))),
];

function identitas(pointer: string, orang: Mentah['orang'][number], pada: Tanggal): MasalahBenih[] {
  const { kepegawaian, nip, nik, pangkat, golongan } = orang;
  const hasilNip = nip === null ? null : periksaNip(nip, kepegawaian, pada);
  const hasilNik = nik === null ? null : periksaNik(nik);
  return [
    ...bila(hasilNip?.sah === false, `${pointer}/nip`, 'NIP tidak sah.'),
    ...bila(
      nip === null && (kepegawaian === 'pns' || kepegawaian === 'pppk'),
      `${pointer}/nip`,
      'ASN harus ber-NIP.',
    ),
    ...bila(hasilNik?.sah === false, `${pointer}/nik`, 'NIK tidak sah.'),
    ...bila(
      !pangkatCocok(kepegawaian, pangkat, golongan),
      `${pointer}/golongan`,
      'Pangkat dan golongan tidak sepasang.',
    ),
  ];
}

/** The rules know no clock: an appointment is judged on the day the newest holder begins. */
const hariTerakhir = (b: Mentah): Tanggal =>
  [...b.profil.map((p) => p.berlakuSejak), ...b.pemangku.map((p) => p.dari)].toSorted().at(-1) as Tanggal;

interface Simpul {
  readonly kode: string;
  readonly induk: string | null;
}
/** Parents exist, and every node reaches a root. */
function pohon(pointer: string, simpul: readonly Simpul[]): MasalahBenih[] {
  const induk = new Map(simpul.map((s) => [s.kode, s.induk]));
  return simpul.flatMap((s, i) => {
    if (s.induk !== null && !induk.has(s.induk)) return rujukan(`${pointer}/${i}/induk`, s.induk, simpul);
    let kini: string | null = s.kode;
    for (let langkah = 0; kini !== null && langkah <= simpul.length; langkah++)
      kini = induk.get(kini) ?? null;
    return bila(kini !== null, `${pointer}/${i}/induk`, `Susunan ${s.kode} melingkar.`);
  });
}

const rujukan = (
  pointer: string,
  kode: string,
  daftar: readonly { readonly kode: string }[],
): MasalahBenih[] => bila(!daftar.some((d) => d.kode === kode), pointer, `Kode ${kode} tidak ada.`);
const kodeGanda = (pointer: string, kode: readonly (string | null)[]): MasalahBenih[] =>
  kode.flatMap((k, i) =>
    bila(k !== null && kode.indexOf(k) < i, `${pointer}/${i}`, 'Nilai ini dipakai dua kali.'),
  );
const tanggalNyata = (pointer: string, nilai: string): MasalahBenih[] =>
  bila(bacaTanggal(nilai) === null, pointer, `Tanggal ${nilai} tidak ada.`);
const bila = (salah: boolean, pointer: string, kalimat: string): MasalahBenih[] =>
  salah ? [{ pointer, kalimat }] : [];

function tolak(masalah: readonly MasalahBenih[]): NaskahError {
  const pertama = masalah[0];
  return new NaskahError('KONFIGURASI_TIDAK_SAH', {
    detail: `Data awal tidak sah pada ${pertama?.pointer ?? ''}: ${pertama?.kalimat ?? ''}`,
    ...(pertama === undefined ? {} : { pointer: pertama.pointer }),
    extra: { masalah },
  });
}

import type { JabatanId } from '../../shared/brand.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Peran } from '../organisasi.ts';
import type { KeadaanNaskah, LangkahParaf, LangkahTandaTangan, Naskah } from './naskah.ts';

/** Every signer has signed: the file may be handed out and its proof shown. */
export const sudahTerbit = (keadaan: KeadaanNaskah): boolean =>
  keadaan === 'ditandatangani' || keadaan === 'dikirim';

/** What people may ask for (the API's enum). */
export const aksiNaskah = [
  'ubah',
  'ajukan',
  'paraf',
  'kembalikan',
  'tolak',
  'tandatangani',
  'lanjutkan_cap_waktu',
  'pastikan',
  'kirim',
] as const;
export type AksiNaskah = (typeof aksiNaskah)[number];

/** How an attempt at a signature ended; only the system says so. */
export const aksiSistem = [
  'tanda_tangan_selesai',
  'tanda_tangan_gagal',
  'cap_waktu_gagal',
  'tanda_tangan_tak_pasti',
] as const;
export type AksiSistem = (typeof aksiSistem)[number];

/** Everything a decision looks at. Steps are handed in as stored before the act; for `ajukan` as they are about to be laid. */
export interface KonteksAlur {
  readonly naskah: Pick<Naskah, 'keadaan' | 'versi' | 'konseptorJabatanId'>;
  readonly paraf: readonly LangkahParaf[];
  readonly penandatangan: readonly LangkahTandaTangan[];
  /** Posts the actor holds at this moment. */
  readonly jabatanPelaku: readonly JabatanId[];
  readonly peran: readonly (Peran | 'sistem')[];
  readonly alasan?: string | null;
  /** `pastikan` only: what the evidence shows about the attempt whose outcome was unknown. */
  readonly terbukti?: 'bertanda_tangan' | 'tidak_bertanda_tangan' | null;
}

/** Who may act, and as which post; null: not this actor. `sebagai: null` is an act by role, not by post. */
const pemeran = {
  konseptor: (k) => jabatanDari(k, [k.naskah.konseptorJabatanId]),
  pemaraf_giliran: (k) => jabatanDari(k, giliranParaf(k)),
  penandatangan_giliran: (k) => jabatanDari(k, giliranTandaTangan(k)),
  penandatangan: (k) =>
    jabatanDari(
      k,
      k.penandatangan.map((langkah) => langkah.jabatanId),
    ),
  admin: (k) => (k.peran.includes('admin') ? { sebagai: null } : null),
  sistem: (k) => (k.peran.includes('sistem') ? { sebagai: null } : null),
} as const satisfies Record<string, (k: KonteksAlur) => { readonly sebagai: JabatanId | null } | null>;
export type Pemeran = keyof typeof pemeran;

/** Conditions of a row. `masukan`: depends on what is handed in with the act, so it does not hide the act from a menu. */
const syaratAlur = {
  ada_penandatangan: {
    kode: 'NASKAH_TANPA_PENANDATANGAN',
    masukan: false,
    berlaku: (k) => k.penandatangan.length > 0,
  },
  // D2: after the first signature not a byte changes, so content and routing are closed.
  belum_ada_tanda_tangan: {
    kode: 'NASKAH_TINDAKAN_DITOLAK',
    masukan: false,
    berlaku: (k) => k.penandatangan.every((langkah) => langkah.status !== 'selesai'),
  },
  ada_paraf: { kode: 'NASKAH_TINDAKAN_DITOLAK', masukan: false, berlaku: (k) => parafMenunggu(k) > 0 },
  tanpa_paraf: { kode: 'NASKAH_TINDAKAN_DITOLAK', masukan: false, berlaku: (k) => parafMenunggu(k) === 0 },
  masih_ada_paraf: { kode: 'NASKAH_TINDAKAN_DITOLAK', masukan: false, berlaku: (k) => parafMenunggu(k) > 1 },
  paraf_terakhir: { kode: 'NASKAH_TINDAKAN_DITOLAK', masukan: false, berlaku: (k) => parafMenunggu(k) === 1 },
  masih_ada_penandatangan: {
    kode: 'NASKAH_TINDAKAN_DITOLAK',
    masukan: false,
    berlaku: (k) => tandaTanganMenunggu(k) > 1,
  },
  penandatangan_terakhir: {
    kode: 'NASKAH_TINDAKAN_DITOLAK',
    masukan: false,
    berlaku: (k) => tandaTanganMenunggu(k) === 1,
  },
  alasan: { kode: 'ALASAN_WAJIB', masukan: true, berlaku: (k) => (k.alasan ?? '').trim() !== '' },
  terbukti_bertanda_tangan: {
    kode: 'MASUKAN_TIDAK_SAH',
    masukan: true,
    berlaku: (k) => k.terbukti === 'bertanda_tangan',
  },
  terbukti_tidak: {
    kode: 'MASUKAN_TIDAK_SAH',
    masukan: true,
    berlaku: (k) => k.terbukti === 'tidak_bertanda_tangan',
  },
} as const satisfies Record<
  string,
  { kode: ErrorCode; masukan: boolean; berlaku: (k: KonteksAlur) => boolean }
>;
export type SyaratAlur = keyof typeof syaratAlur;

export interface BarisAlur {
  readonly dari: KeadaanNaskah;
  readonly aksi: AksiNaskah | AksiSistem;
  readonly oleh: readonly Pemeran[];
  readonly syarat: readonly SyaratAlur[];
  readonly ke: KeadaanNaskah;
}

/** The state machine of a letter (D8). Rows with the same `dari` and `aksi` exclude each other by their `syarat`. */
export const alurNaskah: readonly BarisAlur[] = [
  baris('konsep', 'ubah', ['konseptor'], [], 'konsep'),
  // A change of content sends the letter back and voids paraf (domain.md 5.3).
  baris('diajukan', 'ubah', ['konseptor'], ['belum_ada_tanda_tangan'], 'konsep'),
  baris('diparaf', 'ubah', ['konseptor'], ['belum_ada_tanda_tangan'], 'konsep'),
  baris('siap_tanda_tangan', 'ubah', ['konseptor'], ['belum_ada_tanda_tangan'], 'konsep'),

  baris('konsep', 'ajukan', ['konseptor'], ['ada_penandatangan', 'ada_paraf'], 'diajukan'),
  baris('konsep', 'ajukan', ['konseptor'], ['ada_penandatangan', 'tanpa_paraf'], 'siap_tanda_tangan'),

  baris('diajukan', 'paraf', ['pemaraf_giliran'], ['masih_ada_paraf'], 'diparaf'),
  baris('diajukan', 'paraf', ['pemaraf_giliran'], ['paraf_terakhir'], 'siap_tanda_tangan'),
  baris('diparaf', 'paraf', ['pemaraf_giliran'], ['masih_ada_paraf'], 'diparaf'),
  baris('diparaf', 'paraf', ['pemaraf_giliran'], ['paraf_terakhir'], 'siap_tanda_tangan'),

  baris('diajukan', 'kembalikan', ['pemaraf_giliran'], ['belum_ada_tanda_tangan', 'alasan'], 'konsep'),
  baris('diparaf', 'kembalikan', ['pemaraf_giliran'], ['belum_ada_tanda_tangan', 'alasan'], 'konsep'),
  baris(
    'siap_tanda_tangan',
    'kembalikan',
    ['penandatangan_giliran'],
    ['belum_ada_tanda_tangan', 'alasan'],
    'konsep',
  ),
  baris('diajukan', 'tolak', ['pemaraf_giliran'], ['belum_ada_tanda_tangan', 'alasan'], 'ditolak'),
  baris('diparaf', 'tolak', ['pemaraf_giliran'], ['belum_ada_tanda_tangan', 'alasan'], 'ditolak'),
  // Also after an earlier signer has signed: the letter ends, its file is never handed out, its number stays used.
  baris('siap_tanda_tangan', 'tolak', ['penandatangan_giliran'], ['alasan'], 'ditolak'),

  baris('siap_tanda_tangan', 'tandatangani', ['penandatangan_giliran'], [], 'menandatangani'),
  baris(
    'menandatangani',
    'tanda_tangan_selesai',
    ['sistem'],
    ['masih_ada_penandatangan'],
    'siap_tanda_tangan',
  ),
  baris('menandatangani', 'tanda_tangan_selesai', ['sistem'], ['penandatangan_terakhir'], 'ditandatangani'),
  baris('menandatangani', 'tanda_tangan_gagal', ['sistem'], [], 'siap_tanda_tangan'),
  baris('menandatangani', 'cap_waktu_gagal', ['sistem'], [], 'menunggu_cap_waktu'),
  baris('menandatangani', 'tanda_tangan_tak_pasti', ['sistem'], [], 'tak_pasti'),
  baris(
    'menunggu_cap_waktu',
    'lanjutkan_cap_waktu',
    ['penandatangan_giliran', 'sistem'],
    [],
    'menandatangani',
  ),

  // A remote call that may have signed is never repeated by machine (D2): a person looks and decides by evidence.
  baris('tak_pasti', 'pastikan', ['admin'], ['alasan', 'terbukti_tidak'], 'siap_tanda_tangan'),
  baris(
    'tak_pasti',
    'pastikan',
    ['admin'],
    ['alasan', 'terbukti_bertanda_tangan', 'masih_ada_penandatangan'],
    'siap_tanda_tangan',
  ),
  baris(
    'tak_pasti',
    'pastikan',
    ['admin'],
    ['alasan', 'terbukti_bertanda_tangan', 'penandatangan_terakhir'],
    'ditandatangani',
  ),

  baris('ditandatangani', 'kirim', ['konseptor', 'penandatangan'], [], 'dikirim'),
];

export type Putusan =
  | { readonly boleh: true; readonly ke: KeadaanNaskah; readonly sebagai: JabatanId | null }
  | { readonly boleh: false; readonly kode: ErrorCode };

/** May this actor do this now, and where does it lead? The refusal is returned, not thrown (D9). */
export function putuskan(aksi: AksiNaskah | AksiSistem, konteks: KonteksAlur): Putusan {
  return baca(aksi, konteks, (nama) => syaratAlur[nama].berlaku(konteks));
}

/** What the actor may do now, were reason and evidence supplied. */
export function tindakanTersedia(konteks: KonteksAlur): AksiNaskah[] {
  const tanpaMasukan = (nama: SyaratAlur) => syaratAlur[nama].masukan || syaratAlur[nama].berlaku(konteks);
  return aksiNaskah.filter((aksi) => baca(aksi, konteks, tanpaMasukan).boleh);
}

/** The table as a Mermaid state diagram, for the docs. */
export function diagramAlur(): string {
  const panah = alurNaskah.map(({ dari, aksi, oleh, syarat, ke }) => {
    const bila = syarat.length > 0 ? ` [${syarat.join(', ')}]` : '';
    return `  ${dari} --> ${ke}: ${aksi} (${oleh.join(' / ')})${bila}`;
  });
  return ['stateDiagram-v2', '  [*] --> konsep', ...panah, '  dikirim --> [*]', '  ditolak --> [*]', ''].join(
    '\n',
  );
}

/** The one reader of the table: state, then actor, then conditions; the refusal of the first that fails. */
function baca(
  aksi: AksiNaskah | AksiSistem,
  konteks: KonteksAlur,
  berlaku: (syarat: SyaratAlur) => boolean,
): Putusan {
  const sekeadaan = alurNaskah.filter((b) => b.aksi === aksi && b.dari === konteks.naskah.keadaan);
  if (sekeadaan.length === 0) return { boleh: false, kode: kodeKeadaan(konteks) };

  let penolakan: ErrorCode | null = null;
  for (const { oleh, syarat, ke } of sekeadaan) {
    const pelaku = oleh.map((nama) => pemeran[nama](konteks)).find((hasil) => hasil !== null);
    if (pelaku === undefined) continue;
    const gagal = syarat.find((nama) => !berlaku(nama));
    if (gagal === undefined) return { boleh: true, ke, sebagai: pelaku.sebagai };
    penolakan ??= syaratAlur[gagal].kode;
  }
  return { boleh: false, kode: penolakan ?? kodePelaku(konteks) };
}

const kodeMenunggu: Partial<Record<KeadaanNaskah, ErrorCode>> = {
  menandatangani: 'PENANDATANGANAN_BERJALAN',
  tak_pasti: 'PENANDATANGANAN_TAK_PASTI',
};
const kodeKeadaan = (k: KonteksAlur): ErrorCode =>
  kodeMenunggu[k.naskah.keadaan] ?? 'NASKAH_TINDAKAN_DITOLAK';

/** A post that takes part, only not now, is told so; anyone else has no business here. */
function kodePelaku(k: KonteksAlur): ErrorCode {
  const ikut = [...k.paraf, ...k.penandatangan].map((langkah) => langkah.jabatanId);
  return jabatanDari(k, ikut) === null ? 'TIDAK_BERWENANG' : 'LANGKAH_BUKAN_GILIRAN';
}

function jabatanDari(k: KonteksAlur, jabatan: readonly JabatanId[]): { readonly sebagai: JabatanId } | null {
  const sebagai = jabatan.find((id) => k.jabatanPelaku.includes(id));
  return sebagai === undefined ? null : { sebagai };
}

const menungguParaf = (k: KonteksAlur) =>
  k.paraf.filter((langkah) => langkah.status === 'menunggu' && langkah.versi === k.naskah.versi);
const menungguTandaTangan = (k: KonteksAlur) =>
  k.penandatangan.filter((langkah) => langkah.status === 'menunggu');
const parafMenunggu = (k: KonteksAlur) => menungguParaf(k).length;
const tandaTanganMenunggu = (k: KonteksAlur) => menungguTandaTangan(k).length;

/** The turn is the lowest waiting step: paraf and signatures go in order. */
const giliranParaf = (k: KonteksAlur) => terendah(menungguParaf(k));
const giliranTandaTangan = (k: KonteksAlur) => terendah(menungguTandaTangan(k));
function terendah(langkah: readonly { readonly urutan: number; readonly jabatanId: JabatanId }[]) {
  const pertama = langkah.toSorted((a, b) => a.urutan - b.urutan)[0];
  return pertama === undefined ? [] : [pertama.jabatanId];
}

function baris(
  dari: KeadaanNaskah,
  aksi: AksiNaskah | AksiSistem,
  oleh: readonly Pemeran[],
  syarat: readonly SyaratAlur[],
  ke: KeadaanNaskah,
): BarisAlur {
  return { dari, aksi, oleh, syarat, ke };
}

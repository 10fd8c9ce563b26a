import type { ReportedSignature } from '../pades/index.ts';
import { klasifikasikan, type JenisJangkar, type Klasifikasi } from '../domain/tte/klasifikasi.ts';
import type { Bahasa, Frasa } from '../shared/bahasa.ts';
import { sebabTanda, type Nada } from './laporan-kalimat.ts';
import type { TandaView } from './layanan.ts';
import { tanyaKata } from './laporan-kata.ts';

export type TandaTangan = ReportedSignature;
const f = (id: string, en: string): Frasa => ({ id, en });

/** Why it did not pass; null where it did. */
export const alasanTeks = (t: TandaTangan): Frasa | null => (t.subIndication === null ? null : sebabTanda(t));

export const indikasiTeks: Readonly<Record<TandaTangan['indication'], Frasa>> = {
  TOTAL_PASSED: f('sah', 'valid'),
  INDETERMINATE: f('belum dapat dipastikan', 'not certain'),
  TOTAL_FAILED: f('tidak sah', 'not valid'),
};

const tingkat: Readonly<Record<string, Frasa>> = {
  B: f('dasar, tanpa cap waktu', 'basic, without a timestamp'),
  T: f('bercap waktu', 'with a timestamp'),
  LT: f('bercap waktu, dengan data pemeriksaannya', 'with a timestamp and the data to check it'),
  LTA: f('jangka panjang', 'long-term'),
};

/** The level in words, with its standard name; a document timestamp has none. */
export function namaTingkat({ level }: TandaTangan, bahasa: Bahasa): string | null {
  if (level === null) return null;
  const kata = tingkat[level.slice(level.lastIndexOf('-') + 1)];
  return kata === undefined ? level : `${level} (${kata[bahasa]})`;
}

/** `CN=…` of a distinguished name (RFC 4514, escapes undone); the whole name when there is none. */
export function namaUmum(subjek: string): string {
  const cn = /(?:^|[,+/]\s*)CN\s*=\s*((?:\\.|[^,+\\])*)/i.exec(subjek)?.[1];
  return cn === undefined ? subjek : cn.replaceAll(/\\(.)/g, '$1').trim();
}

export interface BarisPeriksa {
  readonly check: string;
  readonly tanya: string;
  readonly nada: Nada;
  readonly jawab: string;
  /** The engine's own words, English: names, offsets, times. */
  readonly rincian: string;
}

const jawabanPeriksa: Readonly<
  Record<TandaTangan['findings'][number]['status'], { nada: Nada; kata: Frasa }>
> = {
  passed: { nada: 'ya', kata: f('Ya', 'Yes') },
  warning: { nada: 'ragu', kata: f('Ya, dengan catatan', 'Yes, with a remark') },
  failed: { nada: 'tidak', kata: f('Tidak', 'No') },
  'not-checked': { nada: 'netral', kata: f('Tidak diperiksa', 'Not checked') },
};

/** The table for people: each question that was asked, and how it was answered. */
export const tabelPeriksa = ({ findings }: TandaTangan, bahasa: Bahasa): BarisPeriksa[] =>
  findings.map(({ check, status, detail }) => ({
    check,
    tanya: tanyaKata(check, bahasa),
    nada: jawabanPeriksa[status].nada,
    jawab: jawabanPeriksa[status].kata[bahasa],
    rincian: detail,
  }));

/** What this result does not say: questions that could not be asked, and what is never asked. Empty means nothing. */
export function tidakDiperiksa(t: TandaTangan): Frasa[] {
  const luring = t.revocation === 'unknown' ? [tanpaPencabutan] : [];
  const waktu = t.bestTime === null ? [tanpaWaktu] : [];
  const lain = t.findings
    .filter(({ check, status }) => status === 'not-checked' && check !== 'trust.revocation')
    .map(({ check }) => check);
  return [
    ...luring,
    ...waktu,
    ...[...new Set(lain)].map((check) => f(tanyaKata(check, 'id'), tanyaKata(check, 'en'))),
  ];
}

const tanpaPencabutan = f(
  'Pencabutan sertifikat: tidak ada data yang masih berlaku di dalam berkas, dan pemeriksa ini tidak menanyakannya ke luar.',
  'Revocation: the file holds no current data, and this verifier did not ask outside.',
);
const tanpaWaktu = f(
  'Waktu penandatanganan: tidak ada cap waktu yang membuktikannya.',
  'Signing time: no timestamp proves it.',
);

const jenisPerubahan: Readonly<Record<TandaTangan['changes'][number]['level'], Frasa>> = {
  none: f('tanpa akibat pada isi', 'without effect on the content'),
  'validation-data': f('data pemeriksaan atau cap waktu', 'validation data or a timestamp'),
  'form-filling': f('isian formulir atau tanda tangan', 'form filling or a signature'),
  annotations: f('catatan atau tempelan pada halaman', 'an annotation on the page'),
  other: f('perubahan lain', 'another change'),
};

export interface PerubahanHalaman {
  /** Counted from 1; null: no page shows it. */
  readonly halaman: number | null;
  readonly butir: readonly { readonly diizinkan: boolean; readonly kalimat: string }[];
}

/** What later revisions did, page by page; what no page shows comes last. */
export function perubahanPerHalaman({ changes }: TandaTangan, bahasa: Bahasa): PerubahanHalaman[] {
  const halaman = [...new Set(changes.map(({ page }) => page))].sort(
    (a, b) => (a ?? Infinity) - (b ?? Infinity),
  );
  return halaman.map((satu) => ({
    halaman: satu === null ? null : satu + 1,
    butir: changes
      .filter(({ page }) => page === satu)
      .map((c) => ({ diizinkan: c.permitted, kalimat: kalimatPerubahan(c, bahasa) })),
  }));
}

function kalimatPerubahan(c: TandaTangan['changes'][number], bahasa: Bahasa): string {
  const izin = c.permitted ? f('diizinkan', 'permitted') : f('TIDAK diizinkan', 'NOT permitted');
  const letak = c.rect === null ? '' : ` [${c.rect.map((n) => Math.round(n)).join(' ')}]`;
  const nama = c.field ?? c.subtype;
  const revisi = f('revisi', 'revision')[bahasa];
  return `${revisi} ${c.revision + 1}: ${jenisPerubahan[c.level][bahasa]}${nama === null ? '' : ` “${nama}”`}${letak}, ${izin[bahasa]}`;
}

/** Certified, not certified or a seal (PP 71/2019): by the anchor that ends its path. Null for a document timestamp. */
export const golongan = (
  t: TandaTangan,
  jenisJangkar: (sha256: string) => JenisJangkar,
): Klasifikasi | null => {
  const ujung = t.path.find(({ role }) => role === 'anchor');
  return klasifikasikan({
    jenis: t.kind,
    indication: t.indication,
    jangkar: ujung === undefined ? null : jenisJangkar(ujung.sha256),
    subjek: t.signer?.subject ?? null,
  });
};

const namaGolongan: Readonly<Record<Klasifikasi['golongan'], Frasa>> = {
  tersertifikasi: f('Tersertifikasi', 'Certified'),
  'tidak-tersertifikasi': f('Tidak tersertifikasi', 'Not certified'),
  segel: f('Segel elektronik', 'Electronic seal'),
};

/** `Tersertifikasi: sah, dan …` */
export const golonganTeks = (
  { golongan: satu, kalimat }: Pick<Klasifikasi, 'golongan' | 'kalimat'>,
  bahasa: Bahasa,
): string => `${namaGolongan[satu][bahasa]}: ${kalimat[bahasa]}.`;

/** One mark in words, as every rendering of a result tells it. */
export const tandaView = (t: TandaTangan, jenisJangkar: (sha256: string) => JenisJangkar): TandaView => {
  const jenis = golongan(t, jenisJangkar);
  return {
    golongan: jenis && { golongan: jenis.golongan, alasan: jenis.alasan, kalimat: jenis.kalimat },
    sebab: alasanTeks(t),
    tidakDiperiksa: tidakDiperiksa(t),
  };
};

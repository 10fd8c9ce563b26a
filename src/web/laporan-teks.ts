import type { VerifikasiView } from '../services/layanan.ts';
import { klasifikasikan, type JenisJangkar, type Klasifikasi } from '../domain/tte/klasifikasi.ts';
import type { Bahasa } from './bahasa.ts';
import { sebab, tanyaKata, type Frasa } from './laporan-kata.ts';

type Laporan = VerifikasiView['laporan'];
export type TandaTangan = Extract<Laporan, { readable: true }>['signatures'][number];
/** Colour and symbol of an answer: `ya` only where there is evidence for it. */
export type Nada = 'ya' | 'ragu' | 'tidak' | 'netral';
export interface Jawaban {
  readonly nada: Nada;
  readonly kalimat: string;
}
const f = (id: string, en: string): Frasa => ({ id, en });

const kesimpulan: Readonly<Record<string, { nada: Nada; judul: Frasa; uraian: Frasa }>> = {
  TOTAL_PASSED: {
    nada: 'ya',
    judul: f('Tanda tangan sah', 'The signatures are valid'),
    uraian: f(
      'Isi berkas tidak berubah sejak ditandatangani dan semua sertifikatnya dipercaya.',
      'The file has not changed since it was signed and every certificate is trusted.',
    ),
  },
  INDETERMINATE: {
    nada: 'ragu',
    judul: f('Belum dapat dipastikan', 'Not certain'),
    uraian: f(
      'Ada hal yang tidak dapat dibuktikan, jadi berkas ini tidak dapat dinyatakan sah.',
      'Something could not be proven, so this file cannot be called valid.',
    ),
  },
  TOTAL_FAILED: {
    nada: 'tidak',
    judul: f('Tidak sah', 'Not valid'),
    uraian: f(
      'Sedikitnya satu tanda tangan tidak sah. Jangan mengandalkan berkas ini.',
      'At least one signature is not valid. Do not rely on this file.',
    ),
  },
  KOSONG: {
    nada: 'netral',
    judul: f('Tidak bertanda tangan elektronik', 'No electronic signature'),
    uraian: f(
      'Berkas ini tidak memuat tanda tangan elektronik. Hasil pindaian atau cetakan memang tidak dapat diperiksa dengan cara ini.',
      'This file holds no electronic signature. A scan or a print cannot be checked in this way.',
    ),
  },
  TAK_TERBACA: {
    nada: 'netral',
    judul: f('Berkas tidak dapat dibaca', 'The file cannot be read'),
    uraian: f(
      'Berkas ini bukan PDF yang utuh, atau dikunci dengan sandi.',
      'This is not an intact PDF file, or it is locked with a password.',
    ),
  },
};

/** The whole file's verdict; the service's own sentence is preferred in Indonesian. */
export function simpulkan(hasil: VerifikasiView, bahasa: Bahasa): Jawaban & { readonly judul: string } {
  const kunci = hasil.kesimpulan ?? (hasil.laporan.readable ? 'KOSONG' : 'TAK_TERBACA');
  const baris = kesimpulan[kunci] ?? kesimpulan['INDETERMINATE'];
  if (baris === undefined) throw new Error('kesimpulan');
  const kalimat = bahasa === 'id' && hasil.kalimat !== '' ? hasil.kalimat : baris.uraian[bahasa];
  return { nada: baris.nada, judul: baris.judul[bahasa], kalimat };
}

/** Did anything change? Three facts, none of which may be missing. */
export function keutuhan(t: TandaTangan, bahasa: Bahasa): Jawaban {
  if (t.integrity === 'broken')
    return jawab('tidak', bahasa, 'Tidak: isi diubah setelah ditandatangani', 'No: changed after signing');
  if (t.modifications === 'forbidden')
    return jawab(
      'tidak',
      bahasa,
      'Tidak: ada perubahan sesudahnya yang tidak diizinkan',
      'No: there are later changes that are not allowed',
    );
  if (t.coverage === 'partial')
    return jawab('tidak', bahasa, 'Tidak: hanya sebagian berkas yang dijamin', 'No: only part is covered');
  if (t.modifications === 'permitted')
    return jawab(
      'ya',
      bahasa,
      'Ya; sesudahnya hanya ada tanda tangan, cap waktu, atau data pemeriksaan',
      'Yes; only signatures, timestamps or validation data were added later',
    );
  return jawab('ya', bahasa, 'Ya', 'Yes');
}

/** Causes that lie in the document or the signature value: the certificate was never the question. */
const bukanSertifikat = new Set(['FORMAT_FAILURE', 'HASH_FAILURE', 'SIG_CRYPTO_FAILURE']);

/** Is the certificate trusted? Only a passed signature says yes; a broken one says nothing about trust. */
export function kepercayaan(t: TandaTangan, bahasa: Bahasa): Jawaban {
  if (t.indication === 'TOTAL_PASSED') return jawab('ya', bahasa, 'Ya', 'Yes');
  const { nada, kalimat } =
    t.integrity === 'broken' || bukanSertifikat.has(t.subIndication ?? '')
      ? jawab('netral', bahasa, 'Tidak dinilai.', 'Not judged.')
      : t.indication === 'TOTAL_FAILED'
        ? jawab('tidak', bahasa, 'Tidak.', 'No.')
        : jawab('ragu', bahasa, 'Belum dapat dipastikan.', 'Not certain.');
  const alasan = alasanTeks(t, bahasa);
  return { nada, kalimat: alasan === null ? kalimat : `${kalimat} ${alasan}` };
}

/** Why it did not pass; null where it did. */
export const alasanTeks = ({ subIndication }: TandaTangan, bahasa: Bahasa): string | null =>
  subIndication === null ? null : sebab[subIndication][bahasa];

/** Was the certificate still in force? Null where the question could not even be asked. */
export function pencabutan(t: TandaTangan, bahasa: Bahasa): Jawaban | null {
  if (t.revocation === null) return null;
  if (t.revocation === 'good')
    return jawab('ya', bahasa, 'Tidak dicabut ketika dipakai', 'Not revoked when it was used');
  if (t.revocation === 'revoked')
    return jawab('tidak', bahasa, 'Dicabut atau ditangguhkan', 'Revoked or suspended');
  return jawab(
    'netral',
    bahasa,
    'Tidak diperiksa: tidak ada data pencabutan yang masih berlaku',
    'Not checked: there is no current revocation data',
  );
}

const tingkat: Readonly<Record<string, Frasa>> = {
  B: f('dasar, tanpa bukti waktu', 'basic, without proof of time'),
  T: f('dengan bukti waktu', 'with proof of time'),
  LT: f('dengan bukti waktu dan data pemeriksaannya', 'with proof of time and the data to check it'),
  LTA: f('jangka panjang', 'long-term'),
};

/** The level in words, with its standard name; a document timestamp has none. */
export function namaTingkat({ level }: TandaTangan, bahasa: Bahasa): string | null {
  if (level === null) return null;
  const kata = tingkat[level.slice(level.lastIndexOf('-') + 1)];
  return kata === undefined ? level : `${level} (${kata[bahasa]})`;
}

const jawab = (nada: Nada, bahasa: Bahasa, id: string, en: string): Jawaban => ({
  nada,
  kalimat: f(id, en)[bahasa],
});

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
export function tidakDiperiksa(t: TandaTangan, bahasa: Bahasa): string[] {
  const luring =
    t.revocation === 'unknown'
      ? [
          f(
            'Pencabutan sertifikat: tidak ada data yang masih berlaku di dalam berkas, dan pemeriksa ini tidak menanyakannya ke luar.',
            'Revocation: the file holds no current data, and this verifier did not ask outside.',
          )[bahasa],
        ]
      : [];
  const waktu =
    t.bestTime === null
      ? [
          f(
            'Waktu penandatanganan: tidak ada cap waktu yang membuktikannya.',
            'Signing time: no timestamp proves it.',
          )[bahasa],
        ]
      : [];
  const lain = t.findings
    .filter(({ check, status }) => status === 'not-checked' && check !== 'trust.revocation')
    .map(({ check }) => tanyaKata(check, bahasa));
  return [...luring, ...waktu, ...new Set(lain)];
}

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
export const golonganTeks = ({ golongan: satu, kalimat }: Klasifikasi, bahasa: Bahasa): string =>
  `${namaGolongan[satu][bahasa]}: ${kalimat[bahasa]}.`;

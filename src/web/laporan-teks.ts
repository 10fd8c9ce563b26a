import type { VerifikasiView } from '../services/layanan.ts';
import type { Bahasa } from './bahasa.ts';

type Laporan = VerifikasiView['laporan'];
export type TandaTangan = Extract<Laporan, { readable: true }>['signatures'][number];
/** Colour and symbol of an answer: `ya` only where there is evidence for it. */
export type Nada = 'ya' | 'ragu' | 'tidak' | 'netral';
export interface Jawaban {
  readonly nada: Nada;
  readonly kalimat: string;
}
type Frasa = Readonly<Record<Bahasa, string>>;
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

const sebab: Readonly<Record<string, Frasa>> = {
  FORMAT_FAILURE: f(
    'Susunan tanda tangan menyimpang dari standar.',
    'The signature breaks the standard’s format.',
  ),
  HASH_FAILURE: f('Isi dokumen diubah setelah ditandatangani.', 'The document was changed after signing.'),
  SIG_CRYPTO_FAILURE: f(
    'Tanda tangan tidak cocok dengan sertifikatnya.',
    'The signature does not match its certificate.',
  ),
  NO_SIGNING_CERTIFICATE_FOUND: f(
    'Sertifikat penandatangan tidak disertakan.',
    'The signer’s certificate is missing.',
  ),
  NO_CERTIFICATE_CHAIN_FOUND: f(
    'Penerbit sertifikatnya tidak dikenal oleh pemeriksa ini.',
    'The issuer of the certificate is not known to this verifier.',
  ),
  EXPIRED: f('Sertifikatnya sudah kedaluwarsa.', 'The certificate has expired.'),
  NOT_YET_VALID: f('Sertifikatnya belum berlaku pada waktu itu.', 'The certificate was not yet valid.'),
  REVOKED: f('Sertifikatnya sudah dicabut.', 'The certificate was revoked.'),
  REVOKED_NO_POE: f('Sertifikatnya sudah dicabut.', 'The certificate was revoked.'),
  REVOKED_CA_NO_POE: f('Sertifikat penerbitnya sudah dicabut.', 'The issuer’s certificate was revoked.'),
  TRY_LATER: f(
    'Sertifikatnya sedang ditangguhkan; periksa lagi nanti.',
    'The certificate is suspended; check again later.',
  ),
  OUT_OF_BOUNDS_NO_POE: f(
    'Masa berlaku sertifikat lewat dan waktu penandatanganan tidak terbukti.',
    'The certificate’s validity is over and the signing time is not proven.',
  ),
  REVOCATION_OUT_OF_BOUNDS_NO_POE: f(
    'Sertifikat pemberi keterangan pencabutan sudah berakhir, dan tidak terbukti sejak kapan keterangan itu ada.',
    'The certificate of whoever vouched against revocation has ended, and nothing proves how old that word is.',
  ),
  TIMESTAMP_ORDER_FAILURE: f('Urutan cap waktu tidak masuk akal.', 'The timestamps are out of order.'),
};

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
  const alasan = sebab[t.subIndication ?? ''];
  return { nada, kalimat: alasan === undefined ? kalimat : `${kalimat} ${alasan[bahasa]}` };
}

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

import type { Bahasa, Frasa } from '../shared/bahasa.ts';
import type { VerifikasiView } from './layanan.ts';

type Tanda = Extract<VerifikasiView['laporan'], { readable: true }>['signatures'][number];
export type SubIndikasi = NonNullable<Tanda['subIndication']>;
const f = (id: string, en: string): Frasa => ({ id, en });

/** Why a signature is not valid, or not certain, as a clerk would say it: every sub-indication of EN 319 102-1 §5.1.3. */
export const sebab: Readonly<Record<SubIndikasi, Frasa>> = {
  FORMAT_FAILURE: f(
    'Susunan tanda tangan menyimpang dari standar, atau ada perubahan yang tidak diizinkan.',
    'The signature breaks the standard’s format, or something was changed that must not be.',
  ),
  HASH_FAILURE: f('Isi dokumen diubah setelah ditandatangani.', 'The document was changed after signing.'),
  SIG_CRYPTO_FAILURE: f(
    'Tanda tangan tidak cocok dengan sertifikatnya.',
    'The signature does not match its certificate.',
  ),
  REVOKED: f(
    'Sertifikatnya sudah dicabut sebelum dipakai menandatangani.',
    'The certificate was revoked before it was used to sign.',
  ),
  EXPIRED: f(
    'Sertifikatnya sudah kedaluwarsa sebelum dipakai menandatangani.',
    'The certificate had expired before it was used to sign.',
  ),
  NOT_YET_VALID: f('Sertifikatnya belum berlaku pada waktu itu.', 'The certificate was not yet valid.'),
  NO_SIGNING_CERTIFICATE_FOUND: f(
    'Sertifikat penandatangan tidak disertakan, atau bukan yang disebut tanda tangannya.',
    'The signer’s certificate is missing, or not the one the signature names.',
  ),
  NO_CERTIFICATE_CHAIN_FOUND: f(
    'Sertifikatnya diterbitkan oleh pihak yang tidak dikenal sistem ini.',
    'The certificate was issued by somebody this system does not know.',
  ),
  NO_CERTIFICATE_CHAIN_FOUND_NO_POE: f(
    'Penerbitnya tidak lagi dipercaya, dan tidak terbukti bahwa tanda tangan ini dibuat sebelum itu.',
    'Its issuer is no longer trusted, and nothing proves that the signature is older than that.',
  ),
  CERTIFICATE_CHAIN_GENERAL_FAILURE: f(
    'Rangkaian sertifikat sampai ke penerbitnya tidak memenuhi aturan.',
    'The chain of certificates up to its issuer breaks a rule.',
  ),
  CHAIN_CONSTRAINTS_FAILURE: f(
    'Sertifikatnya tidak diterbitkan untuk pemakaian seperti ini.',
    'The certificate was not issued for a use like this.',
  ),
  SIG_CONSTRAINTS_FAILURE: f(
    'Tanda tangan ini tidak memenuhi syarat yang diminta pemeriksa.',
    'The signature does not meet what this verifier demands.',
  ),
  CRYPTO_CONSTRAINTS_FAILURE: f(
    'Cara menandatanganinya sudah tidak aman ketika dipakai.',
    'The method was already unsafe when it was used.',
  ),
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: f(
    'Cara menandatanganinya kini tidak aman lagi, dan tidak terbukti dipakai sebelum itu.',
    'The method is no longer safe, and nothing proves that it was used before.',
  ),
  POLICY_PROCESSING_ERROR: f(
    'Aturan yang disebut tanda tangan ini tidak dapat dibaca atau tidak cocok.',
    'The rules this signature names could not be read or do not match.',
  ),
  SIGNATURE_POLICY_NOT_AVAILABLE: f(
    'Aturan yang disebut tanda tangan ini tidak tersedia.',
    'The rules this signature names are not available.',
  ),
  TIMESTAMP_ORDER_FAILURE: f('Urutan cap waktu tidak masuk akal.', 'The timestamps are out of order.'),
  REVOKED_NO_POE: f(
    'Sertifikatnya sudah dicabut, dan tidak terbukti bahwa tanda tangan dibuat sebelum itu.',
    'The certificate was revoked, and nothing proves that the signature is older.',
  ),
  REVOKED_CA_NO_POE: f(
    'Sertifikat penerbitnya sudah dicabut, dan tidak terbukti bahwa tanda tangan dibuat sebelum itu.',
    'The issuer’s certificate was revoked, and nothing proves that the signature is older.',
  ),
  OUT_OF_BOUNDS_NO_POE: f(
    'Masa berlaku sertifikat lewat dan waktu penandatanganan tidak terbukti.',
    'The certificate’s validity is over and the signing time is not proven.',
  ),
  OUT_OF_BOUNDS_NOT_REVOKED: f(
    'Masa berlaku sertifikat lewat; tidak pernah dicabut, tetapi waktu penandatanganan tidak terbukti.',
    'The certificate’s validity is over; it was never revoked, but the signing time is not proven.',
  ),
  REVOCATION_OUT_OF_BOUNDS_NO_POE: f(
    'Sertifikat pemberi keterangan pencabutan sudah berakhir, dan tidak terbukti sejak kapan keterangan itu ada.',
    'The certificate of whoever vouched against revocation has ended, and nothing proves how old that word is.',
  ),
  TRY_LATER: f(
    'Keterangan pencabutan belum ada atau sertifikatnya sedang ditangguhkan; periksa lagi nanti.',
    'There is no current word on revocation, or the certificate is suspended; check again later.',
  ),
  NO_POE: f(
    'Tidak terbukti sejak kapan sesuatu yang menentukan itu ada.',
    'Nothing proves since when something decisive has existed.',
  ),
  SIGNED_DATA_NOT_FOUND: f('Isi yang ditandatangani tidak ditemukan.', 'What was signed could not be found.'),
  GENERIC: f('Ada sebab lain; lihat rinciannya.', 'There is another reason; see the details.'),
};

/** Each question of the engine in plain words; a test compares this with the engine's own table. */
export const pertanyaan: Readonly<Record<string, Frasa>> = {
  'changes.later': f(
    'Apakah perubahan sesudahnya hanya yang diizinkan?',
    'Were later changes only permitted ones?',
  ),
  'changes.form': f(
    'Apakah isian formulir masih seperti ketika ditandatangani?',
    'Do form fields still say what was signed?',
  ),
  'changes.annotations': f(
    'Apakah tidak ada tempelan yang menutupi isi?',
    'Does nothing stuck on later cover the text?',
  ),
  'changes.unused': f(
    'Apakah semua tambahan ada gunanya?',
    'Does everything that was added serve a purpose?',
  ),
  'content.hidden': f(
    'Apakah tidak ada isi tersembunyi ketika ditandatangani?',
    'Was nothing hidden when it was signed?',
  ),
  'format.coverage': f(
    'Apakah tanda tangan mencakup seluruh dokumen pada waktunya?',
    'Does the signature cover the whole document of its time?',
  ),
  'format.fields': f(
    'Apakah tanda tangan berada pada satu bidang saja?',
    'Is the signature in one field only?',
  ),
  'format.encryption': f('Apakah seluruh isi dapat dibaca?', 'Could everything be read?'),
  'format.structure': f(
    'Apakah berkas hanya dapat dibaca dengan satu cara?',
    'Can the file be read in one way only?',
  ),
  'format.extents': f(
    'Apakah setiap bagian yang ditandatangani jelas kegunaannya?',
    'Does every signed part belong to something?',
  ),
  'format.byte-range': f(
    'Apakah batas yang ditandatangani benar?',
    'Are the bounds of what was signed right?',
  ),
  'format.subfilter': f('Apakah jenis tanda tangannya dikenal?', 'Is the kind of signature known?'),
  'format.cms': f(
    'Apakah wadah tanda tangannya tersusun benar?',
    'Is the signature’s container well formed?',
  ),
  'format.attributes': f(
    'Apakah keterangan tanda tangan tersusun baku?',
    'Are the signed attributes in standard order?',
  ),
  'format.certificates': f(
    'Apakah semua sertifikat di dalamnya terbaca?',
    'Could every certificate inside be read?',
  ),
  'format.unsigned-attributes': f(
    'Apakah tidak ada tambahan yang tidak dinilai?',
    'Is nothing beside it left unjudged?',
  ),
  'format.baseline': f('Apakah bentuknya memenuhi tingkat PAdES?', 'Does it have the form of a PAdES level?'),
  'format.long-term': f(
    'Apakah masih dapat diperiksa setelah sertifikatnya berakhir?',
    'Can it be checked after its certificates end?',
  ),
  'format.store': f(
    'Apakah simpanan data pemeriksaan hanya memuat yang semestinya?',
    'Does the store of validation data hold only what it should?',
  ),
  'crypto.digest': f('Apakah isinya sama dengan yang ditandatangani?', 'Is the content what was signed?'),
  'crypto.signature': f(
    'Apakah dibuat dengan kunci pemilik sertifikat?',
    'Was it made with the key of the certificate’s holder?',
  ),
  'crypto.strength': f('Apakah cara menandatanganinya cukup kuat?', 'Was the method strong enough?'),
  'policy.subfilter': f('Apakah jenis tanda tangan ini diterima?', 'Is this kind of signature accepted?'),
  'policy.signature-policy': f(
    'Apakah aturan yang disebut tanda tangan dikenal?',
    'Are the rules the signature names known?',
  ),
  'policy.certificate-use': f(
    'Apakah sertifikatnya diterbitkan untuk keperluan ini?',
    'Was the certificate issued for this purpose?',
  ),
  'signer.certificate': f(
    'Apakah sertifikatnya yang disebut penandatangan?',
    'Is it the certificate the signer named?',
  ),
  'signer.references': f(
    'Apakah sertifikat penerbitnya yang disebut penandatangan?',
    'Are the issuers those the signer named?',
  ),
  'trust.path': f('Apakah penerbit sertifikatnya dipercaya?', 'Is the issuer of the certificate trusted?'),
  'trust.key-usage': f('Apakah kuncinya boleh dipakai menandatangani?', 'May the key sign documents?'),
  'trust.revocation': f('Apakah sertifikatnya tidak dicabut?', 'Was the certificate not revoked?'),
  'time.timestamps': f('Apakah cap waktunya dapat dipercaya?', 'Can the timestamps be believed?'),
  'time.proven': f('Apakah waktunya terbukti?', 'Is the time proven?'),
  'time.delay': f('Apakah cap waktu diberikan cukup cepat?', 'Was it timestamped soon enough?'),
  'timestamp.content': f(
    'Apakah cap waktu atas isinya memang untuk isi ini?',
    'Are content timestamps about this content?',
  ),
  'timestamp.order': f('Apakah urutan cap waktunya wajar?', 'Are the timestamps in a possible order?'),
  'timestamp.token': f(
    'Apakah cap waktu dokumen sah dan pembuatnya dipercaya?',
    'Is the document timestamp sound and its maker trusted?',
  ),
};

/** A check nobody has put into words yet is named as it is, never left out. */
export const tanyaKata = (check: string, bahasa: Bahasa): string => pertanyaan[check]?.[bahasa] ?? check;

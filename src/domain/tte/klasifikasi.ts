/**
 * What PP 71/2019 art. 59-60 calls a mark: certified, not certified, or (of a body instead of a person) a seal. Pure: what
 * is known of the certificate and its authority comes as facts.
 */
export type GolonganTanda = 'tersertifikasi' | 'tidak-tersertifikasi' | 'segel';

export interface FaktaTanda {
  readonly jenis: 'signature' | 'document-timestamp';
  readonly indication: 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE';
  /** Whose anchor ends the path; null: no path was found. */
  readonly jangkar: JenisJangkar | null;
  /** Distinguished name of the signer's certificate, as text. */
  readonly subjek: string | null;
}
/** `psre-indonesia`: an operator confirmed it as a recognised Indonesian authority. */
export type JenisJangkar = 'psre-indonesia' | 'pengembangan' | 'lain';

export interface Klasifikasi {
  readonly golongan: GolonganTanda;
  readonly alasan: AlasanGolongan;
  /** The certificate names a body and no natural person. */
  readonly badan: boolean;
  readonly kalimat: { readonly id: string; readonly en: string };
}

export const alasanGolongan = {
  'tidak-sah': {
    id: 'tanda tangannya tidak sah, jadi tidak mempunyai kedudukan apa pun',
    en: 'the signature is not valid, so it has no standing at all',
  },
  'penerbit-tidak-dikenal': {
    id: 'sertifikatnya diterbitkan oleh pihak yang tidak dikenal sistem ini',
    en: 'its certificate was issued by somebody this system does not know',
  },
  pengembangan: {
    id: 'sertifikatnya berasal dari CA pengembangan untuk percobaan, tanpa kekuatan hukum',
    en: 'its certificate comes from a development CA for testing, without legal force',
  },
  'bukan-psre': {
    id: 'penerbit sertifikatnya dipercaya sistem ini, tetapi tidak tercatat sebagai penyelenggara sertifikasi elektronik Indonesia',
    en: 'this system trusts the issuer of its certificate, but it is not recorded as an Indonesian certification authority',
  },
  'belum-terbukti': {
    id: 'keabsahannya belum dapat dipastikan, jadi belum dapat disebut tersertifikasi',
    en: 'its validity could not be established, so it cannot be called certified',
  },
  'psre-orang': {
    id: 'sah, dan sertifikatnya diterbitkan oleh penyelenggara sertifikasi elektronik Indonesia; apakah alat pembuatnya tersertifikasi tidak terbaca dari berkas',
    en: 'valid, and its certificate was issued by an Indonesian certification authority; whether the device was certified cannot be read from the file',
  },
  'psre-badan': {
    id: 'sah, dan sertifikatnya, dari penyelenggara sertifikasi elektronik Indonesia, atas nama badan dan bukan orang',
    en: 'valid, and its certificate, from an Indonesian certification authority, names a body and no person',
  },
} as const satisfies Record<string, { id: string; en: string }>;
export type AlasanGolongan = keyof typeof alasanGolongan;

interface Baris {
  readonly bila: (fakta: FaktaTanda, badan: boolean) => boolean;
  readonly golongan: GolonganTanda;
  readonly alasan: AlasanGolongan;
}

/** The first row that holds. Certified is what remains when nothing speaks against it. */
const baris: readonly Baris[] = [
  { bila: (f) => f.indication === 'TOTAL_FAILED', golongan: 'tidak-tersertifikasi', alasan: 'tidak-sah' },
  { bila: (f) => f.jangkar === null, golongan: 'tidak-tersertifikasi', alasan: 'penerbit-tidak-dikenal' },
  { bila: (f) => f.jangkar === 'pengembangan', golongan: 'tidak-tersertifikasi', alasan: 'pengembangan' },
  { bila: (f) => f.jangkar === 'lain', golongan: 'tidak-tersertifikasi', alasan: 'bukan-psre' },
  {
    bila: (f) => f.indication !== 'TOTAL_PASSED',
    golongan: 'tidak-tersertifikasi',
    alasan: 'belum-terbukti',
  },
  { bila: (_, badan) => badan, golongan: 'segel', alasan: 'psre-badan' },
  { bila: () => true, golongan: 'tersertifikasi', alasan: 'psre-orang' },
];

/** Null for a document timestamp: it is nobody's signature and only proves a time. */
export function klasifikasikan(fakta: FaktaTanda): Klasifikasi | null {
  if (fakta.jenis === 'document-timestamp') return null;
  const badan = fakta.subjek !== null && atasNamaBadan(fakta.subjek);
  const satu = baris.find(({ bila }) => bila(fakta, badan));
  if (satu === undefined) throw new Error('klasifikasi');
  return { golongan: satu.golongan, alasan: satu.alasan, badan, kalimat: alasanGolongan[satu.alasan] };
}

/**
 * The national provider puts a person's name into CN and his body into O, and calls it `…_Tanda Tangan Digital` in the
 * description. A body's own certificate says it is a seal there, or carries an identifier of an organisation (ETSI EN
 * 319 412-1 §5.1.4), or has the body itself as CN. Any name part of a person speaks against it.
 */
function atasNamaBadan(subjek: string): boolean {
  const bagian = uraiNama(subjek);
  const ada = (...nama: string[]) => bagian.some((b) => nama.includes(b.nama));
  if (ada('GN', 'GIVENNAME', '2.5.4.42', 'SN', 'SURNAME', '2.5.4.4')) return false;
  const nilai = (...nama: string[]) =>
    bagian
      .filter((b) => nama.includes(b.nama))
      .map((b) => b.nilai.trim().replaceAll(/\s+/g, ' ').toLowerCase());
  if (nilai('DESCRIPTION', '2.5.4.13').some((d) => /(^|[_\s])(segel|e-?seal)/.test(d))) return true;
  if (ada('ORGANIZATIONIDENTIFIER', '2.5.4.97')) return true;
  const badan = nilai('O', 'OU');
  return nilai('CN').some((cn) => badan.includes(cn));
}

/** Parts of a distinguished name written as in RFC 4514; escapes undone. */
function uraiNama(subjek: string): { nama: string; nilai: string }[] {
  return [...subjek.matchAll(/(?:^|[,+])\s*([A-Za-z0-9.-]+)\s*=\s*((?:\\.|[^,+\\])*)/g)].map(
    ([, nama = '', nilai = '']) => ({
      nama: nama.toUpperCase().replace(/^OID\./, ''),
      nilai: nilai.replaceAll(/\\(.)/g, '$1'),
    }),
  );
}

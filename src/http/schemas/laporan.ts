import Type, { type TSchema } from 'typebox';
import type { VerifikasiView } from '../../services/layanan.ts';
import { atauNull, kata, sha256, tampilan, teks, tertutup } from './umum.ts';

type Laporan = Extract<VerifikasiView['laporan'], { readable: true }>;
type TandaTangan = Laporan['signatures'][number];

export const kesimpulan = kata(['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED']);

const bilangan = (description?: string): TSchema => Type.Integer(description ? { description } : {});
const pilihan = (anggota: Record<string, TSchema>): TSchema =>
  Type.Object(
    Object.fromEntries(Object.entries(anggota).map(([nama, skema]) => [nama, Type.Optional(skema)])),
    tertutup,
  );
const rentang = (description: string): TSchema =>
  Type.Array(Type.Integer(), { minItems: 2, maxItems: 2, description });

const Temuan = tampilan<TandaTangan['findings'][number]>()(
  {
    check: teks('Pertanyaan yang diajukan; daftarnya di docs/pemeriksaan.md'),
    status: kata(['passed', 'failed', 'warning', 'not-checked']),
    detail: teks(),
    evidence: Type.Array(
      pilihan({
        offset: bilangan(),
        end: bilangan(),
        object: bilangan(),
        revision: bilangan(),
        page: bilangan(),
        sha256: sha256(),
        time: teks(),
      }),
    ),
  },
  { title: 'Temuan' },
);

const jawaban = Type.Object(
  { state: kata(['yes', 'no', 'open', 'not-checked']), checks: Type.Array(teks()) },
  tertutup,
);
const Jawaban = tampilan<TandaTangan['answers']>()(
  {
    integrity: jawaban,
    signature: jawaban,
    trust: jawaban,
    time: jawaban,
    coverage: jawaban,
    changes: jawaban,
    longTerm: jawaban,
  },
  { title: 'Jawaban', description: 'Hanya `yes` yang berarti lolos' },
);

const Pernyataan = tampilan<TandaTangan['claimed']>()(
  {
    name: atauNull(teks()),
    reason: atauNull(teks()),
    location: atauNull(teks()),
    contactInfo: atauNull(teks()),
    roles: Type.Array(teks()),
    policy: atauNull(teks()),
    commitment: atauNull(teks()),
  },
  { title: 'Pernyataan penandatangan', description: 'Kata penandatangan sendiri; tidak terbukti' },
);

const Sertifikat = tampilan<TandaTangan['path'][number]>()(
  {
    role: kata(['signer', 'intermediate', 'anchor']),
    subject: teks(),
    issuer: teks(),
    serialHex: teks(),
    sha256: sha256(),
    notBefore: teks(),
    notAfter: teks(),
    revocation: atauNull(
      Type.Object(
        {
          state: kata(['good', 'exempt', 'later', 'revoked', 'suspended', 'unknown', 'unproven']),
          source: atauNull(sha256()),
          thisUpdate: atauNull(teks()),
          revokedAt: atauNull(teks()),
          reason: atauNull(teks()),
        },
        tertutup,
      ),
    ),
    policies: Type.Array(teks()),
    qcStatements: Type.Array(teks()),
    extendedKeyUsage: Type.Array(teks()),
  },
  { title: 'Sertifikat pada jalur' },
);

const CapWaktu = tampilan<TandaTangan['timestamps'][number]>()(
  {
    kind: kata(['signature', 'content', 'document']),
    time: atauNull(teks()),
    authority: atauNull(teks()),
    sha256: atauNull(sha256()),
    usable: Type.Boolean(),
    faults: Type.Array(teks()),
  },
  { title: 'Cap waktu' },
);

const Perubahan = tampilan<TandaTangan['changes'][number]>()(
  {
    revision: bilangan('0 adalah yang pertama'),
    level: kata(['none', 'validation-data', 'form-filling', 'annotations', 'other']),
    permitted: Type.Boolean(),
    kind: teks(),
    page: atauNull(bilangan('0 adalah halaman pertama')),
    field: atauNull(teks()),
    subtype: atauNull(teks()),
    rect: atauNull(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
    object: atauNull(bilangan()),
    detail: teks(),
  },
  { title: 'Perubahan sesudahnya' },
);

const TandaTanganSkema = tampilan<TandaTangan>()(
  {
    field: atauNull(teks()),
    kind: kata(['signature', 'document-timestamp']),
    indication: kesimpulan,
    subIndication: atauNull(teks('EN 319 102-1 §5.1.3')),
    decidedBy: atauNull(teks('Pemeriksaan yang memutuskan')),
    answers: Jawaban,
    integrity: kata(['intact', 'broken']),
    coverage: kata(['whole-file', 'whole-revision', 'partial']),
    modifications: kata(['none', 'permitted', 'forbidden']),
    level: atauNull(teks()),
    subFilter: atauNull(teks()),
    signer: atauNull(Type.Object({ subject: teks(), issuer: teks(), serialHex: teks() }, tertutup)),
    claimed: Pernyataan,
    claimedTime: atauNull(teks('Menurut penandatangan; tidak dipakai untuk menilai')),
    bestTime: atauNull(teks('Terbukti oleh cap waktu')),
    digestAlgorithm: atauNull(teks()),
    signatureAlgorithm: atauNull(teks()),
    findings: Type.Array(Temuan),
    certificateSha256: atauNull(sha256()),
    path: Type.Array(Sertifikat, { description: 'Dari penandatangan ke jangkar' }),
    timestamps: Type.Array(CapWaktu),
    changes: Type.Array(Perubahan),
    revocation: atauNull(kata(['good', 'revoked', 'unknown'])),
    longTermUntil: atauNull(teks('Sampai kapan cap waktu dokumen terbaru menjaga pembuktiannya')),
    revision: atauNull(bilangan()),
    object: bilangan('Nomor objek kamus tanda tangan'),
    signedBytes: atauNull(rentang('Bita pertama yang ditandatangani dan satu sesudah yang terakhir')),
    unsignedBytes: atauNull(rentang('Bita di antaranya yang memuat tanda tangan itu sendiri')),
  },
  { title: 'Tanda tangan' },
);

const daftarObjek = Type.Array(bilangan());
const Revisi = tampilan<Laporan['revisionList'][number]>()(
  {
    index: bilangan(),
    start: bilangan(),
    end: bilangan(),
    xref: kata(['table', 'stream', 'hybrid']),
    added: bilangan(),
    replaced: bilangan(),
    freed: bilangan(),
    objects: Type.Object({ added: daftarObjek, replaced: daftarObjek, freed: daftarObjek }, tertutup),
    signatures: Type.Array(teks()),
  },
  { title: 'Revisi' },
);

/** Every member of a report that could be read, in one place: forgetting one does not compile. */
const anggotaTerbaca: Record<Exclude<keyof Laporan, 'readable' | 'sizeBytes'>, TSchema> = {
  revisions: bilangan(),
  signatures: Type.Array(TandaTanganSkema),
  policy: teks('Nama aturan mesin pemeriksa'),
  validationTime: teks('Untuk saat mana pertanyaan ini dijawab, UTC'),
  revisionList: Type.Array(Revisi),
  anomalies: Type.Array(Type.Object({ kind: teks(), offset: bilangan(), detail: teks() }, tertutup)),
};

/** One object with either the signatures or the error: the two shapes of the report, told apart by `readable`. */
export const LaporanSkema = Type.Object(
  {
    readable: Type.Boolean(),
    sizeBytes: bilangan(),
    ...Object.fromEntries(
      Object.entries(anggotaTerbaca).map(([nama, skema]) => [nama, Type.Optional(skema)]),
    ),
    error: Type.Optional(
      Type.Object({ code: teks(), message: teks(), offset: atauNull(bilangan()) }, tertutup),
    ),
  },
  { ...tertutup, title: 'Laporan pemeriksaan' },
);

import Type from 'typebox';
import type { VerifikasiView } from '../../services/layanan.ts';
import { atauNull, kata, sha256, tampilan, teks, tertutup } from './umum.ts';

const kesimpulan = kata(['TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED']);

const TandaTangan = Type.Object(
  {
    field: atauNull(teks()),
    kind: kata(['signature', 'document-timestamp']),
    indication: kesimpulan,
    subIndication: atauNull(teks()),
    integrity: kata(['intact', 'broken']),
    coverage: kata(['whole-file', 'whole-revision', 'partial']),
    modifications: kata(['none', 'permitted', 'forbidden']),
    level: atauNull(teks()),
    signer: atauNull(Type.Object({ subject: teks(), issuer: teks(), serialHex: teks() }, tertutup)),
    claimedTime: atauNull(teks('Menurut penandatangan; tidak dipakai untuk menilai')),
    bestTime: atauNull(teks('Terbukti oleh cap waktu')),
    digestAlgorithm: atauNull(teks()),
    signatureAlgorithm: atauNull(teks()),
    findings: Type.Array(
      Type.Object(
        { check: teks(), status: kata(['passed', 'failed', 'warning', 'not-checked']), detail: teks() },
        tertutup,
      ),
    ),
    certificateSha256: atauNull(sha256()),
    revocation: atauNull(kata(['good', 'revoked', 'unknown'])),
    longTermUntil: atauNull(teks('Sampai kapan cap waktu dokumen terbaru menjaga pembuktiannya')),
    revision: atauNull(Type.Integer()),
  },
  { ...tertutup, title: 'Tanda tangan' },
);

/** One object with either the signatures or the error: the two shapes of the report, told apart by `readable`. */
const Laporan = Type.Object(
  {
    readable: Type.Boolean(),
    sizeBytes: Type.Integer(),
    revisions: Type.Optional(Type.Integer()),
    signatures: Type.Optional(Type.Array(TandaTangan)),
    error: Type.Optional(
      Type.Object({ code: teks(), message: teks(), offset: atauNull(Type.Integer()) }, tertutup),
    ),
  },
  { ...tertutup, title: 'Laporan pemeriksaan' },
);

export const VerifikasiSkema = tampilan<VerifikasiView>()(
  {
    laporan: Laporan,
    kesimpulan: atauNull(kesimpulan),
    kalimat: teks('Kesimpulan dalam satu kalimat'),
    tercatat: atauNull(Type.Object({ bukti: teks(), nomor: atauNull(teks()) }, tertutup)),
    sha256: sha256(),
  },
  { title: 'Hasil verifikasi' },
);

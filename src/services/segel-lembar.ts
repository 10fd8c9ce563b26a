import {
  bytesSource,
  signedBytes,
  signPdf,
  validatePdf,
  type HashSigner,
  type TimestampAuthority,
} from '../pades/index.ts';
import { NaskahError } from '../shared/errors.ts';

/** What a sheet is sealed with. */
export interface BahanSegel {
  readonly signer: HashSigner;
  /** Null: B-B, without proof of time. */
  readonly tsa: TimestampAuthority | null;
  /** Fresh random bytes. */
  readonly acak: (bytes: number) => Uint8Array;
  readonly saat: Date;
}

/**
 * A PDF of ours with one PAdES signature over all of it. What the validator does not find intact is not handed out:
 * throws TANDA_TANGAN_DITOLAK_PEMERIKSA, and what the key and the timestamp authority throw.
 */
export async function segelLembar(
  pdf: Uint8Array,
  { signer, tsa, acak, saat }: BahanSegel,
): Promise<Uint8Array> {
  const umum = { signer, signingTime: saat, reason: 'Laporan pemeriksaan tanda tangan elektronik' };
  const hasil = signedBytes(
    await (tsa === null
      ? signPdf(bytesSource(pdf), { ...umum, level: 'B-B' })
      : signPdf(bytesSource(pdf), { ...umum, level: 'B-T', tsa, nonce: () => acak(16) })),
  );
  const laporan = validatePdf(bytesSource(hasil), { anchors: [], at: saat, policy: 'baseline' });
  const [satu] = laporan.readable ? laporan.signatures : [];
  if (
    satu?.integrity !== 'intact' ||
    satu.answers.signature.state !== 'yes' ||
    satu.coverage !== 'whole-file'
  )
    throw new NaskahError('TANDA_TANGAN_DITOLAK_PEMERIKSA', {
      extra: { alasan: [satu?.subIndication ?? 'no signature'] },
    });
  return hasil;
}

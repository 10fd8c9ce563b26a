import { signPdf, typesetBlock, type ByteSource, type HashSigner, type SignResult } from 'naskah/pades';

/** A block with a QR code, centred on the text `#` that the author of the page left there. */
export async function signAtTag(
  source: ByteSource,
  signer: HashSigner,
  font: Uint8Array,
): Promise<SignResult> {
  const [width, height] = [220, 70];
  const appearance = await typesetBlock({
    width,
    height,
    font,
    qr: 'https://contoh.go.id/bukti/8F3K2M9Q',
    statement: 'Ditandatangani secara elektronik oleh:',
    post: 'Kepala Dinas Komunikasi dan Informatika',
    name: 'Sri Wahyuni, S.Sos., M.Si.',
    time: '24 November 2026 14.05.09 WIB',
  });
  return signPdf(source, {
    level: 'B-B',
    signer,
    signingTime: new Date(),
    widget: { tag: '#', width, height, appearance },
  });
}

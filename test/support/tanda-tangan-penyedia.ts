import { createHash } from 'node:crypto';
import { oid, octetString, sequence, setOf } from '../../src/pades/asn1/der.ts';
import { oids } from '../../src/pades/asn1/oids.ts';
import { buildSignedData } from '../../src/pades/cms/build.ts';
import {
  bytesSource,
  embedSignature,
  prepareSignature,
  signedBytes,
  timestampSignature,
  type HashSigner,
  type TimestampAuthority,
} from '../../src/pades/index.ts';

export interface TandaTanganLama {
  readonly signer: HashSigner;
  /** Null: without a timestamp. */
  readonly tsa: TimestampAuthority | null;
  readonly saat: Date;
  /** Box in points, lower-left origin; null: invisible. */
  readonly kotak?: { readonly page: number; readonly rect: readonly [number, number, number, number] } | null;
  readonly nonce: Uint8Array;
}

/** What providers.md 5 says of the provider's files: room of 16 KB for the CMS. */
const tempatBita = 16 * 1024;
const bakuPades = Buffer.from('/SubFilter/ETSI.CAdES.detached', 'latin1');
const bakuLama = Buffer.from('/SubFilter/adbe.pkcs7.detached', 'latin1');

/**
 * A signature as the provider makes it (providers.md 5): `adbe.pkcs7.detached`, field `sig_<ms>`, signed attributes
 * contentType and messageDigest only, an RFC 3161 token, 16 KB reserved, an incremental update. The update is written by
 * the engine; the SubFilter, of the same length, is exchanged before anything is hashed, and the CMS is built here.
 */
export async function tandatanganiLama(pdf: Uint8Array, opsi: TandaTanganLama): Promise<Uint8Array> {
  const { signer, saat } = opsi;
  const siap = prepareSignature(bytesSource(pdf), {
    signer,
    level: 'B-T',
    signingTime: saat,
    field: `sig_${saat.getTime()}`,
    timestampBytes: tempatBita - 4096,
    ...(opsi.kotak ? { widget: opsi.kotak } : {}),
  });
  const update = Buffer.from(siap.update);
  const letak = update.indexOf(bakuPades);
  if (letak < 0) throw new Error('the engine writes its SubFilter otherwise');
  bakuLama.copy(update, letak);
  const [, sebelum, sesudah] = siap.byteRange;
  const awal = pdf.length;
  const sidik = createHash('sha256')
    .update(pdf)
    .update(update.subarray(0, sebelum - awal))
    .update(update.subarray(sesudah - awal))
    .digest();
  const message = setOf([
    sequence(oid(oids.contentType), setOf([oid(oids.data)])),
    sequence(oid(oids.messageDigest), setOf([octetString(sidik)])),
  ]);
  const signature = await signer.sign({ message, digest: createHash('sha256').update(message).digest() });
  const cms = buildSignedData({
    eContentType: oids.data,
    certificates: [signer.certificate, ...signer.chain],
    signer,
    signedAttributes: message,
    signature,
  });
  const akhir = opsi.tsa === null ? cms : await timestampSignature(cms, { tsa: opsi.tsa, nonce: opsi.nonce });
  return signedBytes(embedSignature({ ...siap, update }, akhir));
}

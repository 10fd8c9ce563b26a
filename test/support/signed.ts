import 'reflect-metadata';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { ContentInfo, SignedData } from '@peculiar/asn1-cms';

export interface FoundSignature {
  readonly field: string;
  readonly byteRange: readonly number[];
  /** Digest over the range equals message-digest, and the value verifies with the certificate in the CMS. */
  readonly valid: boolean;
  readonly unsigned: readonly string[];
}

/**
 * Finds and checks signatures with nothing of ours: by text search and @peculiar/asn1-cms. Good for files made by our writer in
 * tests; not a validator. Fields in order of appearance.
 */
export function findSignatures(file: Uint8Array): FoundSignature[] {
  const text = Buffer.from(file).toString('latin1');
  const pattern =
    /(\d+) 0 obj\n<<\/Type\/Sig.*?\/ByteRange\[(\d+) (\d+) (\d+) (\d+) *\]\/Contents<([0-9a-f]+)>/gs;
  return [...text.matchAll(pattern)].map((match) => {
    const byteRange = match.slice(2, 6).map(Number);
    const [a = 0, b = 0, c = 0, d = 0] = byteRange;
    const digest = createHash('sha256')
      .update(file.subarray(a, a + b))
      .update(file.subarray(c, c + d))
      .digest();
    const padded = Buffer.from(match[6] ?? '', 'hex');
    const length = 4 + padded.readUInt16BE(2);
    const data = AsnConvert.parse(
      AsnConvert.parse(padded.subarray(0, length), ContentInfo).content,
      SignedData,
    );
    const at = text.indexOf(`/V ${match[1] ?? ''} 0 R`);
    const owner = text.slice(text.lastIndexOf(' obj\n', at), text.indexOf('endobj', at));
    const field = /\/T ?(?:\(([^)]*)\)|<([0-9A-F]*)>)/.exec(owner);
    const [signer] = data.signerInfos;
    return {
      field: field?.[1] ?? field?.[2] ?? '',
      byteRange,
      valid: signer !== undefined && judge(data, digest),
      unsigned: (signer?.unsignedAttrs ?? []).map((each) => each.attrType),
    };
  });
}

function judge(data: SignedData, digest: Buffer): boolean {
  const [signer] = data.signerInfos;
  if (!signer?.signedAttrs) return false;
  const attribute = signer.signedAttrs.find((each) => each.attrType === '1.2.840.113549.1.9.4');
  const claimed = Buffer.from(attribute?.attrValues[0] ?? new ArrayBuffer(0)).subarray(2);
  const encoded = signer.signedAttrs.map((each) => Buffer.from(AsnConvert.serialize(each)));
  const contents = Buffer.concat(encoded);
  const head =
    contents.length < 128
      ? [0x31, contents.length]
      : contents.length < 256
        ? [0x31, 0x81, contents.length]
        : [0x31, 0x82, contents.length >> 8, contents.length & 0xff];
  const serial = Buffer.from(signer.sid.issuerAndSerialNumber?.serialNumber ?? new ArrayBuffer(0)).toString(
    'hex',
  );
  const certificate = Array.from(data.certificates ?? [])
    .flatMap((each) =>
      each.certificate ? [new X509Certificate(Buffer.from(AsnConvert.serialize(each.certificate)))] : [],
    )
    .find((each) => BigInt(`0x${each.serialNumber}`) === BigInt(`0x${serial}`));
  return (
    claimed.equals(digest) &&
    certificate !== undefined &&
    verify(
      'sha256',
      Buffer.concat([Buffer.from(head), contents]),
      certificate.publicKey,
      Buffer.from(signer.signature.buffer),
    )
  );
}

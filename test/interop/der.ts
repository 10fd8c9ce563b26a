/** One DER element. Written for the judges alone: nothing of `src/pades` may help to judge what it made. */
export interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** The first element of `bytes`; what follows it (the zeros that fill `/Contents`) is not looked at. */
export function first(bytes: Buffer): Element {
  const tag = bytes.readUInt8(0);
  const short = bytes.readUInt8(1);
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  const length = lengthBytes === 0 ? short : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) throw new Error('DER element is longer than its bytes');
  return { tag, whole: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) };
}

export function children(element: Element): Element[] {
  const found: Element[] = [];
  for (let rest = element.content; rest.length > 0;) {
    const child = first(rest);
    found.push(child);
    rest = rest.subarray(child.whole.length);
  }
  return found;
}

/** 1.2.840.113549.1.9.16.2.14, id-aa-timeStampToken (RFC 3161 appendix A), content bytes of the OID. */
const timeStampTokenOid = Buffer.from('2a864886f70d010910020e', 'hex');

/** The only signer's signature value and his signature timestamp token (RFC 5652 §5.3, RFC 3161 appendix A). */
export function signatureAndToken(cms: Buffer): { readonly signature: Buffer; readonly token: Buffer } {
  const signedData = at(children(at(children(first(cms)), 1)), 0);
  const signerInfos = children(at(children(signedData), -1));
  if (signerInfos.length !== 1) throw new Error(`expected one SignerInfo, found ${signerInfos.length}`);
  const fields = children(at(signerInfos, 0));
  const unsigned = fields.find((f, i) => f.tag === 0xa1 && i === fields.length - 1);
  if (unsigned === undefined) throw new Error('no unsigned attributes');
  const signature = fields.findLast((f) => f.tag === 0x04);
  const attribute = children(unsigned).find((a) => at(children(a), 0).content.equals(timeStampTokenOid));
  if (signature === undefined || attribute === undefined) throw new Error('no signature timestamp token');
  return { signature: signature.content, token: at(children(at(children(attribute), 1)), 0).whole };
}

function at(elements: readonly Element[], index: number): Element {
  const element = elements.at(index);
  if (element === undefined) throw new Error(`DER structure has no element ${index}`);
  return element;
}

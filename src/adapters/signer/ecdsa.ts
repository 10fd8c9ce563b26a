/** ECDSA-Sig-Value (RFC 3279 §2.2.3) from r ‖ s of equal lengths, as tokens and some remote services give it. */
export function ecdsaDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const body = Buffer.concat([integer(raw.subarray(0, half)), integer(raw.subarray(half))]);
  return Buffer.concat([
    Buffer.from(body.length < 0x80 ? [0x30, body.length] : [0x30, 0x81, body.length]),
    body,
  ]);
}

/** At most 66 octets (P-521) and one for the sign: always the short form. */
function integer(magnitude: Uint8Array): Buffer {
  const first = magnitude.findIndex((octet) => octet !== 0);
  const minimal = first === -1 ? Uint8Array.of(0) : magnitude.subarray(first);
  const sign = (minimal[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.from([0x02, sign.length + minimal.length, ...sign, ...minimal]);
}

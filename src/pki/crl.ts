import { boolean, context, enumerated, integer, octetString, oid, sequence } from '../pades/asn1/der.ts';
import { oids } from '../pades/asn1/oids.ts';
import { parseCertificate } from '../pades/x509/certificate.ts';
import { listTime, signatureAlgorithmOf, signedSequence } from './tanda-tangan.ts';
import { revocationReasons, type PkiEntity, type Revocation } from './types.ts';

const VALID_MS = 7 * 24 * 3600_000;

/** A complete CRL of one authority (RFC 5280 §5), valid for a week. Its number is the second it was made in. */
export function createCrl(issuer: PkiEntity, revocations: readonly Revocation[], now: Date): Uint8Array {
  const { subjectDer, subjectKeyId } = parseCertificate(issuer.certificate);
  const entries = revocations.filter((each) => each.time <= now).map(entry);
  const tbs = sequence(
    integer(1), // v2
    signatureAlgorithmOf(issuer),
    subjectDer,
    listTime(now),
    listTime(new Date(now.getTime() + VALID_MS)),
    ...(entries.length > 0 ? [sequence(...entries)] : []), // §5.1.2.6: absent when empty
    context(
      0,
      sequence(
        extension(oids.authorityKeyId, sequence(keyIdentifier(subjectKeyId))),
        extension(oids.crlNumber, integer(Math.floor(now.getTime() / 1000))),
      ),
    ),
  );
  return signedSequence(tbs, issuer);
}

/** `unspecified` is said by leaving the reason out (§5.3.1). */
function entry({ serial, time, reason }: Revocation): Uint8Array {
  const code = revocationReasons[reason];
  return sequence(
    integer(Buffer.from(serial, 'hex')),
    listTime(time),
    ...(code === 0 ? [] : [sequence(extension(oids.reasonCode, enumerated(code)))]),
  );
}

function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function keyIdentifier(subjectKeyId: string | null): Uint8Array {
  const id = octetString(Buffer.from(subjectKeyId ?? '', 'hex'));
  id[0] = 0x80; // [0] IMPLICIT
  return id;
}

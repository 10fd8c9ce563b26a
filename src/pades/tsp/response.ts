import { parseDer, type Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { Fields, raw, smallInt } from '../asn1/read.ts';
import { PadesError } from '../errors.ts';
import type { TimestampRequest } from './query.ts';
import { judgeToken, readTimestampToken, type TimestampToken } from './token.ts';

/**
 * The TimeStampToken inside a TimeStampResp, as received, after everything that can be judged without trust anchors
 * (RFC 3161 §2.4.2): granted, our digest under our hash, our nonce, and a token that verifies in itself.
 * Throws PADES_TSP_REJECTED, PADES_TSP_MISMATCH or PADES_TSP_INVALID; the answer comes from the network.
 */
export function readTimestampResponse(response: Uint8Array, request: TimestampRequest): Uint8Array {
  const { status, token } = split(response);
  if (status > 1) throw new PadesError('PADES_TSP_REJECTED', { detail: `PKIStatus ${status}` });
  if (token === null) throw new PadesError('PADES_TSP_INVALID', { detail: 'granted, but without a token' });
  const read = readToken(token);
  answersRequest(read, request);
  const { faults } = judgeToken(read);
  if (faults.length > 0) throw new PadesError('PADES_TSP_INVALID', { detail: faults.join('; ') });
  return token;
}

function split(response: Uint8Array): { status: number; token: Uint8Array | null } {
  try {
    const fields = new Fields(parseDer(response, { maxBytes: 1024 * 1024 }));
    const [status] = fields.take(0x30).children;
    const token: Der | null = fields.optional(0x30);
    fields.done();
    if (status === undefined) throw new PadesError('PADES_TSP_INVALID', { detail: 'no status' });
    return { status: smallInt(status), token: token && raw(token) };
  } catch (cause) {
    throw new PadesError('PADES_TSP_INVALID', { detail: 'not a TimeStampResp', cause });
  }
}

function readToken(token: Uint8Array): TimestampToken {
  try {
    return readTimestampToken(token);
  } catch (cause) {
    throw new PadesError('PADES_TSP_INVALID', { detail: 'unreadable token', cause });
  }
}

function answersRequest({ info }: TimestampToken, { digest, nonce }: TimestampRequest): void {
  const asked = Buffer.from(nonce)
    .toString('hex')
    .replace(/^(00)+(?=..)/, '');
  if (info.digestOid !== oids.sha256 || Buffer.compare(info.digest, digest) !== 0) {
    throw new PadesError('PADES_TSP_MISMATCH', { detail: 'The token is for another digest.' });
  }
  if (info.nonceHex !== asked) throw new PadesError('PADES_TSP_MISMATCH', { detail: 'The nonce differs.' });
}

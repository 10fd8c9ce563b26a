import { NaskahError, type ErrorCode } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { OutboundReason } from '../keluar/galat.ts';

/**
 * `error` of a CSC answer (v1.0.4 §10.1, RFC 6749 §5.2) → ours. The service's description is never repeated: it is
 * free text of the other side and may hold the very PIN that was wrong.
 */
const refusals: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_pin', 'FRASA_SANDI_SALAH'],
  ['invalid_otp', 'OTP_SALAH'],
  ['expired_otp', 'OTP_SALAH'],
  ['pin_locked', 'PIN_TERKUNCI'],
  ['credential_locked', 'PIN_TERKUNCI'],
  ['invalid_sad', 'PENANDA_MENOLAK'],
  ['expired_sad', 'PENANDA_MENOLAK'],
  ['invalid_request', 'PENANDA_MENOLAK'],
  ['invalid_token', 'PENANDA_MENOLAK'],
  ['expired_token', 'PENANDA_MENOLAK'],
  ['invalid_client', 'PENANDA_MENOLAK'],
  ['invalid_grant', 'PENANDA_MENOLAK'],
  ['unauthorized', 'PENANDA_MENOLAK'],
  ['unauthorized_client', 'PENANDA_MENOLAK'],
  ['access_denied', 'PENANDA_MENOLAK'],
  ['insufficient_scope', 'PENANDA_MENOLAK'],
  ['unsupported_grant_type', 'PENANDA_MENOLAK'],
  ['credential_disabled', 'PENANDA_MENOLAK'],
  ['temporarily_unavailable', 'PENANDA_TIDAK_TERSEDIA'],
  ['server_error', 'PENANDA_TIDAK_TERSEDIA'],
]);

/** Services that know only `invalid_request` tell in its description which of the two codes was wrong. */
const told: readonly { readonly pattern: RegExp; readonly code: ErrorCode }[] = [
  { pattern: /lock/i, code: 'PIN_TERKUNCI' },
  { pattern: /\botp\b|one.?time/i, code: 'OTP_SALAH' },
  { pattern: /\bpin\b|password/i, code: 'FRASA_SANDI_SALAH' },
];

/** What an answer with an error status means. `error` and `description` are the other side's text: matched, never shown. */
export function refusal(
  endpoint: string,
  status: number,
  error: string | null,
  description: string | null,
): TidakDitandatangani {
  const known = error === null ? undefined : refusals.get(error);
  const hint =
    error === 'invalid_request' && description !== null && /invalid|expired|wrong|locked/i.test(description)
      ? told.find(({ pattern }) => pattern.test(description))
      : undefined;
  const code = hint?.code ?? known ?? (status === 429 ? 'PENANDA_TIDAK_TERSEDIA' : 'PENANDA_MENOLAK');
  return new TidakDitandatangani(code, {
    extra: { csc: endpoint, status, ...(known === undefined ? {} : { error }) },
  });
}

/** Before the call that signs nothing can have been signed, whatever went wrong. */
export const notSigned = (code: ErrorCode, endpoint: string, what: string, cause?: unknown): Error =>
  new TidakDitandatangani(code, { extra: { csc: endpoint, sebab: what }, cause });

/** The request to sign was on its way and what came back does not say whether it was done. */
export const unknownOutcome = (what: string, cause?: unknown): Error =>
  new NaskahError('PENANDATANGANAN_TAK_PASTI', { extra: { csc: 'signatures/signHash', sebab: what }, cause });

/** Failures before the first byte of the request left this machine. */
const unsent: ReadonlySet<OutboundReason> = new Set([
  'url-refused',
  'host-refused',
  'address-refused',
  'name-unresolved',
  'connect-refused',
  'connect-failed',
  'tls-failed',
]);
export const wasUnsent = (reason: OutboundReason): boolean => unsent.has(reason);

/** Answers by which a service, or what stands before it, says that it did not take the request up at all. */
const refused: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 406, 413, 414, 415, 422, 429]);
export const wasRefused = (status: number): boolean => refused.has(status);

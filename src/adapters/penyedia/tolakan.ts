import type { ErrorCode } from '../../shared/errors.ts';
import { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { OutboundResponse } from '../keluar/klien.ts';
import { jsonObject } from './objek-json.ts';

/**
 * The provider's own codes (providers.md 1.1) and what they are here. The sentence and whether to try again come from
 * the row of our code in `shared/errors.ts`.
 */
export const providerCodes: Readonly<Record<number, ErrorCode>> = {
  1110: 'PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR',
  2011: 'PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR',
  2021: 'SERTIFIKAT_TIDAK_ADA',
  2031: 'FRASA_SANDI_SALAH',
  /** Historical; what it means was not found, so it only says that nothing was signed. */
  2041: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
};

/** Words that are as much part of the contract as a code. */
const phrases: readonly (readonly [RegExp, number])[] = [[/passphrase anda salah/i, 2031]];

/** Statuses that say something by themselves. Everything in 4xx that is missing here is PENANDA_MENOLAK. */
const statuses: Readonly<Record<number, ErrorCode>> = {
  401: 'PENYEDIA_KREDENSIAL_DITOLAK',
  403: 'PENYEDIA_KREDENSIAL_DITOLAK',
  429: 'PENANDA_TIDAK_TERSEDIA',
};

export interface Refusal {
  readonly kode: ErrorCode;
  /** The provider's own number; its words are not repeated, because they may hold a NIK or a name. */
  readonly kodePenyedia: number | null;
  /** Known not to have signed. */
  readonly definite: boolean;
}

/** What an answer that is not a success means; null for a success. Pure. */
export function refusalOf(response: Pick<OutboundResponse, 'status' | 'body'>): Refusal | null {
  const { status, body } = response;
  const kodePenyedia = providerCodeIn(body, status >= 400 && status < 500 && status !== 408);
  const known = kodePenyedia === null ? undefined : providerCodes[kodePenyedia];
  if (known !== undefined) return { kode: known, kodePenyedia, definite: true };
  if (status >= 200 && status < 300) return null;
  const kode = statuses[status];
  if (kode !== undefined) return { kode, kodePenyedia, definite: true };
  // 408: the provider gave up waiting, perhaps in the middle of its work. 5xx: it may have failed after signing.
  if (status >= 400 && status < 500 && status !== 408) {
    return { kode: 'PENANDA_MENOLAK', kodePenyedia, definite: true };
  }
  return { kode: 'PENANDATANGANAN_TAK_PASTI', kodePenyedia, definite: false };
}

/** The refusal as an error of a call that signs. */
export function thrown(refusal: Refusal, status: number): NaskahError {
  const extra = {
    status,
    ...(refusal.kodePenyedia === null ? {} : { kodePenyedia: refusal.kodePenyedia }),
  };
  return refusal.definite
    ? new TidakDitandatangani(refusal.kode, { extra })
    : new NaskahError('PENANDATANGANAN_TAK_PASTI', { extra });
}

/** The refusal as an error of a question: nothing is signed by asking. */
export function thrownByQuestion(response: Pick<OutboundResponse, 'status' | 'body'>): NaskahError | null {
  const refusal = refusalOf(response);
  if (refusal === null) return null;
  const kode = refusal.definite ? refusal.kode : 'PENANDA_TIDAK_TERSEDIA';
  return thrown({ ...refusal, kode, definite: true }, response.status);
}

/**
 * In `status_code`, or the last word of the text; both are seen (providers.md 1.1). An answer with a file has none. Where
 * the status itself does not say that nothing was signed, a number that merely ends a `message` ("… 24 November 2021")
 * says it neither: a letter taken for unsigned would be signed twice.
 */
function providerCodeIn(body: Uint8Array, refusedByStatus: boolean): number | null {
  if (body.length === 0 || body.length > 16 * 1024) return null;
  const answer = jsonObject(body);
  if (answer === null || holdsFile(answer)) return null;
  const wordsOf = (names: readonly string[]): string[] =>
    names.map((name) => answer[name]).filter((one) => typeof one === 'string');
  const phrase = phrases.find(([pattern]) => wordsOf(['error', 'message']).some((one) => pattern.test(one)));
  if (phrase !== undefined) return phrase[1];
  const spoken = wordsOf(refusedByStatus ? ['error', 'message'] : ['error']);
  const numbers = [...spoken.map((one) => /(?:^|\D)(\d{4})\s*$/.exec(one)?.[1]), answer['status_code']].map(
    Number,
  );
  return numbers.find((one) => Object.hasOwn(providerCodes, one)) ?? null;
}

/** Services also send the member empty: no file, an empty list, a list of nothing. */
function holdsFile(answer: Readonly<Record<string, unknown>>): boolean {
  const { file, base64_signed_file: single } = answer;
  return [single, ...(Array.isArray(file) ? (file as readonly unknown[]) : [file])].some(
    (one) => one !== undefined && one !== null && one !== '' && one !== 'null',
  );
}

import type { ErrorCode } from '../../shared/errors.ts';
import type { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { OutboundResponse } from '../keluar/klien.ts';
import { jsonObject } from './objek-json.ts';
import { thrownByQuestion } from './tolakan.ts';

/** Statuses of a user (providers.md 1.3); null: may sign. */
export const userStatuses = {
  ISSUE: null,
  EXPIRED: 'SERTIFIKAT_KEDALUWARSA',
  RENEW: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
  WAITING_FOR_VERIFICATION: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
  NEW: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
  NO_CERTIFICATE: 'SERTIFIKAT_TIDAK_ADA',
  NOT_REGISTERED: 'PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR',
  SUSPEND: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
  REVOKE: 'PENYEDIA_PENGGUNA_TIDAK_AKTIF',
} as const satisfies Record<string, ErrorCode | null>;
export type UserStatus = keyof typeof userStatuses;

/** The older service's numbers, for answers without the word (providers.md 1.1). */
const numbers: Readonly<Record<number, UserStatus>> = {
  1111: 'ISSUE',
  1110: 'NOT_REGISTERED',
  2011: 'NOT_REGISTERED',
  2021: 'NO_CERTIFICATE',
};

/** The status in an answer, v1 or v2. Throws a coded refusal where there is none: no evidence is never a pass. */
export function readStatus(response: OutboundResponse): UserStatus {
  const answer = jsonOf(response);
  const { status } = answer;
  if (typeof status === 'string' && Object.hasOwn(userStatuses, status)) return status as UserStatus;
  // A word that is not known is no ISSUE, whatever number stands beside it.
  const silent = typeof status !== 'string' || status === '' || status === 'null';
  const known = silent ? numbers[Number(answer['status_code'])] : undefined;
  if (known !== undefined) return known;
  throw thrownByQuestion(response) ?? badAnswer();
}

/** Throws unless the user may sign now. */
export function mustBeIssued(status: UserStatus): void {
  const kode = userStatuses[status];
  if (kode !== null) throw new TidakDitandatangani(kode, { extra: { statusPenyedia: status } });
}

/** The object in an answer to a question; a refusal or anything else throws. */
export function answerOf(response: OutboundResponse): Readonly<Record<string, unknown>> {
  const error = thrownByQuestion(response);
  if (error !== null) throw error;
  const answer = jsonOf(response);
  if (Object.keys(answer).length === 0) throw badAnswer();
  return answer;
}

const jsonOf = ({ body }: OutboundResponse): Readonly<Record<string, unknown>> => jsonObject(body) ?? {};

const badAnswer = (): NaskahError => new TidakDitandatangani('PENANDA_JAWABAN_TIDAK_SAH');

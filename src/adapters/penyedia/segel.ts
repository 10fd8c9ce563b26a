import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { ProviderAccount } from './akun.ts';
import { answerOf } from './status.ts';
import { question, sendFiles, type V2Properties } from './v2.ts';

/**
 * An agency's electronic seal at the provider (providers.md 1.3): a signer kind of its own. It says that a body issued a
 * file, never that a person signed it, so nothing here yields a signature of a person.
 */
export interface AgencySeal {
  readonly jenis: 'segel';
  readonly idSubscriber: string;
}

export interface SealCode {
  readonly message: string | null;
  /** Bytes, as every secret; null where it comes by mail only. */
  readonly totp: Uint8Array | null;
  readonly expires: string | null;
}

/** `POST /api/v2/seal/get/activation`: the code comes by mail; with a code that is about to end it is refreshed. */
export async function activateSeal(
  account: ProviderAccount,
  seal: AgencySeal,
  totp?: Uint8Array,
): Promise<SealCode> {
  const answer = answerOf(
    await question(account, '/api/v2/seal/get/activation', {
      idSubscriber: { value: seal.idSubscriber },
      ...(totp === undefined ? {} : { totp: { secret: totp } }),
    }),
  );
  if (answer['success'] !== true) throw new TidakDitandatangani('PENANDA_MENOLAK');
  return codeIn(
    typeof answer['data'] === 'object' && answer['data'] !== null ? { ...answer, ...answer['data'] } : answer,
  );
}

/** `POST /api/v2/seal/get/totp`: a code for so many files. */
export async function sealTotp(
  account: ProviderAccount,
  seal: AgencySeal,
  activation: Uint8Array,
  files: number,
): Promise<SealCode> {
  const answer = answerOf(
    await question(account, '/api/v2/seal/get/totp', {
      idSubscriber: { value: seal.idSubscriber },
      totp: { secret: activation },
      data: { value: files },
    }),
  );
  if (answer['result'] !== true) throw new TidakDitandatangani('PENANDA_MENOLAK');
  return codeIn(answer);
}

/** `POST /api/v2/seal/pdf`: the raw answer, as of signing. Made once, never repeated. */
export function sealPdf(
  account: ProviderAccount,
  seal: AgencySeal,
  totp: Uint8Array,
  request: { readonly files: readonly Uint8Array[]; readonly properties: readonly V2Properties[] },
): Promise<Uint8Array> {
  return sendFiles(account, '/api/v2/seal/pdf', request, {
    idSubscriber: { value: seal.idSubscriber },
    totp: { secret: totp },
  });
}

/** `POST /api/v2/seal/revoke/activation`. */
export async function revokeSeal(
  account: ProviderAccount,
  seal: AgencySeal,
  totp: Uint8Array,
): Promise<void> {
  answerOf(
    await question(account, '/api/v2/seal/revoke/activation', {
      idSubscriber: { value: seal.idSubscriber },
      totp: { secret: totp },
    }),
  );
}

function codeIn(answer: Readonly<Record<string, unknown>>): SealCode {
  const { message, totp, expires } = answer;
  return {
    message: typeof message === 'string' ? message : null,
    totp: typeof totp === 'string' && totp !== '' ? Buffer.from(totp, 'utf8') : null,
    expires: typeof expires === 'string' ? expires : null,
  };
}

import { NaskahError, type ErrorCode } from '../../shared/errors.ts';

/** What a CKR_ value means to the one who signs (PKCS#11 v2.40 §5.1). Not listed: the token refused. */
const meanings: ReadonlyMap<number, readonly [name: string, code: ErrorCode]> = new Map([
  [0x02, ['CKR_HOST_MEMORY', 'TOKEN_TIDAK_TERSEDIA']],
  [0x03, ['CKR_SLOT_ID_INVALID', 'TOKEN_TIDAK_TERSEDIA']],
  [0x05, ['CKR_GENERAL_ERROR', 'TOKEN_TIDAK_TERSEDIA']],
  [0x06, ['CKR_FUNCTION_FAILED', 'TOKEN_TIDAK_TERSEDIA']],
  [0x20, ['CKR_DATA_INVALID', 'PENANDA_MENOLAK']],
  [0x21, ['CKR_DATA_LEN_RANGE', 'PENANDA_MENOLAK']],
  [0x30, ['CKR_DEVICE_ERROR', 'TOKEN_TIDAK_TERSEDIA']],
  [0x31, ['CKR_DEVICE_MEMORY', 'TOKEN_TIDAK_TERSEDIA']],
  [0x32, ['CKR_DEVICE_REMOVED', 'TOKEN_TIDAK_TERSEDIA']],
  [0x50, ['CKR_FUNCTION_CANCELED', 'PENANDA_MENOLAK']],
  [0x60, ['CKR_KEY_HANDLE_INVALID', 'KUNCI_TIDAK_DITEMUKAN']],
  [0x62, ['CKR_KEY_SIZE_RANGE', 'PENANDA_MENOLAK']],
  [0x63, ['CKR_KEY_TYPE_INCONSISTENT', 'PENANDA_MENOLAK']],
  [0x68, ['CKR_KEY_FUNCTION_NOT_PERMITTED', 'PENANDA_MENOLAK']],
  [0x70, ['CKR_MECHANISM_INVALID', 'PENANDA_MENOLAK']],
  [0x71, ['CKR_MECHANISM_PARAM_INVALID', 'PENANDA_MENOLAK']],
  [0x82, ['CKR_OBJECT_HANDLE_INVALID', 'KUNCI_TIDAK_DITEMUKAN']],
  [0xa0, ['CKR_PIN_INCORRECT', 'FRASA_SANDI_SALAH']],
  [0xa1, ['CKR_PIN_INVALID', 'FRASA_SANDI_SALAH']],
  [0xa2, ['CKR_PIN_LEN_RANGE', 'FRASA_SANDI_SALAH']],
  [0xa3, ['CKR_PIN_EXPIRED', 'PIN_PERLU_DIGANTI']],
  [0xa4, ['CKR_PIN_LOCKED', 'PIN_TERKUNCI']],
  [0xb0, ['CKR_SESSION_CLOSED', 'TOKEN_TIDAK_TERSEDIA']],
  [0xb1, ['CKR_SESSION_COUNT', 'TOKEN_TIDAK_TERSEDIA']],
  [0xb3, ['CKR_SESSION_HANDLE_INVALID', 'TOKEN_TIDAK_TERSEDIA']],
  [0xe0, ['CKR_TOKEN_NOT_PRESENT', 'TOKEN_TIDAK_TERSEDIA']],
  [0xe1, ['CKR_TOKEN_NOT_RECOGNIZED', 'TOKEN_TIDAK_TERSEDIA']],
  [0x100, ['CKR_USER_ALREADY_LOGGED_IN', 'TOKEN_TIDAK_TERSEDIA']],
  [0x101, ['CKR_USER_NOT_LOGGED_IN', 'TOKEN_TIDAK_TERSEDIA']],
  [0x102, ['CKR_USER_PIN_NOT_INITIALIZED', 'PIN_PERLU_DIGANTI']],
  [0x104, ['CKR_USER_ANOTHER_ALREADY_LOGGED_IN', 'TOKEN_TIDAK_TERSEDIA']],
  [0x190, ['CKR_CRYPTOKI_NOT_INITIALIZED', 'TOKEN_TIDAK_TERSEDIA']],
  [0x200, ['CKR_FUNCTION_REJECTED', 'PENANDA_MENOLAK']],
]);

/** After these the session is gone and nothing came of the call: once, a new session may do it again. */
const lost: ReadonlySet<number> = new Set([0x03, 0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0x101, 0x190]);

export const alreadyLoggedIn = 0x100;
export const alreadyInitialized = 0x191;

export function ckrOf(error: unknown): number | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'number' ? code : null;
}

export function isLostSession(error: unknown): boolean {
  const ckr = ckrOf(error);
  return ckr !== null && lost.has(ckr);
}

/** Coded, with the value's name and nothing the module said: its words are not ours to vouch for. */
export function pkcs11Error(error: unknown): Error {
  const ckr = ckrOf(error);
  if (ckr === null) return error instanceof Error ? error : new Error('the PKCS#11 module threw no error');
  const [name, code] = meanings.get(ckr) ?? [`CKR 0x${ckr.toString(16)}`, 'PENANDA_MENOLAK' as const];
  return new NaskahError(code, { extra: { pkcs11: name } });
}

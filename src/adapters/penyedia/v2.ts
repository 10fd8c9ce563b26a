import { parseCertificate } from '../../pades/index.ts';
import type { IzinPenyedia, PenggunaPenyedia } from '../../services/ports.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import {
  ask,
  QUESTION_BYTES,
  QUESTION_TIMEOUT_MS,
  sendOnce,
  SIGN_TIMEOUT_MS,
  type ProviderAccount,
} from './akun.ts';
import { jsonBody, type JsonPart } from './badan.ts';
import { answerOf, readStatus, type UserStatus } from './status.ts';
import type { Look, Remarks } from './tampilan.ts';
import { refusalOf, thrown } from './tolakan.ts';
import { ADDED_BYTES } from './v1.ts';

export interface V2Properties {
  readonly look: Look;
  readonly remarks?: Remarks;
  /** Of an encrypted file. */
  readonly pdfPassword?: string;
}

export interface V2Sign {
  readonly user: PenggunaPenyedia;
  readonly izin: IzinPenyedia;
  readonly files: readonly Uint8Array[];
  /** One for all files, or one for each. */
  readonly properties: readonly V2Properties[];
}

/** `POST /api/v2/sign/pdf` (providers.md 1.3): the raw answer, one JSON for all files. Made once, never repeated. */
export function signV2(account: ProviderAccount, request: V2Sign): Promise<Uint8Array> {
  return sendFiles(account, '/api/v2/sign/pdf', request, {
    ...userMembers(request.user),
    ...secretMembers(request.izin),
  });
}

/** Also the way of the agency seal. Throws before sending where properties and files do not match. */
export async function sendFiles(
  account: ProviderAccount,
  path: string,
  { files, properties }: Pick<V2Sign, 'files' | 'properties'>,
  members: Readonly<Record<string, JsonPart>>,
): Promise<Uint8Array> {
  if (files.length === 0 || (properties.length !== 1 && properties.length !== files.length)) {
    throw new TidakDitandatangani('MASUKAN_TIDAK_SAH');
  }
  const body = jsonBody({
    ...members,
    signatureProperties: { value: properties.map(propertiesOf) },
    file: { files },
  });
  const sent = files.reduce((sum, file) => sum + file.length + ADDED_BYTES, 0);
  try {
    const response = await sendOnce(account, {
      method: 'POST',
      path,
      contentType: 'application/json',
      body,
      maxBytes: Math.ceil((sent * 4) / 3) + QUESTION_BYTES,
      totalMs: account.signTimeoutMs ?? SIGN_TIMEOUT_MS,
    });
    const refusal = refusalOf(response);
    if (refusal !== null) throw thrown(refusal, response.status);
    return response.body;
  } finally {
    body.fill(0);
  }
}

/** `POST /api/v2/sign/get/totp`: asks for a code for so many files; it comes by the provider's own app. */
export async function requestTotp(
  account: ProviderAccount,
  user: PenggunaPenyedia,
  files: number,
): Promise<void> {
  const answer = answerOf(
    await question(account, '/api/v2/sign/get/totp', { ...userMembers(user), data: { value: files } }),
  );
  if (answer['success'] !== true) throw new TidakDitandatangani('PENANDA_MENOLAK');
}

/** `POST /api/v2/user/check/status`. */
export async function statusV2(account: ProviderAccount, user: PenggunaPenyedia): Promise<UserStatus> {
  return readStatus(await question(account, '/api/v2/user/check/status', userMembers(user)));
}

/** `GET /api/v2/user/certificate/chain/{id}`: DER, as many as can be read, in the provider's order. */
export async function certificateChain(
  account: ProviderAccount,
  user: PenggunaPenyedia,
): Promise<readonly Uint8Array[]> {
  const id = 'nik' in user ? user.nik : user.email;
  const response = await ask(account, {
    method: 'GET',
    path: `/api/v2/user/certificate/chain/${encodeURIComponent(id)}`,
    maxBytes: QUESTION_BYTES,
    totalMs: QUESTION_TIMEOUT_MS,
  });
  const { data } = answerOf(response);
  if (!Array.isArray(data) || data.length === 0 || data.length > 8) {
    throw new TidakDitandatangani('PENANDA_JAWABAN_TIDAK_SAH');
  }
  return data.map(certificateIn);
}

/** PEM or bare base64. */
function certificateIn(value: unknown): Uint8Array {
  const base64 = typeof value === 'string' ? value.replace(/-----(BEGIN|END) CERTIFICATE-----|\s+/g, '') : '';
  const der = Buffer.from(base64, 'base64');
  try {
    parseCertificate(der);
    return der;
  } catch (cause) {
    throw new TidakDitandatangani('PENANDA_JAWABAN_TIDAK_SAH', { cause });
  }
}

export async function question(
  account: ProviderAccount,
  path: string,
  members: Readonly<Record<string, JsonPart>>,
) {
  const body = jsonBody(members);
  try {
    return await ask(account, {
      method: 'POST',
      path,
      contentType: 'application/json',
      body,
      maxBytes: QUESTION_BYTES,
      totalMs: QUESTION_TIMEOUT_MS,
    });
  } finally {
    body.fill(0);
  }
}

const userMembers = (user: PenggunaPenyedia): Record<string, JsonPart> =>
  'nik' in user ? { nik: { value: user.nik } } : { email: { value: user.email } };

function secretMembers({ frasaSandi, totp }: IzinPenyedia): Record<string, JsonPart> {
  if (frasaSandi !== undefined) return { passphrase: { secret: frasaSandi } };
  if (totp !== undefined) return { totp: { secret: totp } };
  throw new TidakDitandatangani('MASUKAN_TIDAK_SAH', { pointer: '/frasaSandi' });
}

/** As the libraries in use send them: location null and reason empty where there is none. */
function propertiesOf({ look, remarks = {}, pdfPassword }: V2Properties): Record<string, unknown> {
  return {
    tampilan: look.visible ? 'VISIBLE' : 'INVISIBLE',
    ...(look.visible ? visibleProperties(look) : {}),
    location: remarks.location ?? null,
    reason: remarks.reason ?? '',
    ...(remarks.contactInfo === undefined ? {} : { contactInfo: remarks.contactInfo }),
    ...(pdfPassword === undefined ? {} : { pdfPassword }),
  };
}

function visibleProperties({
  placement,
  picture,
}: Extract<Look, { visible: true }>): Record<string, unknown> {
  if (picture !== undefined && 'qr' in picture) {
    // v2 draws no QR of a text: the caller draws it and sends the picture.
    throw new TidakDitandatangani('MASUKAN_TIDAK_SAH');
  }
  const where =
    'tag' in placement
      ? { tag_koordinat: placement.tag }
      : { page: placement.page, originX: placement.x, originY: placement.y };
  return {
    ...where,
    ...(placement.size === undefined ? {} : placement.size),
    ...(picture === undefined ? {} : { imageBase64: Buffer.from(picture.image).toString('base64') }),
  };
}

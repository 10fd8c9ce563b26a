import type { IzinPenyedia } from '../../services/ports.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import {
  ask,
  QUESTION_BYTES,
  QUESTION_TIMEOUT_MS,
  sendOnce,
  SIGN_TIMEOUT_MS,
  type ProviderAccount,
} from './akun.ts';
import { multipartBody, text, type MultipartPart } from './badan.ts';
import { readStatus, type UserStatus } from './status.ts';
import type { Look, Placement, Remarks } from './tampilan.ts';
import { refusalOf, thrown, thrownByQuestion } from './tolakan.ts';

/** Room for what one signature adds (16 KB of CMS as hexadecimal, a drawing) on top of the file sent. */
export const ADDED_BYTES = 1024 * 1024;

export interface V1Sign {
  readonly nik: string;
  readonly izin: IzinPenyedia;
  readonly file: Uint8Array;
  readonly look: Look;
  readonly remarks?: Remarks;
  /** `BYTE` when absent. */
  readonly answer?: 'BYTE' | 'BASE64';
}

export interface V1Answer {
  /** The body as received; nothing has been made of it. */
  readonly raw: Uint8Array;
  /** By which the file can be fetched once more; null where the provider, or a proxy, left it out. */
  readonly idDokumen: string | null;
}

/** `POST /api/sign/pdf` (providers.md 1.1). Made once, never repeated. */
export async function signV1(account: ProviderAccount, request: V1Sign): Promise<V1Answer> {
  if (request.izin.frasaSandi === undefined) {
    throw new TidakDitandatangani('MASUKAN_TIDAK_SAH', {
      pointer: '/totp',
      detail: 'Layanan penyelenggara versi 1 hanya menerima frasa sandi.',
    });
  }
  const { contentType, body } = multipartBody(partsOf(request, request.izin.frasaSandi));
  try {
    const base64 = request.answer === 'BASE64' ? 4 / 3 : 1;
    const response = await sendOnce(account, {
      method: 'POST',
      path: '/api/sign/pdf',
      contentType,
      body,
      maxBytes: Math.ceil((request.file.length + ADDED_BYTES) * base64),
      totalMs: account.signTimeoutMs ?? SIGN_TIMEOUT_MS,
    });
    const refusal = refusalOf(response);
    if (refusal !== null) throw thrown(refusal, response.status);
    return { raw: response.body, idDokumen: documentId(response.headers) };
  } finally {
    body.fill(0);
  }
}

/** `GET /api/sign/download/{id_dokumen}`: works once; a second time the provider answers 404 (TIDAK_DITEMUKAN). */
export async function downloadV1(
  account: ProviderAccount,
  idDokumen: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const response = await ask(account, {
    method: 'GET',
    path: `/api/sign/download/${encodeURIComponent(idDokumen)}`,
    maxBytes,
    totalMs: QUESTION_TIMEOUT_MS,
  });
  if (response.status === 404) throw new TidakDitandatangani('TIDAK_DITEMUKAN');
  const error = thrownByQuestion(response);
  if (error !== null) throw error;
  return response.body;
}

/** `GET /api/user/status/{nik}`. */
export async function statusV1(account: ProviderAccount, nik: string): Promise<UserStatus> {
  return readStatus(
    await ask(account, {
      method: 'GET',
      path: `/api/user/status/${encodeURIComponent(nik)}`,
      maxBytes: QUESTION_BYTES,
      totalMs: QUESTION_TIMEOUT_MS,
    }),
  );
}

function partsOf(request: V1Sign, passphrase: Uint8Array): MultipartPart[] {
  const { look, remarks = {} } = request;
  return [
    { name: 'file', bytes: request.file, file: { name: 'naskah.pdf', type: 'application/pdf' } },
    text('nik', request.nik),
    { name: 'passphrase', bytes: passphrase },
    text('tampilan', look.visible ? 'visible' : 'invisible'),
    ...(look.visible ? [...drawing(look.picture), ...placing(look.placement)] : []),
    ...Object.entries({ reason: remarks.reason, location: remarks.location }).flatMap(([name, value]) =>
      value === undefined ? [] : [text(name, value)],
    ),
    ...(request.answer === undefined ? [] : [text('jenis_response', request.answer)]),
  ];
}

type Picture = Extract<Look, { visible: true }>['picture'];

function drawing(picture: Picture): MultipartPart[] {
  if (picture === undefined) return [text('image', 'false')];
  if ('qr' in picture) return [text('image', 'false'), text('linkQR', picture.qr)];
  const name = picture.type === 'image/png' ? 'ttd.png' : 'ttd.jpg';
  return [
    text('image', 'true'),
    { name: 'imageTTD', bytes: picture.image, file: { name, type: picture.type } },
  ];
}

function placing(placement: Placement): MultipartPart[] {
  const size = placement.size;
  const box =
    size === undefined ? [] : [text('width', String(size.width)), text('height', String(size.height))];
  if ('tag' in placement) return [text('tag_koordinat', placement.tag), ...box];
  const page =
    typeof placement.page === 'number'
      ? text('page', String(placement.page))
      : text('halaman', placement.page);
  return [page, text('xAxis', String(placement.x)), text('yAxis', String(placement.y)), ...box];
}

/** Proxies drop header names with an underscore, so both spellings are read. The value is the provider's choice. */
function documentId(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): string | null {
  const value = headers['id_dokumen'] ?? headers['id-dokumen'];
  return typeof value === 'string' && /^[A-Za-z0-9._-]{1,128}$/.test(value) ? value : null;
}

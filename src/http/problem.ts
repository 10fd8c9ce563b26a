import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errors, NaskahError, type ErrorCode } from '../shared/errors.ts';
import { batas } from './batas.ts';
import { jelaskanPelanggaran } from './pelanggaran-skema.ts';

/** RFC 9457 body of every non-2xx answer, the framework's own included (D9). */
export interface Masalah {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly retryable: boolean;
  readonly traceId: string;
  readonly pointer?: string;
  readonly rincian?: Readonly<Record<string, unknown>>;
}

export const jenisMediaMasalah = 'application/problem+json';

/** The framework's refusals, by its code; what is not named here falls to its status. */
const kodeKerangka: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'ISI_TERLALU_BESAR',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'JENIS_MEDIA_TIDAK_DIDUKUNG',
  FST_ERR_CTP_INVALID_JSON_BODY: 'JSON_TIDAK_SAH',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'JSON_TIDAK_SAH',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MASUKAN_TIDAK_SAH',
  FST_ERR_NOT_FOUND: 'TIDAK_DITEMUKAN',
  FST_ERR_BAD_URL: 'TIDAK_DITEMUKAN',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'JENIS_MEDIA_TIDAK_DIDUKUNG',
  FST_INVALID_JSON_FIELD_ERROR: 'MASUKAN_TIDAK_SAH',
};
const kodeStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'MASUKAN_TIDAK_SAH',
  401: 'BELUM_MASUK',
  403: 'TIDAK_BERWENANG',
  404: 'TIDAK_DITEMUKAN',
  405: 'METODE_TIDAK_DIDUKUNG',
  406: 'JENIS_MEDIA_TIDAK_DIDUKUNG',
  408: 'PERMINTAAN_TERLALU_LAMBAT',
  413: 'ISI_TERLALU_BESAR',
  414: 'TIDAK_DITEMUKAN',
  415: 'JENIS_MEDIA_TIDAK_DIDUKUNG',
  429: 'TERLALU_SERING',
  431: 'TAJUK_TERLALU_BESAR',
  503: 'LAYANAN_BELUM_SIAP',
};

/** Anything thrown → the one error type of the edge. What nobody foresaw becomes KESALAHAN_INTERNAL and keeps its cause. */
export function jadikanNaskahError(galat: unknown): NaskahError {
  if (galat instanceof NaskahError) return galat;
  if (!(galat instanceof Error)) return new NaskahError('KESALAHAN_INTERNAL', { cause: galat });
  const { code, statusCode, validation, validationContext } = galat as FastifyError;
  // A path member of the wrong form names nothing that exists: the same 404 as an unknown or foreign id.
  if (validation && validationContext === 'params') return new NaskahError('TIDAK_DITEMUKAN');
  if (validation) return new NaskahError('MASUKAN_TIDAK_SAH', jelaskanPelanggaran(validation));
  if (galat instanceof SyntaxError && statusCode === 400) return new NaskahError('JSON_TIDAK_SAH');
  const kode = kodeKerangka[code] ?? (statusCode === undefined ? undefined : kodeStatus[statusCode]);
  return new NaskahError(kode ?? 'KESALAHAN_INTERNAL', { cause: galat });
}

export function buatMasalah(galat: NaskahError, traceId: string): Masalah {
  const { status, retryable, kalimat } = errors[galat.code];
  return {
    type: `urn:naskah:kesalahan:${galat.code}`,
    title: kalimat,
    status,
    code: galat.code,
    // Sentences of an unforeseen error may hold anything; people get the row's.
    detail: galat.code === 'KESALAHAN_INTERNAL' ? kalimat : galat.message,
    retryable,
    traceId,
    ...(galat.pointer === null ? {} : { pointer: galat.pointer }),
    ...(Object.keys(galat.extra).length === 0 ? {} : { rincian: galat.extra }),
  };
}

/** Sends a refusal; pages are answered with `halaman` when a browser asked for one. */
export function kirimMasalah(
  request: FastifyRequest,
  reply: FastifyReply,
  galat: NaskahError,
  halaman: ((masalah: Masalah, bahasa: string) => string) | null,
): FastifyReply {
  const masalah = buatMasalah(galat, request.id);
  // A caller who hung up in the middle of his body is no fault of ours, and could fill the log.
  if (masalah.status >= 500 && !request.raw.readableAborted)
    request.log.error({ traceId: request.id, err: galat }, 'permintaan gagal');
  reply
    .code(masalah.status)
    .headers({ 'cache-control': 'no-store', 'trace-id': request.id })
    .removeHeader('etag');
  // Where the rate limit refused, it has said itself when its minute is over.
  if (galat.code === 'TERLALU_SERING' && !reply.hasHeader('retry-after'))
    reply.header('retry-after', batas.cobaLagiDetik);
  // The rest of a body that nobody reads would be taken for the next request.
  if (tubuhBersisa.has(galat.code) && !request.raw.complete) reply.header('connection', 'close');
  if (galat.code === 'BELUM_MASUK') reply.header('www-authenticate', 'Bearer');
  if (halaman !== null && mintaHalaman(request)) {
    return reply
      .header('vary', 'Accept')
      .type('text/html; charset=utf-8')
      .send(halaman(masalah, bahasaDiminta(request)));
  }
  // Bytes, so that no charset parameter is added: the media type has none (RFC 9457 §3, RFC 8259 §11).
  return reply.type(jenisMediaMasalah).send(Buffer.from(JSON.stringify(masalah)));
}

/** Malformed HTTP never reaches a route: the socket gets a small problem and is closed. */
export function balasGalatKlien(galat: NodeJS.ErrnoException, traceId: string): string {
  const kode: ErrorCode =
    galat.code === 'HPE_HEADER_OVERFLOW'
      ? 'TAJUK_TERLALU_BESAR'
      : galat.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'PERMINTAAN_TERLALU_LAMBAT'
        : 'MASUKAN_TIDAK_SAH';
  const isi = JSON.stringify(buatMasalah(new NaskahError(kode), traceId));
  const { status } = errors[kode];
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${jenisMediaMasalah}`,
    `Content-Length: ${Buffer.byteLength(isi)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    isi,
  ].join('\r\n');
}

const tubuhBersisa: ReadonlySet<ErrorCode> = new Set(['ISI_TERLALU_BESAR', 'MASUKAN_TIDAK_SAH']);
const jalurApi = /^\/(v1|healthz|readyz|dokumentasi)(\/|\?|$)/;
const mintaHalaman = (request: FastifyRequest): boolean =>
  !jalurApi.test(request.url) && /\btext\/html\b/.test(request.headers.accept ?? '');
const bahasaDiminta = (request: FastifyRequest): string => {
  const { bahasa } = (request.query ?? {}) as { bahasa?: unknown };
  return bahasa === 'en' ? 'en' : 'id';
};

import type { DestinationStream, Logger } from 'pino';
import { pino } from 'pino';

/**
 * The process log. An allow-list: what is not named here is not written. No bodies, no headers, no addresses with
 * their values (proof ids, tickets and queries are secrets of a kind): the route's pattern says enough.
 */
export function buatPencatat(tingkat: string, tujuan?: DestinationStream): Logger {
  return pino(
    {
      level: tingkat,
      base: null,
      serializers: {
        req: (req: { method?: string; id?: string; routeOptions?: { url?: string } }) => ({
          metode: req.method,
          rute: req.routeOptions?.url ?? null,
          traceId: req.id,
        }),
        res: (res: { statusCode?: number }) => ({ status: res.statusCode }),
        err: ringkasGalat,
      },
    },
    ...(tujuan === undefined ? [] : ([tujuan] as const)),
  );
}

interface GalatTercatat {
  readonly jenis: string;
  readonly kode?: string;
  readonly pesan: string;
  readonly jejak?: string;
  readonly sebab?: GalatTercatat;
}
/** Type, code, message, stack and causes; own properties of errors (requests, buffers) are left out. */
function ringkasGalat(galat: unknown, kedalaman = 0): GalatTercatat {
  if (!(galat instanceof Error)) return { jenis: typeof galat, pesan: '' };
  const { name, message, stack, cause } = galat;
  const { code } = galat as { code?: unknown };
  return {
    jenis: name,
    pesan: message,
    ...(typeof code === 'string' ? { kode: code } : {}),
    ...(stack === undefined ? {} : { jejak: stack }),
    ...(cause === undefined || kedalaman > 4 ? {} : { sebab: ringkasGalat(cause, kedalaman + 1) }),
  };
}

import { outboundClient } from '../adapters/keluar/klien.ts';
import { httpRevocationTransport } from '../adapters/revocation/http-revocation.ts';
import { httpTimestampAuthority } from '../adapters/tsa/http-tsa.ts';
import type { RevocationTransport, TimestampAuthority } from '../pades/index.ts';
import { SalahPakai } from './keluaran.ts';

/** The world outside, as a command of one run reaches it: through the guarded client (DESIGN D15). */

const batasCapWaktuMs = 10_000;

export function capWaktu(url: string): TimestampAuthority {
  if (!URL.canParse(url)) throw new SalahPakai(`--tsa bukan alamat yang sah: ${url}`);
  return httpTimestampAuthority({
    url,
    client: outboundClient({ allowedHosts: [], configuredUrls: [url] }),
    timeoutMs: batasCapWaktuMs,
  });
}

/**
 * OCSP and CRLs where certificates that lead to an anchor say they are; `milikSendiri` are addresses the caller named, which alone may be
 * private, and the only ones where issuers are looked for.
 */
export function dataPencabutan(milikSendiri: readonly string[]): RevocationTransport {
  for (const url of milikSendiri) {
    if (!URL.canParse(url)) throw new SalahPakai(`--allow bukan alamat yang sah: ${url}`);
  }
  return httpRevocationTransport({
    client: outboundClient({ allowedHosts: 'any', configuredUrls: milikSendiri }),
    issuerClient: outboundClient({ allowedHosts: [], configuredUrls: milikSendiri }),
    clock: { now: () => new Date() },
  });
}

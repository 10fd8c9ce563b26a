import { readFile } from 'node:fs/promises';
import type { TimestampAuthority } from '../../pades/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { bacaBerkasRahasia, bacaBerkasRahasiaUtuh } from '../berkas-rahasia.ts';
import { outboundClient, type TlsIdentity } from '../keluar/klien.ts';
import { timestampAuthorities, type OrderedAuthority } from './beberapa-tsa.ts';
import { httpTimestampAuthority } from './http-tsa.ts';

/** One authority as the operator set it. */
export interface AuthoritySettings {
  readonly url: string;
  readonly kebijakan: string | null;
  readonly akun: { readonly pengguna: string; readonly berkasSandi: string } | null;
  readonly tls: { readonly berkasSertifikat: string; readonly berkasKunci: string } | null;
}

export interface AuthoritiesOptions {
  readonly clock: Clock;
  /** Refuses calls inside a database transaction (DESIGN D7); what it throws is a fault of ours, and no failure of theirs. */
  readonly before: () => void;
  readonly onFailure?: (name: string, cause: unknown) => void;
}

const TIMEOUT_MS = 10_000;

/**
 * The operator's authorities in their order, over the guarded client: each has a client of its own, so that password and
 * TLS key of one are never shown to another. Secrets are read from their files (0600). Throws KONFIGURASI_TIDAK_SAH.
 */
export async function operatorAuthorities(
  settings: readonly AuthoritySettings[],
  { clock, before, onFailure }: AuthoritiesOptions,
): Promise<TimestampAuthority> {
  const ordered = await Promise.all(settings.map(authority));
  const all = timestampAuthorities(ordered, { clock, ...(onFailure && { onFailure }) });
  return {
    request(query) {
      before();
      return all.request(query);
    },
  };
}

async function authority({ url, kebijakan, akun, tls }: AuthoritySettings): Promise<OrderedAuthority> {
  const identity = tls === null ? null : await tlsIdentity(tls);
  const password = akun === null ? null : await bacaBerkasRahasia(akun.berkasSandi);
  return {
    name: url,
    authority: httpTimestampAuthority({
      url,
      client: outboundClient({
        allowedHosts: [],
        configuredUrls: [url],
        ...(identity && { identities: { [url]: identity } }),
      }),
      timeoutMs: TIMEOUT_MS,
      ...(akun && password && { basic: { user: akun.pengguna, password: password.toString('utf8') } }),
    }),
    ...(kebijakan === null ? {} : { policyOid: kebijakan }),
  };
}

async function tlsIdentity(tls: NonNullable<AuthoritySettings['tls']>): Promise<TlsIdentity> {
  const certificate = await readFile(tls.berkasSertifikat, 'utf8');
  const key = await bacaBerkasRahasiaUtuh(tls.berkasKunci);
  return { certificate, key: key.toString('latin1') };
}

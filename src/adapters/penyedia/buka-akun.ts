import { bacaBerkasRahasia } from '../berkas-rahasia.ts';
import { outboundClient } from '../keluar/klien.ts';
import type { ProviderAccount } from './akun.ts';

/**
 * The operator's account at the provider, over the guarded client: its origin, and no other, may be private (D15). The
 * password is read from its file (0600). `before` refuses calls inside a database transaction (D7).
 */
export async function openAccount(
  config: { readonly url: string; readonly pengguna: string; readonly berkasSandi: string },
  before?: () => void,
): Promise<ProviderAccount> {
  return {
    url: config.url,
    user: config.pengguna,
    password: await bacaBerkasRahasia(config.berkasSandi),
    client: outboundClient({
      allowedHosts: [],
      configuredUrls: [config.url],
      ...(before === undefined ? {} : { before }),
    }),
  };
}

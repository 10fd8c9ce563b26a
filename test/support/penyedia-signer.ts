import { outboundClient } from '../../src/adapters/keluar/klien.ts';
import { documentSigner, type ProviderVersion } from '../../src/adapters/penyedia/penyedia.ts';
import { loadOrCreateInstallationSecret } from '../../src/adapters/signer/rahasia-instalasi.ts';
import { openWithSecret, sealWithSecret } from '../../src/adapters/signer/rahasia.ts';
import type { DocumentSigner } from '../../src/services/ports.ts';
import { akunUji } from './penyedia.ts';

/** The product's own signer at the stand-in, with the installation secret of this data folder. */
export async function signerPenyediaUji(
  data: string,
  url: string,
  { version = 'v2', signTimeoutMs = 3_000 }: { version?: ProviderVersion; signTimeoutMs?: number } = {},
): Promise<DocumentSigner> {
  const rahasia = await loadOrCreateInstallationSecret(data);
  return documentSigner({
    account: {
      url,
      user: akunUji.user,
      password: Buffer.from(akunUji.sandi),
      client: outboundClient({ allowedHosts: [], configuredUrls: [url] }),
      signTimeoutMs,
    },
    version,
    vault: {
      seal: (tujuan, isi, aad) => sealWithSecret(rahasia, tujuan, isi, aad),
      open: (tujuan, isi, aad) => openWithSecret(rahasia, tujuan, isi, aad),
    },
  });
}

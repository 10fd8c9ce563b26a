import { outboundClient } from '../../../src/adapters/keluar/klien.ts';
import type { ProviderAccount } from '../../../src/adapters/penyedia/akun.ts';
import { answerTimestampQuery } from '../../../src/pki/tsa.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';
import type { TimestampAuthority } from '../../../src/pades/index.ts';
import type { TestPki } from '../../support/pki.ts';
import { akunUji } from '../../support/penyedia.ts';

export const saat = new Date('2026-11-24T02:00:00Z');

/** A timestamp authority in this process, over the test PKI. */
export const capWaktu = (pki: TestPki, kini: () => Date = () => saat): TimestampAuthority => ({
  request: (query) =>
    Promise.resolve(
      answerTimestampQuery(
        { tsa: pki.tsa, issuing: pki.issuing, root: pki.root } as unknown as DevelopmentPki,
        query,
        kini(),
      ),
    ),
});

export const akunKe = (url: string, ubahan: Partial<ProviderAccount> = {}): ProviderAccount => ({
  url,
  user: akunUji.user,
  password: Buffer.from(akunUji.sandi),
  client: outboundClient({ allowedHosts: [], configuredUrls: [url] }),
  signTimeoutMs: 2_000,
  ...ubahan,
});

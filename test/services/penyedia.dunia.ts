import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outboundClient } from '../../src/adapters/keluar/klien.ts';
import type { ProviderVersion } from '../../src/adapters/penyedia/penyedia.ts';
import { httpTimestampAuthority } from '../../src/adapters/tsa/http-tsa.ts';
import { daftarkanKunciPenyedia } from '../../src/services/daftarkan-kunci-penyedia.ts';
import type { DocumentSigner, KunciTerbuka } from '../../src/services/ports.ts';
import type { OrangId, TenantId } from '../../src/shared/brand.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { Meja } from '../support/meja.ts';
import { bukaPenyediaUji, type PenggunaUji, type PenyediaUji } from '../support/penyedia.ts';
import { signerPenyediaUji } from '../support/penyedia-signer.ts';
import type { Rumah } from '../support/rumah.ts';

export const sandiKenari = 'kenari-frasa-penyedia-5572';
export const kepala = 'jateng.diskominfo.kepala';
export const kedua = 'jateng.dishub.kepala';

export interface DuniaPenyedia {
  readonly penyedia: PenyediaUji;
  readonly nik: string;
  /** The first person's certificate. */
  readonly sertifikat: Uint8Array;
  readonly orang: { readonly id: OrangId; readonly tenantId: TenantId };
  signer(ubahan?: {
    url?: string;
    version?: ProviderVersion;
    signTimeoutMs?: number;
  }): Promise<DocumentSigner>;
}

/** The stand-in with two people of the house, whose certificates the house trusts. The first signs at the provider. */
export async function bangunPenyedia(
  rumah: Rumah,
  pilihan: { readonly version?: ProviderVersion } = {},
): Promise<DuniaPenyedia> {
  const meja = new Meja(rumah);
  const satu = await penggunaDari(rumah, meja, kepala);
  const dua = await penggunaDari(rumah, meja, kedua);
  const penyedia = await bukaPenyediaUji({
    pengguna: [satu.pengguna, dua.pengguna],
    clock: rumah.jam,
    tsa: httpTimestampAuthority({
      url: rumah.tsa.url,
      client: outboundClient({ allowedHosts: [], configuredUrls: [rumah.tsa.url] }),
      timeoutMs: 5_000,
    }),
  });
  const dunia: DuniaPenyedia = {
    penyedia,
    nik: satu.pengguna.nik,
    sertifikat: satu.pengguna.signer.certificate,
    orang: satu.orang,
    signer: ({ url = penyedia.url, version = pilihan.version ?? 'v2', signTimeoutMs = 3_000 } = {}) =>
      signerPenyediaUji(rumah.config.data, url, { version, signTimeoutMs }),
  };
  rumah.ganti({ penyedia: await dunia.signer() });
  await daftarkan(rumah, dunia, null);
  return dunia;
}

/** The first person's key at the provider; the newest one counts. */
export async function daftarkan(
  rumah: Rumah,
  dunia: DuniaPenyedia,
  sertifikat: Uint8Array | null,
): Promise<void> {
  await daftarkanKunciPenyedia(
    rumah.konteks,
    { pelaku: { jenis: 'sistem' }, korelasi: 'daftar', idempotensi: null },
    { pemerintah: 'jateng', orang: dunia.orang.id, pengguna: 'nik', sertifikat },
  );
}

async function penggunaDari(rumah: Rumah, meja: Meja, jabatan: string) {
  const { pelaku } = await rumah.jalan.sebagai(jabatan);
  if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
  const { tenantId, orangId } = pelaku;
  const { kunci, nik } = await rumah.konteks.uow.read(async (repos) => ({
    kunci: await repos.kunci.milik(orangId),
    nik: await repos.organisasi.nik(tenantId, orangId),
  }));
  if (kunci?.jenis !== 'tersegel' || nik === null) throw new Error('the seeded people have key and NIK');
  const signer: KunciTerbuka = await rumah.konteks.pembuka.buka(kunci, utf8(meja.frasaSandi(jabatan)));
  const pengguna: PenggunaUji = { nik, sandi: sandiKenari, signer };
  return { pengguna, orang: { id: orangId, tenantId } };
}

/** Where a secret lies in the data folder, name by name; the provider's raw answers are files there too. */
export async function cariKenari(folder: string, kenari: readonly string[]): Promise<string[]> {
  const temuan: string[] = [];
  for (const satu of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!satu.isFile()) continue;
    const path = join(satu.parentPath, satu.name);
    const isi = await readFile(path);
    temuan.push(...kenari.filter((k) => isi.includes(k)).map((k) => `${path}: ${k}`));
  }
  return temuan;
}

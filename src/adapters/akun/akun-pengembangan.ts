import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomId } from '../../shared/bytes.ts';
import { NaskahError } from '../../shared/errors.ts';
import { tulisUtuh } from '../berkas-utuh.ts';

/** A seeded person of a development installation, with the token to call the API and the passphrase to sign. */
export interface AkunPengembangan {
  readonly pemerintah: string;
  readonly kode: string;
  readonly nama: string;
  readonly jabatan: readonly string[];
  readonly peran: readonly string[];
  readonly token: string;
  readonly frasaSandi: string;
}

const peringatan =
  'Akun pengembangan: token dan frasa sandi acak untuk mencoba Naskah di mesin ini. Tidak ada di mode produksi.';

/**
 * `DATA/pengembangan/akun.json` (0600): the only stored secrets of their kind (DESIGN D14). Written before anything is
 * made with them, so a start that is killed finds them again; people added to the seed later get theirs then.
 */
export async function akunPengembangan(
  data: string,
  orang: readonly Omit<AkunPengembangan, 'token' | 'frasaSandi'>[],
): Promise<readonly AkunPengembangan[]> {
  const berkas = join(data, 'pengembangan', 'akun.json');
  const lama = await baca(berkas);
  const akun = orang.map((o): AkunPengembangan => {
    const ada = lama.find((a) => a.pemerintah === o.pemerintah && a.kode === o.kode);
    return {
      ...o,
      token: ada?.token ?? `nsk_${randomId(256)}`,
      frasaSandi: ada?.frasaSandi ?? randomId(128),
    };
  });
  if (akun.some((a) => !lama.some((l) => l.token === a.token))) {
    await tulisUtuh(berkas, `${JSON.stringify({ peringatan, akun }, null, 2)}\n`);
  }
  return akun;
}

async function baca(berkas: string): Promise<readonly AkunPengembangan[]> {
  try {
    return (JSON.parse(await readFile(berkas, 'utf8')) as { akun: AkunPengembangan[] }).akun;
  } catch (galat) {
    if ((galat as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new NaskahError('DATA_TIDAK_COCOK', { detail: 'Berkas akun pengembangan rusak.', cause: galat });
  }
}

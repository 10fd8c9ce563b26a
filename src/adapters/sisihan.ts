import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpayaId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Sisihan } from '../services/ports.ts';
import { tulisUtuh } from './berkas-utuh.ts';

/** Raw answers of signers, one file an attempt, in `DATA/sisihan`. */
export function sisihanDiska(folder: string): Sisihan {
  const berkas = (id: UpayaId) => {
    if (!/^[0-9A-Z]{26}$/.test(id)) throw new RangeError('an attempt is named by a ULID');
    return join(folder, `${id}.cms`);
  };
  const ambil = async (id: UpayaId): Promise<Uint8Array | null> => {
    try {
      return await readFile(berkas(id));
    } catch (galat) {
      if ((galat as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw galat;
    }
  };
  return {
    async taruh(id, jawaban) {
      const lama = await ambil(id);
      if (lama !== null) throw new NaskahError('PENANDATANGANAN_BERJALAN');
      await tulisUtuh(berkas(id), jawaban);
    },
    ambil,
  };
}

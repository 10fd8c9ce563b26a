import { finished } from 'node:stream';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { NaskahError } from '../shared/errors.ts';
import { batas } from './batas.ts';

/** Lets so many requests of one kind in at a time; a place is given back when the answer is out or the caller is gone. */
function pintu(
  maksimum: number,
  milik: (request: FastifyRequest) => string,
  penuh: () => NaskahError,
): onRequestAsyncHookHandler {
  const sedang = new Map<string, number>();
  return async (request, reply) => {
    const nama = milik(request);
    const banyak = sedang.get(nama) ?? 0;
    if (banyak >= maksimum) throw penuh();
    sedang.set(nama, banyak + 1);
    finished(reply.raw, () => {
      const sisa = (sedang.get(nama) ?? 1) - 1;
      if (sisa === 0) sedang.delete(nama);
      else sedang.set(nama, sisa);
    });
    return Promise.resolve();
  };
}

/** Uploads are held in memory; asked before the first byte of the body is read. */
export const pintuUnggah = (): onRequestAsyncHookHandler =>
  pintu(
    batas.unggahBersamaan,
    () => '',
    () =>
      new NaskahError('TERLALU_SERING', {
        detail: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
      }),
  );

/** Previews are typeset by the threads that signatures wait for: nobody may keep them to himself. */
export const pintuPratinjau = (): onRequestAsyncHookHandler =>
  pintu(
    batas.pratinjauBersamaan,
    ({ pelaku }) => (pelaku.jenis === 'pengguna' ? pelaku.orangId : ''),
    () =>
      new NaskahError('TERLALU_SERING', {
        detail: 'Tunggu sampai pratinjau yang Anda minta selesai ditata.',
      }),
  );

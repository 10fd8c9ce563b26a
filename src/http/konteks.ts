import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Pelaku } from '../domain/pelaku.ts';
import type { LayananMasuk } from '../services/layanan.ts';
import { NaskahError } from '../shared/errors.ts';
import { tuntutKonteks } from './daftar-rute.ts';
import { barisIzin, tuntutPeran, type Konteks } from './izin.ts';
import { tuntutKunciIdempotensi } from './permintaan.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts; set before any handler runs. */
    pelaku: Pelaku;
  }
}

const publik: Pelaku = { jenis: 'publik' };
/** RFC 6750 §2.1, bounded: one spelling, nothing else in the header. */
const pembawa = /^Bearer ([A-Za-z0-9._~+/-]{1,512}={0,2})$/;

/** Registers `isi` in its own context, where the context is the access rule. */
export async function bukaKonteks(
  app: FastifyInstance,
  nama: Konteks,
  masuk: LayananMasuk,
  isi: readonly FastifyPluginAsync[],
): Promise<void> {
  await app.register(async (konteks) => {
    tuntutKonteks(konteks, nama);
    konteks.addHook('onRequest', async (request) => {
      request.pelaku = nama === 'internal' ? publik : await kenali(request, masuk);
      const { izin, efek } = request.routeOptions.config;
      // A route without a permission never starts; should one slip through, it is refused.
      if (izin === undefined) throw new NaskahError('TIDAK_BERWENANG');
      tuntutPeran(request.pelaku, barisIzin(izin).peran);
      if (efek === true) tuntutKunciIdempotensi(request);
    });
    for (const rute of isi) await konteks.register(rute);
  });
}

/** No header: anyone. A header that names nobody is refused everywhere: a caller who thinks he is known must not act unknown. */
async function kenali(request: FastifyRequest, masuk: LayananMasuk): Promise<Pelaku> {
  const tajuk = request.headers.authorization;
  if (tajuk === undefined) return publik;
  const token = pembawa.exec(tajuk)?.[1];
  const pelaku = token === undefined ? null : await masuk.kenali(token);
  if (pelaku === null) throw new NaskahError('BELUM_MASUK');
  return pelaku;
}

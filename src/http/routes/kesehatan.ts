import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananKesehatan } from '../../services/layanan.ts';
import { NaskahError } from '../../shared/errors.ts';
import { HidupSkema, SiapSkema } from '../schemas/lain.ts';
import { masalah } from '../schemas/umum.ts';

export const ruteKesehatan =
  (kesehatan: LayananKesehatan): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/healthz',
      {
        config: { izin: 'kesehatan.baca', rateLimit: false },
        schema: {
          operationId: 'hidup',
          summary: 'Proses hidup',
          tags: ['kesehatan'],
          response: { 200: HidupSkema, ...masalah() },
        },
      },
      async () => Promise.resolve({ hidup: true }),
    );

    app.get(
      '/readyz',
      {
        config: { izin: 'kesehatan.baca', rateLimit: false },
        schema: {
          operationId: 'siap',
          summary: 'Siap melayani: setiap bagian dengan keadaannya',
          tags: ['kesehatan'],
          response: { 200: SiapSkema, ...masalah() },
        },
      },
      async () => {
        const keadaan = await kesehatan.siap();
        if (!keadaan.siap) throw new NaskahError('LAYANAN_BELUM_SIAP', { extra: { bagian: keadaan.bagian } });
        return keadaan;
      },
    );
    return Promise.resolve();
  };

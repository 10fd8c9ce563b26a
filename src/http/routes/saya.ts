import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananMasuk } from '../../services/layanan.ts';
import { permintaan } from '../permintaan.ts';
import { SayaSkema } from '../schemas/lain.ts';
import { masalah } from '../schemas/umum.ts';

export const ruteSaya =
  (masuk: LayananMasuk): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/v1/saya',
      {
        config: { izin: 'saya.baca' },
        schema: {
          operationId: 'saya',
          summary: 'Siapa saya, peran dan jabatan saya hari ini',
          tags: ['saya'],
          response: { 200: SayaSkema, ...masalah('masuk') },
        },
      },
      async (request) => masuk.siapa(permintaan(request)),
    );
    return Promise.resolve();
  };

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananNaskah } from '../../services/layanan.ts';
import { permintaan } from '../permintaan.ts';
import { JejakSkema } from '../schemas/naskah.ts';
import { IdParam, masalah } from '../schemas/umum.ts';
import { apaAdanya } from '../serialisasi.ts';

export const ruteJejak =
  (naskah: LayananNaskah): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/v1/naskah/:id/jejak',
      {
        config: { izin: 'jejak.baca' },
        // Leaves are evidence: their JSON is given as stored.
        serializerCompiler: apaAdanya,
        schema: {
          operationId: 'jejakNaskah',
          summary: 'Jejak audit satu naskah',
          tags: ['audit'],
          params: IdParam,
          response: { 200: JejakSkema, ...masalah('masuk') },
        },
      },
      async (request) => ({ baris: await naskah.jejak(permintaan(request), request.params.id) }),
    );
    return Promise.resolve();
  };

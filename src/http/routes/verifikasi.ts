import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { onRequestAsyncHookHandler } from 'fastify';
import type { LayananVerifikasi } from '../../services/layanan.ts';
import { batas, type HttpConfig } from '../batas.ts';
import { masalah } from '../schemas/umum.ts';
import { VerifikasiSkema } from '../schemas/verifikasi.ts';
import { bacaPdf } from '../unggahan.ts';

export const ruteVerifikasi =
  (
    verifikasi: LayananVerifikasi,
    config: HttpConfig,
    pintu: onRequestAsyncHookHandler,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/v1/verifikasi',
      {
        config: {
          izin: 'verifikasi.periksa',
          efek: false,
          rateLimit: { max: config.laju.unggahPerMenit, timeWindow: 60_000 },
        },
        onRequest: pintu,
        bodyLimit: config.batasUnggahBytes + batas.bingkaiBytes,
        schema: {
          operationId: 'periksaBerkas',
          summary: 'Memeriksa tanda tangan elektronik pada berkas PDF',
          description:
            'Kirim PDF apa adanya (application/pdf) atau sebagai satu berkas formulir. Tidak disimpan.',
          tags: ['verifikasi'],
          consumes: ['application/pdf', 'multipart/form-data'],
          response: { 200: VerifikasiSkema, ...masalah('isi') },
        },
      },
      async (request) => verifikasi.periksa(await bacaPdf(request)),
    );
    return Promise.resolve();
  };

import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import type { LayananVerifikasi } from '../../services/layanan.ts';
import { alirkanArsip } from '../alirkan-arsip.ts';
import type { HttpConfig } from '../batas.ts';
import { masalah } from '../schemas/umum.ts';
import { HasilVerifikasiSkema, KueriVerifikasi } from '../schemas/verifikasi.ts';
import { apaAdanya } from '../serialisasi.ts';
import { bacaUnggahan, tandaPergi } from '../unggahan.ts';

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
        schema: {
          operationId: 'periksaBerkas',
          summary: 'Memeriksa tanda tangan elektronik pada berkas PDF',
          description:
            'Kirim satu PDF apa adanya (application/pdf), satu arsip ZIP berisi paling banyak 500 PDF ' +
            '(application/zip), atau salah satunya sebagai satu berkas formulir. Tidak disimpan. ' +
            'Satu PDF dijawab dengan `Hasil verifikasi`; arsip dengan `Hasil verifikasi arsip`, ' +
            'yang mengalir sementara berkas-berkasnya diperiksa.',
          tags: ['verifikasi'],
          consumes: ['application/pdf', 'application/zip', 'multipart/form-data'],
          querystring: KueriVerifikasi,
          response: { 200: HasilVerifikasiSkema, ...masalah('isi', 'berkas') },
        },
        serializerCompiler: apaAdanya,
      },
      async (request, reply) => {
        const { jenis, isi } = await bacaUnggahan(request, {
          pdf: config.batasUnggahBytes,
          zip: config.batasArsipBytes,
        });
        const pilihan = {
          kebijakan: request.query.kebijakan ?? 'umum',
          pemanggil: request.ip,
          batal: tandaPergi(reply),
        };
        if (jenis === 'pdf') return verifikasi.periksa(isi, pilihan);
        const aliran = Readable.from(alirkanArsip(await verifikasi.periksaArsip(isi, pilihan)));
        // Written by the stream itself, so the schema describes it and does not serialize it.
        return (reply.type('application/json; charset=utf-8') as FastifyReply).send(aliran);
      },
    );
    return Promise.resolve();
  };

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananNaskah } from '../../services/layanan.ts';
import { hasilEfek, permintaan, revisiDiharapkan } from '../permintaan.ts';
import { DaftarVersiSkema, IsiKonsep, NaskahSkema, VersiParam, VersiSkema } from '../schemas/naskah.ts';
import { IdParam, masalah } from '../schemas/umum.ts';
import { apaAdanya } from '../serialisasi.ts';

export const ruteVersi =
  (naskah: LayananNaskah): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/v1/naskah/:id/versi',
      {
        config: { izin: 'naskah.baca' },
        schema: {
          operationId: 'daftarVersiNaskah',
          summary: 'Versi isi naskah',
          tags: ['naskah'],
          params: IdParam,
          response: { 200: DaftarVersiSkema, ...masalah('masuk') },
        },
      },
      async (request) => ({ baris: await naskah.daftarVersi(permintaan(request), request.params.id) }),
    );

    app.post(
      '/v1/naskah/:id/versi',
      {
        config: { izin: 'naskah.tulis', efek: true },
        schema: {
          operationId: 'buatVersiNaskah',
          summary: 'Mengubah isi; paraf atas versi sebelumnya gugur',
          tags: ['naskah'],
          params: IdParam,
          body: IsiKonsep,
          response: { 201: NaskahSkema, ...masalah('masuk', 'isi', 'efek') },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { revisi } = revisiDiharapkan(request);
        const isi = hasilEfek(reply, await naskah.buatVersi(permintaan(request), id, request.body, revisi));
        return reply.code(201).header('location', `/v1/naskah/${isi.id}/versi/${isi.versi}`).send(isi);
      },
    );

    app.get(
      '/v1/naskah/:id/versi/:versi',
      {
        config: { izin: 'naskah.baca' },
        serializerCompiler: apaAdanya,
        schema: {
          operationId: 'lihatVersiNaskah',
          summary: 'Isi satu versi',
          tags: ['naskah'],
          params: VersiParam,
          response: { 200: VersiSkema, ...masalah('masuk') },
        },
      },
      async (request) =>
        naskah.lihatVersi(permintaan(request), request.params.id, Number(request.params.versi)),
    );
    return Promise.resolve();
  };

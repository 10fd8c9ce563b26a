import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { onRequestAsyncHookHandler } from 'fastify';
import type { LayananNaskah } from '../../services/layanan.ts';
import { permintaan } from '../permintaan.ts';
import { BerkasParam } from '../schemas/naskah.ts';
import { BerkasPdf, masalah } from '../schemas/umum.ts';

export const ruteBerkas =
  (naskah: LayananNaskah, pintu: onRequestAsyncHookHandler): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/v1/naskah/:id/berkas/:jenis',
      {
        config: { izin: 'naskah.baca' },
        onRequest: pintu,
        schema: {
          operationId: 'unduhBerkasNaskah',
          summary: 'Pratinjau bertanda DRAF, atau berkas yang sudah ditandatangani semua penandatangan',
          tags: ['naskah'],
          params: BerkasParam,
          produces: ['application/pdf', 'application/problem+json'],
          response: {
            200: BerkasPdf,
            ...masalah('masuk'),
            409: masalah('efek')[409],
            422: masalah('isi')[422],
          },
        },
      },
      async (request, reply) => {
        const { id, jenis } = request.params;
        const { bytes, nama, sha256 } = await naskah.berkas(permintaan(request), id, jenis);
        return reply
          .type('application/pdf')
          .header('content-disposition', lampiran(nama))
          .header('etag', `"${sha256}"`)
          .header('cache-control', 'private, no-cache')
          .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      },
    );
    return Promise.resolve();
  };

/** RFC 6266: an ASCII name for old clients, the real one percent-encoded; a name cannot end the header or its quotes. */
function lampiran(nama: string): string {
  const ascii = nama.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const utuh = encodeURIComponent(nama.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utuh}`;
}

import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import { laporanRinci, laporanRinciXml } from '../../services/laporan-rinci.ts';
import type { LayananVerifikasi, VerifikasiView } from '../../services/layanan.ts';
import { NaskahError } from '../../shared/errors.ts';
import { alirkanArsip } from '../alirkan-arsip.ts';
import type { HttpConfig } from '../batas.ts';
import { masalah } from '../schemas/umum.ts';
import { JawabanVerifikasi, KueriVerifikasi } from '../schemas/verifikasi.ts';
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
            'yang mengalir sementara berkas-berkasnya diperiksa. `?laporan=rinci` menjawab laporan rinci menurut ETSI ' +
            'TS 119 102-2 sebagai JSON, `Accept: application/xml` sebagai XML, dan `Accept: application/pdf` menjawab ' +
            'lembar laporan untuk orang, bersegel bila layanan ini mempunyai segel.',
          tags: ['verifikasi'],
          consumes: ['application/pdf', 'application/zip', 'multipart/form-data'],
          querystring: KueriVerifikasi,
          produces: ['application/json', 'application/xml', 'application/pdf', 'application/problem+json'],
          response: { 200: JawabanVerifikasi, ...masalah('isi', 'berkas') },
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
          instansi: request.query.instansi,
          pemanggil: request.ip,
          batal: tandaPergi(reply),
        };
        const bentuk = bentukLaporan(request.headers.accept, request.query.laporan === 'rinci');
        if (jenis === 'pdf') return kirim(reply, await verifikasi.periksa(isi, pilihan), bentuk);
        if (bentuk !== 'json') throw hanyaSatu();
        const aliran = Readable.from(alirkanArsip(await verifikasi.periksaArsip(isi, pilihan)));
        // Written by the stream itself, so the schema describes it and does not serialize it.
        return (reply.type('application/json; charset=utf-8') as FastifyReply).send(aliran);
      },
    );
    return Promise.resolve();

    /** One result in the form that was asked for. */
    async function kirim(
      reply: FastifyReply,
      hasil: VerifikasiView,
      bentuk: BentukLaporan,
    ): Promise<FastifyReply> {
      if (bentuk === 'json') return reply.send(hasil);
      if (bentuk === 'rinci') return reply.send(laporanRinci(hasil, config));
      if (bentuk === 'xml')
        return reply.type('application/xml; charset=utf-8').send(laporanRinciXml(hasil, config));
      const { bytes } = await verifikasi.laporanPdf(hasil, config);
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="laporan-pemeriksaan.pdf"')
        .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    }
  };

type BentukLaporan = 'json' | 'rinci' | 'xml' | 'pdf';

/** The first type a caller names decides; whoever names another or none gets JSON. */
function bentukLaporan(accept: string | undefined, rinci: boolean): BentukLaporan {
  const pertama = /^[^,;]*/
    .exec(accept ?? '')?.[0]
    .trim()
    .toLowerCase();
  if (pertama === 'application/pdf') return 'pdf';
  if (pertama === 'application/xml' || pertama === 'text/xml') return 'xml';
  return rinci ? 'rinci' : 'json';
}

const hanyaSatu = (): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', {
    detail: 'Laporan rinci dan laporan PDF dibuat untuk satu berkas PDF, bukan untuk arsip.',
  });

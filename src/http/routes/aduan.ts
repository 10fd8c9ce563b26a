import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananAduan } from '../../services/layanan.ts';
import { NaskahError } from '../../shared/errors.ts';
import type { HttpConfig } from '../batas.ts';
import { izinKanal, tuntutPeran } from '../izin.ts';
import { batasBaris, bertanda, halaman, hasilEfek, permintaan, revisiDiharapkan } from '../permintaan.ts';
import {
  AduanPublikSkema,
  AduanSkema,
  DaftarAduanSkema,
  IsiAduan,
  IsiTindakanAduan,
  KueriAduan,
  TiketParam,
} from '../schemas/aduan.ts';
import { IdParam, masalah } from '../schemas/umum.ts';

/** For anyone: hand in a complaint, follow it by its ticket. */
export const ruteAduanPublik =
  (aduan: LayananAduan, laju: HttpConfig['laju']): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/v1/aduan',
      {
        config: {
          izin: 'aduan.terima',
          efek: true,
          // Strangers could fill the disk with complaints; partners and staff are known and hand in many.
          rateLimit: {
            max: ({ pelaku }) => (pelaku.jenis === 'pengguna' ? laju.umumPerMenit : laju.aduanPublikPerMenit),
            timeWindow: 60_000,
            hook: 'preHandler',
            keyGenerator: ({ pelaku, ip }) => (pelaku.jenis === 'pengguna' ? `orang:${pelaku.orangId}` : ip),
          },
        },
        schema: {
          operationId: 'terimaAduan',
          summary: 'Menyampaikan aduan; kanal mitra-luring untuk mitra, surat dan tatap-muka untuk pegawai',
          tags: ['aduan'],
          body: IsiAduan,
          response: { 201: AduanPublikSkema, ...masalah('masuk', 'isi', 'efek') },
        },
      },
      async (request, reply) => {
        const { kanal, rujukanMitra } = request.body;
        tuntutPeran(request.pelaku, izinKanal[kanal]);
        // The same reference is answered with the first ticket: a stranger could fetch another's, or swallow it.
        if (rujukanMitra !== undefined && izinKanal[kanal] === null) {
          throw new NaskahError('MASUKAN_TIDAK_SAH', {
            pointer: '/rujukanMitra',
            detail: 'Rujukan hanya untuk aduan yang diserahkan oleh mitra atau pegawai.',
          });
        }
        const isi = hasilEfek(reply, await aduan.terima(permintaan(request), request.body));
        return reply.code(201).header('location', `/v1/aduan/tiket/${isi.tiket}`).send(isi);
      },
    );

    app.get(
      '/v1/aduan/tiket/:tiket',
      {
        config: { izin: 'aduan.lacak' },
        schema: {
          operationId: 'lacakAduan',
          summary: 'Keadaan aduan bagi pemegang tiket',
          tags: ['aduan'],
          params: TiketParam,
          response: { 200: AduanPublikSkema, ...masalah() },
        },
      },
      async (request) => aduan.status(request.params.tiket.toUpperCase()),
    );
    return Promise.resolve();
  };

/** For staff. */
export const ruteAduan =
  (aduan: LayananAduan): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/v1/aduan',
      {
        config: { izin: 'aduan.baca' },
        schema: {
          operationId: 'daftarAduan',
          summary: 'Daftar aduan, terbaru dahulu',
          tags: ['aduan'],
          querystring: KueriAduan,
          response: { 200: DaftarAduanSkema, ...masalah('masuk') },
        },
      },
      async (request, reply) => {
        const { sebelum, batas } = request.query;
        return halaman(request, reply, await aduan.daftar(permintaan(request), sebelum, batasBaris(batas)));
      },
    );

    app.get(
      '/v1/aduan/:id',
      {
        config: { izin: 'aduan.baca' },
        schema: {
          operationId: 'lihatAduan',
          summary: 'Satu aduan',
          tags: ['aduan'],
          params: IdParam,
          response: { 200: AduanSkema, ...masalah('masuk') },
        },
      },
      async (request, reply) => bertanda(reply, await aduan.lihat(permintaan(request), request.params.id)),
    );

    app.post(
      '/v1/aduan/:id/tindakan',
      {
        config: { izin: 'aduan.tindak', efek: true },
        schema: {
          operationId: 'tindakAduan',
          summary: 'Melakukan tindakan atas aduan',
          tags: ['aduan'],
          params: IdParam,
          body: IsiTindakanAduan,
          response: { 200: AduanSkema, ...masalah('masuk', 'isi', 'efek') },
        },
      },
      async (request, reply) => {
        const tindakan = { ...request.body, ...revisiDiharapkan(request) };
        return hasilEfek(reply, await aduan.tindakan(permintaan(request), request.params.id, tindakan));
      },
    );
    return Promise.resolve();
  };

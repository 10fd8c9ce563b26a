import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { LayananNaskah } from '../../services/layanan.ts';
import { utf8 } from '../../shared/bytes.ts';
import { batasBaris, bertanda, halaman, hasilEfek, permintaan, revisiDiharapkan } from '../permintaan.ts';
import {
  DaftarNaskahSkema,
  IsiKonsep,
  IsiTindakanNaskah,
  KueriNaskah,
  NaskahRincianSkema,
  NaskahSkema,
} from '../schemas/naskah.ts';
import { IdParam, masalah } from '../schemas/umum.ts';
import { apaAdanya } from '../serialisasi.ts';

export const ruteNaskah =
  (naskah: LayananNaskah, frasaSandiPerMenit: number): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/v1/naskah',
      {
        config: { izin: 'naskah.tulis', efek: true },
        schema: {
          operationId: 'buatNaskah',
          summary: 'Membuat konsep naskah',
          tags: ['naskah'],
          body: IsiKonsep,
          response: { 201: NaskahSkema, ...masalah('masuk', 'isi', 'efek') },
        },
      },
      async (request, reply) => {
        const isi = hasilEfek(reply, await naskah.buat(permintaan(request), request.body));
        return reply.code(201).header('location', `/v1/naskah/${isi.id}`).send(isi);
      },
    );

    app.get(
      '/v1/naskah',
      {
        config: { izin: 'naskah.baca' },
        schema: {
          operationId: 'daftarNaskah',
          summary: 'Daftar naskah, terbaru dahulu',
          tags: ['naskah'],
          querystring: KueriNaskah,
          response: { 200: DaftarNaskahSkema, ...masalah('masuk') },
        },
      },
      async (request, reply) => {
        const { batas, ...saring } = request.query;
        const daftar = await naskah.daftar(permintaan(request), { ...saring, batas: batasBaris(batas) });
        return halaman(request, reply, daftar);
      },
    );

    app.get(
      '/v1/naskah/:id',
      {
        config: { izin: 'naskah.baca' },
        serializerCompiler: apaAdanya,
        schema: {
          operationId: 'lihatNaskah',
          summary: 'Satu naskah dengan isinya',
          tags: ['naskah'],
          params: IdParam,
          response: { 200: NaskahRincianSkema, ...masalah('masuk') },
        },
      },
      async (request, reply) => bertanda(reply, await naskah.lihat(permintaan(request), request.params.id)),
    );

    app.post(
      '/v1/naskah/:id/tindakan',
      {
        config: {
          izin: 'naskah.tindak',
          efek: true,
          // Guessing a passphrase is limited per person here and counted per key in the services (SEC-502).
          rateLimit: {
            max: frasaSandiPerMenit,
            timeWindow: 60_000,
            hook: 'preHandler',
            keyGenerator: ({ pelaku, ip }) => (pelaku.jenis === 'pengguna' ? `orang:${pelaku.orangId}` : ip),
          },
        },
        schema: {
          operationId: 'tindakNaskah',
          summary: 'Melakukan tindakan atas naskah',
          tags: ['naskah'],
          params: IdParam,
          body: IsiTindakanNaskah,
          response: { 200: NaskahSkema, ...masalah('masuk', 'isi', 'efek') },
        },
      },
      async (request, reply) => {
        const p = permintaan(request);
        const { frasaSandi: teks, totp: kode, jawabanPenandatangan: cms, ...tindakan } = request.body;
        // From here on passphrase and code exist as bytes only, and they are wiped whatever happens.
        const frasaSandi = teks === undefined ? undefined : utf8(teks);
        const totp = kode === undefined ? undefined : utf8(kode);
        delete request.body.frasaSandi;
        delete request.body.totp;
        try {
          const hasil = await naskah.tindakan(p, request.params.id, {
            ...tindakan,
            ...(frasaSandi === undefined ? {} : { frasaSandi }),
            ...(totp === undefined ? {} : { totp }),
            ...(cms === undefined ? {} : { jawabanPenandatangan: Buffer.from(cms, 'base64') }),
            ...revisiDiharapkan(request),
          });
          return hasilEfek(reply, hasil);
        } finally {
          frasaSandi?.fill(0);
          totp?.fill(0);
        }
      },
    );
    return Promise.resolve();
  };

import type { FastifyPluginAsync, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { AduanPublik, Layanan } from '../services/layanan.ts';
import { NaskahError } from '../shared/errors.ts';
import { bacaArsip, halamanArsip } from './halaman-arsip.tsx';
import { cariAset } from './aset.ts';
import { bahasaDari } from './bahasa.ts';
import { halamanAduan } from './halaman-aduan.tsx';
import { halamanBukti } from './halaman-bukti.tsx';
import { halamanGalat, type GalatHalaman } from './halaman-galat.tsx';
import { halamanMuka } from './halaman-muka.tsx';
import { halamanVerifikasi } from './halaman-verifikasi.tsx';

/** What the pages need of the server: how an upload is read, and its limits. */
export interface OpsiRuteHalaman {
  readonly layanan: Pick<Layanan, 'bukti' | 'verifikasi' | 'aduan'>;
  readonly bacaUnggahan: (
    request: FastifyRequest,
  ) => Promise<{ readonly jenis: 'pdf' | 'zip'; readonly isi: AsyncIterable<Uint8Array> }>;
  readonly tandaPergi: (reply: FastifyReply) => AbortSignal;
  readonly batasUnggahBytes: number;
  readonly unggahPerMenit: number;
  readonly pintuUnggah: onRequestAsyncHookHandler;
}
const rute: FastifyPluginAsync<OpsiRuteHalaman> = async (
  app,
  { layanan, bacaUnggahan, tandaPergi, batasUnggahBytes, unggahPerMenit, pintuUnggah },
) => {
  const config = { izin: 'halaman.baca' } as const;
  const schema = { hide: true } as const;

  app.get('/', { config, schema }, async (request, reply) => html(reply, halamanMuka(bahasa(request))));

  app.get<{ Params: { nama: string } }>('/aset/:nama', { config, schema }, async (request, reply) => {
    const aset = cariAset(request.params.nama);
    if (aset === undefined) throw new NaskahError('TIDAK_DITEMUKAN');
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(aset.jenis)
      .send(aset.isi);
  });

  app.get<{ Params: { buktiId: string } }>(
    '/b/:buktiId',
    { config, schema: { ...schema, params: ParamBukti } },
    async (request, reply) => {
      const { buktiId } = request.params;
      const bukti = await layanan.bukti.lihat(buktiId);
      const opsi = { bahasa: bahasa(request), jalur: `/b/${buktiId}`, batasUnggahBytes };
      return html(reply, halamanBukti(bukti, opsi));
    },
  );

  app.get('/verifikasi', { config, schema }, async (request, reply) =>
    html(reply, halamanVerifikasi(null, { bahasa: bahasa(request), batasUnggahBytes })),
  );
  const rateLimit = { max: unggahPerMenit, timeWindow: 60_000 };
  app.post(
    '/verifikasi',
    {
      onRequest: pintuUnggah,
      schema,
      config: { izin: 'verifikasi.periksa', efek: false, rateLimit },
    },
    async (request, reply) => {
      const opsi = { bahasa: bahasa(request), batasUnggahBytes };
      const pilihan = { kebijakan: 'umum', pemanggil: request.ip, batal: tandaPergi(reply) } as const;
      const { jenis, isi } = await bacaUnggahan(request);
      if (jenis === 'zip') {
        const arsip = await layanan.verifikasi.periksaArsip(isi, pilihan);
        return html(reply, halamanArsip(await bacaArsip(arsip, opsi.bahasa), opsi));
      }
      return html(reply, halamanVerifikasi(await layanan.verifikasi.periksa(isi, pilihan), opsi));
    },
  );

  app.get('/aduan', { config: { izin: 'aduan.lacak' }, schema }, async (request, reply) => {
    const tiket = tiketDiminta(request);
    const hasil = tiket === '' ? null : await cariTiket(layanan, tiket);
    if (hasil === 'tidak-ada') reply.code(404);
    return html(reply, halamanAduan(hasil, { bahasa: bahasa(request), tiket }));
  });
  return Promise.resolve();
};

/** Pages for people (D13); `app.ts` hands them to `buatServer`, so that http and web do not import each other. */
export const halaman = {
  rute,
  galat: (masalah: GalatHalaman, bahasa: string): string => halamanGalat(masalah, bahasaDari(bahasa)),
} as const;

/** Proof ids are 22 characters of base64url; anything else names nothing and is the same 404. */
const ParamBukti = {
  type: 'object',
  properties: { buktiId: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' } },
  required: ['buktiId'],
} as const;

const html = (reply: FastifyReply, isi: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(isi);
/** Printed addresses live long and gather parameters of others; pages read their own and ignore the rest. */
const kueri = (request: FastifyRequest): Readonly<Record<string, unknown>> =>
  (request.query ?? {}) as Readonly<Record<string, unknown>>;
const bahasa = (request: FastifyRequest) => bahasaDari(kueri(request)['bahasa']);

/** Tickets are typed from a card: spaces and small letters are forgiven. */
function tiketDiminta(request: FastifyRequest): string {
  const { tiket } = kueri(request);
  return typeof tiket === 'string' ? tiket.trim().toUpperCase().slice(0, 40) : '';
}
async function cariTiket(layanan: Pick<Layanan, 'aduan'>, tiket: string): Promise<AduanPublik | 'tidak-ada'> {
  if (!/^[A-Z0-9-]{6,40}$/.test(tiket)) return 'tidak-ada';
  try {
    return await layanan.aduan.status(tiket);
  } catch (galat) {
    if (galat instanceof NaskahError && galat.code === 'TIDAK_DITEMUKAN') return 'tidak-ada';
    throw galat;
  }
}

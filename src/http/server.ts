import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  type onRequestAsyncHookHandler,
} from 'fastify';
import type { Layanan } from '../services/layanan.ts';
import { randomId } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import { batas, type HttpConfig } from './batas.ts';
import { DaftarRute } from './daftar-rute.ts';
import { kumpulkanDokumentasi, ruteDokumentasi } from './dokumentasi.ts';
import { pasangPenguraiIsi } from './isi.ts';
import type { Konteks } from './izin.ts';
import { bukaKonteks } from './konteks.ts';
import { pintuPratinjau, pintuUnggah } from './pintu.ts';
import { balasGalatKlien, jadikanNaskahError, kirimMasalah, type Masalah } from './problem.ts';
import { ruteAduan, ruteAduanPublik } from './routes/aduan.ts';
import { ruteKesehatan } from './routes/kesehatan.ts';
import { ruteBerkas } from './routes/naskah-berkas.ts';
import { ruteJejak } from './routes/naskah-jejak.ts';
import { ruteVersi } from './routes/naskah-versi.ts';
import { ruteNaskah } from './routes/naskah.ts';
import { ruteSaya } from './routes/saya.ts';
import { ruteVerifikasi } from './routes/verifikasi.ts';
import { bacaUnggahan, batasFormulir, tandaPergi, type Unggahan } from './unggahan.ts';

/** Pages for people. `web` makes them; `app.ts` brings the two together, so neither imports the other. */
export interface Halaman {
  /** Routes of the pages, registered in the context `publik`. */
  readonly rute: FastifyPluginAsync<OpsiHalaman>;
  /** What a browser sees instead of a problem document. */
  galat(masalah: Masalah, bahasa: string): string;
}
export interface OpsiHalaman {
  readonly layanan: Layanan;
  /** The one PDF or ZIP of an upload; read while it comes in. */
  readonly bacaUnggahan: (request: FastifyRequest) => Promise<Unggahan>;
  /** Aborts when the browser hangs up. */
  readonly tandaPergi: (reply: FastifyReply) => AbortSignal;
  readonly batasUnggahBytes: number;
  readonly unggahPerMenit: number;
  /** Counts uploads under way, before their bodies are read. */
  readonly pintuUnggah: onRequestAsyncHookHandler;
}

export interface OpsiServer {
  readonly layanan: Layanan;
  readonly config: HttpConfig;
  readonly logger?: FastifyBaseLogger;
  readonly halaman?: Halaman;
}

/** The server, ready to listen: limits, headers, contexts, routes, pages, docs; refuses to start with an incomplete route. */
export async function buatServer({ layanan, config, logger, halaman }: OpsiServer): Promise<FastifyInstance> {
  const app = rangka(logger);
  const rute = new DaftarRute();
  rute.pasang(app);
  tanggapiGalat(app, rute, halaman ?? null);
  catatPermintaan(app);

  await app.register(helmet, tajukKeamanan);
  await app.register(rateLimit, batasLaju(config));
  await app.register(multipart, { limits: batasFormulir(config.batasArsipBytes) });
  await kumpulkanDokumentasi(app, config);

  for (const [nama, isi] of Object.entries(isiKonteks(layanan, config, halaman)) as [Konteks, Isi][]) {
    await bukaKonteks(app, nama, layanan.masuk, isi);
  }
  await app.ready();
  return app;
}

type Isi = readonly FastifyPluginAsync[];
function isiKonteks(layanan: Layanan, config: HttpConfig, halaman?: Halaman): Record<Konteks, Isi> {
  const { naskah, aduan, verifikasi, masuk, kesehatan } = layanan;
  const pintu = pintuUnggah();
  return {
    publik: [
      ruteAduanPublik(aduan, config.laju),
      ruteVerifikasi(verifikasi, config, pintu),
      ...(halaman === undefined ? [] : [denganOpsi(halaman, layanan, config, pintu)]),
    ],
    pegawai: [
      ruteNaskah(naskah, config.laju.frasaSandiPerMenit),
      ruteVersi(naskah),
      ruteBerkas(naskah, pintuPratinjau()),
      ruteAduan(aduan),
      ruteSaya(masuk),
    ],
    // Partners hand in through POST /v1/aduan (izinKanal); routes of their own go here.
    mitra: [],
    auditor: [ruteJejak(naskah)],
    internal: [ruteKesehatan(kesehatan), ruteDokumentasi],
  };
}

const denganOpsi =
  (
    halaman: Halaman,
    layanan: Layanan,
    config: HttpConfig,
    pintu: onRequestAsyncHookHandler,
  ): FastifyPluginAsync =>
  async (app) => {
    const maksimum = config.batasUnggahBytes;
    await app.register(halaman.rute, {
      layanan,
      bacaUnggahan: (request) => bacaUnggahan(request, { pdf: maksimum, zip: config.batasArsipBytes }),
      tandaPergi,
      batasUnggahBytes: maksimum,
      unggahPerMenit: config.laju.unggahPerMenit,
      pintuUnggah: pintu,
    });
  };

function rangka(logger?: FastifyBaseLogger): FastifyInstance {
  const app = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    // Nothing about the caller is believed that the socket does not say.
    trustProxy: false,
    requestIdHeader: false,
    genReqId: () => randomId(),
    bodyLimit: batas.jsonBytes,
    requestTimeout: batas.permintaanMs,
    connectionTimeout: batas.koneksiMs,
    keepAliveTimeout: batas.bertahanMs,
    maxRequestsPerSocket: batas.permintaanPerSoket,
    http: {
      headersTimeout: batas.tajukMs,
      maxHeaderSize: batas.tajukBytes,
      connectionsCheckingInterval: 5_000,
    },
    routerOptions: { maxParamLength: batas.parameter },
    return503OnClosing: true,
    // Strict bodies (D10): nothing is converted, removed or filled in on the caller's behalf.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
        discriminator: true,
      },
    },
    frameworkErrors: (galat, request, reply) => {
      void kirimMasalah(request, reply, jadikanNaskahError(galat), null);
    },
    clientErrorHandler: (galat, socket) => {
      if (galat.code === 'ECONNRESET' || !socket.writable) return;
      socket.end(balasGalatKlien(galat, randomId()));
    },
  });
  app.server.maxConnections = batas.koneksi;
  app.decorateRequest('pelaku');
  pasangPenguraiIsi(app);
  return app;
}

/** Every refusal leaves by here. */
function tanggapiGalat(app: FastifyInstance, rute: DaftarRute, halaman: Halaman | null): void {
  const tampilkan = halaman === null ? null : halaman.galat.bind(halaman);
  app.setErrorHandler((galat, request, reply) =>
    kirimMasalah(request, reply, jadikanNaskahError(galat), tampilkan),
  );
  app.setNotFoundHandler((request, reply) => {
    const jalur = request.url.split('?', 1)[0] ?? '';
    const metode = rute.metode(jalur);
    if (metode.length === 0)
      return kirimMasalah(request, reply, new NaskahError('TIDAK_DITEMUKAN'), tampilkan);
    reply.header('allow', metode.join(', '));
    return kirimMasalah(request, reply, new NaskahError('METODE_TIDAK_DIDUKUNG'), tampilkan);
  });
}

/** One line a request, from the allow-list of `catatan.ts`. */
function catatPermintaan(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('trace-id', request.id);
    // Answers belong to who asked; routes that may be kept say so themselves.
    reply.header('cache-control', 'no-store');
    return Promise.resolve();
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ req: request, res: reply, ms: Math.round(reply.elapsedTime) }, 'permintaan selesai');
    return Promise.resolve();
  });
}

/** Pages carry no script and nothing from elsewhere; the docs page relaxes this for itself. */
const tajukKeamanan = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' as const },
};

const batasLaju = (config: HttpConfig) => ({
  global: true,
  max: config.laju.umumPerMenit,
  timeWindow: 60_000,
  errorResponseBuilder: () => new NaskahError('TERLALU_SERING'),
});

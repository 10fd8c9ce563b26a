import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { HttpConfig } from './batas.ts';
import { barisIzin } from './izin.ts';

/** OpenAPI 3.1 from the routes' own schemas; registered before the routes, so that it sees them. */
export async function kumpulkanDokumentasi(app: FastifyInstance, config: HttpConfig): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Naskah',
        version: config.versi,
        description:
          'Naskah dinas elektronik: konsep, paraf, nomor, tanda tangan PAdES, bukti, aduan, dan jejak audit. ' +
          'Setiap jawaban selain 2xx berbentuk RFC 9457 dengan `code` yang tetap.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: config.alamat }],
      tags: [
        { name: 'naskah', description: 'Konsep, alur, berkas' },
        { name: 'aduan', description: 'Aduan warga' },
        { name: 'verifikasi', description: 'Pemeriksaan berkas PDF' },
        { name: 'audit', description: 'Jejak audit' },
        { name: 'saya', description: 'Pengguna yang masuk' },
        { name: 'kesehatan', description: 'Keadaan layanan' },
      ],
      components: { securitySchemes: { pembawa: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url, route }) => ({ url, schema: lengkapi(schema, route.config) }),
  });
}

type Skema = NonNullable<Parameters<FastifyInstance['route']>[0]['schema']>;
interface ConfigRute {
  izin?: Parameters<typeof barisIzin>[0];
  efek?: boolean;
}
/** Security and headers follow from the permission and `efek` of the route; nobody writes them twice. */
function lengkapi(schema: Skema | undefined, config: ConfigRute | undefined): Skema {
  if (schema === undefined || schema.hide === true || config?.izin === undefined) return schema ?? {};
  const { peran, konteks } = barisIzin(config.izin);
  const security = peran === null ? (konteks === 'publik' ? [{}, { pembawa: [] }] : [{}]) : [{ pembawa: [] }];
  const dokumen = schema.consumes?.includes('application/pdf') === true;
  return {
    ...schema,
    security,
    ...(config.efek === true ? { headers: tajukEfek } : {}),
    // Bytes are checked by the reader of uploads, not by a JSON schema: this body is for the docs only.
    ...(dokumen ? { body: isiDokumen } : {}),
  };
}
const biner = { type: 'string', format: 'binary' };
const isiDokumen = {
  content: {
    'application/pdf': { schema: biner },
    'application/zip': { schema: biner },
    'multipart/form-data': {
      schema: { type: 'object', required: ['berkas'], properties: { berkas: biner } },
    },
  },
};
const tajukEfek = {
  type: 'object',
  required: ['idempotency-key'],
  properties: {
    'idempotency-key': {
      type: 'string',
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description: 'Kunci yang sama dengan isi yang sama menjawab sama, tanpa mengulang akibatnya',
    },
    'if-match': { type: 'string', pattern: '^(\\*|"\\d{1,9}")$', description: 'ETag yang Anda baca' },
  },
};

/** Swagger UI with its assets from this server only. */
const kebijakanDokumentasi =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const ruteDokumentasi: FastifyPluginAsync = async (app) => {
  // The plugin's routes are not ours to write: their permission is declared for them.
  app.addHook('onRoute', (opsi) => {
    opsi.config = { ...opsi.config, izin: 'dokumentasi.baca' };
    opsi.schema = { ...opsi.schema, hide: true };
  });
  await app.register(swaggerUi, {
    routePrefix: '/dokumentasi',
    staticCSP: kebijakanDokumentasi,
    uiConfig: { docExpansion: 'list', deepLinking: true, persistAuthorization: false },
    theme: { title: 'Naskah — dokumentasi API' },
  });
};

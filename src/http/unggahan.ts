import type { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NaskahError } from '../shared/errors.ts';
import { batas } from './batas.ts';

/** A document on its way in: read it once, in pieces. Reading throws the refusal of a body that goes wrong. */
export interface Unggahan {
  readonly jenis: 'pdf' | 'zip';
  readonly isi: AsyncIterable<Uint8Array>;
}
export type BatasUnggahan = Readonly<Record<Unggahan['jenis'], number>>;

/** The document of a request: raw `application/pdf` or `application/zip`, or a form with exactly one file of these. */
export async function bacaUnggahan(request: FastifyRequest, maksimum: BatasUnggahan): Promise<Unggahan> {
  if (request.isMultipart()) return berkasFormulir(request, maksimum);
  const jenis = /^application\/zip\b/i.test(request.headers['content-type'] ?? '') ? 'zip' : 'pdf';
  const sumber = request.body;
  if (!aliran(sumber)) throw kosong();
  if (Number(request.headers['content-length'] ?? 0) > maksimum[jenis])
    throw new NaskahError('ISI_TERLALU_BESAR');
  return { jenis, isi: mengalir(sumber, maksimum[jenis], request) };
}

async function berkasFormulir(request: FastifyRequest, maksimum: BatasUnggahan): Promise<Unggahan> {
  const bagian = request.parts({ limits: batasFormulir(Math.max(maksimum.pdf, maksimum.zip)) });
  const [pertama] = await satuBagian(bagian);
  if (pertama?.type !== 'file') throw tepatSatu();
  const jenis = jenisZip.test(pertama.mimetype) ? 'zip' : 'pdf';
  return { jenis, isi: isiFormulir(pertama, bagian, maksimum[jenis], request) };
}
const jenisZip = /^application\/(zip|x-zip-compressed)$/i;

type Bagian = ReturnType<FastifyRequest['parts']>;

/** One file and nothing after it: what comes later is seen and refused instead of silently dropped. */
async function* isiFormulir(
  { file }: MultipartFile,
  bagian: Bagian,
  maksimum: number,
  request: FastifyRequest,
): AsyncGenerator<Uint8Array> {
  try {
    yield* mengalir(file, maksimum, request);
  } catch (galat) {
    throw bentukRusak(galat, request);
  }
  if (file.truncated) throw new NaskahError('ISI_TERLALU_BESAR');
  if ((await satuBagian(bagian)).length > 0) throw tepatSatu();
}

async function satuBagian(bagian: Bagian) {
  try {
    const berikut = await bagian.next();
    return berikut.done === true ? [] : [berikut.value];
  } catch (galat) {
    throw bentukRusak(galat);
  }
}

/** The form parser's own complaints (cut off, malformed part headers) carry no code; limits do (FST_…). */
const bentukRusak = (galat: unknown, request?: FastifyRequest): unknown =>
  galat instanceof Error &&
  (!('code' in galat) || putus.has(String(galat.code))) &&
  request?.raw.destroyed !== true
    ? tepatSatu(galat)
    : galat;
const putus = new Set(['ERR_STREAM_PREMATURE_CLOSE']);

/** Counted while it flows; too much, nothing at all, or a caller who dawdles ends it. */
async function* mengalir(
  sumber: Readable,
  maksimum: number,
  request: FastifyRequest,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const mulai = performance.now();
  const jaga = setInterval(() => {
    const detik = (performance.now() - mulai - batas.unggahTenggangMs) / 1_000;
    if (bytes < detik * batas.unggahBytesPerDetik) {
      request.raw.destroy(new NaskahError('PERMINTAAN_TERLALU_LAMBAT'));
    }
  }, 1_000);
  try {
    // The stream outlives a refusal: destroying it would cut the line before the answer is out.
    for await (const potongan of sumber.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      bytes += potongan.length;
      if (bytes > maksimum) throw new NaskahError('ISI_TERLALU_BESAR');
      yield potongan;
    }
  } finally {
    clearInterval(jaga);
  }
  if (bytes === 0) throw kosong();
}

const aliran = (isi: unknown): isi is Readable =>
  typeof isi === 'object' && isi !== null && 'iterator' in isi && typeof isi.iterator === 'function';

/** Aborts when the caller hangs up before the answer is out. */
export function tandaPergi(reply: FastifyReply): AbortSignal {
  const pergi = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) pergi.abort(new NaskahError('PERMINTAAN_TERLALU_LAMBAT'));
  });
  return pergi.signal;
}

const kosong = (): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', {
    detail: 'Pilih satu berkas PDF; berkas yang diterima kosong.',
  });
const tepatSatu = (cause?: Error): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', {
    detail: 'Kirim satu formulir utuh dengan tepat satu bagian berisi berkas PDF.',
    cause,
  });

/** Limits of a form upload; a name longer than this or a second file is nothing a browser's form sends. */
export const batasFormulir = (fileSize: number) => ({
  fileSize,
  files: 2,
  fields: 1,
  parts: 2,
  fieldNameSize: 100,
  fieldSize: 1_000,
  headerPairs: 20,
});

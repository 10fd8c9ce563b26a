import type { FastifyRequest } from 'fastify';
import { NaskahError } from '../shared/errors.ts';

/**
 * The PDF of a request: raw `application/pdf`, or a form with exactly one file. It stays in memory (bounded by the
 * route's limit), so an upload that is broken off leaves nothing behind (SEC-119).
 */
export async function bacaPdf(request: FastifyRequest): Promise<Uint8Array> {
  const bytes = request.isMultipart() ? await satuBerkas(request) : request.body;
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      detail: 'Pilih satu berkas PDF; berkas yang diterima kosong.',
    });
  }
  return bytes;
}

async function satuBerkas(request: FastifyRequest): Promise<Uint8Array | null> {
  let berkas: Uint8Array | null = null;
  try {
    // Two parts are let in so that a second one is seen and refused instead of silently dropped.
    for await (const bagian of request.parts()) {
      if (bagian.type !== 'file' || berkas !== null) throw tepatSatu();
      berkas = await bagian.toBuffer();
    }
  } catch (galat) {
    // The form parser's own complaints (cut off, malformed part headers) carry no code; limits do (FST_…).
    if (galat instanceof Error && !('code' in galat)) throw tepatSatu(galat);
    throw galat;
  }
  return berkas;
}
const tepatSatu = (cause?: Error) =>
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

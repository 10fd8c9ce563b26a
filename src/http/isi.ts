import type { FastifyInstance } from 'fastify';
import { NaskahError } from '../shared/errors.ts';

/**
 * Bodies: JSON and, on the routes that check documents, PDF and ZIP. Nothing else is parsed, so a body can't slip past its
 * schema under another media type (CVE-2025-32442, CVE-2026-25223).
 */
export function pasangPenguraiIsi(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const urai = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, isi, selesai) => {
    const teks = teksUtf8(isi as Buffer);
    if (teks === null) selesai(new NaskahError('JSON_TIDAK_SAH'), undefined);
    else void urai(request, teks, selesai);
  });
  // Documents stay streams: the route reads them, bounded, on their way to the disk.
  app.addContentTypeParser(['application/pdf', 'application/zip'], (_request, isi, selesai) => {
    selesai(null, isi);
  });
}

/** RFC 8259 §8.1: UTF-8 and nothing else; overlong or broken sequences are refused, not replaced. */
function teksUtf8(isi: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(isi);
  } catch {
    return null;
  }
}

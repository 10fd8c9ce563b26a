import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Hasil, Permintaan } from '../services/layanan.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import { batas } from './batas.ts';

/** What every use-case wants to know about a request. */
export function permintaan(request: FastifyRequest): Permintaan {
  const kunci = request.routeOptions.config.efek === true ? tuntutKunciIdempotensi(request) : null;
  return {
    pelaku: request.pelaku,
    korelasi: request.id,
    idempotensi: kunci === null ? null : { kunci, sidik: sidikPermintaan(request) },
  };
}

/** Visible ASCII only; two headers arrive joined by a comma and a space and are refused by that. */
const bentukKunci = /^[\x21-\x7e]{1,200}$/;
export function tuntutKunciIdempotensi(request: FastifyRequest): string {
  const kunci = request.headers['idempotency-key'];
  if (kunci === undefined || kunci === '') throw new NaskahError('KUNCI_IDEMPOTENSI_WAJIB');
  if (typeof kunci !== 'string' || !bentukKunci.test(kunci)) {
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      detail: 'Idempotency-Key harus 1–200 karakter ASCII yang tampak.',
    });
  }
  return kunci;
}

/**
 * What the key was used for: method, path and content. The content is hashed as parsed, members in order, without the
 * passphrase: a stored digest of a low-entropy secret would let whoever reads the table search for it.
 */
function sidikPermintaan(request: FastifyRequest): string {
  const jalur = request.url.split('?', 1)[0] ?? '';
  return hex(sha256(`${request.method}\n${jalur}\n${JSON.stringify(terurut(request.body))}`));
}
const rahasia = new Set(['frasaSandi', 'totp']);
function terurut(nilai: unknown): unknown {
  if (Array.isArray(nilai)) return nilai.map(terurut);
  if (typeof nilai !== 'object' || nilai === null) return nilai;
  const anggota = Object.entries(nilai).filter(([nama]) => !rahasia.has(nama));
  return Object.fromEntries(anggota.sort(([a], [b]) => (a < b ? -1 : 1)).map(([n, v]) => [n, terurut(v)]));
}

/** If-Match (RFC 9110 §13.1.1) with the one form this API gives out: `"<revisi>"`; `*` asks for nothing in particular. */
export function revisiDiharapkan(request: FastifyRequest): { revisi?: number } {
  const tajuk = request.headers['if-match'];
  if (tajuk === undefined || tajuk === '*') return {};
  const revisi = /^"(\d{1,9})"$/.exec(tajuk)?.[1];
  if (revisi === undefined) {
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      detail: 'If-Match harus berbentuk "<revisi>", misalnya "3".',
    });
  }
  return { revisi: Number(revisi) };
}

/** The answer of an effect: a repeated one says so (`Idempotency-Replayed`), the representation carries its ETag. */
export function hasilEfek<T extends object>(reply: FastifyReply, hasil: Hasil<T>): T {
  if (hasil.ulangan) reply.header('idempotency-replayed', 'true');
  return bertanda(reply, hasil.isi);
}
export function bertanda<T extends object>(reply: FastifyReply, isi: T): T {
  if ('revisi' in isi && typeof isi.revisi === 'number') reply.header('etag', `"${isi.revisi}"`);
  return isi;
}

/** Lists: `lanjut` is opaque; Link (RFC 8288) repeats the caller's filter with it. */
export function halaman<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  daftar: { readonly baris: readonly T[]; readonly lanjut: string | null },
): { readonly baris: readonly T[]; readonly lanjut: string | null } {
  if (daftar.lanjut !== null) {
    const alamat = new URL(request.url, 'http://x');
    alamat.searchParams.set('sebelum', daftar.lanjut);
    reply.header('link', `<${alamat.pathname}${alamat.search}>; rel="next"`);
  }
  return daftar;
}
export const batasBaris = (teks: string | undefined): number =>
  Math.min(Math.max(Number(teks ?? batas.barisBawaan), 1), batas.barisMaksimum);

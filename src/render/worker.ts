import { setImmediate } from 'node:timers/promises';
import type { LembarNaskah } from '../domain/naskah/lembar.ts';
import type { LembarLaporan } from '../domain/tte/lembar-laporan.ts';
import { NaskahError } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { buatPenata } from './penata.ts';
import type { HasilTata, Penata } from './penata.ts';

/** Errors lose their class between threads, so a refusal travels as a value. */
export type JawabanPekerja =
  | { readonly berhasil: true; readonly hasil: HasilTata }
  | { readonly berhasil: false; readonly code: ErrorCode; readonly detail: string; readonly sebab: string };

let penata: Promise<Penata> | null = null;

/** One letter or report in one worker thread; the compiler and its caches live as long as the thread. */
export default async function kerjakan(lembar: LembarNaskah | LembarLaporan): Promise<JawabanPekerja> {
  try {
    penata ??= buatPenata();
    const mesin = await penata;
    const hasil = lembar.jenis === 'laporan-pemeriksaan' ? mesin.laporan(lembar) : mesin.tata(lembar);
    return { berhasil: true, hasil };
  } catch (galat) {
    return gagal(galat);
  } finally {
    // Typst's native buffers are freed by the event loop: let it turn once, or memory grows.
    await setImmediate();
  }
}

function gagal(galat: unknown): JawabanPekerja {
  if (!(galat instanceof NaskahError))
    return gagal(new NaskahError('NASKAH_TATA_LETAK_GAGAL', { cause: galat }));
  const sebab = galat.cause instanceof Error ? galat.cause.message : String(galat.cause);
  return { berhasil: false, code: galat.code, detail: galat.message, sebab };
}

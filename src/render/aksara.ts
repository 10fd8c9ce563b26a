import { aksaraBerkas, keluargaHuruf } from './huruf.ts';

export interface AksaraDitolak {
  readonly pointer: string;
  readonly aksara: string;
  /** `U+1F600` */
  readonly kode: string;
}

/**
 * The first character that no bundled font can show, or that shows nothing and could hide or reorder what a signer
 * reads. Typst would abort PDF/A on the former, so both are refused while drafting. Null when all is well.
 */
export function periksaAksara(
  texts: Iterable<{ readonly pointer: string; readonly teks: string }>,
): AksaraDitolak | null {
  for (const { pointer, teks } of texts) {
    if (tercetakAscii.test(teks)) continue;
    for (const aksara of teks.replace(tanpaLebar, '')) {
      if (didukung(aksara)) continue;
      const kode = (aksara.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return { pointer, aksara, kode: `U+${kode}` };
    }
  }
  return null;
}

/** Pasted along from web pages and word processors, without width and meaning: left out of the page, not refused. */
export const tanpaLebar = /[\u200B\u2060\uFEFF]/g;

/** For texts of strangers, which are shown as far as they can be: what no bundled font has becomes `?`. */
export function aksaraTerdukung(teks: string): string {
  if (tercetakAscii.test(teks)) return teks;
  return Array.from(teks.replace(tanpaLebar, ''), (aksara) => (didukung(aksara) ? aksara : '?')).join('');
}

const tercetakAscii = /^[\r\n\t -~]*$/;
/** Controls, formatting (bidi overrides among it), private use, unassigned, lone surrogates, line separators. */
const takTampak = /^[\p{C}\p{Zl}\p{Zp}]$/u;
/** Invisible, but at home in ordinary writing: joiners of Arabic and emoji, direction marks, the soft hyphen. */
const takTampakWajar: ReadonlySet<string> = new Set(['\u00AD', '\u200C', '\u200D', '\u200E', '\u200F']);

function didukung(aksara: string): boolean {
  if (aksara === '\n' || aksara === '\r' || aksara === '\t') return true;
  if (takTampak.test(aksara) && !takTampakWajar.has(aksara)) return false;
  return cakupan().has(aksara.codePointAt(0) ?? 0);
}

let cakupanTersimpan: ReadonlySet<number> | null = null;

/** A code point counts when every style of some family has it: bold text must not fall through. */
function cakupan(): ReadonlySet<number> {
  cakupanTersimpan ??= new Set(
    keluargaHuruf.flatMap(({ berkas }) => {
      const [pertama, ...lain] = berkas.map((b) => aksaraBerkas(b).peta);
      return [...(pertama?.keys() ?? [])].filter((titik) => lain.every((peta) => peta.has(titik)));
    }),
  );
  return cakupanTersimpan;
}

/** Every text of a value with its JSON pointer (RFC 6901), in order. */
export function* teksDalam(nilai: unknown, pointer = ''): Generator<{ pointer: string; teks: string }> {
  if (typeof nilai === 'string') yield { pointer, teks: nilai };
  else if (typeof nilai === 'object' && nilai !== null) {
    for (const [kunci, isi] of Object.entries(nilai)) {
      yield* teksDalam(isi, `${pointer}/${kunci.replace(/~/g, '~0').replace(/\//g, '~1')}`);
    }
  }
}

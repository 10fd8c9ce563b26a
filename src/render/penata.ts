import type { NodeCompiler, NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { join } from 'node:path';
import type { JenisNaskah } from '../domain/naskah/konsep.ts';
import type { LembarNaskah } from '../domain/naskah/lembar.ts';
import type { LembarLaporan } from '../domain/tte/lembar-laporan.ts';
import { NaskahError } from '../shared/errors.ts';
import { aksaraTerdukung } from './aksara.ts';
import { PT_PER_MM, dataLembar } from './data-lembar.ts';
import { hurufUntukTypst, keluargaHuruf, namaPribadi } from './huruf.ts';
import { bacaTemplat, berkasLaporan, berkasTemplat } from './templat.ts';
import type { KotakTandaTangan } from './types.ts';

export interface HasilTata {
  readonly bytes: Uint8Array;
  readonly halaman: number;
  readonly kotak: readonly KotakTandaTangan[];
}

/** One Typst compiler with our templates and fonts in memory. Not for two letters at a time. */
export interface Penata {
  tata(lembar: LembarNaskah): HasilTata;
  laporan(lembar: LembarLaporan): HasilTata;
}

/**
 * A folder that does not exist: every file a template may read lies in memory under it, so a template reaches
 * nothing on the disk, and no path of this machine can get into a PDF.
 */
const AKAR = process.platform === 'win32' ? 'C:\\naskah-templat' : '/naskah-templat';

/** Typst forgets what no letter used for this many letters. */
const UMUR_INGATAN = 10;

/** More copies than this beside a signature would be higher than the signature. */
const TEMBUSAN_RAPAT = 8;

/** PDF/A asks for a document date and a draft has none; a draft is never signed or archived. */
const STANDAR = { final: 'a-2b', draf: '1.7' } as const satisfies Record<LembarNaskah['mode'], string>;

export async function buatPenata(): Promise<Penata> {
  const compiler = (await muatTypst()).create({
    workspace: AKAR,
    fontArgs: [{ fontBlobs: hurufUntukTypst() }],
  });
  for (const berkas of new Set([...Object.values(berkasTemplat).flat(), ...berkasLaporan])) {
    compiler.mapShadow(join(AKAR, berkas), Buffer.from(bacaTemplat(berkas)));
  }
  return { tata: (lembar) => tata(compiler, lembar), laporan: (lembar) => laporan(compiler, lembar) };
}

async function muatTypst(): Promise<typeof NodeCompiler> {
  try {
    return (await import('@myriaddreamin/typst-ts-node-compiler')).NodeCompiler;
  } catch (cause) {
    throw new NaskahError('TATA_HURUF_TIDAK_TERSEDIA', {
      detail: `Mesin tata letak Typst tidak tersedia untuk ${process.platform}-${process.arch} pada pemasangan ini.`,
      cause,
    });
  }
}

function tata(compiler: NodeCompiler, lembar: LembarNaskah): HasilTata {
  const huruf = keluargaHuruf.map((k) => namaPribadi(k.nama));
  const lekatkan = new Set<number>();
  let tembusanGaya = lembar.tembusan.length === 0 ? 'tanpa' : 'bawah';
  const susunLagi = () =>
    susun(compiler, lembar.jenis, { ...dataLembar(lembar, lekatkan), huruf, tembusanGaya });
  let [dokumen, laporan] = susunLagi();
  // A signature without a word of the body on its page could be put under any letter: the body's end moves to it.
  if (laporan.badanTerpisah.includes(true)) {
    laporan.badanTerpisah.forEach((terpisah, i) => terpisah && lekatkan.add(i));
    [dokumen, laporan] = susunLagi();
  }
  // The list of copies alone on a last page looks forgotten: set it once more, closer.
  const terakhir = laporan.kotak.at(-1);
  const terpisah = terakhir !== undefined && laporan.halamanTembusan.some((h) => h > terakhir.halaman);
  if (terpisah && lembar.tembusan.length <= TEMBUSAN_RAPAT) {
    tembusanGaya = 'rapat';
    [dokumen, laporan] = susunLagi();
  }
  const bytes = new Uint8Array(compiler.pdf(dokumen, { pdfStandard: STANDAR[lembar.mode], pdfTags: true }));
  const tinggi = lembar.tata.kertas.tinggi * PT_PER_MM;
  const hasil = { bytes, halaman: dokumen.numOfPages, kotak: laporan.kotak.map((k) => kotakPdf(k, tinggi)) };
  compiler.evictCache(UMUR_INGATAN);
  return hasil;
}

interface Laporan {
  readonly kotak: readonly KotakTypst[];
  readonly badanTerpisah: readonly boolean[];
  readonly halamanTembusan: readonly number[];
}

/** A warning (a missing font, a layout that does not settle) is an error: what is signed must be what was meant. */
function susun(compiler: NodeCompiler, jenis: JenisNaskah, data: object): [NodeTypstDocument, Laporan] {
  const dokumen = susunBerkas(compiler, berkasTemplat[jenis][0], data);
  const [laporan] = compiler.query(dokumen, { selector: '<laporan>' }) as [{ value: Laporan }];
  return [dokumen, laporan.value];
}

function susunBerkas(compiler: NodeCompiler, berkas: string, data: object): NodeTypstDocument {
  compiler.mapShadow(join(AKAR, 'lembar.json'), Buffer.from(JSON.stringify(data)));
  const hasil = compiler.compile({ mainFilePath: join(AKAR, berkas) });
  const keluhan = hasil.takeError() ?? hasil.takeWarnings();
  const dokumen = hasil.result;
  if (dokumen === null || keluhan !== null) {
    throw new NaskahError('NASKAH_TATA_LETAK_GAGAL', {
      cause: new Error(
        keluhan === null ? 'typst gave no document' : JSON.stringify(keluhan.shortDiagnostics),
      ),
    });
  }
  return dokumen;
}

/** Texts of strangers: what the fonts lack is replaced, and a long word may break, so that nothing runs off the page. */
function laporan(compiler: NodeCompiler, lembar: LembarLaporan): HasilTata {
  const huruf = keluargaHuruf.map((k) => namaPribadi(k.nama));
  const data = { ...petakanTeks(lembar, (teks) => sela(aksaraTerdukung(teks))), huruf };
  const dokumen = susunBerkas(compiler, berkasLaporan[0], data);
  const bytes = new Uint8Array(compiler.pdf(dokumen, { pdfStandard: STANDAR.final, pdfTags: true }));
  compiler.evictCache(UMUR_INGATAN);
  return { bytes, halaman: dokumen.numOfPages, kotak: [] };
}

const sela = (teks: string): string =>
  teks.replaceAll(/\S{24,}/g, (kata) => kata.replaceAll(/.{12}(?=.)/gu, '$&\u200b'));

/** The same value with every text changed. */
function petakanTeks<T>(nilai: T, ubah: (teks: string) => string): T {
  const satu = (isi: unknown): unknown => {
    if (typeof isi === 'string') return ubah(isi);
    if (Array.isArray(isi)) return isi.map(satu);
    if (typeof isi !== 'object' || isi === null) return isi;
    return Object.fromEntries(Object.entries(isi).map(([kunci, anak]) => [kunci, satu(anak)]));
  };
  return satu(nilai) as T;
}

interface KotakTypst {
  readonly halaman: number;
  readonly kiri: number;
  readonly atas: number;
  readonly kanan: number;
  readonly bawah: number;
}

/** Typst counts from the top left, PDF from the lower left. */
function kotakPdf(k: KotakTypst, tinggiHalaman: number): KotakTandaTangan {
  return {
    halaman: k.halaman,
    x: bulatkan(k.kiri),
    y: bulatkan(tinggiHalaman - k.bawah),
    lebar: bulatkan(k.kanan - k.kiri),
    tinggi: bulatkan(k.bawah - k.atas),
  };
}

function bulatkan(pt: number): number {
  return Math.round(pt * 1000) / 1000;
}

import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { ButirZip, PembacaArsip } from '../../services/ports.ts';
import { NaskahError, type ErrorCode } from '../../shared/errors.ts';
import { batasZip } from './batas.ts';

/**
 * ZIP archives as their central directory describes them (APPNOTE 4.3.12). Names are words for the report and never
 * paths: nothing is unpacked under them. An entry that cannot be trusted is refused by itself; an archive that can be
 * read in two ways, or that promises too much, as a whole.
 */
export const pembacaZip: PembacaArsip = {
  async buka(path) {
    const zip = await openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: true }).catch(
      (cause: unknown) => {
        throw new NaskahError('ARSIP_TIDAK_TERBACA', { cause });
      },
    );
    try {
      const semua = await bacaDaftar(zip);
      const berkas = semua.filter((entri) => !dilewati(entri.fileName));
      if (berkas.length > batasZip.berkas)
        throw melampaui(`Arsip memuat lebih dari ${batasZip.berkas} berkas.`);
      const bytes = berkas.reduce((jumlah, { uncompressedSize }) => jumlah + uncompressedSize, 0);
      if (bytes > batasZip.semuaBytes) throw melampaui('Isi arsip setelah dibuka melebihi batas ukuran.');
      const ganda = namaGanda(berkas);
      return {
        butir: berkas.map((entri) => butir(zip, entri, ganda.has(entri.fileName))),
        tutup: () => zip.close(),
      };
    } catch (galat) {
      zip.close();
      throw galat;
    }
  },
};

async function bacaDaftar(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > batasZip.entri) throw melampaui('Arsip memuat terlalu banyak entri.');
  const semua: Entry[] = [];
  try {
    for await (const entri of zip.eachEntry()) semua.push(entri);
  } catch (cause) {
    throw new NaskahError('ARSIP_TIDAK_TERBACA', { cause });
  }
  if (bertumpuk(semua)) {
    throw new NaskahError('ARSIP_TIDAK_TERBACA', { detail: 'Isi arsip ini saling menimpa.' });
  }
  return semua;
}

const panjangKepala = 30;

/** Entries that share bytes make a small archive unfold without end (and let two readers see two archives). */
function bertumpuk(semua: readonly Entry[]): boolean {
  const urut = [...semua].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  return urut.some((entri, i) => {
    const berikut = urut[i + 1];
    const akhir = entri.relativeOffsetOfLocalHeader + panjangKepala + entri.compressedSize;
    return berikut !== undefined && akhir > berikut.relativeOffsetOfLocalHeader;
  });
}

/** Folders, and the resource forks that macOS puts beside each file: nothing of the sender's. */
const dilewati = (nama: string): boolean =>
  nama.endsWith('/') || nama.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db)$/.test(nama);

function namaGanda(berkas: readonly Entry[]): ReadonlySet<string> {
  const dilihat = new Set<string>();
  return new Set(
    berkas.map(({ fileName }) => fileName).filter((nama) => dilihat.has(nama) || !dilihat.add(nama)),
  );
}

/** What an entry says of itself decides whether it is opened at all; first row that applies. */
const tolakan: readonly { readonly kode: ErrorCode; readonly bila: (e: Entry, ganda: boolean) => boolean }[] =
  [
    { kode: 'ARSIP_BUTIR_NAMA_TIDAK_SAH', bila: (e) => !namaWajar(e) },
    { kode: 'ARSIP_BUTIR_GANDA', bila: (_e, ganda) => ganda },
    { kode: 'ARSIP_BUTIR_TERENKRIPSI', bila: (e) => e.isEncrypted() },
    { kode: 'ARSIP_BUTIR_METODE', bila: (e) => !e.canDecodeFileData() },
    { kode: 'ARSIP_BUTIR_TERLALU_BESAR', bila: (e) => e.uncompressedSize > batasZip.berkasBytes },
    {
      kode: 'ARSIP_BUTIR_TERLALU_BESAR',
      bila: (e) =>
        e.uncompressedSize > batasZip.rasioMulaiBytes &&
        e.uncompressedSize > e.compressedSize * batasZip.rasio,
    },
  ];

/** yauzl has refused absolute names and `..` already; what is left could still deceive whoever reads the report. */
const namaWajar = ({ fileName, fileNameRaw }: Entry): boolean =>
  fileName !== '' && fileNameRaw.length <= batasZip.namaBytes && !/[\p{Cc}\p{Bidi_Control}]/u.test(fileName);

function butir(zip: ZipFile, entri: Entry, ganda: boolean): ButirZip {
  const baris = tolakan.find(({ bila }) => bila(entri, ganda));
  return {
    nama: entri.fileName.slice(0, batasZip.namaBytes),
    tolak: baris?.kode ?? null,
    isi: () => bacaButir(zip, entri),
  };
}

/** The bytes, as long as they are what the directory promised: size (yauzl) and CRC-32. Throws ARSIP_BUTIR_…. */
async function* bacaButir(zip: ZipFile, entri: Entry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let awal = true;
  try {
    for await (const potongan of (await zip.openReadStreamPromise(entri)) as AsyncIterable<Buffer>) {
      if (awal && potongan.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
        throw new NaskahError('ARSIP_BUTIR_BERSARANG');
      }
      awal = false;
      crc = crc32(potongan, crc);
      yield potongan;
    }
  } catch (galat) {
    throw galat instanceof NaskahError ? galat : new NaskahError('ARSIP_BUTIR_RUSAK', { cause: galat });
  }
  if (crc !== entri.crc32) throw new NaskahError('ARSIP_BUTIR_RUSAK');
}

const melampaui = (detail: string): NaskahError => new NaskahError('ARSIP_MELAMPAUI_BATAS', { detail });

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batasZip } from '../../../src/adapters/arsip/batas.ts';
import { pembacaZip } from '../../../src/adapters/arsip/zip.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { zip, type BagianZip } from '../../support/zip.ts';
import { kodeDari } from '../../support/kode.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tulis(isi: Uint8Array): string {
  const path = join(folder, 'arsip.zip');
  writeFileSync(path, isi);
  return path;
}
const isi = utf8('%PDF-1.7 isi surat');
const surat = (lain: Partial<BagianZip> = {}): BagianZip => ({ nama: 'surat.pdf', isi, ...lain });

/** Every entry with what its reader gets: its bytes, or the code of its refusal. */
async function baca(bagian: readonly BagianZip[]) {
  const arsip = await pembacaZip.buka(tulis(zip(bagian)));
  const hasil = [];
  for (const butir of arsip.butir) {
    const bytes: Uint8Array[] = [];
    let kode: string | null = butir.tolak;
    if (kode === null) {
      const semua = (async () => {
        for await (const potongan of butir.isi()) bytes.push(potongan);
      })();
      kode = await semua.then(
        () => null,
        (galat: unknown) => (galat as { code: string }).code,
      );
    }
    hasil.push([butir.nama, kode ?? Buffer.concat(bytes).toString()]);
  }
  arsip.tutup();
  return hasil;
}

describe('the files of an archive', () => {
  it('are read in their order, packed or not; folders and what macOS puts beside them are none', async () => {
    const bagian = [
      surat({ nama: 'b/', isi: new Uint8Array() }),
      surat({ nama: 'b/surat satu.pdf' }),
      surat({ nama: '__MACOSX/b/._surat satu.pdf' }),
      surat({ nama: 'a.pdf', metode: 0 }),
    ];
    expect(await baca(bagian)).toEqual([
      ['b/surat satu.pdf', '%PDF-1.7 isi surat'],
      ['a.pdf', '%PDF-1.7 isi surat'],
    ]);
  });

  const besar = new Uint8Array(4 * 1024 * 1024);
  it.each<[string, BagianZip[], string]>([
    ['an encrypted one', [surat({ terenkripsi: true })], 'ARSIP_BUTIR_TERENKRIPSI'],
    ['an unknown method', [surat({ metode: 99 })], 'ARSIP_BUTIR_METODE'],
    ['an archive in the archive', [surat({ isi: zip([surat()]) })], 'ARSIP_BUTIR_BERSARANG'],
    ['a wrong checksum', [surat({ crc: 1 })], 'ARSIP_BUTIR_RUSAK'],
    ['more bytes than it promised', [surat({ ukuran: 5 })], 'ARSIP_BUTIR_RUSAK'],
    ['fewer bytes than it promised', [surat({ ukuran: 500 })], 'ARSIP_BUTIR_RUSAK'],
    ['broken packing', [surat({ tersimpan: utf8('\xff\xff\xff') })], 'ARSIP_BUTIR_RUSAK'],
    ['a bomb that says so', [surat({ isi: besar })], 'ARSIP_BUTIR_TERLALU_BESAR'],
    [
      'a bomb that hides it',
      [surat({ isi: besar, ukuran: 100, tersimpan: deflateRawSync(besar) })],
      'ARSIP_BUTIR_RUSAK',
    ],
    ['a name with a line end', [surat({ nama: 'a\nb.pdf' })], 'ARSIP_BUTIR_NAMA_TIDAK_SAH'],
    ['a name that reads backwards', [surat({ nama: 'fdp.\u202efdp' })], 'ARSIP_BUTIR_NAMA_TIDAK_SAH'],
    ['too large a file', [surat({ ukuran: batasZip.berkasBytes + 1 })], 'ARSIP_BUTIR_TERLALU_BESAR'],
  ])('%s is refused by itself, and the next one is read', async (_nama, bagian, kode) => {
    const hasil = await baca([...bagian, surat({ nama: 'baik.pdf' })]);
    expect(hasil.map(([, satu]) => satu)).toEqual([kode, '%PDF-1.7 isi surat']);
  });

  it('of one name are all refused: nobody can say which is meant', async () => {
    const hasil = await baca([surat(), surat({ nama: 'lain.pdf' }), surat()]);
    expect(hasil.map(([, satu]) => satu)).toEqual([
      'ARSIP_BUTIR_GANDA',
      '%PDF-1.7 isi surat',
      'ARSIP_BUTIR_GANDA',
    ]);
  });
});

describe('an archive is refused as a whole', () => {
  const kode = (bytes: Uint8Array) => kodeDari(pembacaZip.buka(tulis(bytes)));
  it.each<[string, Uint8Array]>([
    ['that is none', utf8('%PDF-1.7')],
    ['that is empty of bytes', new Uint8Array()],
    ['that is cut off', zip([surat()]).subarray(0, 60)],
    ['whose names lead out of it', zip([surat({ nama: '../../etc/x.pdf' })])],
    ['whose names begin at the root', zip([surat({ nama: '/etc/x.pdf' })])],
    ['whose files lie over each other', zip([surat(), surat({ nama: 'b.pdf', letak: 0 })])],
  ])('%s', async (_nama, bytes) => expect(await kode(bytes)).toBe('ARSIP_TIDAK_TERBACA'));

  it('that holds too many files, or promises too much', async () => {
    const banyak = Array.from({ length: batasZip.berkas + 1 }, (_, i) => surat({ nama: `${i}.pdf` }));
    expect(await kode(zip(banyak))).toBe('ARSIP_MELAMPAUI_BATAS');
    const berat = Array.from({ length: 20 }, (_, i) =>
      surat({ nama: `${i}.pdf`, ukuran: batasZip.berkasBytes }),
    );
    expect(await kode(zip(berat))).toBe('ARSIP_MELAMPAUI_BATAS');
  });
});

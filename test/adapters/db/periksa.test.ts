import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bukaSqlite } from '../../../src/adapters/sqlite.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bukaBlob } from '../../../src/adapters/blob/blob.ts';
import { letakBlob } from '../../../src/adapters/blob/sehat.ts';
import { periksaInvarian, type Database } from '../../../src/adapters/db/index.ts';
import type { NaskahId, Sha256, Tanggal } from '../../../src/shared/brand.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import {
  SAAT,
  bukaUji,
  folderUji,
  isiDasar,
  jabatanId,
  kejadian,
  naskahBaru,
  nomorBaru,
  orangId,
  pelaku,
  upayaBaru,
} from './dunia.ts';

let folder: string;
let hapus: () => void;
let db: Database;
let sha256: Sha256;
beforeEach(async () => {
  ({ folder, hapus } = folderUji());
  db = bukaUji(folder);
  await isiDasar(db);
  sha256 = await (await bukaBlob(join(folder, 'berkas'))).put(utf8('surat bertanda tangan'));
  await tandatangani('n1', 1);
});
afterEach(async () => {
  await db.tutup();
  hapus();
});

const tte = (id: string, nama: 'niat' | 'selesai' | 'gagal' | 'tak_pasti', upaya = 1) =>
  kejadian({
    peristiwa: `naskah.tte.${nama}`,
    objek: { jenis: 'naskah', id },
    rincian: { upaya },
    ...(nama === 'selesai' ? { artefak: { pdf: { sha256, ukuran: 21 } } } : {}),
    tertutup: [{ nama: 'rincian.alasan', nilai: 'alasan', subjek: orangId }],
  });
const nomor = (id: string, nama: 'pesan' | 'terbit', urut: number) =>
  kejadian({
    peristiwa: `nomor.${nama}`,
    objek: { jenis: 'naskah', id },
    rincian: { buku: 'umum/2026', nomor: urut },
  });

/** The whole story of one signed letter, told truly. */
async function tandatangani(id: string, urut: number): Promise<void> {
  const langkah = {
    naskahId: id as NaskahId,
    urutan: 1,
    jabatanId,
    orangId: null,
    waktu: null,
    wewenang: null,
  };
  await db.write(pelaku, 'uji', async (repos, catat) => {
    await repos.naskah.tambah(naskahBaru(id, { keadaan: 'menandatangani' }));
    await repos.nomor.tambah(nomorBaru(id, urut));
    await repos.upaya.tambah(upayaBaru(`u-${id}`, id, { keadaan: 'siap' }));
    catat(nomor(id, 'pesan', urut));
    catat(tte(id, 'niat'));
  });
  await db.write(pelaku, 'uji', async (repos, catat) => {
    const terbit = nomorBaru(id, urut, { keadaan: 'terbit' });
    await repos.upaya.pindah('siap', upayaBaru(`u-${id}`, id, { keadaan: 'selesai', hasilSha256: sha256 }));
    await repos.nomor.ubah(terbit);
    await repos.naskah.tulisPenandatangan(id as NaskahId, [{ ...langkah, status: 'selesai' }]);
    await repos.naskah.tambahBerkas(id as NaskahId, sha256, 21, SAAT);
    await repos.naskah.ubah(
      naskahBaru(id, {
        keadaan: 'ditandatangani',
        revisi: 2,
        berkasSha256: sha256,
        nomor: terbit.teks,
        tanggal: '2026-11-24' as Tanggal,
      }),
    );
    catat(tte(id, 'selesai'));
    catat(nomor(id, 'terbit', urut));
  });
}

const periksa = async () => [
  ...new Set((await periksaInvarian(join(folder, 'naskah.db'), join(folder, 'berkas'))).map((p) => p.kode)),
];
/** What only somebody with the file in hand can do: the guards are taken away first. */
function rusak(...perintah: string[]): void {
  const s = bukaSqlite(join(folder, 'naskah.db'));
  s.pragma('foreign_keys = 0');
  for (const nama of s
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all() as string[]) {
    s.exec(`DROP TRIGGER ${nama}`);
  }
  for (const satu of perintah) s.exec(satu);
  s.close();
}

describe('the offline checker', () => {
  it('finds nothing in a true story', async () => {
    await tandatangani('n2', 2);
    expect(await periksa()).toEqual([]);
  });

  it.each<[string, string]>([
    [
      "UPDATE audit_leaf SET isi = replace(isi, 'naskah.tte.niat', 'naskah.tte.niah') WHERE urut = 3",
      'POHON_TIDAK_COCOK',
    ],
    ['UPDATE audit_leaf SET isi = zeroblob(10) WHERE urut = 3', 'DAUN_TIDAK_SAH'],
    ['DELETE FROM audit_leaf WHERE urut = 5', 'LOG_TIDAK_UTUH'],
    ['UPDATE audit_head SET ukuran = ukuran + 1', 'LOG_TIDAK_UTUH'],
    ["UPDATE audit_leaf SET peristiwa = 'naskah.kirim' WHERE urut = 3", 'LOG_TIDAK_UTUH'],
    ['UPDATE audit_log_kunci SET publik = zeroblob(32)', 'LOG_TIDAK_UTUH'],
    ['UPDATE audit_node SET h = zeroblob(32) WHERE level = 1 AND idx = 0', 'POHON_TIDAK_COCOK'],
    ['UPDATE audit_node SET h = zeroblob(32) WHERE level = 0 AND idx = 2', 'POHON_TIDAK_COCOK'],
    ['DELETE FROM audit_node WHERE level = 1 AND idx = 1', 'POHON_TIDAK_COCOK'],
    ['INSERT INTO audit_node SELECT log, 9, 9, zeroblob(32) FROM audit_head', 'POHON_TIDAK_COCOK'],
    ['UPDATE audit_objek SET h = zeroblob(32)', 'RANTAI_PUTUS'],
    ["DELETE FROM audit_objek WHERE id = 'n1'", 'RANTAI_PUTUS'],
    ['UPDATE penyingkapan SET urut = urut + 1', 'PENYINGKAPAN_ASING'],
    ['UPDATE nomor SET urut = 3 WHERE urut = 1', 'NOMOR_BOLONG'],
    ["UPDATE nomor SET keadaan = 'ditahan'", 'NOMOR_TIDAK_COCOK'],
    ['DELETE FROM nomor', 'NOMOR_TIDAK_COCOK'],
    ["UPDATE nomor SET teks = 'lain'", 'KEADAAN_TIDAK_COCOK'],
    ["UPDATE naskah SET keadaan = 'tak_pasti'", 'KEADAAN_TIDAK_COCOK'],
    ["UPDATE upaya SET keadaan = 'dikirim'", 'KEADAAN_TIDAK_COCOK'],
    ["UPDATE upaya SET keadaan = 'gagal'", 'KEADAAN_TIDAK_COCOK'],
    ["UPDATE penandatangan SET status = 'menunggu'", 'KEADAAN_TIDAK_COCOK'],
    [`UPDATE naskah SET berkas_sha256 = '${'ab'.repeat(32)}'`, 'BERKAS_TIDAK_TERCATAT'],
    [`UPDATE upaya SET hasil_sha256 = '${'ab'.repeat(32)}'`, 'BERKAS_TIDAK_TERCATAT'],
    ["UPDATE naskah SET unit_id = 'tidak ada'", 'DB_RUSAK'],
  ])('%s is %s', async (perintah, kode) => {
    rusak(perintah);
    expect(await periksa()).toContain(kode);
  });

  it('asks whether the file is there and is itself', async () => {
    const letak = letakBlob(join(folder, 'berkas'), sha256);
    writeFileSync(letak, 'surat bertanda tangaN');
    expect(await periksa()).toEqual(['BERKAS_TIDAK_ADA']);
    rmSync(letak);
    expect(await periksa()).toEqual(['BERKAS_TIDAK_ADA']);
  });

  it.each([
    ['an intent nobody closed', ['niat'], 'NIAT_TIDAK_DITUTUP'],
    ['an intent closed twice', ['niat', 'gagal', 'gagal'], 'NIAT_DITUTUP_GANDA'],
    ['an unknown end without an intent', ['tak_pasti'], 'TANDA_TANGAN_TANPA_NIAT'],
  ] as const)('finds %s', async (_nama, daftar, kode) => {
    await db.write(pelaku, 'uji', (_repos, catat) => {
      for (const nama of daftar) catat(tte('n1', nama, 7));
      return Promise.resolve();
    });
    expect(await periksa()).toEqual([kode]);
  });

  it('accepts that a person settles an unknown end later', async () => {
    await db.write(pelaku, 'uji', (_repos, catat) => {
      for (const nama of ['niat', 'tak_pasti', 'gagal'] as const) catat(tte('n1', nama, 7));
      return Promise.resolve();
    });
    expect(await periksa()).toEqual([]);
  });

  it('calls a missing or a foreign file what it is, and makes none', async () => {
    const tiada = join(folder, 'tiada.db');
    expect((await periksaInvarian(tiada, folder)).map((p) => p.kode)).toEqual(['DB_RUSAK']);
    writeFileSync(tiada, 'bukan basis data '.repeat(100));
    expect((await periksaInvarian(tiada, folder)).map((p) => p.kode)).toEqual(['DB_RUSAK']);
  });
});

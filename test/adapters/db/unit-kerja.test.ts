import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as tidur } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { bukaSqlite } from '../../../src/adapters/sqlite.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bukaKoneksi, pastikanPragma } from '../../../src/adapters/db/koneksi.ts';
import { diDalamTransaksi, periksaInvarian, type Database } from '../../../src/adapters/db/index.ts';
import { folderMigrasi } from '../../../src/adapters/db/migrasi.ts';
import { keadaanNaskah, keadaanUpaya } from '../../../src/domain/naskah/naskah.ts';
import { jenisNaskah } from '../../../src/domain/naskah/konsep.ts';
import { kanalAduan, keadaanAduan } from '../../../src/domain/aduan/aduan.ts';
import type { Repos } from '../../../src/services/ports.ts';
import type { NaskahId } from '../../../src/shared/brand.ts';
import { disclosureDigest, parseLeaf, verifierKey, type Leaf } from '../../../src/translog/index.ts';
import {
  aduanBaru,
  bukaUji,
  folderUji,
  isiDasar,
  jam,
  kejadian,
  naskahBaru,
  nomorBaru,
  orangId,
  pelaku,
  sistem,
  tambahNaskah,
  tenantId,
  tenantLain,
} from './dunia.ts';

let folder: string;
let hapus: () => void;
let db: Database;
const waktu = jam();
const berkas = (): string => join(folder, 'naskah.db');
beforeEach(async () => {
  ({ folder, hapus } = folderUji());
  waktu.setel('2026-11-24T01:02:03.004Z');
  db = bukaUji(folder, { clock: waktu });
  await isiDasar(db);
});
afterEach(async () => {
  await db.tutup();
  hapus();
});

const catatSaja = (lain: Parameters<typeof kejadian>[0] = {}) =>
  db.write(pelaku, 'req_1', (_repos, catat) => {
    catat(kejadian(lain));
    return Promise.resolve();
  });
const langsung = <T>(kerja: (s: Sqlite.Database) => T): T => {
  const s = bukaSqlite(berkas());
  s.pragma('recursive_triggers = 1');
  try {
    return kerja(s);
  } finally {
    s.close();
  }
};
const daun = (log = 'naskah.contoh.go.id/log/jateng/2026'): Leaf[] =>
  langsung((s) =>
    (
      s.prepare('SELECT urut, isi FROM audit_leaf WHERE log = ? ORDER BY urut').all(log) as {
        urut: number;
        isi: Buffer;
      }[]
    ).map(({ urut, isi }) => parseLeaf(isi, { log, urut })),
  );

describe('a write', () => {
  it('is all or nothing', async () => {
    await expect(
      db.write(pelaku, 'uji', async (repos, catat) => {
        await repos.naskah.tambah(naskahBaru('n1'));
        catat(kejadian());
        throw new Error('batal');
      }),
    ).rejects.toThrow('batal');
    expect(await db.read((repos) => repos.naskah.cari(tenantId, 'n1' as NaskahId))).toBeNull();
    expect(daun().length).toBe(2);
  });

  it('without an event is not committed', async () => {
    await expect(db.write(pelaku, 'uji', (repos) => repos.naskah.tambah(naskahBaru('n1')))).rejects.toThrow(
      /without an audit event/,
    );
    expect(await db.read((repos) => repos.naskah.cari(tenantId, 'n1' as NaskahId))).toBeNull();
  });

  it('inside a write throws, as does a read beside it, also after the inner code went asynchronous', async () => {
    const dalam = (kerja: () => Promise<unknown>) =>
      db.write(pelaku, 'uji', async (_repos, catat) => {
        await tidur(1);
        catat(kejadian());
        await kerja();
      });
    await expect(dalam(() => catatSaja())).rejects.toThrow(/inside a write/);
    await expect(dalam(() => db.read((repos) => repos.tenant.semua()))).rejects.toThrow(/inside a write/);
    await catatSaja();
  });

  it('tells others that they run inside it, and no longer when it has ended', async () => {
    let sesudah: Promise<boolean> | undefined;
    expect(diDalamTransaksi()).toBe(false);
    await db.write(pelaku, 'uji', async (_repos, catat) => {
      catat(kejadian());
      await tidur(1);
      expect(diDalamTransaksi()).toBe(true);
      sesudah = tidur(50).then(diDalamTransaksi);
    });
    expect(await sesudah).toBe(false);
  });

  it('lends its repositories only while it lives', async () => {
    let disimpan: Repos | undefined;
    await db.write(pelaku, 'uji', (repos, catat) => {
      disimpan = repos;
      catat(kejadian());
      return Promise.resolve();
    });
    await expect(disimpan?.naskah.tambah(naskahBaru('n1'))).rejects.toThrow(/after its transaction/);
  });

  it('of which a call was not awaited is refused', async () => {
    await expect(
      db.write(pelaku, 'uji', (repos, catat) => {
        catat(kejadian());
        repos.naskah.tambah(naskahBaru('n1')).catch(() => undefined);
        return Promise.resolve();
      }),
    ).rejects.toThrow(/not awaited/);
    await tidur(5);
    expect(await db.read((repos) => repos.naskah.cari(tenantId, 'n1' as NaskahId))).toBeNull();
  });

  it('touches one log', async () => {
    await expect(
      db.write(pelaku, 'uji', (_repos, catat) => {
        catat(kejadian());
        catat(kejadian({ tenantId: tenantLain }));
        return Promise.resolve();
      }),
    ).rejects.toThrow(/one log/);
  });

  it('cannot be made through a reading connection', async () => {
    await expect(db.read((repos) => (repos as Repos).naskah.tambah(naskahBaru('n1')))).rejects.toMatchObject({
      code: 'SQLITE_READONLY',
    });
  });

  it('waits its turn, first come first served', async () => {
    const urutan: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        db.write(pelaku, 'uji', async (_repos, catat) => {
          await tidur(i % 3);
          urutan.push(i);
          catat(kejadian());
        }),
      ),
    );
    expect(urutan).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('that another process blocks says that storage is busy', async () => {
    const lain = bukaSqlite(berkas());
    lain.exec('BEGIN IMMEDIATE');
    try {
      await expect(catatSaja()).rejects.toMatchObject({ code: 'PENYIMPANAN_SIBUK' });
    } finally {
      lain.close();
    }
    await catatSaja();
    expect(db.sehat()).toBe(true);
  });

  it('on a full disk says so, loses nothing and works again when there is room', async () => {
    const penulis = await tangkapPenulis();
    const batas = (n: number) => penulis.pragma(`max_page_count = ${n}`);
    batas(penulis.pragma('page_count', { simple: true }) as number); // SQLITE_FULL, as on a full disk
    const besar = () => tambahNaskah(db, `n${Math.random()}`, { hal: 'x'.repeat(200_000) });
    await expect(besar()).rejects.toMatchObject({ code: 'PENYIMPANAN_PENUH' });
    expect((await db.read((repos) => repos.naskah.daftar({ tenantId, batas: 9 }))).baris).toEqual([]);
    expect(db.sehat()).toBe(true);
    batas(1_000_000);
    await besar();
    expect(await periksaInvarian(berkas(), folder)).toEqual([]);
  });

  it.each(['it failed', 'it failed but had already happened'])(
    'whose COMMIT met a disk error is reported and ends the handle: %s',
    async (kasus) => {
      await db.tutup();
      const sebab: unknown[] = [];
      db = bukaUji(folder, { clock: waktu, saatRusak: (s) => sebab.push(s) });
      await saatPerintah(
        (sql, jalankan) => {
          if (sql !== 'COMMIT' || kasus !== 'it failed') jalankan();
          if (sql === 'COMMIT') throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
        },
        () => expect(tambahNaskah(db, 'n1')).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' }),
      );
      expect(db.sehat()).toBe(false);
      expect(sebab.length).toBe(1);
      await expect(catatSaja()).rejects.toMatchObject({ code: 'KESALAHAN_INTERNAL' });
      expect((await db.read((repos) => repos.tenant.semua())).length).toBe(2);
      expect(await periksaInvarian(berkas(), folder)).toEqual([]);
    },
  );
});

/** Runs `kerja` while every command to SQLite passes through `mata`. */
async function saatPerintah(
  mata: (sql: string, jalankan: () => void, sqlite: Sqlite.Database) => void,
  kerja: () => Promise<void>,
): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own object below
  const asli = Sqlite.prototype.exec;
  const intip = vi.spyOn(Sqlite.prototype, 'exec').mockImplementation(function (this: Sqlite.Database, sql) {
    mata(sql, () => asli.call(this, sql), this);
    return this;
  });
  try {
    await kerja();
  } finally {
    intip.mockRestore();
  }
}

/** The writing connection of `db`, which the product shows nobody. */
async function tangkapPenulis(): Promise<Sqlite.Database> {
  let penulis: Sqlite.Database | undefined;
  await saatPerintah(
    (sql, jalankan, sqlite) => {
      if (sql === 'BEGIN IMMEDIATE') penulis = sqlite;
      jalankan();
    },
    () => catatSaja(),
  );
  return penulis!;
}

describe('reads', () => {
  it('see one moment, however long they take', async () => {
    await tambahNaskah(db, 'n1');
    await db.read(async (repos) => {
      const sebelum = await repos.naskah.daftar({ tenantId, batas: 9 });
      await tambahNaskah(db, 'n2');
      expect((await repos.naskah.daftar({ tenantId, batas: 9 })).baris.length).toBe(sebelum.baris.length);
    });
    expect((await db.read((repos) => repos.naskah.daftar({ tenantId, batas: 9 }))).baris.length).toBe(2);
  });

  it('overlap more often than there are connections', async () => {
    const hasil = await Promise.all(
      Array.from({ length: 40 }, () =>
        db.read(async (repos) => {
          await tidur(1);
          return (await repos.tenant.semua()).length;
        }),
      ),
    );
    expect(new Set(hasil)).toEqual(new Set([2]));
  });
});

describe('connections', () => {
  it('to an existing WAL file are FULL, foreign keys, recursive triggers, 5 s', async () => {
    await db.tutup();
    expect(existsSync(berkas())).toBe(true);
    for (const peran of ['penulis', 'pembaca', 'pembaca'] as const) {
      const { sqlite } = bukaKoneksi(berkas(), peran);
      expect(sqlite.pragma('synchronous', { simple: true })).toBe(2);
      expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(sqlite.pragma('recursive_triggers', { simple: true })).toBe(1);
      expect(sqlite.pragma('busy_timeout', { simple: true })).toBe(5000);
      expect(sqlite.pragma('query_only', { simple: true })).toBe(peran === 'pembaca' ? 1 : 0);
      sqlite.close();
    }
    db = bukaUji(folder, { clock: waktu });
  });

  it('whose pragma did not take are refused: the plain driver opens this file with NORMAL', () => {
    const polos = bukaSqlite(berkas());
    expect(() => pastikanPragma(polos, 'penulis')).toThrow(/pragma/);
    polos.pragma('journal_mode = wal');
    for (const p of [
      'foreign_keys = 1',
      'recursive_triggers = 1',
      'busy_timeout = 5000',
      'trusted_schema = 0',
    ])
      polos.pragma(p);
    polos.pragma('synchronous = NORMAL');
    expect(() => pastikanPragma(polos, 'penulis')).toThrow(/synchronous is 1/);
    polos.close();
  });
});

describe('migrations', () => {
  it('are applied once and reopened without change', async () => {
    await db.tutup();
    db = bukaUji(folder, { clock: waktu });
    expect(langsung((s) => s.prepare('SELECT count(*) FROM migrasi').pluck().get())).toBe(3);
  });

  it('make sealed keys of the keys that were there, and keep attempts with their guards', () => {
    const polos = new Sqlite(':memory:');
    for (const pragma of ['foreign_keys = ON', 'recursive_triggers = ON']) polos.pragma(pragma);
    const langkah = (tag: string) => readFileSync(join(folderMigrasi, `${tag}.sql`), 'utf8');
    polos.exec(langkah('0000_awal'));
    polos.exec(langkah('0001_penjaga'));
    polos.pragma('foreign_keys = OFF'); // the rows around them are not what this is about
    polos.exec(
      `INSERT INTO kunci VALUES ('K','T','O',x'01','[]','ecdsa-p256-sha256',x'02','a','b',3,NULL);
       INSERT INTO upaya VALUES ('U','T','N',1,1,'selesai',1,'O','J','p','B-T','s','lokal',NULL,NULL,'h',NULL,NULL,'a','b');`,
    );
    polos.exec(langkah('0002_jenis-kunci'));
    expect(polos.prepare('SELECT jenis, salah, algoritme FROM kunci').all()).toEqual([
      { jenis: 'tersegel', salah: 3, algoritme: 'ecdsa-p256-sha256' },
    ]);
    expect(polos.prepare('SELECT jenis_kunci, hasil_sha256 FROM upaya').all()).toEqual([
      { jenis_kunci: 'tersegel', hasil_sha256: 'h' },
    ]);
    expect(() => polos.exec('DELETE FROM upaya')).toThrow(/tidak dihapus/);
    expect(() => polos.exec("UPDATE upaya SET alasan = 'x'")).toThrow(/sudah ditutup/);
    expect(() => polos.exec('UPDATE kunci SET algoritme = NULL')).toThrow(/kunci_lengkap/);
    polos.exec("UPDATE kunci SET jenis = 'penyedia', algoritme = NULL, sertifikat = NULL");
    polos.close();
  });

  it('refuse a database of a newer program and one with another history', async () => {
    await db.tutup();
    langsung((s) => s.exec("INSERT INTO migrasi VALUES (99, 'masa_depan', 'x')"));
    expect(() => bukaUji(folder)).toThrow(expect.objectContaining({ code: 'DATA_TIDAK_COCOK' }));
    langsung((s) =>
      s.exec("DELETE FROM migrasi WHERE idx = 99; UPDATE migrasi SET sha256 = 'x' WHERE idx = 1"),
    );
    expect(() => bukaUji(folder)).toThrow(expect.objectContaining({ code: 'DATA_TIDAK_COCOK' }));
    const lain = folderUji();
    db = bukaUji(lain.folder);
    lain.hapus();
  });

  it('made the checks of the tables from the tables of the domain', () => {
    const cek = (tabel: string, nilai: readonly string[]) => {
      const teks = langsung((s) =>
        s.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(tabel),
      ) as string;
      expect(teks).toContain(`in (${nilai.map((n) => `'${n}'`).join(', ')})`);
    };
    cek('naskah', keadaanNaskah);
    cek('naskah', jenisNaskah);
    cek('upaya', keadaanUpaya);
    cek('aduan', keadaanAduan);
    cek('aduan', kanalAduan);
  });
});

describe('guards', () => {
  it.each([
    'UPDATE audit_leaf SET isi = zeroblob(1)',
    'DELETE FROM audit_leaf',
    "REPLACE INTO audit_leaf SELECT log, urut, zeroblob(1), NULL, NULL, NULL, 'x.y' FROM audit_leaf WHERE urut = 0",
    'UPDATE audit_node SET h = zeroblob(32)',
    'DELETE FROM audit_node',
    'REPLACE INTO audit_node SELECT log, level, idx, zeroblob(32) FROM audit_node',
    'DELETE FROM audit_head',
    'UPDATE audit_head SET ukuran = ukuran - 1',
    'UPDATE audit_head SET ukuran = ukuran + 2',
    "UPDATE audit_head SET ukuran = ukuran + 1, waktu_akhir = '2000-01-01T00:00:00.000Z'",
    'UPDATE audit_objek SET n = n + 2',
    'DELETE FROM audit_log_kunci',
    'UPDATE audit_log_kunci SET publik = zeroblob(32)',
    'DELETE FROM nomor',
    'UPDATE nomor SET urut = urut + 1',
    'REPLACE INTO nomor SELECT * FROM nomor',
    'DELETE FROM naskah',
    'UPDATE naskah SET bukti_id = id',
    "UPDATE naskah SET keadaan = 'sesuatu'",
    "UPDATE naskah SET keadaan = 'dikirim'",
    "UPDATE tenant SET kode = 'lain'",
  ])('%s fails', async (perintah) => {
    await tambahNaskah(db, 'n1');
    await db.write(pelaku, 'uji', async (repos, catat) => {
      await repos.nomor.tambah(nomorBaru('n1', 1));
      catat(kejadian());
    });
    const sebelum = daun().length;
    expect(() => langsung((s) => s.exec(perintah))).toThrow(/hanya|dihapus|tetap|mundur|CHECK/);
    expect(daun().length).toBe(sebelum);
  });
});

describe('the trail', () => {
  it('begins with log.buka and its key, one log a tenant and year of its zone', async () => {
    waktu.setel('2026-12-31T17:00:00.000Z'); // new year in Jakarta
    await catatSaja({ objek: { jenis: 'tenant', id: tenantId } });
    const lama = daun();
    const baru = daun('naskah.contoh.go.id/log/jateng/2027');
    expect(lama.map((l) => l.peristiwa)).toEqual(['log.buka', 'tenant.buat']);
    expect(baru.map((l) => l.peristiwa)).toEqual(['log.buka', 'naskah.ubah']);
    const kunci = langsung((s) =>
      s.prepare('SELECT publik FROM audit_log_kunci WHERE log = ?').pluck().get(lama[0]!.log),
    );
    expect(lama[0]?.rincian).toEqual({ skema: 1, vkey: verifierKey(lama[0]!.log, kunci as Buffer) });
    const kepala = await db.read((repos) => repos.audit.kepala());
    expect(baru[0]?.rincian?.['sebelum']).toMatchObject({
      origin: lama[0]?.log,
      ukuran: 2,
      akar: Buffer.from(kepala[0]!.akar, 'hex').toString('base64'),
    });
    expect(baru[1]?.objek).toEqual({ jenis: 'tenant', id: tenantId, n: 0 });
    expect(baru[1]?.rincian).toEqual({ lanjutan: { log: lama[0]?.log, urut: 1 } });
    expect(await periksaInvarian(berkas(), folder)).toEqual([]);
  });

  it('never goes back to the old year', async () => {
    waktu.setel('2027-01-01T00:00:00.000Z');
    await catatSaja();
    waktu.setel('2026-12-31T00:00:00.000Z');
    await catatSaja();
    expect(daun('naskah.contoh.go.id/log/jateng/2027').map((l) => l.peristiwa)).toEqual([
      'log.buka',
      'naskah.ubah',
      'sistem.jam_mundur',
      'naskah.ubah',
    ]);
  });

  it('never lets time decrease and says when the clock went back by more than a second', async () => {
    waktu.setel('2026-11-24T01:02:02.500Z');
    await catatSaja();
    expect(daun().at(-1)).toMatchObject({ waktu: '2026-11-24T01:02:03.004Z', peristiwa: 'naskah.ubah' });
    waktu.setel('2026-11-24T01:02:02.000Z');
    await catatSaja();
    const [mundur, terakhir] = daun().slice(-2);
    expect(mundur).toMatchObject({ peristiwa: 'sistem.jam_mundur', rincian: { selisih_ms: 1004 } });
    expect(terakhir?.waktu).toBe('2026-11-24T01:02:03.004Z');
  });

  it('names people by our own ids, chains objects and carries the correlation', async () => {
    for (let i = 0; i < 3; i += 1) await catatSaja({ objek: { jenis: 'naskah', id: 'x' } });
    const tiga = daun().slice(-3);
    expect(tiga.map((l) => l.objek?.n)).toEqual([0, 1, 2]);
    expect(tiga[0]?.pelaku).toEqual({ jenis: 'pengguna', id: orangId, peran: 'pegawai' });
    expect(tiga[0]?.korelasi).toBe('req_1');
    const jejak = await db.read((repos) => repos.audit.jejak(tenantId, 'naskah', 'x'));
    expect(jejak.map((e) => e.urut)).toEqual([2, 3, 4]);
    expect(Buffer.from(tiga[1]!.objek!.prev!, 'base64').toString('hex')).toBe(jejak[0]?.hash);
    expect(await db.read((repos) => repos.audit.jejak(tenantLain, 'naskah', 'x'))).toEqual([]);
  });

  it('of operators without a tenant is the installation log', async () => {
    await db.write(sistem, '', (_repos, catat) => {
      catat({ peristiwa: 'sistem.mulai', tenantId: null });
      return Promise.resolve();
    });
    expect(daun('naskah.contoh.go.id/log/_sistem/2026').map((l) => l.peristiwa)).toEqual([
      'log.buka',
      'sistem.mulai',
    ]);
  });

  it('shows sealed values to the auditor until the key of their subject is destroyed', async () => {
    const tertutup = [{ nama: 'rincian.alasan', nilai: 'Kenari-7731 salah ketik', subjek: orangId }];
    await catatSaja({ objek: { jenis: 'naskah', id: 'x' }, tertutup });
    const buka = async () => (await db.read((repos) => repos.audit.jejak(tenantId, 'naskah', 'x')))[0];
    expect((await buka())?.terbuka[0]).toMatchObject({
      nama: 'rincian.alasan',
      nilai: 'Kenari-7731 salah ketik',
    });
    expect((await buka())?.daun).not.toContain('Kenari');
    langsung((s) => {
      for (const tabel of s
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .pluck()
        .all() as string[]) {
        expect(JSON.stringify(s.prepare(`SELECT * FROM ${tabel}`).raw().all().map(String))).not.toContain(
          'Kenari',
        );
      }
      s.prepare('DELETE FROM subjek_kunci WHERE subjek_id = ?').run(orangId);
    });
    expect((await buka())?.terbuka).toEqual([]);
    expect(await periksaInvarian(berkas(), folder)).toEqual([]);
  });

  it('seals several values of one event, sorted by digest, and each opens alone', async () => {
    const nama = ['pelaku.nama', 'pelaku.nip', 'objek.perihal', 'rincian.alasan', 'pelaku.ip'];
    await catatSaja({
      objek: { jenis: 'naskah', id: 'x' },
      tertutup: nama.map((satu) => ({ nama: satu, nilai: { teks: satu, ke: 1 }, subjek: null })),
    });
    const jejak = (await db.read((repos) => repos.audit.jejak(tenantId, 'naskah', 'x')))[0];
    expect(jejak?.terbuka.map((t) => t.nama)).toEqual(nama.toSorted());
    const digest = jejak?.terbuka.map((t) => disclosureDigest(t.penyingkapan)).toSorted();
    expect(daun().at(-1)?.tertutup).toEqual(digest);
    langsung((s) => s.exec("DELETE FROM penyingkapan WHERE nama = 'pelaku.nip'"));
    const sisa = (await db.read((repos) => repos.audit.jejak(tenantId, 'naskah', 'x')))[0];
    expect(sisa?.terbuka.map((t) => t.nama)).toEqual(nama.toSorted().filter((n) => n !== 'pelaku.nip'));
  });

  it('refuses personal words in clear and rolls the change back', async () => {
    await expect(
      db.write(pelaku, 'uji', async (repos, catat) => {
        await repos.aduan.tambah(aduanBaru('a1'), null);
        catat(kejadian({ rincian: { nama: 'Ujang' } }));
      }),
    ).rejects.toMatchObject({ code: 'LEAF_PERSONAL' });
    expect(await db.read((repos) => repos.aduan.cariTiket('TIKET-a1'))).toBeNull();
  });

  it('refuses an event nobody registered', async () => {
    await expect(catatSaja({ peristiwa: 'naskah.lenyap' as never })).rejects.toThrow(/unknown event/);
  });
});

it('64 at once draw hundreds of numbers without a double or a gap', async () => {
  await tambahNaskah(db, 'n0');
  let sisa = 320;
  const pekerja = async () => {
    while (sisa > 0) {
      sisa -= 1;
      const ke = sisa;
      await db.write(pelaku, 'uji', async (repos, catat) => {
        const id = `m${ke}`;
        await repos.naskah.tambah(naskahBaru(id));
        const urut = await repos.nomor.berikut(tenantId, 'umum', 2026);
        if (ke % 3 === 0) await tidur(0);
        await repos.nomor.tambah(nomorBaru(id, urut));
        catat(
          kejadian({
            peristiwa: 'nomor.pesan',
            objek: { jenis: 'naskah', id },
            rincian: { buku: 'umum/2026', nomor: urut },
          }),
        );
      });
    }
  };
  await Promise.all(Array.from({ length: 64 }, pekerja));
  const urut = (await db.read((repos) => repos.nomor.register(tenantId, 'umum', 2026))).map((n) => n.urut);
  expect(urut).toEqual(Array.from({ length: 320 }, (_, i) => i + 1));
  expect(await periksaInvarian(berkas(), folder)).toEqual([]);
});

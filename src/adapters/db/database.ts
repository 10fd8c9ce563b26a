import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { NaskahError } from '../../shared/errors.ts';
import { canonical, originOf } from '../../translog/index.ts';
import type { Pelaku } from '../../domain/pelaku.ts';
import { peristiwa } from '../../domain/peristiwa.ts';
import type { Catat, Catatan, Repos, ReposBaca, UnitOfWork } from '../../services/ports.ts';
import { milikSendiri } from '../berkas-utuh.ts';
import { Antrean, Kolam } from '../antrean.ts';
import { karenaDiska, terjemahkan } from './galat.ts';
import { tulisJurnal, type PengaturanJurnal } from './jurnal.ts';
import { bukaKoneksi, type Koneksi } from './koneksi.ts';
import { diDalamTransaksi, konteksTulis, type Transaksi } from './konteks.ts';
import { terapkanMigrasi } from './migrasi.ts';
import { jagaRepos } from './penjaga.ts';
import type { Rahasia } from './rahasia.ts';
import { semuaRepo } from './repo/index.ts';

export interface OpsiDatabase {
  /** Path of the SQLite file; its folder is made when missing. */
  readonly berkas: string;
  readonly clock: Clock;
  /** Host name in the origins of audit logs; permanent for an installation. */
  readonly host: string;
  readonly rahasia: Rahasia;
  /** Reading connections; more than one only lets slow closures overlap. */
  readonly pembaca?: number;
  /** Called once when the disk failed under a write: the process should stop being ready and end. */
  readonly saatRusak?: (sebab: unknown) => void;
  /** Another folder of migrations; for tests of upgrades. */
  readonly folderMigrasi?: string;
}

export interface Database extends UnitOfWork {
  /** False after an I/O error: what the disk holds is unknown, so nothing more is written through this handle. */
  sehat(): boolean;
  /** Waits for the running write, then closes every connection. */
  tutup(): Promise<void>;
}

/** Opens (or creates) the database, brings it to this program's schema and hands out the only way to write. */
export function bukaDatabase(opsi: OpsiDatabase): Database {
  originOf(opsi.host, '_sistem', '2000'); // a host that cannot name a log is refused now, not at the first write
  mkdirSync(dirname(opsi.berkas), { recursive: true, mode: 0o700 });
  let penulis: Koneksi | null = null;
  try {
    milikSendiri(opsi.berkas);
    penulis = bukaKoneksi(opsi.berkas, 'penulis');
    terapkanMigrasi(penulis.sqlite, opsi.folderMigrasi);
    const berkas = opsi.berkas;
    const pembaca = Array.from({ length: opsi.pembaca ?? 2 }, () => bukaKoneksi(berkas, 'pembaca'));
    return new DatabaseSqlite(opsi, penulis, pembaca);
  } catch (galat) {
    penulis?.sqlite.close();
    throw terjemahkan(galat);
  }
}

interface Pembaca {
  readonly koneksi: Koneksi;
  readonly repos: ReposBaca;
}

class DatabaseSqlite implements Database {
  readonly #clock: Clock;
  readonly #jurnal: PengaturanJurnal;
  readonly #penulis: Koneksi;
  readonly #pembaca: readonly Koneksi[];
  readonly #kolam: Kolam<Pembaca>;
  readonly #repos: Repos;
  readonly #antrean = new Antrean();
  readonly #saatRusak: (sebab: unknown) => void;
  #rusak: unknown = null;

  constructor(opsi: OpsiDatabase, penulis: Koneksi, pembaca: readonly Koneksi[]) {
    this.#clock = opsi.clock;
    this.#jurnal = { host: opsi.host, rahasia: opsi.rahasia };
    this.#penulis = penulis;
    this.#pembaca = pembaca;
    this.#repos = semuaRepo(penulis.db, opsi.rahasia);
    this.#kolam = new Kolam<Pembaca>(
      pembaca.map((koneksi) => ({ koneksi, repos: semuaRepo(koneksi.db, opsi.rahasia) })),
    );
    this.#saatRusak = opsi.saatRusak ?? (() => undefined);
  }

  async write<T>(
    pelaku: Pelaku,
    korelasi: string,
    kerja: (repos: Repos, catat: Catat) => Promise<T>,
  ): Promise<T> {
    if (diDalamTransaksi()) throw new Error('a write inside a write would wait for itself');
    return await this.#antrean.giliran(() => this.#transaksi(pelaku, korelasi, kerja));
  }

  async read<T>(kerja: (repos: ReposBaca) => Promise<T>): Promise<T> {
    // It would not see the transaction's own changes, and what it saw could be decided upon.
    if (diDalamTransaksi()) throw new Error('inside a write, read through its own repositories');
    return await this.#kolam.pinjam(async ({ koneksi: { sqlite }, repos }) => {
      try {
        sqlite.exec('BEGIN');
        return await kerja(repos);
      } catch (galat) {
        throw terjemahkan(galat);
      } finally {
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
      }
    });
  }

  sehat(): boolean {
    return this.#rusak === null;
  }

  async tutup(): Promise<void> {
    await this.#antrean.habis();
    for (const { sqlite } of [...this.#pembaca, this.#penulis]) sqlite.close();
  }

  /** BEGIN IMMEDIATE, the work, its audit leaves, COMMIT: all or nothing (DESIGN D7). */
  async #transaksi<T>(
    pelaku: Pelaku,
    korelasi: string,
    kerja: (repos: Repos, catat: Catat) => Promise<T>,
  ): Promise<T> {
    if (this.#rusak !== null) throw new NaskahError('KESALAHAN_INTERNAL', { cause: this.#rusak });
    const { sqlite, db } = this.#penulis;
    const transaksi: Transaksi = { hidup: true };
    const terjaga = jagaRepos(this.#repos, () => transaksi.hidup);
    const catatan: Catatan[] = [];
    try {
      sqlite.exec('BEGIN IMMEDIATE');
      const hasil = await konteksTulis.run(transaksi, () =>
        kerja(terjaga.repos, (satu) => {
          if (!transaksi.hidup) throw new Error('an event came after its transaction had ended');
          catatan.push(periksaCatatan(satu, catatan[0]));
        }),
      );
      transaksi.hidup = false;
      if (terjaga.berjalan() > 0)
        throw new Error('a repository call was not awaited before the end of the transaction');
      const [pertama] = catatan;
      if (pertama === undefined) throw new Error('a commit without an audit event');
      const { tenantId } = pertama;
      await tulisJurnal(db, this.#jurnal, {
        pelaku,
        korelasi,
        sekarang: this.#clock.now(),
        tenantId,
        catatan,
      });
      sqlite.exec('COMMIT');
      return hasil;
    } catch (galat) {
      transaksi.hidup = false;
      this.#batalkan(galat);
      throw terjemahkan(galat);
    }
  }

  #batalkan(sebab: unknown): void {
    const { sqlite } = this.#penulis;
    try {
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    } catch (galat) {
      this.#nyatakanRusak(galat);
    }
    if (karenaDiska(sebab)) this.#nyatakanRusak(sebab);
  }

  /** After a failed fsync a second try may report success falsely (reliability.md B1, fsyncgate). */
  #nyatakanRusak(sebab: unknown): void {
    if (this.#rusak !== null) return;
    this.#rusak = sebab;
    this.#saatRusak(sebab);
  }
}

/** Refuses at once what the log would refuse at the end: there the caller's stack is gone. */
function periksaCatatan(catatan: Catatan, pertama: Catatan | undefined): Catatan {
  if (!(peristiwa as readonly string[]).includes(catatan.peristiwa)) {
    throw new Error(`unknown event ${catatan.peristiwa}`);
  }
  if (pertama !== undefined && pertama.tenantId !== catatan.tenantId) {
    throw new Error('a transaction touches one log; its events name several tenants');
  }
  canonical(catatan.rincian ?? {});
  return catatan;
}

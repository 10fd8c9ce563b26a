import type Sqlite from 'better-sqlite3';
import {
  RootFold,
  TranslogError,
  leafHash,
  nodeHash,
  parseLeaf,
  rootOf,
  verifierKey,
  type Leaf,
} from '../../translog/index.ts';
import { base64, hex } from '../../shared/bytes.ts';
import type { Lapor } from './pelanggaran.ts';

/** Events that letters and numbers are compared with. */
export interface KejadianLog {
  readonly tenantId: string | null;
  readonly tahun: number;
  readonly daun: Leaf;
}
export interface LogTerperiksa {
  readonly kejadian: readonly KejadianLog[];
}
interface Baris {
  readonly urut: number;
  readonly isi: Buffer;
  readonly objek_jenis: string | null;
  readonly objek_id: string | null;
  readonly objek_n: number | null;
  readonly peristiwa: string;
}
interface Kepala {
  readonly tenant_id: string | null;
  readonly tahun: number;
  readonly ukuran: number;
  readonly waktu_akhir: string;
}
interface Ekor {
  readonly n: number;
  readonly urut: number;
  readonly h: Uint8Array;
}

const diperlukan = /^(naskah\.tte\.|nomor\.)/;

/**
 * Recomputes one log from the bytes of its leaves (audit-log.md 3.6 rules 1 to 3, 5.1): every stored number, hash and
 * link must follow from them. Leaves are read one after another and only those that others need are kept.
 */
export async function periksaLog(sqlite: Sqlite.Database, log: string, lapor: Lapor): Promise<LogTerperiksa> {
  const kepala = sqlite.prepare('SELECT * FROM audit_head WHERE log = ?').get(log) as Kepala;
  const simpul = new PemeriksaPohon(sqlite, log);
  const ekor = new Map<string, Ekor>();
  const tertutup = new Set<string>();
  const kejadian: KejadianLog[] = [];
  let urut = 0;
  let waktu = '';
  for (const baris of daunBerurut(sqlite, log)) {
    const tempat = `${log} #${baris.urut}`;
    if (baris.urut !== urut) lapor('LOG_TIDAK_UTUH', `${tempat}: expected #${urut}`);
    const h = leafHash(baris.isi);
    simpul.tambah(h);
    const daun = baca(baris, { log, urut }, lapor);
    urut += 1;
    if (daun === null) continue;
    if (daun.waktu < waktu) lapor('WAKTU_MUNDUR', tempat);
    waktu = daun.waktu;
    periksaKolom(baris, daun, tempat, lapor);
    periksaRantai(ekor, daun, h, tempat, lapor);
    if (daun.urut === 0) periksaPembuka(sqlite, log, daun, lapor);
    for (const digest of daun.tertutup ?? []) tertutup.add(`${daun.urut} ${digest}`);
    if (diperlukan.test(daun.peristiwa))
      kejadian.push({ tenantId: kepala.tenant_id, tahun: kepala.tahun, daun });
  }
  if (kepala.ukuran !== urut)
    lapor('LOG_TIDAK_UTUH', `${log}: head says ${kepala.ukuran}, leaves are ${urut}`);
  if (urut > 0 && kepala.waktu_akhir !== waktu) lapor('LOG_TIDAK_UTUH', `${log}: time of the head`);
  await simpul.selesai(urut, lapor);
  periksaEkor(sqlite, log, ekor, lapor);
  periksaPenyingkapan(sqlite, log, tertutup, lapor);
  return { kejadian };
}

function baca(baris: Baris, tempat: { log: string; urut: number }, lapor: Lapor): Leaf | null {
  try {
    return parseLeaf(baris.isi, tempat);
  } catch (galat) {
    if (!(galat instanceof TranslogError)) throw galat;
    lapor('DAUN_TIDAK_SAH', `${tempat.log} #${baris.urut}: ${galat.code}`);
    return null;
  }
}

/** The searchable columns say what the leaf says. */
function periksaKolom(baris: Baris, daun: Leaf, tempat: string, lapor: Lapor): void {
  const sama =
    baris.peristiwa === daun.peristiwa &&
    baris.objek_jenis === (daun.objek?.jenis ?? null) &&
    baris.objek_id === (daun.objek?.id ?? null) &&
    baris.objek_n === (daun.objek?.n ?? null);
  if (!sama) lapor('LOG_TIDAK_UTUH', `${tempat}: columns differ from the leaf`);
}

function periksaRantai(
  ekor: Map<string, Ekor>,
  daun: Leaf,
  h: Uint8Array,
  tempat: string,
  lapor: Lapor,
): void {
  if (daun.objek === undefined) return;
  const { jenis, id, n, prev } = daun.objek;
  const kunci = JSON.stringify([jenis, id]);
  const sebelum = ekor.get(kunci);
  const benar = sebelum === undefined ? n === 0 : n === sebelum.n + 1 && prev === base64(sebelum.h);
  if (!benar) lapor('RANTAI_PUTUS', `${tempat}: ${jenis} ${id} n=${n}`);
  ekor.set(kunci, { n, urut: daun.urut, h });
}

function periksaPembuka(sqlite: Sqlite.Database, log: string, daun: Leaf, lapor: Lapor): void {
  const publik = sqlite.prepare('SELECT publik FROM audit_log_kunci WHERE log = ?').pluck().get(log) as
    Buffer | undefined;
  const vkey = publik === undefined ? null : verifierKey(log, publik);
  if (daun.peristiwa !== 'log.buka' || daun.rincian?.['vkey'] !== vkey) {
    lapor('LOG_TIDAK_UTUH', `${log}: the first leaf is not log.buka with the log's key`);
  }
}

function periksaEkor(sqlite: Sqlite.Database, log: string, ekor: Map<string, Ekor>, lapor: Lapor): void {
  const tersimpan = sqlite
    .prepare('SELECT jenis, id, n, urut, h FROM audit_objek WHERE log = ?')
    .all(log) as (Ekor & {
    readonly jenis: string;
    readonly id: string;
  })[];
  if (tersimpan.length !== ekor.size)
    lapor('RANTAI_PUTUS', `${log}: ${tersimpan.length} tails for ${ekor.size} objects`);
  for (const { jenis, id, n, urut, h } of tersimpan) {
    const nyata = ekor.get(JSON.stringify([jenis, id]));
    if (nyata?.n !== n || nyata.urut !== urut || hex(nyata.h) !== hex(h)) {
      lapor('RANTAI_PUTUS', `${log}: tail of ${jenis} ${id}`);
    }
  }
}

const daunSekaliBaca = 1000;

/** A page at a time, not `iterate`: an iterator is one more object that must not be collected (see `adapters/sqlite.ts`). */
function* daunBerurut(sqlite: Sqlite.Database, log: string): Generator<Baris> {
  const baca = sqlite.prepare('SELECT * FROM audit_leaf WHERE log = ? AND urut > ? ORDER BY urut LIMIT ?');
  for (let sesudah = -1; ;) {
    const halaman = baca.all(log, sesudah, daunSekaliBaca) as Baris[];
    yield* halaman;
    if (halaman.length < daunSekaliBaca) return;
    sesudah = halaman.at(-1)?.urut ?? sesudah;
  }
}

function periksaPenyingkapan(
  sqlite: Sqlite.Database,
  log: string,
  tertutup: Set<string>,
  lapor: Lapor,
): void {
  const daftar = sqlite.prepare('SELECT digest, urut FROM penyingkapan WHERE log = ?').all(log);
  for (const { digest, urut } of daftar as { digest: string; urut: number }[]) {
    if (!tertutup.has(`${urut} ${digest}`)) lapor('PENYINGKAPAN_ASING', `${log} #${urut}`);
  }
}

/** Compares stored nodes with the tree folded from the leaves: none wrong, none missing, none too many. */
class PemeriksaPohon {
  readonly #log: string;
  readonly #ambil: Sqlite.Statement;
  readonly #hitung: Sqlite.Statement;
  readonly #lipat = new RootFold();
  #tepi: { readonly level: number; readonly index: number; readonly hash: Uint8Array }[] = [];
  #daun = 0;
  #jumlah = 0;
  #salah: string | null = null;

  constructor(sqlite: Sqlite.Database, log: string) {
    this.#log = log;
    this.#ambil = sqlite.prepare('SELECT h FROM audit_node WHERE log = ? AND level = ? AND idx = ?').pluck();
    this.#hitung = sqlite.prepare('SELECT count(*) FROM audit_node WHERE log = ?').pluck();
  }

  tambah(hash: Uint8Array): void {
    this.#lipat.add(hash);
    let atas = { level: 0, index: this.#daun, hash };
    this.#daun += 1;
    this.#cocokkan(atas);
    for (let akhir = this.#tepi.at(-1); akhir?.level === atas.level; akhir = this.#tepi.at(-1)) {
      this.#tepi.pop();
      atas = { level: atas.level + 1, index: (atas.index - 1) / 2, hash: nodeHash(akhir.hash, atas.hash) };
      this.#cocokkan(atas);
    }
    this.#tepi.push(atas);
  }

  async selesai(ukuran: number, lapor: Lapor): Promise<void> {
    if (this.#salah !== null) lapor('POHON_TIDAK_COCOK', `${this.#log}: node ${this.#salah}`);
    const tersimpan = this.#hitung.get(this.#log) as number;
    if (tersimpan !== this.#jumlah) {
      lapor('POHON_TIDAK_COCOK', `${this.#log}: ${tersimpan} nodes stored, ${this.#jumlah} expected`);
    }
    try {
      const akar = await rootOf(ukuran, (level, idx) => Promise.resolve(this.#simpul(level, idx)));
      if (hex(akar) !== hex(this.#lipat.root())) lapor('POHON_TIDAK_COCOK', `${this.#log}: root`);
    } catch (galat) {
      if (!(galat instanceof TranslogError)) throw galat;
      lapor('POHON_TIDAK_COCOK', `${this.#log}: ${galat.message}`);
    }
  }

  #cocokkan({ level, index, hash }: { level: number; index: number; hash: Uint8Array }): void {
    this.#jumlah += 1;
    const tersimpan = this.#simpul(level, index);
    if (tersimpan === null || hex(tersimpan) !== hex(hash)) this.#salah ??= `(${level}, ${index})`;
  }

  #simpul(level: number, index: number): Uint8Array | null {
    return (this.#ambil.get(this.#log, level, index) as Buffer | undefined) ?? null;
  }
}

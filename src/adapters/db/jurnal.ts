import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { tahun as tahunTanggal, tanggalZona } from '../../domain/kalender/tanggal.ts';
import type { ZonaWaktu } from '../../domain/organisasi.ts';
import type { Pelaku } from '../../domain/pelaku.ts';
import type { NamaPeristiwa } from '../../domain/peristiwa.ts';
import type { Catatan, JsonKanonis } from '../../services/ports.ts';
import { waktu, type TenantId, type Waktu } from '../../shared/brand.ts';
import { base64, base64url, utf8 } from '../../shared/bytes.ts';
import {
  appendNodes,
  buildLeaf,
  leafHash,
  makeDisclosure,
  originOf,
  verifierKey,
  type Leaf,
  type LeafActor,
  type LeafObject,
} from '../../translog/index.ts';
import type { Db } from './dialek.ts';
import { ringkasanLogLama } from './epoch.ts';
import { simpanPenyingkapan } from './penyingkapan.ts';
import { bacaSimpul } from './pohon.ts';
import type { Rahasia } from './rahasia.ts';
import { auditHead, auditLeaf, auditLogKunci, auditNode, auditObjek, tenant } from './skema/index.ts';

/** What the log needs besides the events of one transaction. */
export interface PengaturanJurnal {
  /** Host name in the logs' origins; permanent. */
  readonly host: string;
  readonly rahasia: Rahasia;
}
export interface Kejadian {
  readonly pelaku: Pelaku;
  readonly korelasi: string;
  readonly sekarang: Date;
  readonly tenantId: TenantId | null;
  readonly catatan: readonly Catatan[];
}
type Kepala = typeof auditHead.$inferSelect;

const sistem: LeafActor = { jenis: 'sistem', id: 'naskah' };
/** The installation's own log has no tenant; its years follow western Indonesia, where the ministries are. */
const ZONA_SISTEM: ZonaWaktu = 'Asia/Jakarta';
const JAM_MUNDUR_MS = 1000;

/**
 * Appends the events of one transaction to their log (audit-log.md 5.2), last before COMMIT. The writer's lock is the
 * head lock: nobody else appends meanwhile.
 */
export async function tulisJurnal(db: Db, atur: PengaturanJurnal, kejadian: Kejadian): Promise<void> {
  const kepala = await pilihLog(db, atur, kejadian);
  const saat = waktu(kejadian.sekarang);
  const mundurMs = Date.parse(kepala.waktuAkhir) - Date.parse(saat);
  const pena = new Pena(db, atur, kepala, saat > kepala.waktuAkhir ? saat : kepala.waktuAkhir);
  if (mundurMs > JAM_MUNDUR_MS) {
    await pena.tulis(
      { pelaku: sistem },
      { peristiwa: 'sistem.jam_mundur', rincian: { selisih_ms: mundurMs } },
    );
  }
  const dari = {
    pelaku: pelakuDaun(kejadian.pelaku),
    ...(kejadian.korelasi === '' ? {} : { korelasi: kejadian.korelasi }),
  };
  for (const catatan of kejadian.catatan) await pena.tulis(dari, catatan);
}

type IsiCatatan = Pick<Catatan, 'objek' | 'artefak' | 'rincian' | 'tertutup'> & {
  readonly peristiwa: NamaPeristiwa;
};

/** Writes leaf after leaf at the end of one log, within one transaction and at one time. */
class Pena {
  readonly #db: Db;
  readonly #atur: PengaturanJurnal;
  readonly #kepala: Kepala;
  readonly #saat: Waktu;
  #ukuran: number;

  constructor(db: Db, atur: PengaturanJurnal, kepala: Kepala, saat: Waktu) {
    this.#db = db;
    this.#atur = atur;
    this.#kepala = kepala;
    this.#saat = saat;
    this.#ukuran = kepala.ukuran;
  }

  async tulis(dari: Pick<Leaf, 'pelaku' | 'korelasi'>, catatan: IsiCatatan): Promise<void> {
    const { log } = this.#kepala;
    const urut = this.#ukuran;
    const { objek, lanjutan } = await this.#rantai(catatan.objek);
    const rincian = { ...catatan.rincian, ...(lanjutan === null ? {} : { lanjutan }) };
    const rahasia = (catatan.tertutup ?? []).map(({ nama, nilai, subjek }) => ({
      ...makeDisclosure(randomBytes(16), nama, nilai),
      nama,
      subjekId: subjek ?? this.#kepala.tenantId ?? '_sistem',
    }));
    const isi = buildLeaf({
      log,
      urut,
      waktu: this.#saat,
      peristiwa: catatan.peristiwa,
      ...dari,
      ...(objek === null ? {} : { objek }),
      ...(catatan.artefak === undefined ? {} : { artefak: artefakDaun(catatan.artefak) }),
      ...(Object.keys(rincian).length === 0 ? {} : { rincian }),
      ...(rahasia.length === 0 ? {} : { tertutup: rahasia.map((r) => r.digest).toSorted() }),
      acak: base64url(randomBytes(16)),
    });
    await this.#simpan(isi, catatan.peristiwa, objek);
    for (const r of rahasia) await simpanPenyingkapan(this.#db, this.#atur.rahasia, { log, urut }, r);
  }

  async #simpan(isi: Uint8Array, peristiwa: string, objek: LeafObject | null): Promise<void> {
    const { log } = this.#kepala;
    const urut = this.#ukuran;
    const h = leafHash(isi);
    await this.#db.insert(auditLeaf).values({
      log,
      urut,
      isi,
      peristiwa,
      objekJenis: objek?.jenis ?? null,
      objekId: objek?.id ?? null,
      objekN: objek?.n ?? null,
    });
    const simpul = await appendNodes(urut, h, bacaSimpul(this.#db, log));
    await this.#db
      .insert(auditNode)
      .values(simpul.map(({ level, index, hash }) => ({ log, level, idx: index, h: hash })));
    if (objek !== null) {
      const { jenis, id, n } = objek;
      await this.#db
        .insert(auditObjek)
        .values({ log, jenis, id, n, urut, h })
        .onConflictDoUpdate({
          target: [auditObjek.log, auditObjek.jenis, auditObjek.id],
          set: { n, urut, h },
        });
    }
    this.#ukuran = urut + 1;
    await this.#db
      .update(auditHead)
      .set({ ukuran: this.#ukuran, waktuAkhir: this.#saat })
      .where(eq(auditHead.log, log));
  }

  /** The next link of the object's chain; in a later epoch the first link says where the chain went on from. */
  async #rantai(
    objek: Catatan['objek'],
  ): Promise<{ objek: LeafObject | null; lanjutan: { log: string; urut: number } | null }> {
    if (objek === undefined) return { objek: null, lanjutan: null };
    const { jenis, id } = objek;
    const cocok = and(eq(auditObjek.jenis, jenis), eq(auditObjek.id, id));
    const ekor = (
      await this.#db
        .select()
        .from(auditObjek)
        .where(and(eq(auditObjek.log, this.#kepala.log), cocok))
    )[0];
    if (ekor !== undefined)
      return { objek: { jenis, id, n: ekor.n + 1, prev: base64(ekor.h) }, lanjutan: null };
    const lama = await this.#db
      .select({ log: auditObjek.log, urut: auditObjek.urut })
      .from(auditObjek)
      .innerJoin(auditHead, eq(auditHead.log, auditObjek.log))
      .where(and(cocok, milikTenant(this.#kepala.tenantId), lt(auditHead.tahun, this.#kepala.tahun)))
      .orderBy(desc(auditHead.tahun))
      .limit(1);
    return { objek: { jenis, id, n: 0 }, lanjutan: lama[0] ?? null };
  }
}

/**
 * The tenant's log of this year. An epoch once opened is never left again for an earlier one, even when the clock
 * goes back over new year.
 */
async function pilihLog(db: Db, atur: PengaturanJurnal, kejadian: Kejadian): Promise<Kepala> {
  const pemilik = await pemilikLog(db, kejadian.tenantId);
  const tahun = tahunTanggal(tanggalZona(kejadian.sekarang, pemilik.zona));
  const terbaru = (
    await db
      .select()
      .from(auditHead)
      .where(milikTenant(kejadian.tenantId))
      .orderBy(desc(auditHead.tahun))
      .limit(1)
  )[0];
  if (terbaru !== undefined && terbaru.tahun >= tahun) return terbaru;
  return await bukaLog(db, atur, kejadian, { kode: pemilik.kode, tahun, lama: terbaru ?? null });
}

/** A new epoch: its own Ed25519 key and the leaf `log.buka` (audit-log.md 2.2, 3.6 rule 1). */
async function bukaLog(
  db: Db,
  atur: PengaturanJurnal,
  kejadian: Kejadian,
  epoch: { readonly kode: string; readonly tahun: number; readonly lama: Kepala | null },
): Promise<Kepala> {
  const log = originOf(atur.host, epoch.kode, String(epoch.tahun));
  const saat = waktu(kejadian.sekarang);
  const kepala: Kepala = {
    log,
    tenantId: kejadian.tenantId,
    tahun: epoch.tahun,
    ukuran: 0,
    waktuAkhir: saat,
  };
  await db.insert(auditHead).values(kepala);
  const publik = await buatKunciLog(db, atur.rahasia, log);
  const rincian: Record<string, JsonKanonis> = { skema: 1, vkey: verifierKey(log, publik) };
  if (epoch.lama !== null) rincian['sebelum'] = await ringkasanLogLama(db, epoch.lama);
  await new Pena(db, atur, kepala, saat).tulis({ pelaku: sistem }, { peristiwa: 'log.buka', rincian });
  return { ...kepala, ukuran: 1 };
}

async function buatKunciLog(db: Db, rahasia: Rahasia, log: string): Promise<Uint8Array> {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const benih = Buffer.from(d, 'base64url');
  const publik = Buffer.from(x, 'base64url');
  const tersegel = Buffer.from(rahasia.seal('kunci-log', benih, utf8(log)));
  benih.fill(0);
  await db.insert(auditLogKunci).values({ log, publik, tersegel });
  return publik;
}

async function pemilikLog(db: Db, tenantId: TenantId | null): Promise<{ kode: string; zona: ZonaWaktu }> {
  if (tenantId === null) return { kode: '_sistem', zona: ZONA_SISTEM };
  const baris = await db
    .select({ kode: tenant.kode, zona: tenant.zona })
    .from(tenant)
    .where(eq(tenant.id, tenantId));
  if (baris[0] === undefined) throw new Error(`event for an unknown tenant ${tenantId}`);
  return baris[0];
}

const milikTenant = (tenantId: TenantId | null) =>
  tenantId === null ? isNull(auditHead.tenantId) : eq(auditHead.tenantId, tenantId);

/** Pseudonyms only: our own internal ids, never NIP, NIK or a name (audit-log.md 3.2). */
function pelakuDaun(pelaku: Pelaku): LeafActor {
  if (pelaku.jenis === 'sistem') return sistem;
  if (pelaku.jenis === 'publik') return { jenis: 'publik', id: 'publik' };
  const [peran, ...lain] = pelaku.peran;
  return {
    jenis: 'pengguna',
    id: pelaku.orangId,
    ...(peran !== undefined && lain.length === 0 ? { peran } : {}),
  };
}

function artefakDaun(artefak: NonNullable<Catatan['artefak']>): NonNullable<Leaf['artefak']> {
  const masuk = Object.entries(artefak).map(
    ([nama, { sha256, ukuran }]) =>
      [nama, { alg: 'SHA-256' as const, nilai: base64(Buffer.from(sha256, 'hex')), ukuran }] as const,
  );
  return Object.fromEntries(masuk);
}

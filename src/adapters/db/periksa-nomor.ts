import type Sqlite from 'better-sqlite3';
import type { NomorTercatat } from '../../domain/naskah/naskah.ts';
import type { Lapor } from './pelanggaran.ts';
import type { KejadianLog } from './periksa-log.ts';

interface Baris {
  readonly tenant_id: string;
  readonly register: string;
  readonly tahun: number;
  readonly urut: number;
  readonly sisipan: string;
  readonly naskah_id: string;
  readonly keadaan: NomorTercatat['keadaan'];
}

/** The event that leaves a number in each state. */
const peristiwaTerakhir = {
  dipesan: 'nomor.pesan',
  ditahan: 'nomor.tahan',
  terbit: 'nomor.terbit',
  batal: 'nomor.batal',
} as const satisfies Record<NomorTercatat['keadaan'], string>;

/**
 * S2, S3: each book counts 1, 2, 3, … without a gap, since every number ever reserved keeps its row. S5: the newest
 * event of each number says what its row says, and no event speaks of a number that has no row.
 */
export function periksaNomor(sqlite: Sqlite.Database, kejadian: readonly KejadianLog[], lapor: Lapor): void {
  const semua = sqlite
    .prepare('SELECT * FROM nomor ORDER BY tenant_id, register, tahun, urut, sisipan')
    .all() as Baris[];
  periksaUrutan(semua, lapor);
  const terakhir = new Map<string, string>();
  const terbit = new Set<string>();
  for (const { tenantId, daun } of kejadian) {
    if (!daun.peristiwa.startsWith('nomor.')) continue;
    const kunci = JSON.stringify([tenantId, daun.rincian?.['buku'], daun.rincian?.['nomor'], daun.objek?.id]);
    terakhir.set(kunci, daun.peristiwa);
    if (daun.peristiwa !== 'nomor.terbit') continue;
    const nomor = JSON.stringify([tenantId, daun.rincian?.['buku'], daun.rincian?.['nomor']]);
    if (terbit.has(nomor)) lapor('NOMOR_GANDA', nomor);
    terbit.add(nomor);
  }
  for (const n of semua) {
    const kunci = JSON.stringify([n.tenant_id, `${n.register}/${n.tahun}`, n.urut, n.naskah_id]);
    const nyata = terakhir.get(kunci);
    terakhir.delete(kunci);
    if (nyata !== peristiwaTerakhir[n.keadaan]) {
      lapor('NOMOR_TIDAK_COCOK', `${kunci} is ${n.keadaan}, last event ${nyata ?? 'none'}`);
    }
  }
  for (const kunci of terakhir.keys()) lapor('NOMOR_TIDAK_COCOK', `${kunci} has events and no row`);
}

function periksaUrutan(semua: readonly Baris[], lapor: Lapor): void {
  let buku = '';
  let urut = 0;
  for (const n of semua) {
    const ini = JSON.stringify([n.tenant_id, n.register, n.tahun]);
    if (ini !== buku) urut = 0;
    buku = ini;
    if (n.urut > urut + 1) lapor('NOMOR_BOLONG', `${ini}: ${urut + 1} to ${n.urut - 1}`);
    urut = n.urut;
  }
}

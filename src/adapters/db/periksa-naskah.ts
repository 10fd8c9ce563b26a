import type Sqlite from 'better-sqlite3';
import type { KeadaanNaskah, KeadaanUpaya } from '../../domain/naskah/naskah.ts';
import type { Sha256 } from '../../shared/brand.ts';
import { hex } from '../../shared/bytes.ts';
import { sehat } from '../blob/sehat.ts';
import type { Lapor } from './pelanggaran.ts';
import type { KejadianLog } from './periksa-log.ts';
import { keadaanUpayaTerbuka } from './skema/index.ts';

interface Naskah {
  readonly id: string;
  readonly keadaan: KeadaanNaskah;
  readonly berkas_sha256: Sha256 | null;
  readonly nomor: string | null;
}
interface Upaya {
  readonly naskah_id: string;
  readonly upaya: number;
  readonly urutan: number;
  readonly keadaan: KeadaanUpaya;
  readonly siap_sha256: Sha256 | null;
  readonly dasar_sha256: Sha256 | null;
  readonly hasil_sha256: Sha256 | null;
}

/** The attempt that a letter's state speaks of: these and no other open ones. */
const upayaMenurutKeadaan: Partial<Record<KeadaanNaskah, readonly KeadaanUpaya[]>> = {
  menandatangani: ['dipesan', 'siap', 'dikirim'],
  menunggu_cap_waktu: ['menunggu_cap_waktu', 'dikirim'],
  tak_pasti: ['tak_pasti'],
};
const bertandaTangan: readonly KeadaanNaskah[] = ['ditandatangani', 'dikirim'];

/** S4, S5, S6: letters, their attempts, files and events tell one story. */
export async function periksaNaskah(
  sqlite: Sqlite.Database,
  blobDir: string,
  kejadian: readonly KejadianLog[],
  lapor: Lapor,
): Promise<void> {
  const naskah = sqlite.prepare('SELECT id, keadaan, berkas_sha256, nomor FROM naskah').all() as Naskah[];
  const upaya = kelompokkan(sqlite.prepare('SELECT * FROM upaya').all() as Upaya[], (u) => u.naskah_id);
  const tte = kejadian.filter(({ daun }) => daun.peristiwa.startsWith('naskah.tte.'));
  const menurutNaskah = kelompokkan(tte, ({ daun }) => daun.objek?.id ?? '');
  for (const n of naskah) {
    const milik = upaya.get(n.id) ?? [];
    const peristiwa = menurutNaskah.get(n.id) ?? [];
    periksaNiat(n.id, milik, peristiwa, lapor);
    periksaKeadaan(sqlite, n, milik, lapor);
    periksaTercatat(sqlite, n, milik, peristiwa, lapor);
  }
  await periksaBlob(sqlite, blobDir, naskah, [...upaya.values()].flat(), lapor);
}

/** audit-log.md 3.6 rule 4: every intent closed once, unless its attempt is visibly open; tak_pasti may be settled later. */
function periksaNiat(
  id: string,
  upaya: readonly Upaya[],
  peristiwa: readonly KejadianLog[],
  lapor: Lapor,
): void {
  const menurutUpaya = kelompokkan(peristiwa, ({ daun }) => daun.rincian?.['upaya']);
  for (const [ke, daftar] of menurutUpaya) {
    const nama = daftar.map(({ daun }) => daun.peristiwa.replace('naskah.tte.', ''));
    const tempat = `${id} attempt ${JSON.stringify(ke)}`;
    const berniat = nama.includes('niat');
    const selesai = nama.filter((n) => n === 'selesai' || n === 'gagal').length;
    const terbuka = upaya.some((u) => u.upaya === ke && keadaanUpayaTerbuka.includes(u.keadaan));
    const ditutup = selesai + nama.filter((n) => n === 'tak_pasti').length;
    if (!berniat && (nama.includes('selesai') || nama.includes('tak_pasti')))
      lapor('TANDA_TANGAN_TANPA_NIAT', tempat);
    if (nama.indexOf('niat') > nama.indexOf('selesai') && nama.includes('selesai'))
      lapor('TANDA_TANGAN_TANPA_NIAT', tempat);
    if (selesai > 1 || nama.filter((n) => n === 'tak_pasti').length > 1) lapor('NIAT_DITUTUP_GANDA', tempat);
    if (berniat && ditutup === 0 && !terbuka) lapor('NIAT_TIDAK_DITUTUP', tempat);
    if (ditutup > 0 && terbuka) lapor('KEADAAN_TIDAK_COCOK', `${tempat}: closed in the log, open in its row`);
  }
}

function periksaKeadaan(sqlite: Sqlite.Database, n: Naskah, upaya: readonly Upaya[], lapor: Lapor): void {
  const terbuka = upaya.filter((u) => keadaanUpayaTerbuka.includes(u.keadaan));
  const wajib = upayaMenurutKeadaan[n.keadaan];
  if (wajib === undefined && terbuka.length > 0)
    lapor('KEADAAN_TIDAK_COCOK', `${n.id} is ${n.keadaan} with an open attempt`);
  if (wajib !== undefined && !upaya.some((u) => wajib.includes(u.keadaan))) {
    lapor('KEADAAN_TIDAK_COCOK', `${n.id} is ${n.keadaan} without such an attempt`);
  }
  const selesai = upaya.filter((u) => u.keadaan === 'selesai').map((u) => u.urutan);
  if (new Set(selesai).size !== selesai.length)
    lapor('KEADAAN_TIDAK_COCOK', `${n.id}: one signer signed twice`);
  const langkah = sqlite
    .prepare('SELECT urutan, status FROM penandatangan WHERE naskah_id = ?')
    .all(n.id) as { urutan: number; status: string }[];
  const sudah = langkah.filter((l) => l.status === 'selesai').map((l) => l.urutan);
  if (sudah.toSorted().join() !== selesai.toSorted().join()) {
    lapor('KEADAAN_TIDAK_COCOK', `${n.id}: signers done ${sudah.join()}, attempts done ${selesai.join()}`);
  }
  if (!bertandaTangan.includes(n.keadaan)) return;
  if (sudah.length !== langkah.length || langkah.length === 0) {
    lapor('KEADAAN_TIDAK_COCOK', `${n.id} is ${n.keadaan} and lacks a signature`);
  }
  const terbit = sqlite
    .prepare("SELECT teks FROM nomor WHERE naskah_id = ? AND keadaan = 'terbit'")
    .pluck()
    .all(n.id);
  if (terbit.length !== 1 || terbit[0] !== n.nomor)
    lapor('KEADAAN_TIDAK_COCOK', `${n.id}: number not issued`);
}

/** audit-log.md 3.6 rule 6: what is called signed is what the log says was signed. */
function periksaTercatat(
  sqlite: Sqlite.Database,
  n: Naskah,
  upaya: readonly Upaya[],
  peristiwa: readonly KejadianLog[],
  lapor: Lapor,
): void {
  const tercatat = new Map<unknown, string>();
  for (const { daun } of peristiwa) {
    const pdf = daun.artefak?.['pdf'];
    if (daun.peristiwa !== 'naskah.tte.selesai' || pdf === undefined) continue;
    tercatat.set(daun.rincian?.['upaya'], hex(Buffer.from(pdf.nilai, 'base64')));
  }
  const sidik = new Set(tercatat.values());
  const berkas = sqlite
    .prepare('SELECT sha256 FROM naskah_berkas WHERE naskah_id = ?')
    .pluck()
    .all(n.id) as string[];
  for (const satu of new Set([...berkas, ...(n.berkas_sha256 === null ? [] : [n.berkas_sha256])])) {
    if (!sidik.has(satu)) lapor('BERKAS_TIDAK_TERCATAT', `${n.id} ${satu}`);
  }
  for (const satu of sidik)
    if (!berkas.includes(satu)) lapor('KEADAAN_TIDAK_COCOK', `${n.id}: ${satu} is only in the log`);
  for (const u of upaya) {
    if (u.keadaan === 'selesai' && tercatat.get(u.upaya) !== u.hasil_sha256) {
      lapor('BERKAS_TIDAK_TERCATAT', `${n.id} attempt ${u.upaya}`);
    }
    if (u.keadaan !== 'selesai' && tercatat.has(u.upaya)) {
      lapor('KEADAAN_TIDAK_COCOK', `${n.id} attempt ${u.upaya}: done in the log, ${u.keadaan} in its row`);
    }
  }
}

/** Signed files for ever; the prepared bytes as long as an attempt may still need them. */
async function periksaBlob(
  sqlite: Sqlite.Database,
  blobDir: string,
  naskah: readonly Naskah[],
  upaya: readonly Upaya[],
  lapor: Lapor,
): Promise<void> {
  const perlu = new Set<Sha256 | null>([
    ...naskah.map((n) => n.berkas_sha256),
    ...(sqlite.prepare('SELECT sha256 FROM naskah_berkas').pluck().all() as Sha256[]),
    ...upaya.map((u) => u.hasil_sha256),
    ...upaya
      .filter((u) => keadaanUpayaTerbuka.includes(u.keadaan))
      .flatMap((u) => [u.siap_sha256, u.dasar_sha256]),
  ]);
  for (const sha256 of perlu) {
    if (sha256 !== null && !(await sehat(blobDir, sha256))) lapor('BERKAS_TIDAK_ADA', sha256);
  }
}

/** `Map.groupBy` of ES2024, which Node 20 does not have. */
function kelompokkan<T, K>(isi: readonly T[], kunci: (satu: T) => K): Map<K, T[]> {
  const hasil = new Map<K, T[]>();
  for (const satu of isi) {
    const daftar = hasil.get(kunci(satu));
    if (daftar === undefined) hasil.set(kunci(satu), [satu]);
    else daftar.push(satu);
  }
  return hasil;
}

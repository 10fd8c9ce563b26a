/** Storage: one SQLite file behind `UnitOfWork`. */
export { bukaDatabase, type Database, type OpsiDatabase } from './database.ts';
export { diDalamTransaksi } from './konteks.ts';
export type { Rahasia } from './rahasia.ts';
export { kodePelanggaran, type KodePelanggaran, type Pelanggaran } from './pelanggaran.ts';
export { periksaInvarian } from './periksa.ts';

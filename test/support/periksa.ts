import type { PilihanPeriksa } from '../../src/services/layanan.ts';

/** A caller of the tests who hands in a file of which nothing is known. */
export const orangLuar: PilihanPeriksa = { kebijakan: 'umum', pemanggil: 'uji' };

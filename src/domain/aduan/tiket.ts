import type { Tanggal } from '../../shared/brand.ts';
import { tahun } from '../kalender/tanggal.ts';

/** Crockford base32: no I, L, O, U, so a code read aloud from a card cannot be mistaken. */
const abjad = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `ADU-2026-7K3M-9QXD-1V8T`: 60 random bits, so a ticket cannot be guessed. `random`: at least 8 random bytes. */
export function buatTiket(random: Uint8Array, tanggal: Tanggal): string {
  if (random.length < 8) throw new RangeError('buatTiket: perlu 8 bita acak');
  let bit = 0n;
  for (const bita of random.subarray(0, 8)) bit = (bit << 8n) | BigInt(bita);
  const kode = Array.from(
    { length: 12 },
    (_, i) => abjad[Number((bit >> BigInt(5 * (11 - i))) & 31n)] ?? '',
  ).join('');
  return `ADU-${tahun(tanggal)}-${kode.slice(0, 4)}-${kode.slice(4, 8)}-${kode.slice(8)}`;
}

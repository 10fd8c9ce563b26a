import type { KunciId } from '../../shared/brand.ts';
import { utf8 } from '../../shared/bytes.ts';
import { NaskahError } from '../../shared/errors.ts';
import type { JenisKunciLuar, LetakKunci } from '../../services/ports.ts';

/** What this adapter needs of the installation secret (DESIGN D14). */
export interface Vault {
  seal(purpose: string, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  open(purpose: string, sealed: Uint8Array, aad: Uint8Array): Uint8Array;
}

/** Bound to the key's id and kind: where a key lies, moved to another row, does not open. */
export const sealLocation = (vault: Vault, id: KunciId, letak: LetakKunci): Uint8Array =>
  vault.seal(`kunci/${letak.jenis}`, utf8(JSON.stringify(letak)), utf8(id));

/** Throws DATA_TIDAK_COCOK. */
export function openLocation<J extends JenisKunciLuar>(
  vault: Vault,
  kunci: { readonly id: KunciId; readonly jenis: J; readonly tersegel: Uint8Array },
): Extract<LetakKunci, { readonly jenis: J }> {
  const isi = vault.open(`kunci/${kunci.jenis}`, kunci.tersegel, utf8(kunci.id));
  const letak = JSON.parse(Buffer.from(isi).toString('utf8')) as LetakKunci;
  if (letak.jenis !== kunci.jenis) throw new NaskahError('DATA_TIDAK_COCOK');
  return letak as Extract<LetakKunci, { readonly jenis: J }>;
}

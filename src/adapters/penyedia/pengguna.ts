import type { KunciId } from '../../shared/brand.ts';
import { utf8 } from '../../shared/bytes.ts';
import { NaskahError } from '../../shared/errors.ts';
import type { PenggunaPenyedia } from '../../services/ports.ts';

/** What this adapter needs of the installation secret (DESIGN D14). */
export interface Vault {
  seal(purpose: string, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  open(purpose: string, sealed: Uint8Array, aad: Uint8Array): Uint8Array;
}

const purpose = 'penyedia';

/** Bound to the key's id: a sealed user moved to another row does not open. */
export const sealUser = (vault: Vault, id: KunciId, user: PenggunaPenyedia): Uint8Array =>
  vault.seal(purpose, utf8(JSON.stringify(user)), utf8(id));

/** Throws DATA_TIDAK_COCOK. */
export function openUser(vault: Vault, id: KunciId, sealed: Uint8Array): PenggunaPenyedia {
  const user = JSON.parse(
    Buffer.from(vault.open(purpose, sealed, utf8(id))).toString('utf8'),
  ) as PenggunaPenyedia;
  if ('nik' in user ? typeof user.nik === 'string' : typeof user.email === 'string') return user;
  throw new NaskahError('DATA_TIDAK_COCOK');
}

import type { JabatanId, OrangId, TenantId } from '../shared/brand.ts';
import type { Peran } from './organisasi.ts';

/** Who acts. A `pengguna` wears the posts held at this moment; each post is a hat. */
export type Pelaku =
  | {
      readonly jenis: 'pengguna';
      readonly tenantId: TenantId;
      readonly orangId: OrangId;
      readonly peran: readonly Peran[];
      readonly jabatan: readonly JabatanId[];
    }
  | { readonly jenis: 'publik' }
  | { readonly jenis: 'sistem' };

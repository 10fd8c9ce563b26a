import { and, desc, eq, lte } from 'drizzle-orm';
import type { TenantBaca, TenantTulis } from '../../../services/ports.ts';
import type { ProfilId } from '../../../shared/brand.ts';
import type { Db } from '../dialek.ts';
import { profil, tenant } from '../skema/index.ts';

export function tenantRepo(db: Db): TenantBaca & TenantTulis {
  return {
    async semua() {
      return await db.select().from(tenant).orderBy(tenant.kode);
    },
    async cari(id) {
      return (await db.select().from(tenant).where(eq(tenant.id, id)))[0] ?? null;
    },
    async cariKode(kode) {
      return (await db.select().from(tenant).where(eq(tenant.kode, kode)))[0] ?? null;
    },
    async profilPada(id, tanggal) {
      const baris = await db
        .select()
        .from(profil)
        .where(and(eq(profil.tenantId, id), lte(profil.berlakuSejak, tanggal)))
        .orderBy(desc(profil.berlakuSejak), desc(profil.versi))
        .limit(1);
      return baris[0] ?? null;
    },
    async profil(id) {
      return (
        (
          await db
            .select()
            .from(profil)
            .where(eq(profil.id, id as ProfilId))
        )[0] ?? null
      );
    },
    async tambah(baru) {
      await db.insert(tenant).values(baru);
    },
    async tambahProfil(baru) {
      await db.insert(profil).values(baru);
    },
  };
}

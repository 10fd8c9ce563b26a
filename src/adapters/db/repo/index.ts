import type { Repos } from '../../../services/ports.ts';
import type { Db } from '../dialek.ts';
import type { Rahasia } from '../rahasia.ts';
import { aduanRepo } from './aduan.ts';
import { auditRepo } from './audit.ts';
import { idempotensiRepo } from './idempotensi.ts';
import { kunciRepo } from './kunci.ts';
import { naskahRepo } from './naskah.ts';
import { nomorRepo } from './nomor.ts';
import { organisasiRepo } from './organisasi.ts';
import { tenantRepo } from './tenant.ts';
import { upayaRepo } from './upaya.ts';

/** Every repository over one connection; on a query_only one the writing half fails in the database itself. */
export function semuaRepo(db: Db, rahasia: Rahasia): Repos {
  return {
    tenant: tenantRepo(db),
    organisasi: organisasiRepo(db, rahasia),
    naskah: naskahRepo(db),
    nomor: nomorRepo(db),
    upaya: upayaRepo(db),
    aduan: aduanRepo(db, rahasia),
    kunci: kunciRepo(db),
    audit: auditRepo(db, rahasia),
    idempotensi: idempotensiRepo(db),
  };
}

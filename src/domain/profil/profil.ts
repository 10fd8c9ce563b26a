import type { ProfilId, Tanggal, TenantId } from '../../shared/brand.ts';
import type { JenisNaskah } from '../naskah/konsep.ts';
import type { TataHalaman } from '../naskah/lembar.ts';

/** One effective-dated version of a government's rules (domain.md golden rule). A signed letter keeps its version. */
export interface Profil {
  readonly id: ProfilId;
  readonly tenantId: TenantId;
  readonly versi: number;
  readonly berlakuSejak: Tanggal;
  readonly isi: IsiProfil;
}

export interface IsiProfil {
  readonly namaPemerintah: string;
  /** Printed before the date: `Semarang`. */
  readonly tempat: string;
  /** Base address of the proof pages printed in QR codes; permanent. No trailing slash. */
  readonly alamatBukti: string;
  /** Official domain printed beneath the QR. */
  readonly domainResmi: string;
  readonly lambang: 'daerah' | 'negara';
  readonly tata: TataHalaman;
  readonly penomoran: Readonly<Record<JenisNaskah, { readonly register: string; readonly format: string }>>;
  /** Printed at the foot of every final page. The BSrE sentence belongs here only when `penandatangan` is `bsre`. */
  readonly footer: readonly string[];
  readonly penandatangan: 'pengembangan' | 'bsre';
  readonly maksimumParaf: number;
  /** Permendagri 1/2023 art. 44 prints no NIP for a definitive Sekda; some regions still do. */
  readonly sekdaCetakNip: boolean;
  readonly tingkat: 'B-B' | 'B-T';
}

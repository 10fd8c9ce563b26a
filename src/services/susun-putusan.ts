import type { Sha256, Tanggal } from '../shared/brand.ts';
import { jsonKanonis } from '../shared/json.ts';
import { NaskahError } from '../shared/errors.ts';
import type { WewenangBeku } from '../domain/naskah/naskah.ts';
import type { Profil } from '../domain/profil/profil.ts';
import type { NaskahRingkas } from './muat-naskah.ts';
import { pejabatPada, type Pejabat } from './penandatangan.ts';
import { hitungPersetujuan } from './persetujuan.ts';
import type { ReposBaca } from './ports.ts';

/** Everything a signature is decided on, and the hash the signer consents to. */
export interface PutusanTandaTangan {
  readonly profil: Profil;
  readonly tanggal: Tanggal;
  /** Authority of every signer, in their order, as the page prints it. */
  readonly wewenang: readonly WewenangBeku[];
  /** The signer whose turn it is. */
  readonly giliran: { readonly urutan: number; readonly pejabat: Pejabat };
  readonly persetujuan: Sha256;
}

export async function susunPutusan(
  repos: ReposBaca,
  utuh: NaskahRingkas,
  profil: Profil,
  tanggal: Tanggal,
): Promise<PutusanTandaTangan> {
  const { naskah, versi, penandatangan } = utuh;
  const kini = await Promise.all(
    penandatangan.map((l) => pejabatPada(repos, naskah.tenantId, l.jabatanId, naskah.jenis, profil, tanggal)),
  );
  const indeks = penandatangan.findIndex((l) => l.status === 'menunggu');
  const pejabat = kini[indeks];
  if (pejabat === undefined) throw new NaskahError('NASKAH_TANPA_PENANDATANGAN');
  const wewenang = penandatangan.map((l, i) => l.wewenang ?? wajib(kini[i]).wewenang);
  tolakPergantian(wewenang[indeks], pejabat);
  return {
    profil,
    tanggal,
    wewenang,
    giliran: { urutan: wajib(penandatangan[indeks]).urutan, pejabat },
    persetujuan: hitungPersetujuan(naskah, versi, profil, wewenang),
  };
}

/** The page already carries the name of the second signer: another holder of the post can't sign under it. */
function tolakPergantian(tercetak: WewenangBeku | undefined, pejabat: Pejabat): void {
  if (jsonKanonis(tercetak) !== jsonKanonis(pejabat.wewenang)) throw new NaskahError('WEWENANG_BERUBAH');
}

function wajib<T>(nilai: T | undefined): T {
  if (nilai === undefined) throw new Error('signer list changed while it was read');
  return nilai;
}

import { NaskahError } from '../shared/errors.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import type { Konteks } from './konteks.ts';
import { muatUtuh, profilNaskah, type NaskahUtuh } from './muat-naskah.ts';
import { cetak } from './penandatangan.ts';
import type { ReposBaca } from './ports.ts';
import { susunLembarNaskah } from './susun-lembar-naskah.ts';

export interface Dasar {
  readonly bytes: Uint8Array;
  readonly kotak: { readonly page: number; readonly rect: readonly [number, number, number, number] };
}

/** What the signature extends: the letter as typeset, or the file the earlier signer has already signed. */
export async function dasarPenandatanganan(ctx: Konteks, upaya: UpayaTandaTangan): Promise<Dasar> {
  const lembar = await ctx.uow.read(async (repos) => {
    const utuh = await muatUtuh(repos, upaya.tenantId, upaya.naskahId);
    if (utuh === null) throw new Error(`attempt ${upaya.id} has no letter`);
    return { berkas: utuh.naskah.berkasSha256, isi: await lembarAkhir(repos, utuh) };
  });
  // Typesetting is deterministic, so a later signer's box is found by typesetting the same sheet again.
  const tercetak = await ctx.renderer.render(lembar.isi);
  const kotak = tercetak.kotak[upaya.urutan - 1];
  if (kotak === undefined) throw new NaskahError('NASKAH_TATA_LETAK_GAGAL');
  return {
    bytes: lembar.berkas === null ? tercetak.bytes : await ctx.blob.get(lembar.berkas),
    kotak: { page: kotak.halaman, rect: [kotak.x, kotak.y, kotak.lebar, kotak.tinggi] },
  };
}

async function lembarAkhir(repos: ReposBaca, utuh: NaskahUtuh) {
  const { naskah, versi, penandatangan } = utuh;
  if (naskah.nomor === null || naskah.tanggal === null) throw new Error(`letter ${naskah.id} has no number`);
  const profil = await profilNaskah(repos, naskah, naskah.tanggal);
  return susunLembarNaskah(repos, {
    naskah,
    konsep: versi.konsep,
    profil,
    penandatangan,
    blok: penandatangan.flatMap((l) => (l.wewenang === null ? [] : [cetak(l.wewenang)])),
    mode: 'final',
  });
}

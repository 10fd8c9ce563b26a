import { hex, sha256 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import { sudahTerbit } from '../domain/naskah/alur.ts';
import type { Konteks } from './konteks.ts';
import type { LayananNaskah } from './layanan.ts';
import { hariIni, muatNaskah, profilNaskah, sebagaiPengguna } from './muat-naskah.ts';
import { cetak, pejabatPada } from './penandatangan.ts';
import { susunLembarNaskah } from './susun-lembar-naskah.ts';

type BerkasNaskah = LayananNaskah['berkas'];

/** A letter's files: the watermarked preview at any time, the signed one only when everybody has signed. */
export const berkasNaskah =
  (ctx: Konteks): BerkasNaskah =>
  (p, id, jenis) =>
    berkas[jenis](ctx, p, id);

const berkas: Readonly<
  Record<
    Parameters<BerkasNaskah>[2],
    (ctx: Konteks, p: Parameters<BerkasNaskah>[0], id: string) => ReturnType<BerkasNaskah>
  >
> = {
  async pratinjau(ctx, p, id) {
    const pelaku = sebagaiPengguna(p.pelaku);
    const lembar = await ctx.uow.read(async (repos) => {
      const { naskah, versi, penandatangan } = await muatNaskah(repos, pelaku, id);
      const tanggal = await hariIni(ctx, repos, naskah.tenantId);
      const profil = await profilNaskah(repos, naskah, tanggal);
      const pejabat = await Promise.all(
        penandatangan.map((l) =>
          pejabatPada(repos, naskah.tenantId, l.jabatanId, naskah.jenis, profil, tanggal),
        ),
      );
      return susunLembarNaskah(repos, {
        naskah,
        konsep: versi.konsep,
        profil,
        penandatangan,
        blok: pejabat.map((j) => cetak(j.wewenang)),
        mode: 'draf',
      });
    });
    const { bytes } = await ctx.renderer.render(lembar);
    return { bytes, nama: 'pratinjau.pdf', sha256: hex(sha256(bytes)) };
  },

  async 'tanda-tangan'(ctx, p, id) {
    const pelaku = sebagaiPengguna(p.pelaku);
    const naskah = await ctx.uow.read(async (repos) => (await muatNaskah(repos, pelaku, id)).naskah);
    if (!sudahTerbit(naskah.keadaan) || naskah.berkasSha256 === null)
      throw new NaskahError('TIDAK_DITEMUKAN');
    return {
      bytes: await ctx.blob.get(naskah.berkasSha256),
      nama: `${(naskah.nomor ?? naskah.id).replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.pdf`,
      sha256: naskah.berkasSha256,
    };
  },
};

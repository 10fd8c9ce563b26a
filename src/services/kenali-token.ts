import type { Sha256 } from '../shared/brand.ts';
import { hex, sha256, utf8 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { LayananMasuk } from './layanan.ts';
import { hariIni, sebagaiPengguna } from './muat-naskah.ts';

const panjangTokenMaksimum = 200;

export const layananMasuk = (ctx: Konteks): LayananMasuk => ({
  /** Tokens are random and looked up by hash, so comparing them leaks nothing about how close a guess was. */
  async kenali(token) {
    if (token.length > panjangTokenMaksimum) return null;
    return ctx.uow.read(async (repos) => {
      const pemilik = await repos.organisasi.token(hex(sha256(utf8(token))) as Sha256);
      const orang = pemilik === null ? null : await repos.organisasi.orang(pemilik.tenantId, pemilik.orangId);
      if (pemilik === null || orang === null) return null;
      const jabatan = await repos.organisasi.jabatanOrang(
        orang.id,
        await hariIni(ctx, repos, orang.tenantId),
      );
      return {
        jenis: 'pengguna',
        tenantId: orang.tenantId,
        orangId: orang.id,
        peran: orang.peran,
        jabatan: jabatan.map((j) => j.jabatanId),
      };
    });
  },

  async siapa(p) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const orang = await repos.organisasi.orang(pelaku.tenantId, pelaku.orangId);
      const tenant = await repos.tenant.cari(pelaku.tenantId);
      if (orang === null || tenant === null) throw new NaskahError('BELUM_MASUK');
      const pangku = await repos.organisasi.jabatanOrang(orang.id, await hariIni(ctx, repos, tenant.id));
      const jabatan = await Promise.all(
        pangku.map(async (m) => ({ m, j: await repos.organisasi.jabatan(tenant.id, m.jabatanId) })),
      );
      return {
        nama: orang.nama,
        pemerintah: tenant.nama,
        peran: orang.peran,
        jabatan: jabatan.flatMap(({ m, j }) =>
          j === null ? [] : [{ kode: j.kode, nama: j.nama, bentuk: m.bentuk }],
        ),
      };
    });
  },
});

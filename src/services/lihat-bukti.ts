import type { BuktiId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import { sudahTerbit } from '../domain/naskah/alur.ts';
import type { SifatKeamanan } from '../domain/naskah/konsep.ts';
import type { Konteks } from './konteks.ts';
import type { BuktiView } from './layanan.ts';
import { muatUtuh } from './muat-naskah.ts';

const halTerbuka: Readonly<Record<SifatKeamanan, boolean>> = { B: true, T: false, R: false, SR: false };

/** What a QR opens (domain.md 12): that the letter is registered, by whom and when signed; never its text or addressee. */
export function lihatBukti(ctx: Konteks, buktiId: string): Promise<BuktiView> {
  return ctx.uow.read(async (repos) => {
    const naskah = await repos.naskah.cariBukti(buktiId as BuktiId);
    if (naskah === null) throw new NaskahError('TIDAK_DITEMUKAN');
    const utuh = await muatUtuh(repos, naskah.tenantId, naskah.id);
    const tenant = await repos.tenant.cari(naskah.tenantId);
    const profil = naskah.profilId === null ? null : await repos.tenant.profil(naskah.profilId);
    if (
      utuh === null ||
      tenant === null ||
      profil === null ||
      !sudahTerbit(naskah.keadaan) ||
      naskah.nomor === null ||
      naskah.tanggal === null ||
      naskah.berkasSha256 === null
    ) {
      return { keadaan: 'belum' };
    }
    const jabatan = await repos.organisasi.daftarJabatan(tenant.id);
    return {
      keadaan: 'ditandatangani',
      pemerintah: tenant.nama,
      jenis: naskah.jenis,
      nomor: naskah.nomor,
      tanggal: naskah.tanggal,
      hal: halTerbuka[utuh.versi.konsep.sifatKeamanan ?? 'B'] ? naskah.hal : null,
      penandatangan: utuh.penandatangan.map((l) => ({
        jabatan: jabatan.find((j) => j.id === l.jabatanId)?.nama ?? '',
        nama: l.wewenang?.nama ?? '',
        waktu: l.waktu ?? '',
      })),
      berkasSha256: naskah.berkasSha256,
      dikirim: naskah.keadaan === 'dikirim',
      pengembangan: profil.isi.penandatangan === 'pengembangan',
    };
  });
}

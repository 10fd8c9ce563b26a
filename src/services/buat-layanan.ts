import { layananAduan } from './aduan.ts';
import { berkasNaskah } from './berkas-naskah.ts';
import { buatNaskah, ubahNaskah } from './buat-naskah.ts';
import { layananMasuk } from './kenali-token.ts';
import type { Konteks } from './konteks.ts';
import type { Layanan, LayananKesehatan } from './layanan.ts';
import { laporanPdf } from './laporan-pdf.ts';
import { lihatBukti } from './lihat-bukti.ts';
import { bacaNaskah } from './lihat-naskah.ts';
import { periksaArsip } from './periksa-arsip.ts';
import { periksaBerkas } from './periksa-berkas.ts';
import { tindakNaskah } from './tindak-naskah.ts';

/** All use-cases over one context. `kesehatan` looks at adapters, so the composition root brings it. */
export const buatLayanan = (ctx: Konteks, kesehatan: LayananKesehatan): Layanan => ({
  naskah: {
    ...bacaNaskah(ctx),
    buat: (p, konsep) => buatNaskah(ctx, p, konsep),
    buatVersi: (p, id, konsep, revisi) => ubahNaskah(ctx, p, id, konsep, revisi),
    tindakan: (p, id, t) => tindakNaskah(ctx, p, id, t),
    berkas: berkasNaskah(ctx),
  },
  aduan: layananAduan(ctx),
  verifikasi: {
    periksa: (isi, pilihan) => periksaBerkas(ctx, isi, pilihan),
    laporanPdf: (hasil, penilai) => laporanPdf(ctx, hasil, penilai),
    periksaArsip: (isi, pilihan) => periksaArsip(ctx, isi, pilihan),
  },
  bukti: { lihat: lihatBukti(ctx) },
  masuk: layananMasuk(ctx),
  kesehatan,
});

import { waktu, type KunciId, type OrangId } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { akhirSertifikat, cariOrang } from './daftarkan-kunci-penyedia.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan } from './layanan.ts';
import type { IdentitasKunci, KunciLuar, LetakKunci } from './ports.ts';

export type PendaftaranLuar = Parameters<KunciLuar['kenali']>[1] & {
  /** Code of the government. */
  readonly pemerintah: string;
  /** NIP or id of the person. */
  readonly orang: string;
  readonly letak: LetakKunci;
};

/**
 * From now on this person signs with a key in a token or at the remote service. Token or service is asked who signs
 * with it, before anything is written: what could not be opened is not enrolled. The newest key is the one in use.
 */
export async function daftarkanKunciLuar(
  ctx: Konteks,
  p: Permintaan,
  d: PendaftaranLuar,
): Promise<
  { readonly kunci: KunciId; readonly orang: OrangId; readonly namaOrang: string } & IdentitasKunci
> {
  const identitas = await ctx.kunciLuar.kenali(d.letak, d);
  const id = ctx.idBaru() as KunciId;
  const sekarang = waktu(ctx.clock.now());
  const berlakuSampai = akhirSertifikat(identitas.certificate, sekarang);
  return ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const orang = await cariOrang(repos, d);
    const { jenis } = d.letak;
    await repos.kunci.tambah({
      ...identitas,
      jenis,
      id,
      tenantId: orang.tenantId,
      orangId: orang.id,
      tersegel: ctx.kunciLuar.segelLetak(id, d.letak),
      berlakuDari: sekarang,
      berlakuSampai,
      salah: 0,
      terkunciSampai: null,
    });
    catat({
      peristiwa: 'sertifikat.daftar',
      tenantId: orang.tenantId,
      objek: { jenis: 'sertifikat', id },
      rincian: { orang: orang.id, jenis, sha256: hex(sha256(identitas.certificate)) },
    });
    return { kunci: id, orang: orang.id, namaOrang: orang.nama, ...identitas };
  });
}

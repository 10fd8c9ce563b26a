import type { Sha256 } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { jsonKanonis } from '../shared/json.ts';
import type { Naskah, VersiNaskah, WewenangBeku } from '../domain/naskah/naskah.ts';
import type { Profil } from '../domain/profil/profil.ts';
import { versiTemplat } from '../render/index.ts';

/**
 * What a signer consents to (UU ITE art. 11(1)f): content version (attachments are part of it), template, profile,
 * the authority of every signer as it will be printed, and, for later signers, the very file already signed.
 * Number, date and proof id are not yet known and follow from it alone.
 */
export function hitungPersetujuan(
  naskah: Naskah,
  versi: Pick<VersiNaskah, 'versi' | 'sha256'>,
  profil: Profil,
  wewenang: readonly WewenangBeku[],
): Sha256 {
  const templat = versiTemplat(naskah.jenis);
  const isi = {
    fmt: 'naskah-persetujuan/1',
    naskah: naskah.id,
    versi: versi.versi,
    isi: versi.sha256,
    templat: { kode: templat.kode, sha256: templat.sha256 },
    profil: { id: profil.id, versi: profil.versi },
    wewenang: wewenang.map((w) => ({
      jabatan: w.jabatanKode,
      bentuk: w.bentuk,
      baris: w.baris,
      nama: w.nama,
      ...(w.pangkat === null ? {} : { pangkat: w.pangkat }),
      ...(w.nip === null ? {} : { nip: w.nip }),
    })),
    ...(naskah.berkasSha256 === null ? {} : { berkas: naskah.berkasSha256 }),
  };
  return hex(sha256(jsonKanonis(isi))) as Sha256;
}

/** Hash of a content version: RFC 8785 text of the draft. */
export const hashKonsep = (konsep: unknown): Sha256 => hex(sha256(jsonKanonis(konsep))) as Sha256;

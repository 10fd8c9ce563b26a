import type { AksiNaskah } from '../../src/domain/naskah/alur.ts';
import type { KonsepNaskah } from '../../src/domain/naskah/konsep.ts';
import type { NomorTercatat, UpayaTandaTangan } from '../../src/domain/naskah/naskah.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from '../../src/services/layanan.ts';
import type { NaskahId, TenantId } from '../../src/shared/brand.ts';
import { hex, sha256, utf8 } from '../../src/shared/bytes.ts';
import type { Rumah } from './rumah.ts';

/** What tests of signing do over and over: bring a letter to its signer, press the button, look behind the scenes. */
export class Meja {
  readonly #rumah: Rumah;

  constructor(rumah: Rumah) {
    this.#rumah = rumah;
  }

  /** A new letter as it lies before its first signer. */
  async siap(konsep: KonsepNaskah): Promise<NaskahView> {
    const { jalan } = this.#rumah;
    let naskah = await jalan.tindak(await jalan.buat(konsep), konsep.konseptor, 'ajukan');
    for (const jabatan of konsep.pemaraf ?? []) naskah = await jalan.tindak(naskah, jabatan, 'paraf');
    return naskah;
  }

  frasaSandi(jabatan: string): string {
    const akun = this.#rumah.akun.find((a) => a.jabatan.includes(jabatan));
    if (akun === undefined) throw new Error(`nobody holds ${jabatan}`);
    return akun.frasaSandi;
  }

  /** The signer presses the button with what he sees now; every part may be replaced. */
  async tandatangani(
    naskah: NaskahView,
    jabatan: string,
    ubahan: Partial<Pick<TindakanNaskah, 'persetujuan' | 'revisi'>> & {
      readonly frasaSandi?: string;
      readonly kunci?: string;
      readonly p?: Permintaan;
    } = {},
  ): Promise<Hasil<NaskahView>> {
    const p = ubahan.p ?? (await this.#rumah.jalan.sebagai(jabatan));
    const persetujuan =
      ubahan.persetujuan ?? (await this.#rumah.layanan.naskah.lihat(p, naskah.id)).persetujuan ?? '';
    const idempotensi =
      ubahan.kunci === undefined
        ? null
        : { kunci: ubahan.kunci, sidik: sidik(`${naskah.id} ${persetujuan}`) };
    return this.#rumah.layanan.naskah.tindakan({ ...p, idempotensi }, naskah.id, {
      aksi: 'tandatangani',
      persetujuan,
      frasaSandi: utf8(ubahan.frasaSandi ?? this.frasaSandi(jabatan)),
      ...(ubahan.revisi === undefined ? {} : { revisi: ubahan.revisi }),
    });
  }

  async tindak(naskah: NaskahView, jabatan: string, aksi: AksiNaskah): Promise<NaskahView> {
    const p = await this.#rumah.jalan.sebagai(jabatan);
    return (await this.#rumah.layanan.naskah.tindakan(p, naskah.id, { aksi })).isi;
  }

  lihat(naskah: NaskahView, jabatan: string): Promise<NaskahView> {
    return this.#rumah.jalan.sebagai(jabatan).then((p) => this.#rumah.layanan.naskah.lihat(p, naskah.id));
  }

  upaya(naskah: NaskahView): Promise<readonly UpayaTandaTangan[]> {
    return this.#rumah.konteks.uow.read((repos) => repos.upaya.milik(naskah.id as NaskahId));
  }

  /** Every number of the letter's book, in order. */
  async buku(jabatan: string, register: string): Promise<readonly NomorTercatat[]> {
    const { pelaku } = await this.#rumah.jalan.sebagai(jabatan);
    if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
    const tenantId: TenantId = pelaku.tenantId;
    const semua = await this.#rumah.konteks.uow.read((repos) =>
      repos.nomor.register(tenantId, register, 2026),
    );
    return semua.toSorted((a, b) => a.urut - b.urut);
  }
}

export const sidik = (teks: string): string => hex(sha256(utf8(teks)));

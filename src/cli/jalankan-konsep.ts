import type { Instalasi } from '../app.ts';
import type { AksiNaskah } from '../domain/naskah/alur.ts';
import type { KonsepNaskah } from '../domain/naskah/konsep.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import type { NaskahView, Permintaan, TindakanNaskah } from '../services/layanan.ts';
import { utf8 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';

/** Told as it happens: who did what. */
export type Lapor = (kejadian: {
  readonly oleh: string;
  readonly aksi: string;
  readonly keterangan: string;
}) => void;

/**
 * One letter on its way through the house, each act done by the seeded holder of the post concerned, through the same
 * use-cases the API calls. `issue` and `demo` know no other way.
 */
export class PerjalananNaskah {
  readonly #rumah: Instalasi;
  readonly #lapor: Lapor;
  #urut = 0;

  constructor(rumah: Instalasi, lapor: Lapor) {
    this.#rumah = rumah;
    this.#lapor = lapor;
  }

  async buat(konsep: KonsepNaskah): Promise<NaskahView> {
    const p = await this.sebagai(konsep.konseptor);
    const { isi } = await this.#rumah.layanan.naskah.buat(p, konsep);
    this.#lapor({ oleh: konsep.konseptor, aksi: 'konsep', keterangan: isi.hal });
    return isi;
  }

  async ubah(naskah: NaskahView, konsep: KonsepNaskah): Promise<NaskahView> {
    const p = await this.sebagai(konsep.konseptor);
    const { isi } = await this.#rumah.layanan.naskah.buatVersi(p, naskah.id, konsep, naskah.revisi);
    this.#lapor({ oleh: konsep.konseptor, aksi: 'ubah', keterangan: `versi ${isi.versi}` });
    return isi;
  }

  async tindak(naskah: NaskahView, jabatan: string, aksi: AksiNaskah, alasan?: string): Promise<NaskahView> {
    const p = await this.sebagai(jabatan);
    const tindakan: TindakanNaskah = {
      aksi,
      revisi: naskah.revisi,
      ...(alasan === undefined ? {} : { alasan }),
      ...(aksi === 'tandatangani' ? await this.#setujui(p, naskah, jabatan) : {}),
    };
    const { isi } = await this.#rumah.layanan.naskah.tindakan(p, naskah.id, tindakan);
    this.#lapor({ oleh: jabatan, aksi, keterangan: alasan ?? isi.nomor ?? isi.keadaan });
    return isi;
  }

  /** The signer reads the letter and consents to exactly what he was shown. */
  async #setujui(p: Permintaan, naskah: NaskahView, jabatan: string) {
    const { persetujuan } = await this.#rumah.layanan.naskah.lihat(p, naskah.id);
    const akun = this.#akun(jabatan);
    return { ...(persetujuan === null ? {} : { persetujuan }), frasaSandi: utf8(akun.frasaSandi) };
  }

  /** From draft to sent: the whole chain, in order. Stops with a clear error where the letter has to wait. */
  async terbitkan(konsep: KonsepNaskah): Promise<NaskahView> {
    return this.selesaikan(konsep, await this.buat(konsep));
  }

  /** The chain from wherever the draft is now. */
  async selesaikan(konsep: KonsepNaskah, naskah: NaskahView): Promise<NaskahView> {
    let kini = await this.tindak(naskah, konsep.konseptor, 'ajukan');
    for (const jabatan of konsep.pemaraf ?? []) kini = await this.tindak(kini, jabatan, 'paraf');
    for (const jabatan of konsep.penandatangan) {
      kini = await this.tindak(kini, jabatan, 'tandatangani');
      if (kini.keadaan === 'menunggu_cap_waktu') {
        throw new NaskahError(
          'CAP_WAKTU_TIDAK_TERSEDIA',
          kini.alasan === null ? {} : { detail: kini.alasan },
        );
      }
    }
    return this.tindak(kini, konsep.konseptor, 'kirim');
  }

  async berkas(naskah: NaskahView, jabatan: string): Promise<Uint8Array> {
    const p = await this.sebagai(jabatan);
    return (await this.#rumah.layanan.naskah.berkas(p, naskah.id, 'tanda-tangan')).bytes;
  }

  /** A request by whoever holds the post (or the account of that code) today. */
  async sebagai(kode: string): Promise<Permintaan> {
    const pelaku = await this.#rumah.layanan.masuk.kenali(this.#akun(kode).token);
    if (pelaku === null) throw new NaskahError('BELUM_MASUK');
    return this.permintaan(pelaku);
  }

  permintaan(pelaku: Pelaku): Permintaan {
    return { pelaku, korelasi: `cli-${process.pid}-${++this.#urut}`, idempotensi: null };
  }

  #akun(kode: string) {
    const akun = this.#rumah.akun.find((a) => a.jabatan.includes(kode) || a.kode === kode);
    if (akun === undefined) throw new NaskahError('JABATAN_TIDAK_DIKENAL', { extra: { jabatan: kode } });
    return akun;
  }
}

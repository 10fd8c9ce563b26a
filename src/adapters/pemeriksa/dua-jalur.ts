import type { ValidationReport } from '../../pades/index.ts';
import { AntreanAdil } from './antrean-adil.ts';
import { batasPemeriksa } from './batas.ts';
import { Utas, type Tugas } from './utas.ts';

export interface OpsiJalur {
  readonly workerUrl: URL;
  /** Threads for files whose weight is not known yet, and further ones for files that turned out to be heavy. */
  readonly cepat: number;
  readonly berat: number;
  readonly irisanMs?: number;
}
export interface Permintaan {
  readonly tugas: Tugas;
  /** Who is to wait in turn with others. */
  readonly pemanggil: string;
  readonly waktuMs: number;
  /** The caller has gone: nothing more is done for him. */
  readonly batal?: AbortSignal | undefined;
}
/** No room; the same file may be brought again. */
export class AntreanPenuh extends Error {}
/** The file needed more time than it has. */
export class WaktuHabis extends Error {}

type NamaJalur = 'cepat' | 'berat';
interface Pekerjaan extends Permintaan {
  readonly selesai: (laporan: ValidationReport) => void;
  readonly gagal: (sebab: unknown) => void;
}
interface Berjalan {
  readonly kerja: Pekerjaan;
  readonly utas: Utas;
  jalur: NamaJalur;
  jam?: NodeJS.Timeout;
  /** What becomes of it once its thread has been ended for it. */
  sesudah: 'antre-lagi' | Error | null;
}

/**
 * Every file begins on the quick lane. One that is not done within its slice goes over to the heavy lane, thread and
 * all, so that the next one begins; where that lane is full its thread is ended and it waits there for its turn. So a
 * light file waits for slices, never for a heavy file's whole time.
 */
export class DuaJalur {
  readonly #opsi: OpsiJalur;
  readonly #menunggu: Readonly<Record<NamaJalur, AntreanAdil<Pekerjaan>>> = {
    cepat: new AntreanAdil(),
    berat: new AntreanAdil(),
  };
  readonly #berjalan = new Set<Berjalan>();
  readonly #bebas: Utas[] = [];
  #tutup = false;

  constructor(opsi: OpsiJalur) {
    this.#opsi = opsi;
  }

  /** Throws AntreanPenuh, WaktuHabis, UtasBerhenti (memory), the signal's reason, or a fault of the thread. */
  ajukan(permintaan: Permintaan): Promise<ValidationReport> {
    const { pemanggil, batal } = permintaan;
    const antrean = this.#menunggu.cepat;
    if (
      antrean.banyak >= batasPemeriksa.menunggu ||
      antrean.banyakMilik(pemanggil) >= batasPemeriksa.menungguPerPemanggil
    ) {
      return Promise.reject(new AntreanPenuh());
    }
    if (batal?.aborted === true) return Promise.reject(sebabBatal(batal));
    let pergi = (): void => undefined;
    return new Promise<ValidationReport>((selesai, gagal) => {
      const kerja: Pekerjaan = { ...permintaan, selesai, gagal };
      pergi = () => this.#batalkan(kerja);
      batal?.addEventListener('abort', pergi, { once: true });
      antrean.tambah(pemanggil, kerja);
      this.#jalankan();
    }).finally(() => batal?.removeEventListener('abort', pergi));
  }

  /** Ends every thread; what is under way or waits is refused. */
  async tutup(): Promise<void> {
    this.#tutup = true;
    for (const antrean of Object.values(this.#menunggu)) {
      for (let kerja = antrean.ambil(); kerja !== undefined; kerja = antrean.ambil())
        kerja.gagal(new AntreanPenuh());
    }
    for (const ini of this.#berjalan) ini.sesudah = new AntreanPenuh();
    const utas = [...this.#bebas.splice(0), ...[...this.#berjalan].map((satu) => satu.utas)];
    await Promise.all(utas.map((satu) => satu.henti()));
  }

  #jalankan(): void {
    if (this.#tutup) return;
    for (const jalur of ['cepat', 'berat'] as const) {
      while (this.#banyak(jalur) < this.#opsi[jalur]) {
        const kerja = this.#menunggu[jalur].ambil();
        if (kerja === undefined) break;
        void this.#kerjakan(kerja, jalur);
      }
    }
  }

  async #kerjakan(kerja: Pekerjaan, jalur: NamaJalur): Promise<void> {
    const utas = this.#bebas.pop() ?? new Utas(this.#opsi.workerUrl);
    const ini: Berjalan = { kerja, utas, jalur, sesudah: null };
    this.#berjalan.add(ini);
    try {
      await utas.siap();
      const irisan = Math.min(this.#irisanMs, kerja.waktuMs);
      ini.jam = setTimeout(() => this.#habis(ini), jalur === 'cepat' ? irisan : kerja.waktuMs);
      kerja.selesai(await utas.kerjakan(kerja.tugas));
    } catch (sebab) {
      if (ini.sesudah === 'antre-lagi') this.#menunggu.berat.tambah(kerja.pemanggil, kerja);
      else kerja.gagal(ini.sesudah ?? sebab);
    } finally {
      clearTimeout(ini.jam);
      this.#berjalan.delete(ini);
      this.#bebas.push(utas);
      this.#jalankan();
    }
  }

  /** Time is over: the slice's, or the file's own. */
  #habis(ini: Berjalan): void {
    const { kerja } = ini;
    const sisaMs = kerja.waktuMs - this.#irisanMs;
    if (ini.jalur === 'berat' || sisaMs <= 0) {
      this.#akhiri(ini, new WaktuHabis());
    } else if (this.#banyak('berat') < this.#opsi.berat) {
      ini.jalur = 'berat';
      ini.jam = setTimeout(() => this.#habis(ini), sisaMs);
      this.#jalankan();
    } else {
      const penuh = this.#menunggu.berat.banyak >= batasPemeriksa.beratMenunggu * this.#opsi.berat;
      this.#akhiri(ini, penuh ? new AntreanPenuh() : 'antre-lagi');
    }
  }

  #batalkan(kerja: Pekerjaan): void {
    const sebab = sebabBatal(kerja.batal);
    for (const antrean of Object.values(this.#menunggu)) {
      if (antrean.cabut(kerja.pemanggil, kerja)) kerja.gagal(sebab);
    }
    for (const ini of this.#berjalan) if (ini.kerja === kerja) this.#akhiri(ini, sebab);
  }

  #akhiri(ini: Berjalan, sesudah: 'antre-lagi' | Error): void {
    ini.sesudah = sesudah;
    void ini.utas.henti();
  }

  #banyak(jalur: NamaJalur): number {
    let banyak = 0;
    for (const ini of this.#berjalan) if (ini.jalur === jalur) banyak++;
    return banyak;
  }

  get #irisanMs(): number {
    return this.#opsi.irisanMs ?? batasPemeriksa.irisanMs;
  }
}

const sebabBatal = (batal: AbortSignal | undefined): Error =>
  batal?.reason instanceof Error ? batal.reason : new Error('the caller has gone');

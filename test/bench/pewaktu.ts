import type { Konteks } from '../../src/services/konteks.ts';

type Kerja = (...masukan: unknown[]) => Promise<unknown>;

/**
 * Timers around the ports of a running installation, put on from outside: the product knows nothing of them. Times are
 * of the wall, so that waiting for a thread, a lock or the disk counts where it is waited for.
 */
export class Pewaktu {
  readonly #jumlah = new Map<string, { ms: number; kali: number }>();

  /** The use-cases read their ports from the context at each call, so exchanging them here is enough. */
  pasang(konteks: Konteks): void {
    const { uow, blob, sisihan, renderer, pembuka, tsa, pemeriksa } = konteks;
    const bungkus: Partial<Konteks> = {
      uow: {
        write: this.#ukur('basis data: tulis', uow.write.bind(uow) as Kerja) as typeof uow.write,
        read: this.#ukur('basis data: baca', uow.read.bind(uow) as Kerja) as typeof uow.read,
      },
      blob: {
        put: this.#ukur('blob: simpan', blob.put.bind(blob)),
        putChecked: this.#ukur('blob: simpan', blob.putChecked.bind(blob)),
        get: this.#ukur('blob: ambil', blob.get.bind(blob)),
        has: blob.has.bind(blob),
      },
      sisihan: {
        taruh: this.#ukur('sisihan', sisihan.taruh.bind(sisihan)),
        ambil: sisihan.ambil.bind(sisihan),
      },
      renderer: {
        render: this.#ukur('renderer', renderer.render.bind(renderer)),
        laporan: renderer.laporan.bind(renderer),
        close: renderer.close.bind(renderer),
      },
      pembuka: { buka: this.#ukur('pembuka (argon2id)', pembuka.buka.bind(pembuka)) },
      tsa: { request: this.#ukur('cap waktu (TSA)', tsa.request.bind(tsa)) },
      pemeriksa: {
        periksa: pemeriksa.periksa.bind(pemeriksa),
        gerbang: this.#ukur('pemeriksa (gerbang)', pemeriksa.gerbang.bind(pemeriksa)),
      },
    };
    Object.assign(konteks, bungkus);
  }

  nolkan(): void {
    this.#jumlah.clear();
  }

  /** Largest first. */
  bagian(): readonly { readonly nama: string; readonly ms: number; readonly kali: number }[] {
    return [...this.#jumlah].map(([nama, isi]) => ({ nama, ...isi })).sort((a, b) => b.ms - a.ms);
  }

  #ukur<A extends unknown[], T>(
    nama: string,
    kerja: (...masukan: A) => Promise<T>,
  ): (...masukan: A) => Promise<T> {
    return async (...masukan) => {
      const mulai = performance.now();
      try {
        return await kerja(...masukan);
      } finally {
        const { ms, kali } = this.#jumlah.get(nama) ?? { ms: 0, kali: 0 };
        this.#jumlah.set(nama, { ms: ms + performance.now() - mulai, kali: kali + 1 });
      }
    };
  }
}

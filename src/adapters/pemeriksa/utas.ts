import { Worker } from 'node:worker_threads';
import type { ValidateOptions, ValidationReport } from '../../pades/index.ts';
import { batasPemeriksa } from './batas.ts';

/** One file to judge: where it lies, and what is asked. */
export interface Tugas {
  readonly path: string;
  readonly options: ValidateOptions;
}
/** Why a file's thread came to an end: the caller's doing (`dihentikan`), or the file needed more heap than there is. */
export class UtasBerhenti extends Error {
  readonly sebab: 'dihentikan' | 'memori';
  constructor(sebab: 'dihentikan' | 'memori') {
    super(`the thread was ended: ${sebab}`);
    this.sebab = sebab;
  }
}

type Pesan = 'siap' | ValidationReport;

/** A thread lent to one file at a time. It starts with its first file, and again after it was ended. */
export class Utas {
  readonly #url: URL;
  #worker: Worker | null = null;
  #siap: Promise<void> = Promise.resolve();
  #tunggu: { readonly terima: (pesan: Pesan) => void; readonly gagal: (sebab: unknown) => void } | null =
    null;
  #istirahat: NodeJS.Timeout | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Settles when the engine is loaded; a file's time should not begin before. */
  async siap(): Promise<void> {
    clearTimeout(this.#istirahat);
    if (this.#worker === null) this.#siap = this.#mulai();
    await this.#siap;
  }

  /** Throws UtasBerhenti, or what went wrong in the thread: then it is our fault, not the file's. */
  async kerjakan(tugas: Tugas): Promise<ValidationReport> {
    await this.siap();
    const worker = this.#worker;
    if (worker === null) throw new UtasBerhenti('dihentikan');
    worker.ref();
    try {
      return (await this.#pesan(() => worker.postMessage(tugas))) as ValidationReport;
    } finally {
      worker.unref();
      this.#istirahat = setTimeout(() => void this.henti(), batasPemeriksa.menganggurMs).unref();
    }
  }

  /** Ends the thread, whatever it is doing. */
  async henti(): Promise<void> {
    clearTimeout(this.#istirahat);
    const worker = this.#worker;
    this.#worker = null;
    this.#putus(new UtasBerhenti('dihentikan'));
    await worker?.terminate();
  }

  async #mulai(): Promise<void> {
    const worker = new Worker(this.#url, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: batasPemeriksa.heapMb },
    });
    this.#worker = worker;
    const mati = (sebab: unknown): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#putus(sebab);
    };
    worker.on('message', (pesan: Pesan) => this.#tunggu?.terima(pesan));
    worker.on('error', (galat: NodeJS.ErrnoException) =>
      mati(galat.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new UtasBerhenti('memori') : galat),
    );
    worker.on('exit', () => mati(new Error('the thread ended by itself')));
    await this.#pesan(() => undefined);
    worker.unref();
  }

  #pesan(minta: () => void): Promise<Pesan> {
    return new Promise<Pesan>((terima, gagal) => {
      this.#tunggu = { terima, gagal };
      minta();
    }).finally(() => {
      this.#tunggu = null;
    });
  }

  #putus(sebab: unknown): void {
    this.#tunggu?.gagal(sebab);
  }
}

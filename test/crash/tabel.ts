import type { KeadaanNaskah, KeadaanUpaya, NomorTercatat } from '../../src/domain/naskah/naskah.ts';
import type { TitikTandaTangan } from '../../src/services/konteks.ts';

/** Where a process is killed: the named points of the story, and the middle of its last transaction. */
export type TitikMati = TitikTandaTangan | 'di-dalam-T4';

/** What recovery makes of a death there, with a key of our own and with one elsewhere. */
export interface SesudahPulih {
  /** null: the first transaction never was, so there is no attempt. */
  readonly upaya: KeadaanUpaya | null;
  readonly naskah: KeadaanNaskah;
  /** State of the number of a first signature; null: none was taken. */
  readonly nomor: NomorTercatat['keadaan'] | null;
}

export interface BarisMati {
  readonly titik: TitikMati;
  /** The step of D2 that had just been done, as ARCHITECTURE.md tells it. */
  readonly langkah: string;
  readonly yangSelamat: string;
  readonly sesudahPulih: string;
  readonly lokal: SesudahPulih;
  readonly jauh: SesudahPulih;
}

const belum: SesudahPulih = { upaya: null, naskah: 'siap_tanda_tangan', nomor: null };
const gagal: SesudahPulih = { upaya: 'gagal', naskah: 'siap_tanda_tangan', nomor: 'ditahan' };
const takPasti: SesudahPulih = { upaya: 'tak_pasti', naskah: 'tak_pasti', nomor: 'dipesan' };
const selesai: SesudahPulih = { upaya: 'selesai', naskah: 'ditandatangani', nomor: 'terbit' };

/** The crash table: data for the tests here and for the comparison with ARCHITECTURE.md. */
export const tabelMati: readonly BarisMati[] = [
  {
    titik: 'sebelum-T1',
    langkah: '1 decided, key opened',
    yangSelamat: 'The letter as it was; one counted try of the passphrase.',
    sesudahPulih: 'Nothing to do: the letter waits for its signer.',
    lokal: belum,
    jauh: belum,
  },
  {
    titik: 'sesudah-T1',
    langkah: '2 T1: number and date reserved',
    yangSelamat: 'The attempt `dipesan` and the number.',
    sesudahPulih: 'Attempt `gagal`; number and date kept (`ditahan`); the letter can be signed again.',
    lokal: gagal,
    jauh: gagal,
  },
  {
    titik: 'sesudah-tata',
    langkah: '2 final pages typeset',
    yangSelamat: 'The attempt `dipesan` and the number.',
    sesudahPulih: 'Attempt `gagal`; number and date kept (`ditahan`); the letter can be signed again.',
    lokal: gagal,
    jauh: gagal,
  },
  {
    titik: 'sesudah-simpan-siap',
    langkah: '2 exact bytes to be signed stored',
    yangSelamat: 'The attempt `dipesan`, the number, and blobs nothing refers to.',
    sesudahPulih: 'Attempt `gagal`; number and date kept (`ditahan`); the letter can be signed again.',
    lokal: gagal,
    jauh: gagal,
  },
  {
    titik: 'sesudah-T2',
    langkah: '2 T2: intent logged',
    yangSelamat: 'The attempt `siap` with its bytes, and the intent in the log.',
    sesudahPulih: 'Attempt and intent closed as `gagal`: the key was not asked; number and date kept.',
    lokal: gagal,
    jauh: gagal,
  },
  {
    titik: 'sesudah-T3',
    langkah: '3 T3: marked as sent',
    yangSelamat: 'The attempt `dikirim`; no answer.',
    sesudahPulih:
      'A key of our own died with the process: `gagal`, number kept. A key elsewhere may have signed: `tak_pasti`, locked until a person has found out.',
    lokal: gagal,
    jauh: takPasti,
  },
  {
    titik: 'sesudah-kunci',
    langkah: '3 the key has signed',
    yangSelamat: 'The attempt `dikirim`; the answer died with the process.',
    sesudahPulih:
      'A key of our own died with the process: `gagal`, number kept. A key elsewhere may have signed: `tak_pasti`, locked until a person has found out.',
    lokal: gagal,
    jauh: takPasti,
  },
  {
    titik: 'sesudah-sisih',
    langkah: '4 raw answer put aside',
    yangSelamat: 'The attempt `dikirim` and the raw answer.',
    sesudahPulih: 'Timestamp asked, file checked, stored and recorded as signed; the key is not asked.',
    lokal: selesai,
    jauh: selesai,
  },
  {
    titik: 'sesudah-cap-waktu',
    langkah: '5 timestamp received',
    yangSelamat: 'The attempt `dikirim` and the raw answer; the timestamp is lost.',
    sesudahPulih: 'A new timestamp is asked; then as above.',
    lokal: selesai,
    jauh: selesai,
  },
  {
    titik: 'sesudah-periksa',
    langkah: '5 accepted by the validator',
    yangSelamat: 'The attempt `dikirim` and the raw answer.',
    sesudahPulih: 'A new timestamp is asked, the file is checked again; then as above.',
    lokal: selesai,
    jauh: selesai,
  },
  {
    titik: 'sesudah-simpan-hasil',
    langkah: '6 signed file stored',
    yangSelamat: 'The attempt `dikirim`, the raw answer, and a signed file nothing refers to.',
    sesudahPulih: 'Finished anew with another timestamp; the orphan is never served.',
    lokal: selesai,
    jauh: selesai,
  },
  {
    titik: 'di-dalam-T4',
    langkah: '7 T4: written, not committed',
    yangSelamat: 'The same as before T4: the transaction is undone as a whole.',
    sesudahPulih: 'Finished anew with another timestamp.',
    lokal: selesai,
    jauh: selesai,
  },
  {
    titik: 'sesudah-T4',
    langkah: '7 T4: state, number and trail committed',
    yangSelamat: 'Everything; only the answer to the caller is lost.',
    sesudahPulih: 'Nothing to do; the same Idempotency-Key is answered with what was stored.',
    lokal: selesai,
    jauh: selesai,
  },
];

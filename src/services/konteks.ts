import type { Clock } from '../shared/clock.ts';
import type { KunciId, UpayaId } from '../shared/brand.ts';
import type { TimestampAuthority } from '../pades/index.ts';
import type { Renderer } from '../render/index.ts';
import type { Hasil } from './layanan.ts';
import type {
  BlobStore,
  DocumentSigner,
  KunciLuar,
  PembacaArsip,
  PembukaKunci,
  PemeriksaPdf,
  PenilaiJangkar,
  RuangSementara,
  SegelLayanan,
  Sisihan,
  UnitOfWork,
} from './ports.ts';

/** What the use-cases are given by the composition root. */
export interface Konteks {
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  readonly blob: BlobStore;
  readonly sisihan: Sisihan;
  readonly renderer: Renderer;
  readonly pembuka: PembukaKunci;
  readonly kunciLuar: KunciLuar;
  readonly penyedia: DocumentSigner;
  readonly tsa: TimestampAuthority;
  readonly pemeriksa: PemeriksaPdf;
  readonly kepercayaan: PenilaiJangkar;
  /** Null: reports go out unsealed, and say so. */
  readonly segel: SegelLayanan | null;
  readonly sementara: RuangSementara;
  readonly arsip: PembacaArsip;
  /** Fresh random bytes. */
  readonly acak: (bytes: number) => Uint8Array;
  /** A new sortable id (ULID). */
  readonly idBaru: () => string;
  /** Attempts this process is working on: the recovery job leaves them alone. */
  readonly sedangBerjalan: Set<UpayaId>;
  /** Requests with an Idempotency-Key under way in this process, by owner and key: a repetition joins the first. */
  readonly permintaanBerjalan: Map<string, PermintaanBerjalan>;
  /** The last one waiting for each key: passphrases of one key are tried one after another. */
  readonly antreanKunci: Map<KunciId, Promise<unknown>>;
  /** Named points of the signing story; the crash tests stop the process here. Does nothing in the product. */
  readonly titik: (nama: TitikTandaTangan) => void;
}

export interface PermintaanBerjalan {
  readonly sidik: string;
  readonly hasil: Promise<Hasil<unknown>>;
}

/** The eight steps of a signature (D2); a process may die before and after each. */
export const titikTandaTangan = [
  'sebelum-T1',
  'sesudah-T1',
  'sesudah-tata',
  'sesudah-simpan-siap',
  'sesudah-T2',
  'sesudah-T3',
  'sesudah-kunci',
  'sesudah-sisih',
  'sesudah-cap-waktu',
  'sesudah-periksa',
  'sesudah-simpan-hasil',
  'sesudah-T4',
] as const;
export type TitikTandaTangan = (typeof titikTandaTangan)[number];

import { readFileSync } from 'node:fs';
import { namaBulan } from '../domain/kalender/tanggal.ts';
import {
  parseCertificate,
  typesetBlock,
  type BoxPlacement,
  type HashSigner,
  type TagPlacement,
  type WidgetPlacement,
} from '../pades/index.ts';
import { SalahPakai } from './keluaran.ts';

/** Where the block goes and what it shows; at most one of the two places, and QR or picture. */
export interface PilihanKotak {
  /** `PAGE,X,Y,W,H`: page from 1, or -1 for the last; points, from the lower left of the page as it is shown. */
  readonly visible: string | null;
  readonly tag?: string | null;
  /** `W,H` in points, with `tag`. */
  readonly size?: string | null;
  readonly image?: string | null;
  readonly qr?: string | null;
  /** The post, above the name. */
  readonly post?: string | null;
  readonly zone?: string | null;
}

/** Null where the signature is to be invisible. */
export async function kotak(
  pilihan: PilihanKotak,
  signer: Pick<HashSigner, 'certificate'>,
  saat: Date,
  alasan: string | null,
): Promise<WidgetPlacement | null> {
  const tempat = letak(pilihan);
  if (tempat === null) {
    if ([pilihan.image, pilihan.qr, pilihan.post, pilihan.size].some((each) => (each ?? null) !== null)) {
      throw new SalahPakai('--image, --qr, --post dan --size memerlukan --visible atau --tag.');
    }
    return null;
  }
  const { image = null, qr = null } = pilihan;
  if (image !== null) {
    if (qr !== null) throw new SalahPakai('Pilih salah satu: --image atau --qr.');
    return { ...tempat.placement, appearance: { image: readFileSync(image) } };
  }
  const { width, height } = tempat;
  // The renderer's threads are loaded only for a block that is to be seen.
  const { bacaBerkasHuruf } = await import('../render/index.ts');
  const appearance = await typesetBlock({
    statement: 'Ditandatangani secara elektronik oleh:',
    ...(pilihan.post ? { post: pilihan.post } : {}),
    name: namaUmum(parseCertificate(signer.certificate).subject),
    time: [waktu(saat, pilihan.zone ?? 'WIB'), ...(alasan === null ? [] : [alasan])].join(' · '),
    ...(qr === null ? {} : { qr }),
    width,
    height,
    font: bacaBerkasHuruf('LiberationSans-Regular.ttf'),
    boldFont: bacaBerkasHuruf('LiberationSans-Bold.ttf'),
  });
  return { ...tempat.placement, appearance };
}

interface Letak {
  readonly placement: BoxPlacement | TagPlacement;
  readonly width: number;
  readonly height: number;
}

function letak({ visible, tag = null, size = null }: PilihanKotak): Letak | null {
  if (tag !== null) {
    if (visible !== null) throw new SalahPakai('Pilih salah satu: --visible atau --tag.');
    const [width, height] = angka(size ?? '', 2);
    if (width === undefined || height === undefined || width <= 0 || height <= 0) {
      throw new SalahPakai('--tag memerlukan --size LEBAR,TINGGI dalam poin.');
    }
    return { placement: { tag, width, height }, width, height };
  }
  if (visible === null) return null;
  const [page = 0, x = 0, y = 0, width = 0, height = 0] = angka(visible, 5);
  if (!Number.isInteger(page) || (page < 1 && page !== -1) || width <= 0 || height <= 0) {
    throw new SalahPakai(`--visible harus HALAMAN,X,Y,LEBAR,TINGGI dalam poin: ${visible}`);
  }
  return { placement: { page, rect: [x, y, width, height], space: 'reader' }, width, height };
}

/** Exactly as many numbers, or none. */
function angka(teks: string, banyak: number): number[] {
  const hasil = teks.split(',').map((bagian) => (bagian.trim() === '' ? NaN : Number(bagian)));
  return hasil.length === banyak && hasil.every(Number.isFinite) ? hasil : [];
}

/** The zones of Indonesia, without summer time: hours from UTC. */
const zona: Readonly<Record<string, number>> = { WIB: 7, WITA: 8, WIT: 9, UTC: 0 };

/** `24 November 2026 14.05.09 WIB`. */
export function waktu(saat: Date, nama: string): string {
  const jam = Object.hasOwn(zona, nama) ? zona[nama] : undefined;
  if (jam === undefined) throw new SalahPakai(`--zone harus WIB, WITA, WIT atau UTC: ${nama}`);
  const lokal = new Date(saat.getTime() + jam * 3_600_000);
  const bulan = namaBulan[lokal.getUTCMonth()] ?? '';
  const pukul = lokal.toISOString().slice(11, 19).replaceAll(':', '.');
  return `${lokal.getUTCDate()} ${bulan} ${lokal.getUTCFullYear()} ${pukul} ${nama}`;
}

/** The common name out of an RFC 4514 text; the whole name where there is none. */
const namaUmum = (subject: string): string => /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1] ?? subject;

import type { Bahasa } from '../shared/bahasa.ts';

const bulan: Readonly<Record<Bahasa, readonly string[]>> = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
/** ICU's month names and separators change between versions; numbers do not. */
const wib = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Jakarta',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `24 November 2026 pukul 09.15 WIB`; what is no time is shown as it came. */
export function waktuWib(rfc3339: string, bahasa: Bahasa): string {
  const saat = new Date(rfc3339);
  if (Number.isNaN(saat.getTime())) return rfc3339;
  const bagian = Object.fromEntries(wib.formatToParts(saat).map(({ type, value }) => [type, value]));
  const { day = '', month = '', year = '', hour = '', minute = '' } = bagian;
  const tanggal = `${day} ${bulan[bahasa][Number(month) - 1] ?? month} ${year}`;
  return bahasa === 'id'
    ? `${tanggal} pukul ${hour}.${minute} WIB`
    : `${tanggal}, ${hour}:${minute} WIB (UTC+7)`;
}

/** `2026-11-24` → `24 November 2026`, without passing through any zone. */
export function tanggalPanjang(tanggal: string, bahasa: Bahasa): string {
  const [, tahun, bln, hari] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(tanggal) ?? [];
  const nama = bulan[bahasa][Number(bln) - 1];
  return nama === undefined ? tanggal : `${Number(hari)} ${nama} ${tahun ?? ''}`;
}

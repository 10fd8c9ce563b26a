import type { LembarLaporan, TandaLaporan } from '../domain/tte/lembar-laporan.ts';
import type { Frasa } from '../shared/bahasa.ts';
import { tabelJawaban } from './laporan-jawaban.ts';
import { simpulkan } from './laporan-kalimat.ts';
import {
  alasanTeks,
  golonganTeks,
  indikasiTeks,
  namaTingkat,
  namaUmum,
  perubahanPerHalaman,
  type TandaTangan,
} from './laporan-teks.ts';
import type { TandaView, VerifikasiView } from './layanan.ts';
import { waktuWib } from './waktu-teks.ts';

const f = (id: string, en: string): Frasa => ({ id, en });
const dua = (satu: (bahasa: 'id' | 'en') => string): Frasa => ({ id: satu('id'), en: satu('en') });

/** What a report sheet is made of: a result, and who says so. */
export interface BahanLembar {
  readonly hasil: Pick<
    VerifikasiView,
    'laporan' | 'tandaTangan' | 'sha256' | 'kebijakan' | 'instansi' | 'perubahanDihilangkan'
  >;
  /** Name of the file; null: it came without one. */
  readonly nama: string | null;
  readonly pemeriksa: string;
  /** When the sheet is made. */
  readonly saat: Date;
  /** The sheet will carry the seal of the service or a signature. */
  readonly disegel: boolean;
}

/** A sheet of one or two pages: more marks than this are told in a line each, and more lines not at all. */
const batas = { tabel: 3, baris: 60, perubahan: 12, takDiperiksa: 20 } as const;

/** The report for people as it is printed; every word in Indonesian and English. */
export function lembarLaporan({ hasil, nama, pemeriksa, saat, disegel }: BahanLembar): LembarLaporan {
  const { laporan } = hasil;
  const { nada, judul, kalimat } = simpulkan(laporan);
  const tanda = laporan.readable ? laporan.signatures : [];
  const lain = tanda.slice(batas.tabel);
  const zona = new Date(saat.getTime() + 7 * 3_600_000);
  return {
    jenis: 'laporan-pemeriksaan',
    nada,
    putusan: judul,
    kalimat,
    fakta: fakta(hasil, nama, pemeriksa, saat),
    sha256: hasil.sha256,
    tanda: tanda
      .slice(0, batas.tabel)
      .map((satu, i) => tandaLaporan(satu, hasil.tandaTangan[i] ?? null, i + 1)),
    tandaLain: lain.slice(0, batas.baris).map((satu, i) => sebaris(satu, batas.tabel + i + 1)),
    penutup: penutup(hasil, Math.max(0, lain.length - batas.baris), disegel),
    tanggal: { tahun: zona.getUTCFullYear(), bulan: zona.getUTCMonth() + 1, hari: zona.getUTCDate() },
  };
}

function fakta(
  hasil: BahanLembar['hasil'],
  nama: string | null,
  pemeriksa: string,
  saat: Date,
): LembarLaporan['fakta'] {
  const { laporan } = hasil;
  const untuk = laporan.readable ? laporan.validationTime : saat.toISOString();
  const mesin = laporan.readable ? ` (${laporan.policy})` : '';
  return [
    ...(nama === null ? [] : [{ nama: f('Berkas', 'File'), nilai: nama }]),
    { nama: f('Sidik SHA-256', 'SHA-256'), nilai: (hasil.sha256.match(/.{1,8}/g) ?? []).join(' ') },
    { nama: f('Ukuran', 'Size'), nilai: `${laporan.sizeBytes} bita / bytes` },
    { nama: f('Dinilai untuk', 'Judged for'), nilai: `${waktuWib(untuk, 'id')} (${untuk})` },
    { nama: f('Aturan', 'Policy'), nilai: `${hasil.kebijakan}${mesin}` },
    {
      nama: f('Jangkar', 'Anchors'),
      nilai: hasil.instansi === null ? 'umum / common' : `umum / common + ${hasil.instansi}`,
    },
    { nama: f('Pemeriksa', 'Verifier'), nilai: pemeriksa },
  ];
}

function tandaLaporan(t: TandaTangan, kata: TandaView | null, urutan: number): TandaLaporan {
  const kepala =
    t.kind === 'signature' ? f('Tanda tangan', 'Signature') : f('Cap waktu dokumen', 'Document timestamp');
  const inggris = tabelJawaban(t, 'en');
  const golongan = kata?.golongan ?? null;
  return {
    kepala: dua((b) => `${kepala[b]} ${urutan}: ${indikasiTeks[t.indication][b]}`),
    siapa: t.signer === null ? 'Tidak diketahui / Unknown' : namaUmum(t.signer.subject),
    subjek: t.signer?.subject ?? null,
    kapan: kapan(t),
    golongan: golongan === null ? null : dua((b) => golonganTeks(golongan, b)),
    tingkat: t.level === null ? null : dua((b) => namaTingkat(t, b) ?? ''),
    jawaban: tabelJawaban(t, 'id').map((baris, i) => ({
      nada: baris.nada,
      tanya: f(baris.tanya, inggris[i]?.tanya ?? ''),
      jawab: f(baris.jawab, inggris[i]?.jawab ?? ''),
      keterangan: baris.keterangan.map((satu, j) => f(satu, inggris[i]?.keterangan[j] ?? '')),
    })),
    tidakDiperiksa: (kata?.tidakDiperiksa ?? []).slice(0, batas.takDiperiksa),
    perubahan: perubahan(t),
  };
}

function kapan({ bestTime, claimedTime }: TandaTangan): Frasa {
  if (bestTime !== null)
    return f(
      `${waktuWib(bestTime, 'id')}, terbukti oleh cap waktu`,
      `${waktuWib(bestTime, 'en')}, proven by a timestamp`,
    );
  if (claimedTime === null) return f('Tidak diketahui', 'Unknown');
  return f(
    `${waktuWib(claimedTime, 'id')}, menurut penandatangan, tidak terbukti`,
    `${waktuWib(claimedTime, 'en')}, as claimed by the signer, not proven`,
  );
}

/** Page by page; the forbidden ones are never those that are left out. */
function perubahan(t: TandaTangan): Frasa[] {
  const baris = (b: 'id' | 'en') =>
    perubahanPerHalaman(t, b).flatMap(({ halaman, butir }) =>
      butir.map(({ diizinkan, kalimat }) => {
        const letak = halaman === null ? '' : `${b === 'id' ? 'halaman' : 'page'} ${halaman}, `;
        return { diizinkan, kalimat: `${letak}${kalimat}` };
      }),
    );
  const inggris = baris('en');
  const semua = baris('id').map(({ diizinkan, kalimat }, i) => ({
    diizinkan,
    kata: f(kalimat, inggris[i]?.kalimat ?? ''),
  }));
  const dipilih = [...semua]
    .sort((a, b) => Number(a.diizinkan) - Number(b.diizinkan))
    .slice(0, batas.perubahan);
  const sisa = semua.length - dipilih.length;
  return [
    ...dipilih.map(({ kata }) => kata),
    ...(sisa === 0
      ? []
      : [f(`dan ${sisa} lagi yang tidak didaftar di sini`, `and ${sisa} more not listed here`)]),
  ];
}

const sebaris = (t: TandaTangan, urutan: number): Frasa =>
  dua((b) => {
    const siapa = t.signer === null ? '?' : namaUmum(t.signer.subject);
    const alasan = alasanTeks(t);
    return `${urutan}. ${siapa}: ${indikasiTeks[t.indication][b]}${alasan === null ? '' : `. ${alasan[b]}`}`;
  });

function penutup(hasil: BahanLembar['hasil'], takDidaftar: number, disegel: boolean): Frasa[] {
  return [
    ...(takDidaftar === 0
      ? []
      : [
          f(
            `${takDidaftar} tanda tangan lagi tidak didaftar di sini; semuanya ikut dinilai.`,
            `${takDidaftar} further signatures are not listed here; all of them were judged.`,
          ),
        ]),
    f(
      'Laporan ini menyatakan keadaan tanda tangan elektronik pada berkas dengan sidik di atas, tidak tentang kebenaran isinya. Pemeriksa tidak menanyakan apa pun ke luar: pencabutan dinilai dari data di dalam berkas.',
      'This report is about the electronic signatures of the file with the fingerprint above, not about whether its content is true. The verifier asked nobody outside: revocation was judged by what the file holds.',
    ),
    disegel
      ? f(
          'Laporan ini bersegel elektronik: periksa seperti berkas lain untuk mengetahui asalnya dan bahwa isinya tidak berubah.',
          'This report carries an electronic seal or signature: check it like any other file to learn where it comes from and that it is unchanged.',
        )
      : f(
          'Laporan ini TIDAK bersegel elektronik, jadi lembar ini sendiri tidak membuktikan asalnya.',
          'This report is NOT sealed, so the sheet itself does not prove where it comes from.',
        ),
  ];
}

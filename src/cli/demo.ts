import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { X509Certificate } from 'node:crypto';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { bukaInstalasi, bukaServer, type Instalasi } from '../app.ts';
import type { Config } from '../config.ts';
import type { KonsepNaskah } from '../domain/naskah/konsep.ts';
import { bytesSource, validatePdf } from '../pades/index.ts';
import type { AduanMasuk, NaskahView } from '../services/layanan.ts';
import { terburuk } from '../services/laporan-kalimat.ts';
import { bacaKonsep } from './baca-konsep.ts';
import { PerjalananNaskah } from './jalankan-konsep.ts';
import type { Keluaran } from './keluaran.ts';
import { tungguHenti } from './serve.ts';

export interface PilihanDemo {
  readonly out: string;
  /** End after the story instead of leaving the service running. */
  readonly exit: boolean;
}

interface HasilDemo {
  readonly file: string;
  readonly number: string | null;
  readonly signers: number;
  readonly level: string | null;
  readonly verdict: string | null;
}

/** `naskah demo`: one day of an office, on real cryptography, through the same path as everybody's drafts. */
export async function demo(config: Config, pilihan: PilihanDemo, keluaran: Keluaran): Promise<number> {
  const mulai = performance.now();
  keluaran.kata(
    'Naskah — satu hari di Pemerintah Provinsi Jawa Tengah (data contoh, sertifikat pengembangan)',
  );
  keluaran.kata(`Menyiapkan folder data ${config.data} …`);
  const rumah = await bukaInstalasi(config);
  let dibiarkan = false;
  try {
    const hasil = await ceritakan(rumah, pilihan.out, keluaran);
    tabel(hasil, pilihan.out, keluaran);
    keluaran.kata(`Selesai dalam ${((performance.now() - mulai) / 1000).toFixed(1)} detik.`);
    const semuaSah = hasil.every((h) => h.verdict === 'TOTAL_PASSED');
    if (pilihan.exit) return semuaSah ? 0 : 1;
    dibiarkan = true;
    const server = await bukaServer(rumah);
    keluaran.kata('');
    keluaran.kata(`Layanan berjalan di ${server.alamat}`);
    keluaran.kata(`  API      ${server.alamat}/dokumentasi`);
    keluaran.kata(`  Periksa  ${server.alamat}/verifikasi`);
    keluaran.kata(`  Akun     ${join(config.data, 'pengembangan', 'akun.json')}`);
    keluaran.kata('Tekan Ctrl+C untuk berhenti.');
    await tungguHenti();
    await server.tutup();
    return semuaSah ? 0 : 1;
  } finally {
    await rumah.tutup();
    if (dibiarkan) keluaran.kata('Berhenti dengan rapi.');
  }
}

const folderKonsep = fileURLToPath(new URL('../../fixtures/konsep', import.meta.url));
const konsep = (nama: string): KonsepNaskah => bacaKonsep(join(folderKonsep, nama));

async function ceritakan(rumah: Instalasi, out: string, keluaran: Keluaran): Promise<HasilDemo[]> {
  const jalan = new PerjalananNaskah(rumah, ({ oleh, aksi, keterangan }) =>
    keluaran.kata(`  ${oleh.padEnd(30)} ${aksi.padEnd(13)} ${keterangan}`),
  );
  const simpan = async (file: string, naskah: NaskahView, oleh: string): Promise<HasilDemo> => {
    const bytes = await jalan.berkas(naskah, oleh);
    await tulisUtuh(join(out, file), bytes);
    return nilai(rumah, file, naskah.nomor, bytes);
  };
  const hasil: HasilDemo[] = [];

  keluaran.kata('1. Nota dinas: disusun, diparaf, ditandatangani');
  const nota = konsep('nota-dinas.json');
  hasil.push(await simpan('nota-dinas.pdf', await jalan.terbitkan(nota), nota.konseptor));

  keluaran.kata('2. Surat dinas: dikembalikan sekali dengan alasan, diperbaiki, dua paraf, ditandatangani');
  const surat = konsep('surat-dinas.json');
  hasil.push(await simpan('surat-dinas.pdf', await suratDikembalikan(jalan, surat), surat.konseptor));

  keluaran.kata('3. Surat bersama: dua penandatangan pada satu berkas');
  const bersama = konsep('dua-penandatangan.json');
  hasil.push(await simpan('dua-penandatangan.pdf', await jalan.terbitkan(bersama), bersama.konseptor));

  keluaran.kata('4. Aduan penumpang TransJateng dari armada mitra, dijawab dengan surat bertanda tangan');
  const { jawaban, konseptor } = await jawabAduan(rumah, jalan, keluaran);
  hasil.push(await simpan('jawaban-aduan.pdf', jawaban, konseptor));

  const akar = rumah.akar.map((der) => new X509Certificate(der).toString()).join('');
  await tulisUtuh(join(out, 'akar.pem'), akar);
  await tulisUtuh(join(out, 'hasil.json'), `${JSON.stringify(hasil, null, 2)}\n`);
  return hasil;
}

/** The second reader finds the mistake; the drafter corrects it, and every paraf is given again. */
async function suratDikembalikan(jalan: PerjalananNaskah, surat: KonsepNaskah): Promise<NaskahView> {
  const [pertama = '', kedua = pertama] = surat.pemaraf ?? [];
  const keliru = konsep('surat-dinas-sebelum-koreksi.json');
  let naskah = await jalan.tindak(await jalan.buat(keliru), keliru.konseptor, 'ajukan');
  if (kedua !== pertama) naskah = await jalan.tindak(naskah, pertama, 'paraf');
  naskah = await jalan.tindak(
    naskah,
    kedua,
    'kembalikan',
    'Mohon periksa kembali isi surat; ada yang tidak sesuai.',
  );
  return jalan.selesaikan(surat, await jalan.ubah(naskah, surat));
}

interface AduanContoh extends Omit<AduanMasuk, 'pemerintah' | 'kejadian' | 'diserahkan'> {
  readonly waktuKejadian: string;
  readonly waktuDiserahkan: string;
}

/** From the fleet to Diskominfo, to Dinas Perhubungan, and back to the passenger. */
async function jawabAduan(rumah: Instalasi, jalan: PerjalananNaskah, keluaran: Keluaran) {
  const { waktuKejadian, waktuDiserahkan, rujukanMitra, ...isi } = JSON.parse(
    await readFile(join(folderKonsep, 'aduan-transjateng.json'), 'utf8'),
  ) as AduanContoh;
  const mitra = await jalan.sebagai('mitra-armada');
  const { isi: diterima } = await rumah.layanan.aduan.terima(mitra, {
    ...isi,
    pemerintah: 'jateng',
    // Every run of the demo is another passenger: the partner's reference gets a suffix of its own.
    rujukanMitra: `${rujukanMitra ?? 'ARMADA'}-${rumah.konteks.idBaru().slice(-8)}`,
    kejadian: waktuKejadian,
    diserahkan: waktuDiserahkan,
  });
  keluaran.kata(`  ${'mitra-armada'.padEnd(30)} ${'aduan'.padEnd(13)} tiket ${diterima.tiket}`);

  const verifikator = await jalan.sebagai('jateng.diskominfo.kabid-ikp');
  const baris = (await rumah.layanan.aduan.daftar(verifikator)).baris.find((a) => a.tiket === diterima.tiket);
  if (baris === undefined) throw new Error('the complaint just handed in is not in the list');
  await rumah.layanan.aduan.tindakan(verifikator, baris.id, { aksi: 'teruskan', unit: 'jateng.dishub' });
  keluaran.kata(
    `  ${'jateng.diskominfo.kabid-ikp'.padEnd(30)} ${'teruskan'.padEnd(13)} ke Dinas Perhubungan`,
  );

  const konsepJawaban = JSON.parse(
    JSON.stringify(konsep('jawaban-aduan.json')).replaceAll('TIKET-PLACEHOLDER', diterima.tiket),
  ) as KonsepNaskah;
  const jawaban = await jalan.terbitkan(konsepJawaban);
  const status = await rumah.layanan.aduan.status(diterima.tiket);
  keluaran.kata(
    `  ${'tiket'.padEnd(30)} ${status.keadaan.padEnd(13)} jawaban ${status.jawaban?.nomor ?? '-'}`,
  );
  return { jawaban, konseptor: konsepJawaban.konseptor };
}

function nilai(rumah: Instalasi, file: string, number: string | null, bytes: Uint8Array): HasilDemo {
  const laporan = validatePdf(bytesSource(bytes), { anchors: rumah.akar, at: rumah.konteks.clock.now() });
  const tandaTangan = laporan.readable ? laporan.signatures : [];
  return {
    file,
    number,
    signers: tandaTangan.filter((s) => s.kind === 'signature').length,
    level: tandaTangan.at(-1)?.level ?? null,
    verdict: terburuk(laporan),
  };
}

function tabel(hasil: readonly HasilDemo[], out: string, keluaran: Keluaran): void {
  keluaran.hasil('');
  keluaran.hasil(
    `${'Berkas'.padEnd(24)}${'Nomor'.padEnd(30)}${'TTE'.padEnd(5)}${'Tingkat'.padEnd(20)}Hasil pemeriksaan`,
  );
  for (const h of hasil) {
    keluaran.hasil(
      `${h.file.padEnd(24)}${(h.number ?? '-').padEnd(30)}${String(h.signers).padEnd(5)}${(h.level ?? '-').padEnd(20)}${h.verdict ?? '-'}`,
    );
  }
  keluaran.hasil(`Semua berkas ada di ${out}`);
  keluaran.hasil('');
}

/** The proof address is printed for ever, so the demo settles on a free port before it makes anything. */
export async function portBebasDari(port: number): Promise<number> {
  for (let calon = port; calon < port + 50; calon++) {
    if (await bebas(calon)) return calon;
  }
  return port;
}

const bebas = (port: number): Promise<boolean> =>
  new Promise((selesai) => {
    const coba = createServer();
    coba.once('error', () => selesai(false));
    coba.listen(port, '127.0.0.1', () => coba.close(() => selesai(true)));
  });

import type { X509Certificate } from 'node:crypto';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { berkasKepercayaan, pinUntuk, sidikSertifikat } from '../adapters/kepercayaan/folder.ts';
import { folderUmum, namaFolder, sumberKepercayaan } from '../adapters/kepercayaan/sumber.ts';
import { bacaCalon, hapusJangkar, tambahJangkar, yangDipastikan } from '../adapters/kepercayaan/tambah.ts';
import { tolakanKepercayaan } from '../adapters/kepercayaan/tolakan.ts';
import type { Config } from '../config.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';

export interface PilihanTrust {
  /** Null: for every government. */
  readonly government: string | null;
  /** SHA-256 the operator obtained elsewhere, hex, octets parted by colons or not; one for each certificate. */
  readonly pin: readonly string[];
  /** add: PEM of a list's signer. */
  readonly signer: string | null;
  /** add: the operator vouches that it is a recognised Indonesian authority. */
  readonly psre: boolean;
  readonly json: boolean;
}

/**
 * `naskah trust add|list|remove`. Nothing is trusted for being handed in: the operator repeats the fingerprint of each
 * certificate from a source of its own. A running service sees the change with the next file it checks.
 */
export async function trust(
  config: Config,
  aksi: string,
  sasaran: string | null,
  pilihan: PilihanTrust,
  keluaran: Keluaran,
): Promise<number> {
  const akar = join(config.data, 'kepercayaan');
  const folder = join(akar, folderPemerintah(pilihan.government));
  if (aksi === 'list') return daftar(akar, folder, pilihan, keluaran);
  if (sasaran === null) throw new SalahPakai('Sebutkan berkasnya.');
  if (aksi === 'add') return tambah(folder, sasaran, pilihan, keluaran);
  if (aksi !== 'remove') throw new SalahPakai(`Tindakan tidak dikenal: ${aksi}`);
  if (!(await hapusJangkar(folder, sasaran, oleh())))
    throw new SalahPakai(`Tidak ada sumber bernama ${sasaran} di ${folder}.`);
  keluaran.hasil(`${sasaran} tidak lagi dipercaya.`);
  return 0;
}

const oleh = () => ({ oleh: userInfo().username, pada: new Date().toISOString() });

function folderPemerintah(government: string | null): string {
  if (government === null) return folderUmum;
  if (!/^[a-z0-9-]{1,40}$/.test(government) || government === folderUmum)
    throw new SalahPakai(`Kode pemerintah tidak sah: ${government}`);
  return namaFolder(government);
}

async function tambah(
  folder: string,
  berkas: string,
  pilihan: PilihanTrust,
  keluaran: Keluaran,
): Promise<number> {
  const calon = await bacaCalon(berkas, pilihan.signer);
  const sertifikat = yangDipastikan(calon);
  for (const baris of sertifikat.flatMap(uraian)) keluaran.kata(baris);
  if (calon.jenis === 'daftar') {
    const { operator, wilayah, urutan, layanan, dilewati, berikutnya, penunjuk } = calon.daftar;
    keluaran.kata(
      `Daftar tepercaya ${wilayah} oleh ${operator}, nomor urut ${urutan}, berlaku sampai ${berikutnya?.toISOString() ?? '-'}: ` +
        `${layanan.length} masa layanan dipakai, ${dilewati} layanan jenis lain dilewati, ${penunjuk.length} penunjuk ke daftar lain tidak diikuti.`,
    );
  }
  const pin = new Set(pilihan.pin.map(sidikKetikan));
  const belum = sertifikat.filter((satu) => !pin.has(sidikSertifikat(satu)));
  if (belum.length > 0) {
    keluaran.kata(
      'BELUM dipercaya. Bandingkan sidik di atas dengan sumber yang Anda percaya sendiri (bukan berkas ini), lalu ulangi dengan --pin <SHA-256> untuk setiap sertifikat.',
    );
    return 1;
  }
  const nasional = sertifikat.some((satu) => pinUntuk(satu)?.psre === true);
  const letak = await tambahJangkar(folder, calon, {
    psreIndonesia: pilihan.psre || (calon.jenis === 'sertifikat' && nasional),
    ...oleh(),
  });
  keluaran.hasil(`Dipercaya: ${letak}`);
  return 0;
}

function uraian(satu: X509Certificate): string[] {
  const pin = pinUntuk(satu);
  return [
    `Sertifikat  ${satu.subject.replaceAll('\n', ', ')}`,
    `  penerbit  ${satu.issuer.replaceAll('\n', ', ')}`,
    `  berlaku   ${new Date(satu.validFrom).toISOString()} sampai ${new Date(satu.validTo).toISOString()}`,
    `  SHA-256   ${satu.fingerprint256}`,
    `  SHA-1     ${satu.fingerprint}`,
    pin === null
      ? '  tidak ada dalam tabel sidik otoritas nasional yang dikenal program ini'
      : `  sama dengan sidik ${pin.nama} yang dikenal program ini; tabel itu sendiri bukan dasar percaya`,
  ];
}

function sidikKetikan(teks: string): string {
  const hex = teks.replaceAll(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new SalahPakai('--pin harus sidik SHA-256, 64 angka heksadesimal.');
  return hex;
}

function daftar(akar: string, folder: string, pilihan: PilihanTrust, keluaran: Keluaran): number {
  const { jangkar, ditolak } = sumberKepercayaan({ folder: akar, bawaan: [] }).semua(pilihan.government);
  const baris = jangkar.map(({ sha256, asal, psreIndonesia, tujuan, dari, sampai }) => ({
    sha256,
    asal,
    psreIndonesia,
    tujuan,
    dari: dari?.toISOString() ?? null,
    sampai: sampai?.toISOString() ?? null,
  }));
  if (pilihan.json) {
    keluaran.hasil(JSON.stringify({ jangkar: baris, ditolak }));
    return ditolak.length === 0 ? 0 : 1;
  }
  for (const { sha256, asal, psreIndonesia, tujuan, dari, sampai } of baris) {
    const masa = dari === null && sampai === null ? '' : `; ${dari ?? ''} sampai ${sampai ?? ''}`;
    keluaran.hasil(`${sha256}  ${asal}  (${tujuan}${psreIndonesia ? '; PSrE Indonesia' : ''}${masa})`);
  }
  for (const { berkas, alasan } of ditolak)
    keluaran.kata(`DITOLAK ${berkas}: ${tolakanKepercayaan[alasan]} [${alasan}]`);
  if (jangkar.length === 0)
    keluaran.kata(`Belum ada yang dipercaya di ${folder} (${berkasKepercayaan(folder).length} berkas).`);
  return ditolak.length === 0 ? 0 : 1;
}

import { existsSync, readFileSync } from 'node:fs';
import { bacaBerkasRahasia } from '../adapters/berkas-rahasia.ts';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { bacaJangkar } from '../adapters/jangkar.ts';
import type { ProviderAccount } from '../adapters/penyedia/akun.ts';
import { openAccount } from '../adapters/penyedia/buka-akun.ts';
import { readAnswer } from '../adapters/penyedia/jawaban.ts';
import { activateSeal, revokeSeal, sealPdf, sealTotp, type AgencySeal } from '../adapters/penyedia/segel.ts';
import { invisible } from '../adapters/penyedia/tampilan.ts';
import type { Config } from '../config.ts';
import { jenisPenandatangan } from '../domain/wewenang/jenis-penandatangan.ts';
import { bytesSource, checkSignedPdf, validatePdf } from '../pades/index.ts';
import { NaskahError } from '../shared/errors.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';
import { siapkanTempat, wajibDiatur } from './provider.ts';

export interface PilihanSegel {
  readonly subscriber: string;
  /** The activation code, or for `seal` the one-time code. */
  readonly totpFile: string | null;
  readonly pdf: string | null;
  readonly out: string | null;
  readonly trust: readonly string[];
}

export const aksiSegel = ['seal', 'seal-activation', 'seal-totp', 'seal-revoke'] as const;
export type AksiSegel = (typeof aksiSegel)[number];

/** `naskah provider seal…`: an agency's electronic seal. It is told as a seal, never as a person's signature. */
export async function segel(
  config: Config,
  aksi: AksiSegel,
  pilihan: PilihanSegel,
  keluaran: Keluaran,
): Promise<number> {
  const account = await openAccount(wajibDiatur(config));
  const agen: AgencySeal = { jenis: 'segel', idSubscriber: pilihan.subscriber };
  const kode = pilihan.totpFile === null ? undefined : await bacaBerkasRahasia(pilihan.totpFile);
  try {
    if (aksi === 'seal-activation') {
      const { totp } = await activateSeal(account, agen, kode);
      return sampaikan(totp, 'Kode aktivasi dikirim lewat surel.', keluaran);
    }
    if (kode === undefined) throw new SalahPakai('Pilihan --totp-file wajib diisi.');
    if (aksi === 'seal-totp') {
      const { totp } = await sealTotp(account, agen, kode, 1);
      return sampaikan(totp, 'Kode sekali pakai dikirim oleh penyelenggara.', keluaran);
    }
    if (aksi === 'seal-revoke') {
      await revokeSeal(account, agen, kode);
      keluaran.kata('Aktivasi segel dicabut.');
      return 0;
    }
    return await bubuhkan(config, account, agen, kode, pilihan, keluaran);
  } finally {
    kode?.fill(0);
  }
}

/** A code for the next step is the result itself: on standard output, nowhere else. */
function sampaikan(totp: Uint8Array | null, kalimat: string, keluaran: Keluaran): number {
  if (totp === null) keluaran.kata(kalimat);
  else keluaran.hasil(Buffer.from(totp).toString('utf8'));
  return 0;
}

/** Sent once; the raw answer is kept beside the result before anything is made of it. */
async function bubuhkan(
  config: Config,
  account: ProviderAccount,
  agen: AgencySeal,
  kode: Uint8Array,
  { pdf, out, trust }: PilihanSegel,
  keluaran: Keluaran,
): Promise<number> {
  if (pdf === null || out === null) throw new SalahPakai('Berkas PDF dan --out wajib diisi.');
  const sisihan = `${out}.jawaban`;
  for (const satu of [out, sisihan]) if (existsSync(satu)) throw new SalahPakai(`Berkas ${satu} sudah ada.`);
  siapkanTempat(out);
  const sent = readFileSync(pdf);
  if (sent.subarray(0, 5).toString('latin1') !== '%PDF-') throw new SalahPakai(`Berkas ${pdf} bukan PDF.`);
  const anchors = [...trust, ...(config.penyedia?.jangkar == null ? [] : [config.penyedia.jangkar])];
  const trusted = anchors.flatMap(bacaJangkar);
  const raw = await sealPdf(account, agen, kode, { files: [sent], properties: [{ look: invisible }] });
  await tulisUtuh(sisihan, raw);
  const [berkas] = readAnswer(raw, 1);
  if (berkas === undefined || !('pdf' in berkas)) throw new NaskahError('PENANDA_JAWABAN_TIDAK_SAH');
  const hasil = checkSignedPdf(
    bytesSource(berkas.pdf),
    {
      earlier: bytesSource(sent),
      certificateSha256: null,
      field: null,
      level: 'PKCS7-B',
      signatures: jumlahSebelum(sent, trusted) + 1,
      policy: 'provider',
    },
    { anchors: trusted, at: new Date() },
  );
  if (!hasil.accepted) {
    throw new NaskahError('TANDA_TANGAN_DITOLAK_PEMERIKSA', {
      extra: { alasan: hasil.reasons.map((r) => `${r.check}: ${r.detail}`) },
    });
  }
  await tulisUtuh(out, berkas.pdf);
  const terbaru = hasil.pdf.report.signatures.find((s) => s.coverage === 'whole-file');
  keluaran.hasil(`${jenisPenandatangan.segel.kalimat} ${terbaru?.signer?.subject ?? 'tidak diketahui'}`);
  keluaran.hasil('Segel menyatakan asal berkas dari instansi; bukan tanda tangan seseorang.');
  return 0;
}

function jumlahSebelum(sent: Uint8Array, anchors: readonly Uint8Array[]): number {
  const laporan = validatePdf(bytesSource(sent), { anchors, at: new Date() });
  return laporan.readable ? laporan.signatures.filter(({ kind }) => kind === 'signature').length : 0;
}

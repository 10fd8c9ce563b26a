import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { sumberBerkas } from '../adapters/berkas-sumber.ts';
import { signPdf, writePdf, type SignatureLevel, type SignResult } from '../pades/index.ts';
import { bacaJangkar } from './jangkar.ts';
import { kalimatSampai } from './extend.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';
import { kotak, type PilihanKotak } from './kotak.ts';
import { capWaktu, dataPencabutan } from './layanan-luar.ts';
import { bukaPenanda, type PilihanPenanda } from './penanda.ts';
import { tulisUtuhSinkron } from './tulis-utuh.ts';

export interface PilihanSign extends PilihanKotak, Partial<PilihanPenanda> {
  readonly out: string;
  readonly level: SignatureLevel;
  readonly tsa: string | null;
  /** Files with trusted certificates, for B-LT and B-LTA. */
  readonly trust: readonly string[];
  /** Services that may have a private address, beside the TSA. */
  readonly allow: readonly string[];
  readonly vri: boolean;
  readonly field: string | null;
  readonly reason: string | null;
  readonly location: string | null;
  readonly json: boolean;
}

/** `naskah sign`: any PDF, any key, without the service. The output appears whole or not at all. */
export async function sign(input: string, pilihan: PilihanSign, keluaran: Keluaran): Promise<number> {
  if (resolve(input) === resolve(pilihan.out))
    throw new SalahPakai('--out harus berkas lain, bukan berkas masukan.');
  const tingkat = bacaTingkat(pilihan);
  const signer = await bukaPenanda(pilihan);
  const sumber = sumberBerkas(input);
  try {
    const signingTime = new Date();
    const widget = await kotak(pilihan, signer, signingTime, pilihan.reason);
    const signed = await signPdf(sumber, {
      signer,
      ...tingkat,
      signingTime,
      ...(pilihan.field === null ? {} : { field: pilihan.field }),
      ...(pilihan.reason === null ? {} : { reason: pilihan.reason }),
      ...(pilihan.location === null ? {} : { location: pilihan.location }),
      ...(widget === null ? {} : { widget }),
    });
    tulisUtuhSinkron(pilihan.out, (tulis) => writePdf(signed, { write: tulis }));
    keluaran.hasil(pilihan.json ? JSON.stringify(ringkas(signed, pilihan)) : kalimat(signed, pilihan));
    return 0;
  } finally {
    sumber.close();
    signer.destroy();
  }
}

/** What each level needs is asked for before the passphrase is. */
function bacaTingkat({ level, tsa: url, trust, allow, vri }: PilihanSign) {
  if (level === 'B-B') return { level } as const;
  if (url === null) throw new SalahPakai(`Tingkat ${level} memerlukan --tsa URL layanan cap waktu.`);
  const nonce = (): Uint8Array => randomBytes(16);
  const tsa = capWaktu(url);
  if (level === 'B-T') return { level, tsa, nonce } as const;
  if (trust.length === 0) throw new SalahPakai(`Tingkat ${level} memerlukan --trust sertifikat jangkar.`);
  const anchors = trust.flatMap(bacaJangkar);
  return { level, tsa, nonce, vri, anchors, transport: dataPencabutan([url, ...allow]) } as const;
}

const ringkas = (signed: SignResult, { out, level }: PilihanSign) => ({
  file: out,
  field: signed.field,
  level,
  asked: signed.asked,
  reached: signed.reached,
  renewBefore: signed.renewBefore?.toISOString() ?? null,
  sizeBytes: signed.size,
});

function kalimat({ field, size, asked, reached, renewBefore }: SignResult, { out }: PilihanSign): string {
  const pasal = `diminta ${asked}, dicapai ${reached}, bidang ${field}, ${size} bita`;
  return `${out}: ditandatangani (${pasal})${kalimatSampai(renewBefore)}`;
}

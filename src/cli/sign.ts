import { randomBytes } from 'node:crypto';
import { signPdf, type ByteSource, type SignatureLevel, type SignResult } from '../pades/index.ts';
import { diTempat, kataSandi, keBerkas, pastikanBerkas, type Harapan } from './hasil-berkas.ts';
import { bacaJangkar } from './jangkar.ts';
import { kalimatSampai, SalahPakai, type Keluaran } from './keluaran.ts';
import { kotak, type PilihanKotak } from './kotak.ts';
import { bukaPenanda, type PilihanPenanda } from './penanda.ts';

export interface PilihanSign extends PilihanKotak, Partial<PilihanPenanda> {
  /** Null: the file itself grows by the signature. */
  readonly out: string | null;
  /** The first line is the user or owner password of an encrypted PDF. */
  readonly passwordFile?: string | null;
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
  const { out, passwordFile = null } = pilihan;
  pastikanBerkas(input, out);
  const tingkat = await bacaTingkat(pilihan);
  const sandi = kataSandi(passwordFile);
  const signer = await bukaPenanda(pilihan);
  try {
    const signingTime = new Date();
    const widget = await kotak(pilihan, signer, signingTime, pilihan.reason);
    const tandaTangani = (sumber: ByteSource): Promise<SignResult> =>
      signPdf(sumber, {
        signer,
        ...tingkat,
        ...sandi,
        signingTime,
        ...(pilihan.field === null ? {} : { field: pilihan.field }),
        ...(pilihan.reason === null ? {} : { reason: pilihan.reason }),
        ...(pilihan.location === null ? {} : { location: pilihan.location }),
        ...(widget === null ? {} : { widget }),
      });
    const harapan = ({ field }: SignResult): Harapan => {
      const anchors = 'anchors' in tingkat ? tingkat.anchors : [];
      return { fields: [field], level: tingkat.level, anchors, ...sandi };
    };
    const signed =
      out === null
        ? await diTempat(input, tandaTangani, harapan)
        : await keBerkas(input, out, tandaTangani, harapan);
    const hasil = { ...pilihan, out: out ?? input };
    keluaran.hasil(pilihan.json ? JSON.stringify(ringkas(signed, hasil)) : kalimat(signed, hasil));
    return 0;
  } finally {
    signer.destroy();
  }
}

/** What each level needs is asked for before the passphrase is. */
async function bacaTingkat({ level, tsa: url, trust, allow, vri }: PilihanSign) {
  if (level === 'B-B') {
    // Left out in silence, the user would believe the signature stamped.
    if (url !== null) throw new SalahPakai('Tingkat B-B tidak memakai --tsa; gunakan --level B-T.');
    return { level } as const;
  }
  if (url === null) throw new SalahPakai(`Tingkat ${level} memerlukan --tsa URL layanan cap waktu.`);
  const nonce = (): Uint8Array => randomBytes(16);
  // A B-B signature needs nobody, and so loads nothing of the way out.
  const { capWaktu, dataPencabutan } = await import('./layanan-luar.ts');
  const tsa = capWaktu(url);
  if (level === 'B-T') return { level, tsa, nonce } as const;
  if (trust.length === 0) throw new SalahPakai(`Tingkat ${level} memerlukan --trust sertifikat jangkar.`);
  const anchors = trust.flatMap(bacaJangkar);
  return { level, tsa, nonce, vri, anchors, transport: dataPencabutan([url, ...allow]) } as const;
}

type Selesai = PilihanSign & { readonly out: string };

const ringkas = (signed: SignResult, { out, level }: Selesai) => ({
  file: out,
  field: signed.field,
  level,
  asked: signed.asked,
  reached: signed.reached,
  renewBefore: signed.renewBefore?.toISOString() ?? null,
  sizeBytes: signed.size,
});

function kalimat({ field, size, asked, reached, renewBefore }: SignResult, { out }: Selesai): string {
  const pasal = `diminta ${asked}, dicapai ${reached}, bidang ${field}, ${size} bita`;
  return `${out}: ditandatangani (${pasal})${kalimatSampai(renewBefore)}`;
}

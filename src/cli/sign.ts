import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { sumberBerkas } from '../adapters/berkas-sumber.ts';
import { outboundClient } from '../adapters/keluar/klien.ts';
import { openPkcs12 } from '../adapters/signer/pkcs12.ts';
import { httpTimestampAuthority } from '../adapters/tsa/http-tsa.ts';
import {
  parseCertificate,
  signPdf,
  typesetAppearance,
  writePdf,
  type HashSigner,
  type SignatureLevel,
  type WidgetPlacement,
} from '../pades/index.ts';
import { bacaBerkasHuruf } from '../render/index.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';

export interface PilihanSign {
  readonly out: string;
  readonly p12: string;
  readonly passphraseFile: string;
  readonly level: SignatureLevel;
  readonly tsa: string | null;
  readonly field: string | null;
  readonly visible: string | null;
  readonly reason: string | null;
  readonly location: string | null;
  readonly json: boolean;
}

const batasCapWaktuMs = 10_000;

/** `naskah sign`: any PDF, any PKCS#12, without the service. The output appears whole or not at all. */
export async function sign(input: string, pilihan: PilihanSign, keluaran: Keluaran): Promise<number> {
  if (resolve(input) === resolve(pilihan.out))
    throw new SalahPakai('--out harus berkas lain, bukan berkas masukan.');
  if (pilihan.level === 'B-T' && pilihan.tsa === null) {
    throw new SalahPakai('Tingkat B-T memerlukan --tsa URL layanan cap waktu.');
  }
  const frasa = bacaFrasaSandi(pilihan.passphraseFile);
  const signer = openPkcs12(readFileSync(pilihan.p12), frasa);
  const sumber = sumberBerkas(input);
  try {
    const signingTime = new Date();
    const tingkat =
      pilihan.tsa === null || pilihan.level === 'B-B'
        ? ({ level: 'B-B' } as const)
        : ({ level: 'B-T', tsa: capWaktu(pilihan.tsa), nonce: randomBytes(16) } as const);
    const signed = await signPdf(sumber, {
      signer,
      ...tingkat,
      signingTime,
      ...(pilihan.field === null ? {} : { field: pilihan.field }),
      ...(pilihan.reason === null ? {} : { reason: pilihan.reason }),
      ...(pilihan.location === null ? {} : { location: pilihan.location }),
      ...(pilihan.visible === null
        ? {}
        : { widget: await kotak(pilihan.visible, signer, signingTime, pilihan.reason) }),
    });
    tulisUtuhSinkron(pilihan.out, (tulis) => writePdf(signed, { write: tulis }));
    const ringkas = { file: pilihan.out, field: signed.field, level: pilihan.level, sizeBytes: signed.size };
    keluaran.hasil(
      pilihan.json
        ? JSON.stringify(ringkas)
        : `${ringkas.file}: ditandatangani (${ringkas.level}, bidang ${ringkas.field}, ${ringkas.sizeBytes} bita)`,
    );
    return 0;
  } finally {
    sumber.close();
    signer.destroy();
  }
}

/** The first line of the file; the line end is not part of the passphrase. */
function bacaFrasaSandi(path: string): Uint8Array {
  const isi = readFileSync(path);
  const akhir = isi.findIndex((b) => b === 0x0a || b === 0x0d);
  return akhir === -1 ? isi : isi.subarray(0, akhir);
}

const capWaktu = (url: string) => {
  if (!URL.canParse(url)) throw new SalahPakai(`--tsa bukan alamat yang sah: ${url}`);
  return httpTimestampAuthority({
    url,
    client: outboundClient({ allowedHosts: [], configuredUrls: [url] }),
    timeoutMs: batasCapWaktuMs,
  });
};

/** `PAGE,X,Y,W,H`: page from 1, points, lower-left origin. */
async function kotak(
  teks: string,
  signer: HashSigner,
  saat: Date,
  alasan: string | null,
): Promise<WidgetPlacement> {
  const angka = teks.split(',').map(Number);
  const [page, x, y, width, height] = angka;
  if (
    angka.length !== 5 ||
    page === undefined ||
    x === undefined ||
    y === undefined ||
    width === undefined ||
    height === undefined ||
    angka.some((n) => !Number.isFinite(n)) ||
    !Number.isInteger(page) ||
    page < 1 ||
    width <= 0 ||
    height <= 0
  ) {
    throw new SalahPakai(`--visible harus HALAMAN,X,Y,LEBAR,TINGGI dalam poin: ${teks}`);
  }
  const nama = namaUmum(parseCertificate(signer.certificate).subject);
  const lines = [
    'Ditandatangani secara elektronik oleh:',
    nama,
    `${saat.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    ...(alasan === null ? [] : [alasan]),
  ];
  return {
    page,
    rect: [x, y, width, height],
    appearance: await typesetAppearance({
      lines,
      width,
      height,
      font: bacaBerkasHuruf('LiberationSans-Regular.ttf'),
    }),
  };
}

/** The common name out of an RFC 4514 text; the whole name where there is none. */
const namaUmum = (subject: string): string => /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1] ?? subject;

/** Temporary file beside the target, flush, rename: a reader never sees half a signed file. */
function tulisUtuhSinkron(path: string, isi: (tulis: (bytes: Uint8Array) => void) => void): void {
  const folder = mkdtempSync(join(dirname(resolve(path)), '.naskah-'));
  const sementara = join(folder, basename(path));
  try {
    const fd = openSync(sementara, 'wx');
    try {
      isi((bytes) => {
        for (let n = 0; n < bytes.length;) n += writeSync(fd, bytes, n);
      });
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(sementara, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

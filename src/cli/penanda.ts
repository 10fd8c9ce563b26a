import { readFileSync } from 'node:fs';
import type { DestroyableSigner } from '../adapters/signer/kunci.ts';
import { isSignatureAlgorithm, type SignatureAlgorithm } from '../pades/index.ts';
import { SalahPakai } from './keluaran.ts';

/** Where the key is. Secrets are in files, never arguments: what is typed is seen by every process of the machine. */
export interface PilihanPenanda {
  readonly p12: string | null;
  readonly passphraseFile: string | null;
  readonly key: string | null;
  /** PEM files with the signer's certificate and its issuers. */
  readonly cert: readonly string[];
  readonly pkcs11: string | null;
  readonly token: string | null;
  readonly slot: string | null;
  readonly keyLabel: string | null;
  /** Hexadecimal, octets parted by colons. */
  readonly keyId: string | null;
  readonly pinFile: string | null;
  readonly csc: string | null;
  readonly credential: string | null;
  readonly bearerFile: string | null;
  readonly otpFile: string | null;
  readonly algorithm: string | null;
}

type Pembuka = (p: PilihanPenanda, algorithm: SignatureAlgorithm | undefined) => Promise<DestroyableSigner>;

/** The option that names the kind of signer → how it is opened. Each loads only what it needs. */
const jenis = {
  p12: dariPkcs12,
  key: dariPem,
  pkcs11: dariToken,
  csc: dariLayanan,
} as const satisfies Partial<Record<keyof PilihanPenanda, Pembuka>>;

const tanpa: PilihanPenanda = {
  p12: null,
  passphraseFile: null,
  key: null,
  cert: [],
  pkcs11: null,
  token: null,
  slot: null,
  keyLabel: null,
  keyId: null,
  pinFile: null,
  csc: null,
  credential: null,
  bearerFile: null,
  otpFile: null,
  algorithm: null,
};

/** The signer the options name. Throws `SalahPakai` unless they name exactly one. */
export async function bukaPenanda(pilihan: Partial<PilihanPenanda>): Promise<DestroyableSigner> {
  const p = { ...tanpa, ...pilihan };
  const dipilih = (Object.keys(jenis) as (keyof typeof jenis)[]).filter((nama) => p[nama] !== null);
  const [nama] = dipilih;
  if (nama === undefined || dipilih.length !== 1) {
    throw new SalahPakai('Pilih satu penanda tangan: --p12, --key, --pkcs11, atau --csc.');
  }
  return jenis[nama](p, bacaAlgoritma(p.algorithm));
}

function bacaAlgoritma(nama: string | null): SignatureAlgorithm | undefined {
  if (nama === null) return undefined;
  if (isSignatureAlgorithm(nama)) return nama;
  throw new SalahPakai(`--algorithm tidak dikenal: ${nama}`);
}

async function dariPkcs12(
  p: PilihanPenanda,
  algorithm: SignatureAlgorithm | undefined,
): Promise<DestroyableSigner> {
  const { openPkcs12 } = await import('../adapters/signer/pkcs12.ts');
  const berkas = readFileSync(perlu(p.p12, '--p12'));
  return denganRahasia(perlu(p.passphraseFile, '--passphrase-file'), (frasa) =>
    openPkcs12(berkas, frasa, algorithm),
  );
}

async function dariPem(
  p: PilihanPenanda,
  algorithm: SignatureAlgorithm | undefined,
): Promise<DestroyableSigner> {
  const { openPem } = await import('../adapters/signer/pem.ts');
  const key = readFileSync(perlu(p.key, '--key'));
  const files = {
    key,
    certificates: sertifikatPem(p.cert),
    ...(algorithm === undefined ? {} : { algorithm }),
  };
  try {
    if (p.passphraseFile === null) return openPem(files);
    return await denganRahasia(p.passphraseFile, (passphrase) => openPem({ ...files, passphrase }));
  } finally {
    key.fill(0);
  }
}

async function dariToken(
  p: PilihanPenanda,
  algorithm: SignatureAlgorithm | undefined,
): Promise<DestroyableSigner> {
  const { openPkcs11 } = await import('../adapters/signer/pkcs11.ts');
  const token = namaToken(p);
  const key = {
    ...(p.keyLabel === null ? {} : { label: p.keyLabel }),
    ...(p.keyId === null ? {} : { id: bacaId(p.keyId) }),
  };
  if (p.keyLabel === null && p.keyId === null) throw new SalahPakai('Sebutkan --key-label atau --key-id.');
  const pinFile = perlu(p.pinFile, '--pin-file');
  const modul = await openPkcs11(perlu(p.pkcs11, '--pkcs11'));
  try {
    const signer = await denganRahasia(pinFile, (pin) =>
      modul.openSigner({
        token,
        key,
        pin,
        ...(p.cert.length === 0 ? {} : { certificates: sertifikatDer(p.cert) }),
        ...(algorithm === undefined ? {} : { algorithm }),
      }),
    );
    return {
      ...signer,
      destroy() {
        signer.destroy();
        modul.close();
      },
    };
  } catch (galat) {
    modul.close();
    throw galat;
  }
}

function namaToken(p: PilihanPenanda): { readonly label: string } | { readonly slot: number } {
  if (p.token !== null && p.slot === null) return { label: p.token };
  const slot = Number(p.slot ?? 'x');
  if (p.token === null && Number.isInteger(slot) && slot >= 0) return { slot };
  throw new SalahPakai('Sebutkan token dengan --token LABEL atau --slot NOMOR.');
}

/** `0a:1b`. A number of one octet may come without leading zero, because the argument reader drops it. */
function bacaId(teks: string): Uint8Array {
  const padat = /^[0-9a-f]$/i.test(teks) ? `0${teks}` : teks.replaceAll(':', '');
  if (!/^(?:[0-9a-f]{2}){1,64}$/i.test(padat)) {
    throw new SalahPakai(`--key-id harus heksadesimal, bita dipisah titik dua: ${teks}`);
  }
  return Buffer.from(padat, 'hex');
}

const batasLayananMs = 30_000;

async function dariLayanan(
  p: PilihanPenanda,
  algorithm: SignatureAlgorithm | undefined,
): Promise<DestroyableSigner> {
  const { outboundClient } = await import('../adapters/keluar/klien.ts');
  const { openCsc } = await import('../adapters/signer/csc.ts');
  const url = perlu(p.csc, '--csc');
  if (!URL.canParse(url)) throw new SalahPakai(`--csc bukan alamat yang sah: ${url}`);
  const credentialId = perlu(p.credential, '--credential');
  const kredensial = await denganRahasia(perlu(p.bearerFile, '--bearer-file'), (bearer) =>
    openCsc({
      url,
      client: outboundClient({ allowedHosts: [], configuredUrls: [url] }),
      timeoutMs: batasLayananMs,
      credentialId,
      access: { bearer },
      ...(algorithm === undefined ? {} : { algorithm }),
    }),
  );
  const pin = p.pinFile === null ? null : bacaRahasia(p.pinFile);
  const otp = p.otpFile === null ? null : bacaRahasia(p.otpFile);
  try {
    return kredensial.signer({ ...(pin === null ? {} : { pin }), ...(otp === null ? {} : { otp }) });
  } finally {
    pin?.fill(0);
    otp?.fill(0);
  }
}

async function denganRahasia<T>(path: string, pakai: (rahasia: Uint8Array) => T | Promise<T>): Promise<T> {
  const rahasia = bacaRahasia(path);
  try {
    return await pakai(rahasia);
  } finally {
    rahasia.fill(0);
  }
}

/** The first line of the file; the line end is not part of the secret. */
function bacaRahasia(path: string): Uint8Array {
  const isi = readFileSync(path);
  const akhir = isi.findIndex((b) => b === 0x0a || b === 0x0d);
  return akhir === -1 ? isi : isi.subarray(0, akhir);
}

function sertifikatPem(paths: readonly string[]): Uint8Array {
  if (paths.length === 0) throw new SalahPakai('Pilihan --cert wajib diisi bersama --key.');
  return Buffer.concat(paths.flatMap((path) => [readFileSync(path), Buffer.from('\n')]));
}

const blokSertifikat = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

function sertifikatDer(paths: readonly string[]): Uint8Array[] {
  const teks = Buffer.from(sertifikatPem(paths)).toString('latin1');
  return [...teks.matchAll(blokSertifikat)].map((blok) => Buffer.from(blok[1] ?? '', 'base64'));
}

function perlu(nilai: string | null, bendera: string): string {
  if (nilai === null) throw new SalahPakai(`Pilihan ${bendera} wajib diisi.`);
  return nilai;
}

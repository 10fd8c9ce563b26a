import { bacaBerkasRahasia } from '../adapters/berkas-rahasia.ts';
import { bacaJangkar } from '../adapters/jangkar.ts';
import { bukaInstalasi } from '../app.ts';
import type { Config } from '../config.ts';
import { namaSama, namaUmum } from '../domain/wewenang/nama-sertifikat.ts';
import { isSignatureAlgorithm, parseCertificate } from '../pades/index.ts';
import { daftarkanKunciLuar } from '../services/daftarkan-kunci-luar.ts';
import type { LetakKunci } from '../services/ports.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';

export interface PilihanKunci {
  readonly kind: string;
  readonly pemerintah: string;
  readonly orang: string;
  readonly token: string | null;
  readonly serial: string | null;
  readonly keyLabel: string | null;
  /** Hexadecimal, octets parted by colons or not. */
  readonly keyId: string | null;
  readonly pinFile: string | null;
  /** PEM or DER of the signer and its issuers, for tokens that keep none. */
  readonly cert: readonly string[];
  readonly credential: string | null;
  readonly algorithm: string | null;
}

/**
 * `naskah key enroll`: from now on this person signs with a key in a token or at the remote signing service. The service
 * must not run.
 */
export async function daftarkanKunci(
  config: Config,
  pilihan: PilihanKunci,
  keluaran: Keluaran,
): Promise<number> {
  const letak = bacaLetak(pilihan);
  const algoritma = bacaAlgoritma(pilihan.algorithm);
  const sertifikat = pilihan.cert.flatMap(bacaJangkar);
  const pin = letak.jenis === 'pkcs11' ? await bacaPin(pilihan.pinFile) : undefined;
  try {
    const instalasi = await bukaInstalasi(config);
    try {
      const hasil = await daftarkanKunciLuar(
        instalasi.konteks,
        { pelaku: { jenis: 'sistem' }, korelasi: `cli-${process.pid}`, idempotensi: null },
        {
          pemerintah: pilihan.pemerintah,
          orang: pilihan.orang,
          letak,
          sertifikat,
          ...(pin === undefined ? {} : { pin }),
          ...(algoritma === undefined ? {} : { algoritma }),
        },
      );
      const { subject, notAfter } = parseCertificate(hasil.certificate);
      keluaran.hasil(`Kunci ${hasil.kunci} (${letak.jenis}, ${hasil.algorithm}) terdaftar.`);
      keluaran.hasil(`Sertifikat: ${subject}, berlaku sampai ${notAfter.toISOString()}.`);
      // The operator says whose key it is; a name that differs may be a mistake or a way of writing.
      if (!namaSama(namaUmum(subject) ?? '', hasil.namaOrang)) {
        keluaran.kata(`Perhatikan: nama pada sertifikat bukan ${hasil.namaOrang}.`);
      }
      return 0;
    } finally {
      await instalasi.tutup();
    }
  } finally {
    pin?.fill(0);
  }
}

function bacaLetak(pilihan: PilihanKunci): LetakKunci {
  if (pilihan.kind === 'pkcs11') return letakToken(pilihan);
  if (pilihan.kind !== 'csc') throw new SalahPakai('--kind harus pkcs11 atau csc.');
  if (pilihan.credential === null) throw new SalahPakai('Pilihan --credential wajib diisi.');
  return { jenis: 'csc', kredensial: pilihan.credential };
}

/** By label or serial number: slot numbers change when readers are plugged in. */
function letakToken({ token, serial, keyLabel, keyId }: PilihanKunci): LetakKunci {
  if ((token === null) === (serial === null)) throw new SalahPakai('Isi salah satu: --token atau --serial.');
  if (keyLabel === null && keyId === null) throw new SalahPakai('Sebutkan --key-label atau --key-id.');
  const id = keyId?.replaceAll(':', '').toLowerCase();
  if (id !== undefined && !/^(?:[0-9a-f]{2}){1,64}$/.test(id)) {
    throw new SalahPakai(`--key-id harus heksadesimal, bita dipisah titik dua: ${keyId ?? ''}`);
  }
  return {
    jenis: 'pkcs11',
    token: token === null ? { serial: serial ?? '' } : { label: token },
    kunci: { ...(keyLabel === null ? {} : { label: keyLabel }), ...(id === undefined ? {} : { id }) },
  };
}

function bacaPin(path: string | null): Promise<Uint8Array> {
  if (path === null) throw new SalahPakai('Pilihan --pin-file wajib diisi.');
  return bacaBerkasRahasia(path);
}

function bacaAlgoritma(nama: string | null) {
  if (nama === null) return undefined;
  if (isSignatureAlgorithm(nama)) return nama;
  throw new SalahPakai(`--algorithm tidak dikenal: ${nama}`);
}

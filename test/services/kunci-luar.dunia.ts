import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrCreateInstallationSecret } from '../../src/adapters/signer/rahasia-instalasi.ts';
import { sealKey } from '../../src/adapters/signer/segel.ts';
import { openPkcs11 } from '../../src/adapters/signer/pkcs11.ts';
import { daftarkanKunciLuar, type PendaftaranLuar } from '../../src/services/daftarkan-kunci-luar.ts';
import type { NaskahView, TindakanNaskah } from '../../src/services/layanan.ts';
import type { KunciTandaTangan } from '../../src/services/ports.ts';
import type { SignatureAlgorithm } from '../../src/pades/index.ts';
import { waktu, type KunciId } from '../../src/shared/brand.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { akunCsc, bukaCscUji, type CscUji, type KredensialUji } from '../support/csc.ts';
import { Meja } from '../support/meja.ts';
import { bangunRumah, type Lingkungan, type Rumah } from '../support/rumah.ts';
import { buatCa, buatCaAntara, buatPemegang, type JenisKunciUji } from '../support/sertifikat.ts';
import { KriptoPalsu } from '../support/token.ts';

export const kepala = 'jateng.diskominfo.kepala';
export const pinToken = 'kenari-pin-token-4471';
export const pinCsc = 'kenari-pin-jauh-9283';

/** A house that trusts a CA of somebody else's, with a token in a reader and a remote signing service beside it. */
export interface DuniaLuar {
  readonly rumah: Rumah;
  readonly meja: Meja;
  readonly kripto: KriptoPalsu;
  readonly csc: CscUji;
  /** How often the module was loaded. */
  readonly dimuat: number;
  readonly lingkungan: Lingkungan;
  daftarkan(d: Partial<PendaftaranLuar>): Promise<KunciTandaTangan>;
  /** The same key and certificate in the key store. */
  segelkan(algorithm: SignatureAlgorithm, frasaSandi: string): Promise<void>;
  tandatangani(naskah: NaskahView, izin: Pick<TindakanNaskah, 'frasaSandi' | 'totp'>): Promise<NaskahView>;
  tutup(): Promise<void>;
}

const algo: Partial<Record<JenisKunciUji, readonly string[]>> = {
  'rsa-2048': ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.11'],
  'p-256': ['1.2.840.10045.4.3.2'],
  'p-384': ['1.2.840.10045.2.1'],
};

export async function bangunLuar(
  jenis: JenisKunciUji = 'rsa-2048',
  kredensial: Partial<KredensialUji> = {},
): Promise<DuniaLuar> {
  const folder = mkdtempSync(join(tmpdir(), 'naskah-luar-'));
  const akar = buatCa();
  const antara = buatCaAntara(akar);
  const pemegang = buatPemegang(jenis, antara);
  const kripto = new KriptoPalsu({
    label: 'kartu',
    pin: pinToken,
    keys: [{ label: 'tte', id: 'k1', key: pemegang.key }],
    certificates: [
      { id: 'k1', der: pemegang.certificate },
      { id: 'ca', der: antara.certificate },
    ],
  });
  const csc = await bukaCscUji({
    id: 'kredensial-1',
    key: pemegang.key,
    strangerKey: buatPemegang(jenis, antara).key,
    certificates: [pemegang.certificate, antara.certificate, akar.certificate],
    algorithms: algo[jenis] ?? ['1.3.101.112'],
    pin: pinCsc,
    ...kredensial,
  });
  const berkas = (nama: string, isi: string | Uint8Array): string => {
    const path = join(folder, nama);
    writeFileSync(path, isi, { mode: 0o600 });
    return path;
  };
  const lingkungan = {
    NASKAH_PKCS11_MODUL: '/modul-uji.so',
    NASKAH_CSC_URL: csc.url('v2'),
    NASKAH_CSC_BEARER_FILE: berkas('bearer', `${akunCsc.token}\n`),
    NASKAH_JANGKAR: berkas('akar.der', akar.certificate),
  };
  let dimuat = 0;
  const rumah = await bangunRumah(
    {
      bukaModul: (path) => {
        dimuat += 1;
        return openPkcs11(path, { cryptoki: kripto });
      },
    },
    lingkungan,
  );
  const { pelaku } = await rumah.jalan.sebagai(kepala);
  if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
  const { orangId, tenantId } = pelaku;
  return {
    rumah,
    meja: new Meja(rumah),
    kripto,
    csc,
    lingkungan,
    get dimuat() {
      return dimuat;
    },
    async daftarkan(d) {
      await daftarkanKunciLuar(
        rumah.konteks,
        { pelaku: { jenis: 'sistem' }, korelasi: 'daftar', idempotensi: null },
        {
          pemerintah: 'jateng',
          orang: orangId,
          letak: letakToken,
          sertifikat: [],
          pin: utf8(pinToken),
          ...d,
        },
      );
      const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik(orangId));
      if (kunci === null) throw new Error('a key was expected');
      return kunci;
    },
    async segelkan(algorithm, frasaSandi) {
      const id = rumah.konteks.idBaru() as KunciId;
      const pkcs8 = pemegang.key.export({ format: 'der', type: 'pkcs8' });
      const rahasia = await loadOrCreateInstallationSecret(rumah.config.data);
      const tersegel = await sealKey(pkcs8, utf8(frasaSandi), rahasia);
      await rumah.konteks.uow.write({ jenis: 'sistem' }, 'segel', async (repos, catat) => {
        await repos.kunci.tambah({
          jenis: 'tersegel',
          id,
          tenantId,
          orangId,
          certificate: pemegang.certificate,
          chain: [antara.certificate],
          algorithm,
          tersegel,
          berlakuDari: waktu(rumah.jam.now()),
          berlakuSampai: waktu(new Date('2035-01-01T00:00:00Z')),
          salah: 0,
          terkunciSampai: null,
        });
        catat({ peristiwa: 'sertifikat.daftar', tenantId, objek: { jenis: 'sertifikat', id } });
      });
    },
    async tandatangani(naskah, izin) {
      const p = await rumah.jalan.sebagai(kepala);
      const { persetujuan } = await rumah.layanan.naskah.lihat(p, naskah.id);
      const hasil = await rumah.layanan.naskah.tindakan(p, naskah.id, {
        aksi: 'tandatangani',
        persetujuan: persetujuan ?? '',
        ...izin,
      });
      return hasil.isi;
    },
    async tutup() {
      await csc.tutup();
      await rumah.bongkar();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const letakToken = { jenis: 'pkcs11', token: { label: 'kartu' }, kunci: { label: 'tte' } } as const;
export const letakCsc = { jenis: 'csc', kredensial: 'kredensial-1' } as const;

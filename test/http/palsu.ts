import type { FastifyInstance } from 'fastify';
import type { KonsepNaskah } from '../../src/domain/naskah/konsep.ts';
import type { Peran } from '../../src/domain/organisasi.ts';
import type { Pelaku } from '../../src/domain/pelaku.ts';
import { httpBawaan, type HttpConfig } from '../../src/http/batas.ts';
import { buatServer } from '../../src/http/server.ts';
import type {
  AduanPublik,
  AduanView,
  BuktiView,
  ButirArsip,
  Layanan,
  NaskahView,
  Permintaan,
  TindakanNaskah,
  VerifikasiView,
} from '../../src/services/layanan.ts';
import type { IsiBerkas } from '../../src/services/ports.ts';
import { alasanGolongan } from '../../src/domain/tte/klasifikasi.ts';
import { NaskahError } from '../../src/shared/errors.ts';
import { halaman } from '../../src/web/index.ts';
import { unlooked, unlookedReport } from '../support/report.ts';

/** People of the tests: the token is the name; roles as seeds give them. */
export const subjek = {
  pegawai: ['pegawai'],
  verifikator: ['verifikator-aduan'],
  penghubung: ['pejabat-penghubung'],
  admin: ['admin'],
  mitra: ['mitra'],
  auditor: ['auditor'],
} as const satisfies Record<string, readonly Peran[]>;
export type Subjek = keyof typeof subjek | 'anonim';

export const pengenal = (siapa: Subjek): Record<string, string> =>
  siapa === 'anonim' ? {} : { authorization: `Bearer ${siapa}` };

export const konsep: KonsepNaskah = {
  jenis: 'nota-dinas',
  klasifikasi: '000.8.3',
  hal: 'Permintaan data',
  tujuan: [{ nama: 'Kepala Dinas Perhubungan' }],
  isi: [{ jenis: 'paragraf', teks: 'Mohon data.' }],
  konseptor: 'jateng.diskominfo.staf',
  penandatangan: ['jateng.diskominfo.kepala'],
};

export const naskah: NaskahView = {
  id: '01JD0000000000000000000001',
  jenis: 'nota-dinas',
  keadaan: 'siap_tanda_tangan',
  revisi: 3,
  versi: 1,
  hal: 'Permintaan data',
  nomor: null,
  tanggal: null,
  alasan: null,
  konseptor: 'jateng.diskominfo.staf',
  unit: 'Diskominfo',
  paraf: [{ urutan: 1, jabatan: 'x', status: 'disetujui', waktu: '2026-11-24T01:02:03.004Z' }],
  penandatangan: [{ urutan: 1, jabatan: 'x', status: 'menunggu', nama: null, waktu: null }],
  tindakan: ['tandatangani'],
  persetujuan: 'a'.repeat(64),
  bukti: { id: 'AAAAAAAAAAAAAAAAAAAAAA', url: 'https://bukti.example.id/b/AAAAAAAAAAAAAAAAAAAAAA' },
  berkasSha256: null,
  tiketAduan: null,
  dibuat: '2026-11-24T01:02:03.004Z',
  diubah: '2026-11-24T01:02:03.004Z',
};

export const aduanPublik: AduanPublik = {
  tiket: 'ADU-7K3M-9QXT',
  keadaan: 'ditanggapi',
  diterima: '2026-11-20T02:00:00.000Z',
  unit: 'Dinas Perhubungan',
  tenggat: { tanggal: '2026-12-11', sementara: true },
  jawaban: { nomor: '000.8.3/117/2026', tanggal: '2026-11-24', bukti: 'AAAAAAAAAAAAAAAAAAAAAA' },
  riwayat: [
    { aksi: 'terima', waktu: '2026-11-20T02:00:00.000Z' },
    { aksi: 'teruskan', waktu: '2026-11-20T06:30:00.000Z' },
    { aksi: 'proses', waktu: '2026-11-23T01:00:00.000Z' },
    { aksi: 'tanggapi', waktu: '2026-11-24T02:15:00.000Z' },
  ],
};
export const aduan: AduanView = {
  ...aduanPublik,
  id: '01JD0000000000000000000002',
  revisi: 4,
  kanal: 'mitra-luring',
  rujukanMitra: 'M-1',
  judul: 'Pembayaran',
  uraian: 'Saldo terpotong dua kali.',
  kota: 'Semarang',
  anonim: true,
  alasan: null,
  naskahId: naskah.id,
  tindakan: [],
};

export const bukti: Extract<BuktiView, { keadaan: 'ditandatangani' }> = {
  keadaan: 'ditandatangani',
  pemerintah: 'Pemerintah Provinsi Jawa Tengah',
  jenis: 'surat-dinas',
  nomor: '000.8.3/117/2026',
  tanggal: '2026-11-24',
  hal: 'Undangan rapat koordinasi integrasi kanal aduan daerah dengan mitra transportasi',
  penandatangan: [
    {
      jabatan: 'Kepala Dinas Komunikasi dan Informatika Provinsi Jawa Tengah',
      nama: 'Dr. Contoh Rekaan Wicaksana, S.Kom., M.Si.',
      waktu: '2026-11-24T02:15:30.000Z',
      golongan: {
        golongan: 'tidak-tersertifikasi',
        alasan: 'pengembangan',
        kalimat: alasanGolongan.pengembangan,
      },
    },
    {
      jabatan: 'Sekretaris Daerah Provinsi Jawa Tengah',
      nama: 'Ir. Umpama Saraswati Rekaan, M.T.',
      waktu: '2026-11-24T03:40:00.000Z',
      golongan: null,
    },
  ],
  berkasSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  dikirim: true,
  pengembangan: true,
};

const tandaTangan = {
  field: 'TandaTangan1',
  kind: 'signature',
  indication: 'TOTAL_PASSED',
  subIndication: null,
  integrity: 'intact',
  coverage: 'whole-file',
  modifications: 'none',
  level: 'PAdES-BASELINE-T',
  signer: {
    subject: 'CN=Dr. Contoh Rekaan Wicaksana\\, S.Kom.,O=Pemerintah Provinsi Jawa Tengah,C=ID',
    issuer: 'CN=Naskah DEVELOPMENT Issuing CA,C=ID',
    serialHex: '0a1b2c',
  },
  claimedTime: '2026-11-24T02:15:29.000Z',
  bestTime: '2026-11-24T02:15:30.000Z',
  digestAlgorithm: 'SHA-256',
  signatureAlgorithm: 'RSA PKCS#1 v1.5',
  findings: [
    { check: 'byte-range', status: 'passed', detail: 'The ByteRange covers the whole file.', evidence: [] },
  ],
  ...unlooked,
  certificateSha256: 'b'.repeat(64),
  revocation: 'good',
  longTermUntil: null,
  revision: 1,
} as const;
export const verifikasi: VerifikasiView = {
  laporan: { readable: true, sizeBytes: 61_234, revisions: 2, signatures: [tandaTangan], ...unlookedReport },
  kebijakan: 'umum',
  kesimpulan: 'TOTAL_PASSED',
  kalimat: 'Semua tanda tangan sah.',
  kalimatInggris: 'Every signature is valid.',
  instansi: null,
  tandaTangan: [
    {
      golongan: {
        golongan: 'tidak-tersertifikasi',
        alasan: 'pengembangan',
        kalimat: alasanGolongan.pengembangan,
      },
      sebab: null,
      tidakDiperiksa: [],
    },
  ],
  perubahanDihilangkan: 0,
  tercatat: { bukti: 'AAAAAAAAAAAAAAAAAAAAAA', nomor: '000.8.3/117/2026' },
  sha256: bukti.berkasSha256,
};

export interface Panggilan {
  readonly nama: string;
  readonly p: Permintaan | null;
  readonly isi: readonly unknown[];
}
/** Answers fixed views, remembers what it was asked, and throws what `galat` names. */
export class LayananPalsu {
  readonly panggilan: Panggilan[] = [];
  galat: Error | null = null;
  /** Files are handed out only when this is over. */
  tahan: Promise<void> | null = null;
  ulangan = false;
  lanjut: string | null = null;
  siap = true;
  bukti: BuktiView = bukti;
  verifikasi: VerifikasiView = verifikasi;
  naskah: NaskahView = naskah;
  /** The passphrase as it was while the call ran: the buffer itself is wiped afterwards. */
  frasaSandi: { saatItu: string; buffer: Uint8Array } | null = null;

  get efek(): string[] {
    return this.panggilan.map(({ nama }) => nama).filter((nama) => /buat|tindakan|terima/.test(nama));
  }
  #jawab<T>(nama: string, p: Permintaan | null, isi: readonly unknown[], jawaban: T): Promise<T> {
    this.panggilan.push({ nama, p, isi });
    if (this.galat !== null) return Promise.reject(this.galat);
    return Promise.resolve(jawaban);
  }
  #hasil<T>(nama: string, p: Permintaan, isi: readonly unknown[], jawaban: T) {
    return this.#jawab(nama, p, isi, { isi: jawaban, ulangan: this.ulangan });
  }
  #ada(id: string): void {
    if (id.startsWith('TIDAK')) throw new NaskahError('TIDAK_DITEMUKAN');
  }

  readonly layanan: Layanan = {
    naskah: {
      buat: (p, k) => this.#hasil('naskah.buat', p, [k], this.naskah),
      daftar: (p, s) => this.#jawab('naskah.daftar', p, [s], { baris: [this.naskah], lanjut: this.lanjut }),
      lihat: async (p, id) => {
        this.#ada(id);
        return this.#jawab('naskah.lihat', p, [id], { ...this.naskah, konsep });
      },
      daftarVersi: (p, id) =>
        this.#jawab(
          'naskah.daftarVersi',
          p,
          [id],
          [{ versi: 1, sha256: 'c'.repeat(64), dibuat: naskah.dibuat }],
        ),
      lihatVersi: (p, id, versi) =>
        this.#jawab('naskah.lihatVersi', p, [id, versi], { versi, sha256: 'c'.repeat(64), konsep }),
      buatVersi: (p, id, k, revisi) => this.#hasil('naskah.buatVersi', p, [id, k, revisi], this.naskah),
      tindakan: (p, id, t: TindakanNaskah) => {
        if (t.frasaSandi) {
          this.frasaSandi = { saatItu: new TextDecoder().decode(t.frasaSandi), buffer: t.frasaSandi };
        }
        return this.#hasil('naskah.tindakan', p, [id, t], this.naskah);
      },
      berkas: async (p, id, jenis) => {
        await this.tahan;
        return this.#jawab('naskah.berkas', p, [id, jenis], {
          bytes: new TextEncoder().encode('%PDF-1.7'),
          nama: 'surat "dinas"\r\n é.pdf',
          sha256: 'd'.repeat(64),
        });
      },
      jejak: (p, id) =>
        this.#jawab(
          'naskah.jejak',
          p,
          [id],
          [{ log: 'jateng/2026', urut: 0, hash: 'e'.repeat(64), daun: { v: 1 }, terbuka: [] }],
        ),
    },
    aduan: {
      terima: (p, a) => this.#hasil('aduan.terima', p, [a], aduanPublik),
      status: async (tiket) => {
        this.#ada(tiket);
        return this.#jawab('aduan.status', null, [tiket], aduanPublik);
      },
      daftar: (p, sebelum, batas) =>
        this.#jawab('aduan.daftar', p, [sebelum, batas], { baris: [aduan], lanjut: this.lanjut }),
      lihat: async (p, id) => {
        this.#ada(id);
        return this.#jawab('aduan.lihat', p, [id], aduan);
      },
      tindakan: (p, id, t) => this.#hasil('aduan.tindakan', p, [id, t], aduan),
    },
    verifikasi: {
      periksa: async (isi, pilihan) =>
        this.#jawab('verifikasi.periksa', null, [await terima(isi), pilihan], this.verifikasi),
      laporanPdf: (hasil, penilai) =>
        this.#jawab('verifikasi.laporanPdf', null, [hasil, penilai], {
          bytes: new TextEncoder().encode('%PDF-1.7'),
          disegel: false,
        }),
      periksaArsip: async (isi, pilihan) =>
        this.#jawab('verifikasi.periksaArsip', null, [await terima(isi), pilihan], {
          kebijakan: pilihan.kebijakan,
          butir: butirPalsu(this.verifikasi),
        }),
    },
    bukti: {
      lihat: async (id) => {
        this.#ada(id);
        return this.#jawab('bukti.lihat', null, [id], this.bukti);
      },
    },
    masuk: {
      kenali: (token) =>
        Promise.resolve(Object.hasOwn(subjek, token) ? pelaku(token as keyof typeof subjek) : null),
      siapa: (p) =>
        this.#jawab('masuk.siapa', p, [], {
          nama: 'Contoh',
          pemerintah: 'Jateng',
          peran: ['pegawai'],
          jabatan: [],
        }),
    },
    kesehatan: { siap: () => Promise.resolve({ siap: this.siap, bagian: { basisData: this.siap } }) },
  };
}

async function terima(isi: IsiBerkas): Promise<Buffer> {
  const semua: Uint8Array[] = [];
  for await (const potongan of isi) semua.push(potongan);
  return Buffer.concat(semua);
}
async function* butirPalsu(hasil: VerifikasiView): AsyncGenerator<ButirArsip> {
  yield { nama: 'surat/a.pdf', hasil, penolakan: null };
  await Promise.resolve();
  yield { nama: 'b.zip', hasil: null, penolakan: { code: 'ARSIP_BUTIR_BERSARANG', detail: 'x' } };
}

const pelaku = (nama: keyof typeof subjek): Pelaku => ({
  jenis: 'pengguna',
  tenantId: 't' as never,
  orangId: nama as never,
  peran: subjek[nama],
  jabatan: [],
});

/** Generous limits, so that only the tests about limits meet them. */
export const config: HttpConfig = {
  ...httpBawaan,
  laju: {
    umumPerMenit: 100_000,
    frasaSandiPerMenit: 100_000,
    unggahPerMenit: 100_000,
    aduanPublikPerMenit: 100_000,
  },
};

export async function bukaServer(
  opsi: { config?: HttpConfig; logger?: Parameters<typeof buatServer>[0]['logger'] } = {},
): Promise<{ app: FastifyInstance; palsu: LayananPalsu }> {
  const palsu = new LayananPalsu();
  const app = await buatServer({
    layanan: palsu.layanan,
    config: opsi.config ?? config,
    halaman,
    ...(opsi.logger === undefined ? {} : { logger: opsi.logger }),
  });
  return { app, palsu };
}

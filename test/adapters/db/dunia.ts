/** A small invented government in a fresh database, for the tests of storage. */
import { createHmac, createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, createCipheriv, createDecipheriv } from 'node:crypto';
import {
  bukaDatabase,
  type Database,
  type OpsiDatabase,
  type Rahasia,
} from '../../../src/adapters/db/index.ts';
import type { Aduan } from '../../../src/domain/aduan/aduan.ts';
import type { Naskah, NomorTercatat, UpayaTandaTangan } from '../../../src/domain/naskah/naskah.ts';
import type { Pelaku } from '../../../src/domain/pelaku.ts';
import type { Catatan } from '../../../src/services/ports.ts';
import type {
  AduanId,
  BuktiId,
  JabatanId,
  KunciId,
  NaskahId,
  OrangId,
  Sha256,
  Tanggal,
  TenantId,
  UnitId,
  UpayaId,
  Waktu,
} from '../../../src/shared/brand.ts';

export const SAAT = '2026-11-24T01:02:03.004Z' as Waktu;
export const tenantId = 'tn_jateng' as TenantId;
export const tenantLain = 'tn_semarang' as TenantId;
export const unitId = 'un_diskominfo' as UnitId;
export const jabatanId = 'jb_kepala' as JabatanId;
export const jabatanStaf = 'jb_staf' as JabatanId;
export const orangId = 'or_ujang' as OrangId;
export const kunciId = 'kn_ujang' as KunciId;
export const pelaku: Pelaku = {
  jenis: 'pengguna',
  tenantId,
  orangId,
  peran: ['pegawai'],
  jabatan: [jabatanId],
};
export const sistem: Pelaku = { jenis: 'sistem' };

/** A clock that stands still until it is told otherwise. */
export function jam(saat: string = SAAT) {
  let kini = new Date(saat);
  return {
    now: () => kini,
    setel(baru: string) {
      kini = new Date(baru);
    },
  };
}

/** Real AES-256-GCM under a fixed test secret, as the adapter over `segel.ts` does it. */
export const rahasia: Rahasia = {
  seal(purpose, plaintext, aad) {
    const nonce = randomBytes(12);
    const c = createCipheriv('aes-256-gcm', kunciUji(purpose), nonce).setAAD(aad);
    return Buffer.concat([nonce, c.update(plaintext), c.final(), c.getAuthTag()]);
  },
  open(purpose, sealed, aad) {
    const d = createDecipheriv('aes-256-gcm', kunciUji(purpose), sealed.subarray(0, 12)).setAAD(aad);
    d.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([d.update(sealed.subarray(12, -16)), d.final()]);
  },
  keyedHash: (purpose, value) =>
    createHmac('sha256', kunciUji(`hash/${purpose}`))
      .update(value)
      .digest(),
};
const kunciUji = (label: string): Buffer => createHash('sha256').update(`rahasia uji ${label}`).digest();

export function folderUji(): { folder: string; hapus: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'naskah-uji-'));
  return { folder, hapus: () => rmSync(folder, { recursive: true, force: true }) };
}

export function bukaUji(folder: string, opsi: Partial<OpsiDatabase> = {}): Database {
  return bukaDatabase({
    berkas: join(folder, 'naskah.db'),
    clock: jam(),
    host: 'naskah.contoh.go.id',
    rahasia,
    ...opsi,
  });
}

export const kejadian = (lain: Partial<Catatan> = {}): Catatan => ({
  peristiwa: 'naskah.ubah',
  tenantId,
  ...lain,
});

/** Tenant, unit, two posts, one person holding the higher one, a signing key. */
export async function isiDasar(db: Database): Promise<void> {
  await db.write(sistem, 'benih', async (repos, catat) => {
    await repos.tenant.tambah({
      id: tenantId,
      kode: 'jateng',
      nama: 'Pemerintah Provinsi Contoh',
      jenis: 'provinsi',
      zona: 'Asia/Jakarta',
    });
    await repos.tenant.tambah({
      id: tenantLain,
      kode: 'semarang',
      nama: 'Pemerintah Kota Contoh',
      jenis: 'kota',
      zona: 'Asia/Jakarta',
    });
    await repos.organisasi.tambahUnit({
      id: unitId,
      tenantId,
      kode: 'diskominfo',
      nama: 'Dinas Contoh',
      induk: null,
      kodeNomor: 'KOM',
      kop: null,
    });
    for (const [id, kode] of [
      [jabatanId, 'diskominfo.kepala'],
      [jabatanStaf, 'diskominfo.staf'],
    ] as const) {
      await repos.organisasi.tambahJabatan({
        id,
        tenantId,
        unitId,
        kode,
        nama: kode,
        kelas: 'struktural',
        induk: null,
      });
    }
    await repos.organisasi.tambahOrang(
      {
        id: orangId,
        tenantId,
        nama: 'Ujang Contoh',
        gelarDepan: null,
        gelarBelakang: 'S.Kom.',
        kepegawaian: 'pns',
        nip: '198001012005011001',
        pangkat: null,
        golongan: null,
        nikTersamar: null,
        peran: ['pegawai'],
      },
      '3374010101800001',
    );
    await repos.organisasi.tambahPemangku({
      jabatanId,
      orangId,
      bentuk: 'definitif',
      dari: '2025-01-01' as Tanggal,
      sampai: null,
    });
    await repos.kunci.tambah({
      id: kunciId,
      tenantId,
      orangId,
      certificate: Uint8Array.of(1, 2),
      chain: [Uint8Array.of(3), Uint8Array.of(4, 5)],
      jenis: 'tersegel',
      algorithm: 'ecdsa-p256-sha256',
      tersegel: Uint8Array.of(6),
      berlakuDari: SAAT,
      berlakuSampai: '2028-01-01T00:00:00.000Z' as Waktu,
      salah: 0,
      terkunciSampai: null,
    });
    catat({ peristiwa: 'tenant.buat', tenantId, objek: { jenis: 'tenant', id: tenantId } });
  });
}

export const naskahBaru = (id: string, lain: Partial<Naskah> = {}): Naskah => ({
  id: id as NaskahId,
  tenantId,
  jenis: 'surat-dinas',
  keadaan: 'konsep',
  revisi: 1,
  versi: 1,
  hal: 'Undangan rapat',
  konseptorJabatanId: jabatanId,
  konseptorOrangId: orangId,
  unitId,
  buktiId: `bukti-${id}` as BuktiId,
  aduanId: null,
  nomor: null,
  tanggal: null,
  profilId: null,
  alasan: null,
  berkasSha256: null,
  dibuat: SAAT,
  diubah: SAAT,
  ...lain,
});

export const nomorBaru = (
  naskahId: string,
  urut: number,
  lain: Partial<NomorTercatat> = {},
): NomorTercatat => ({
  tenantId,
  register: 'umum',
  tahun: 2026,
  urut,
  sisipan: '',
  teks: `000.1.2.3/${urut}/2026`,
  tanggal: '2026-11-24' as Tanggal,
  naskahId: naskahId as NaskahId,
  keadaan: 'dipesan',
  alasan: null,
  ...lain,
});

export const hash = (isi: string): Sha256 => createHash('sha256').update(isi).digest('hex') as Sha256;

export const upayaBaru = (
  id: string,
  naskahId: string,
  lain: Partial<UpayaTandaTangan> = {},
): UpayaTandaTangan => ({
  id: id as UpayaId,
  tenantId,
  naskahId: naskahId as NaskahId,
  urutan: 1,
  upaya: 1,
  keadaan: 'dipesan',
  versi: 1,
  orangId,
  jabatanId,
  persetujuan: hash('persetujuan'),
  tingkat: 'B-T',
  sertifikatSha256: hash('sertifikat'),
  jenisKunci: 'tersegel',
  penandatangan: 'lokal',
  siapSha256: null,
  dasarSha256: null,
  hasilSha256: null,
  idempotensi: null,
  alasan: null,
  dibuat: SAAT,
  diubah: SAAT,
  ...lain,
});

export const aduanBaru = (id: string, lain: Partial<Aduan> = {}): Aduan => ({
  id: id as AduanId,
  tenantId,
  tiket: `TIKET-${id}`,
  kanal: 'mitra-luring',
  rujukanMitra: null,
  judul: 'Pembayaran ganda',
  uraian: 'Kartu terpotong dua kali.',
  kota: null,
  anonim: false,
  keadaan: 'baru',
  revisi: 1,
  unitId: null,
  naskahId: null,
  alasan: null,
  kejadian: null,
  diserahkan: null,
  diterima: SAAT,
  diubah: SAAT,
  ...lain,
});

export async function tambahNaskah(db: Database, id: string, lain: Partial<Naskah> = {}): Promise<Naskah> {
  const naskah = naskahBaru(id, lain);
  await db.write(pelaku, 'uji', async (repos, catat) => {
    await repos.naskah.tambah(naskah);
    catat(kejadian({ peristiwa: 'naskah.buat', objek: { jenis: 'naskah', id } }));
  });
  return naskah;
}

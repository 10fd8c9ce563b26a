import { describe, expect, it } from 'vitest';
import type { KonsepNaskah } from '../../../src/domain/naskah/konsep.ts';
import {
  barisSifat,
  susunLembar,
  unitKop,
  type BahanLembar,
} from '../../../src/domain/naskah/susun-lembar.ts';
import type { Tenant, Unit } from '../../../src/domain/organisasi.ts';
import type { Tanggal, TenantId, UnitId } from '../../../src/shared/brand.ts';
import { benih } from '../benih.ts';

const jateng = benih('jateng');
const tenant: Tenant = { ...jateng.tenant, id: 't' as TenantId };
const unit = (kode: string, induk: string | null, kop: Unit['kop'] = null): Unit => ({
  id: kode as UnitId,
  tenantId: tenant.id,
  kode,
  nama: `Dinas ${kode}`,
  induk: induk as UnitId | null,
  kodeNomor: kode,
  kop,
});
const konsep: KonsepNaskah = {
  jenis: 'surat-dinas',
  klasifikasi: '500.12',
  hal: 'Permohonan data',
  tujuan: [{ nama: 'Kepala Dinas Perhubungan', di: 'Semarang' }],
  isi: [{ jenis: 'paragraf', teks: '#set page() $x$ <b>' }],
  konseptor: 'a',
  penandatangan: ['b'],
};
const bahan = (lain: Partial<BahanLembar> = {}): BahanLembar => ({
  konsep,
  profil: jateng.profil[0]!.isi,
  tenant,
  unitKop: unit('dinas', null, { perangkat: ['Dinas Komunikasi dan Informatika'], alamat: ['Jalan Contoh'] }),
  penandatangan: [{ jabatan: ['KEPALA,'], nama: 'A', pangkat: null, nip: null }],
  dari: 'Kepala Dinas',
  mode: 'final',
  nomor: '500.12/1/KOMINFO/2026',
  tanggal: '2026-09-07' as Tanggal,
  bukti: { url: 'http://contoh/b/x', domain: 'jateng.contoh.go.id' },
  ...lain,
});
const lampiran = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ judul: `L${i}`, isi: [{ jenis: 'paragraf' as const, teks: 'x' }] }));

describe('the sheet of a letter', () => {
  it('a surat dinas', () => {
    expect(susunLembar(bahan())).toMatchObject({
      kop: {
        lambang: 'daerah',
        pemerintah: 'PEMERINTAH PROVINSI JAWA TENGAH',
        perangkat: ['DINAS KOMUNIKASI DAN INFORMATIKA'],
        alamat: ['Jalan Contoh'],
      },
      judul: null,
      nomor: '500.12/1/KOMINFO/2026',
      tanggal: '7 September 2026',
      tempat: 'Semarang',
      sifat: 'Biasa',
      lampiranRingkas: '-',
      tujuan: [{ nama: 'Kepala Dinas Perhubungan', di: 'Semarang', up: null }],
      dari: null,
      isi: konsep.isi,
      tembusan: [],
      bukti: { url: 'http://contoh/b/x' },
      footer: jateng.profil[0]!.isi.footer,
    });
  });
  it('a nota dinas has its title and its sender', () => {
    const nota = susunLembar(bahan({ konsep: { ...konsep, jenis: 'nota-dinas' } }));
    expect([nota.judul, nota.dari]).toEqual(['NOTA DINAS', 'Kepala Dinas']);
  });
  it('a draft carries no proof and no claim to be signed, even if handed one', () => {
    const draf = susunLembar(bahan({ mode: 'draf', nomor: null, tanggal: null }));
    expect([draf.bukti, draf.footer, draf.nomor, draf.tanggal]).toEqual([null, [], null, null]);
  });
  it.each([
    [1, '1 (satu) berkas', ['Lampiran Surat']],
    [3, '3 (tiga) berkas', ['Lampiran I Surat', 'Lampiran II Surat', 'Lampiran III Surat']],
  ])('%i attachments are announced and headed', (n, ringkas, kepala) => {
    const lembar = susunLembar(bahan({ konsep: { ...konsep, lampiran: lampiran(n) } }));
    expect(lembar.lampiranRingkas).toBe(ringkas);
    expect(lembar.lampiran.map((l) => l.kepala)).toEqual(kepala);
  });
  it.each([
    ['B', 'biasa', 'Biasa'],
    ['B', 'segera', 'Segera'],
    ['B', 'sangat-segera', 'Sangat Segera'],
    ['T', 'biasa', 'Terbatas'],
    ['R', 'sangat-segera', 'Rahasia/Sangat Segera'],
    ['SR', 'segera', 'Sangat Rahasia/Segera'],
  ] as const)('security %s and urgency %s print as %s', (keamanan, kecepatan, baris) => {
    expect(barisSifat(keamanan, kecepatan)).toBe(baris);
  });
});

describe('the letterhead', () => {
  const kop = { perangkat: ['Dinas'], alamat: [] };
  it('is the nearest one upwards', () => {
    const semua = [unit('dinas', null, kop), unit('bidang', 'dinas'), unit('seksi', 'bidang')];
    expect(unitKop(semua[2]!, semua).kode).toBe('dinas');
    expect(unitKop(semua[0]!, semua).kode).toBe('dinas');
  });
  it('a unit under none prints its own name, and a cycle does not hang', () => {
    const semua = [unit('a', 'b'), unit('b', 'a')];
    expect(unitKop(semua[0]!, semua).kode).toBe('a');
    expect(susunLembar(bahan({ unitKop: semua[0]! })).kop.perangkat).toEqual(['DINAS A']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/db/index.ts';
import type {
  AduanId,
  BuktiId,
  NaskahId,
  OrangId,
  Sha256,
  Tanggal,
  TenantId,
  Waktu,
} from '../../../src/shared/brand.ts';
import {
  SAAT,
  aduanBaru,
  bukaUji,
  folderUji,
  hash,
  isiDasar,
  jabatanId,
  jabatanStaf,
  kejadian,
  kunciId,
  naskahBaru,
  nomorBaru,
  orangId,
  pelaku,
  tambahNaskah,
  tenantId,
  tenantLain,
  upayaBaru,
} from './dunia.ts';

let db: Database;
let hapus: () => void;
beforeEach(async () => {
  const uji = folderUji();
  hapus = uji.hapus;
  db = bukaUji(uji.folder);
  await isiDasar(db);
});
afterEach(async () => {
  await db.tutup();
  hapus();
});

const tulis: <T>(kerja: Parameters<typeof db.write<T>>[2]) => Promise<T> = (kerja) =>
  db.write(pelaku, 'uji', async (repos, catat) => {
    catat(kejadian());
    return kerja(repos, catat);
  });

describe('organisation', () => {
  it('keeps the NIK sealed, finds it by keyed hash and shows it masked', async () => {
    await db.read(async (repos) => {
      const orang = await repos.organisasi.orang(tenantId, orangId);
      expect(orang?.nikTersamar).toBe('3374********0001');
      expect(Object.keys(orang ?? {})).not.toContain('nikTersegel');
      expect((await repos.organisasi.cariNik(tenantId, '3374010101800001'))?.id).toBe(orangId);
      expect(await repos.organisasi.cariNik(tenantLain, '3374010101800001')).toBeNull();
      expect(await repos.organisasi.nik(tenantId, orangId)).toBe('3374010101800001');
      expect(await repos.organisasi.nik(tenantLain, orangId)).toBeNull();
    });
  });

  it('puts whoever is in charge before the definitive holder, inclusive of the last day', async () => {
    const wakil = 'or_wakil' as OrangId;
    await tulis(async (repos) => {
      const dasar = await repos.organisasi.orang(tenantId, orangId);
      await repos.organisasi.tambahOrang({ ...dasar!, id: wakil, nip: null }, null);
      await repos.organisasi.tambahPemangku({
        jabatanId,
        orangId: wakil,
        bentuk: 'plh',
        dari: '2026-11-01' as Tanggal,
        sampai: '2026-11-24' as Tanggal,
      });
    });
    const pada = (tanggal: string) =>
      db.read(async (repos) => {
        const semua = await repos.organisasi.pemangku(jabatanId, tanggal as Tanggal);
        return semua.map((p) => p.bentuk);
      });
    expect(await pada('2026-11-24')).toEqual(['plh', 'definitif']);
    expect(await pada('2026-11-25')).toEqual(['definitif']);
    expect(await pada('2024-12-31')).toEqual([]);
  });

  it('knows a bearer token by its hash only', async () => {
    await tulis((repos) => repos.organisasi.tambahToken(hash('token'), orangId, tenantId));
    await db.read(async (repos) => {
      expect(await repos.organisasi.token(hash('token'))).toEqual({ orangId, tenantId });
      expect(await repos.organisasi.token(hash('lain'))).toBeNull();
    });
  });

  it('answers with the profile in force on a day', async () => {
    await tulis(async (repos) => {
      for (const [versi, berlakuSejak] of [
        [1, '2026-01-01'],
        [2, '2026-12-01'],
      ] as const) {
        await repos.tenant.tambahProfil({
          id: `pf_${versi}` as never,
          tenantId,
          versi,
          berlakuSejak: berlakuSejak as Tanggal,
          isi: { tempat: 'Semarang' } as never,
        });
      }
    });
    const versi = (tanggal: string) =>
      db.read(async (repos) => (await repos.tenant.profilPada(tenantId, tanggal as Tanggal))?.versi ?? null);
    expect(await versi('2025-12-31')).toBeNull();
    expect(await versi('2026-11-30')).toBe(1);
    expect(await versi('2026-12-01')).toBe(2);
  });
});

describe('letters', () => {
  it('come back exactly as they were written', async () => {
    const naskah = await tambahNaskah(db, 'n1');
    await db.read(async (repos) => {
      expect(await repos.naskah.cari(tenantId, naskah.id)).toEqual(naskah);
      expect(await repos.naskah.cariBukti('bukti-n1' as BuktiId)).toEqual(naskah);
    });
  });

  it('of another tenant are not there', async () => {
    const naskah = await tambahNaskah(db, 'n1');
    await db.read(async (repos) => {
      expect(await repos.naskah.cari(tenantLain, naskah.id)).toBeNull();
    });
  });

  it('are refused when the caller read an older revision', async () => {
    const naskah = await tambahNaskah(db, 'n1');
    await tulis((repos) => repos.naskah.ubah({ ...naskah, hal: 'A', revisi: 2 }));
    await expect(
      tulis((repos) => repos.naskah.ubah({ ...naskah, hal: 'B', revisi: 2 })),
    ).rejects.toMatchObject({
      code: 'NASKAH_BERUBAH',
    });
    await expect(
      tulis((repos) => repos.naskah.ubah({ ...naskah, tenantId: tenantLain, hal: 'B', revisi: 3 })),
    ).rejects.toMatchObject({ code: 'NASKAH_BERUBAH' });
  });

  it('are found by any file they ever had', async () => {
    const naskah = await tambahNaskah(db, 'n1');
    await tulis(async (repos) => {
      await repos.naskah.tambahBerkas(naskah.id, hash('satu'), 1, SAAT);
      await repos.naskah.tambahBerkas(naskah.id, hash('dua'), 2, SAAT);
    });
    await db.read(async (repos) => {
      expect((await repos.naskah.cariBerkas(hash('satu')))?.id).toBe('n1');
      expect((await repos.naskah.cariBerkas(hash('dua')))?.id).toBe('n1');
      expect(await repos.naskah.cariBerkas(hash('tiga'))).toBeNull();
    });
  });

  it('keep versions and replace the steps of one version only', async () => {
    const naskah = await tambahNaskah(db, 'n1');
    const langkah = (versi: number, status: 'menunggu' | 'gugur') => [
      { naskahId: naskah.id, versi, urutan: 1, jabatanId, status, orangId: null, waktu: null },
    ];
    await tulis(async (repos) => {
      for (const versi of [1, 2]) {
        await repos.naskah.tambahVersi({
          naskahId: naskah.id,
          versi,
          konsep: { jenis: 'surat-dinas', hal: `isi ${versi}` } as never,
          sha256: hash(String(versi)),
          oleh: orangId,
          dibuat: SAAT,
        });
        await repos.naskah.tulisParaf(naskah.id, versi, langkah(versi, 'menunggu'));
      }
      await repos.naskah.tulisParaf(naskah.id, 1, langkah(1, 'gugur'));
    });
    await db.read(async (repos) => {
      expect((await repos.naskah.daftarVersi(naskah.id)).map((v) => v.versi)).toEqual([1, 2]);
      expect((await repos.naskah.versi(naskah.id, 2))?.konsep).toMatchObject({ hal: 'isi 2' });
      expect((await repos.naskah.paraf(naskah.id, 1))[0]?.status).toBe('gugur');
      expect((await repos.naskah.paraf(naskah.id, 2))[0]?.status).toBe('menunggu');
    });
  });

  it('are listed newest first in pages that neither repeat nor skip, also at equal times', async () => {
    for (let i = 0; i < 7; i += 1) {
      await tambahNaskah(db, `n${i}`, { dibuat: (i < 4 ? SAAT : '2026-11-25T00:00:00.000Z') as Waktu });
    }
    const dilihat: string[] = [];
    let sebelum: string | undefined;
    do {
      const hal = await db.read((repos) =>
        repos.naskah.daftar({ tenantId, batas: 3, ...(sebelum === undefined ? {} : { sebelum }) }),
      );
      dilihat.push(...hal.baris.map((n) => n.id));
      sebelum = hal.lanjut ?? undefined;
    } while (sebelum !== undefined);
    expect(dilihat).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0']);
  });

  it('are listed for the posts that take part in them', async () => {
    await tambahNaskah(db, 'konsep');
    const milikStaf = { konseptorJabatanId: jabatanStaf };
    for (const id of ['paraf', 'ttd', 'bukan']) await tambahNaskah(db, id, milikStaf);
    await tulis(async (repos) => {
      const langkah = { urutan: 1, jabatanId, orangId: null, waktu: null, status: 'menunggu' } as const;
      await repos.naskah.tulisParaf('paraf' as NaskahId, 1, [
        { ...langkah, naskahId: 'paraf' as NaskahId, versi: 1 },
      ]);
      await repos.naskah.tulisPenandatangan('ttd' as NaskahId, [
        { ...langkah, naskahId: 'ttd' as NaskahId, wewenang: null },
      ]);
    });
    const daftar = (jabatan: (typeof jabatanId)[]) =>
      db.read(async (repos) => {
        const { baris } = await repos.naskah.daftar({ tenantId, batas: 9, jabatan });
        return baris.map((n) => n.id).toSorted();
      });
    expect(await daftar([jabatanId])).toEqual(['konsep', 'paraf', 'ttd']);
    expect(await daftar([])).toEqual([]);
    // Taken off the route by a new version: the post no longer sees what the letter has become.
    await tambahNaskah(db, 'dulu', { ...milikStaf, versi: 2 });
    await tulis((repos) =>
      repos.naskah.tulisParaf('dulu' as NaskahId, 1, [
        {
          naskahId: 'dulu' as NaskahId,
          versi: 1,
          urutan: 1,
          jabatanId,
          orangId: null,
          waktu: null,
          status: 'gugur',
        },
      ]),
    );
    expect(await daftar([jabatanId])).toEqual(['konsep', 'paraf', 'ttd']);
  });

  it('refuse a cursor nobody gave out', async () => {
    await expect(
      db.read((repos) => repos.naskah.daftar({ tenantId, batas: 3, sebelum: 'bukan-kursor' })),
    ).rejects.toMatchObject({ code: 'MASUKAN_TIDAK_SAH' });
  });

  it('cannot be called signed without a file and a number', async () => {
    await expect(tambahNaskah(db, 'n1', { keadaan: 'ditandatangani' })).rejects.toThrow(/CHECK/);
  });

  it('cannot name a complaint of another tenant', async () => {
    await tulis((repos) => repos.aduan.tambah(aduanBaru('a1', { tenantId: tenantLain }), null));
    await expect(tambahNaskah(db, 'n1', { aduanId: 'a1' as AduanId })).rejects.toThrow(/aduan tidak ada/);
  });
});

describe('numbers', () => {
  it('are taken once, also by void ones', async () => {
    await tambahNaskah(db, 'n1');
    await tambahNaskah(db, 'n2');
    await tulis((repos) => repos.nomor.tambah(nomorBaru('n1', 1)));
    await tulis((repos) =>
      repos.nomor.ubah(nomorBaru('n1', 1, { keadaan: 'batal', alasan: 'tanggal berganti' })),
    );
    await expect(tulis((repos) => repos.nomor.tambah(nomorBaru('n2', 1)))).rejects.toMatchObject({
      code: 'NOMOR_SUDAH_DIPAKAI',
    });
    await tulis(async (repos) => {
      expect(await repos.nomor.berikut(tenantId, 'umum', 2026)).toBe(2);
      expect(await repos.nomor.milik('n1' as NaskahId)).toBeNull();
    });
  });

  it('are one per letter until void', async () => {
    await tambahNaskah(db, 'n1');
    await tulis((repos) => repos.nomor.tambah(nomorBaru('n1', 1)));
    await expect(tulis((repos) => repos.nomor.tambah(nomorBaru('n1', 2)))).rejects.toMatchObject({
      code: 'NOMOR_SUDAH_DIPAKAI',
    });
    await tulis(async (repos) => {
      await repos.nomor.ubah(nomorBaru('n1', 1, { keadaan: 'batal' }));
      await repos.nomor.tambah(nomorBaru('n1', 2));
    });
  });

  it('that are issued or void stay so', async () => {
    await tambahNaskah(db, 'n1');
    const terbit = nomorBaru('n1', 1, { keadaan: 'terbit' });
    await tulis(async (repos) => {
      await repos.nomor.tambah(nomorBaru('n1', 1));
      await repos.nomor.ubah(terbit);
      await repos.nomor.ubah(terbit);
    });
    await expect(tulis((repos) => repos.nomor.ubah({ ...terbit, keadaan: 'batal' }))).rejects.toThrow(
      /tetap/,
    );
  });
});

describe('attempts', () => {
  it('allow one open attempt for a letter', async () => {
    await tambahNaskah(db, 'n1');
    await tulis((repos) => repos.upaya.tambah(upayaBaru('u1', 'n1')));
    await expect(
      tulis((repos) => repos.upaya.tambah(upayaBaru('u2', 'n1', { upaya: 2 }))),
    ).rejects.toMatchObject({
      code: 'PENANDATANGANAN_BERJALAN',
    });
    await tulis(async (repos) => {
      await repos.upaya.pindah('dipesan', upayaBaru('u1', 'n1', { keadaan: 'gagal' }));
      await repos.upaya.tambah(upayaBaru('u2', 'n1', { upaya: 2 }));
      expect((await repos.upaya.terbuka()).map((u) => u.id)).toEqual(['u2']);
    });
  });

  it('move only from the state the caller saw, and a closed one never', async () => {
    await tambahNaskah(db, 'n1');
    await tulis((repos) => repos.upaya.tambah(upayaBaru('u1', 'n1')));
    await expect(
      tulis((repos) => repos.upaya.pindah('siap', upayaBaru('u1', 'n1', { keadaan: 'dikirim' }))),
    ).rejects.toMatchObject({ code: 'PENANDATANGANAN_BERJALAN' });
    await tulis((repos) => repos.upaya.pindah('dipesan', upayaBaru('u1', 'n1', { keadaan: 'gagal' })));
    await expect(
      tulis((repos) => repos.upaya.pindah('gagal', upayaBaru('u1', 'n1', { keadaan: 'siap' }))),
    ).rejects.toThrow(/sudah ditutup/);
  });

  it('remember the request they answer', async () => {
    await tambahNaskah(db, 'n1');
    const upaya = upayaBaru('u1', 'n1', { idempotensi: { kunci: 'k', sidik: 's', pemilik: 'p' } });
    await tulis((repos) => repos.upaya.tambah(upaya));
    expect(await db.read((repos) => repos.upaya.cari(upaya.id))).toEqual(upaya);
  });
});

describe('complaints', () => {
  it('keep the reporter sealed and apart', async () => {
    const aduan = aduanBaru('a1', { rujukanMitra: 'RJ-1' });
    const pelapor = { aduanId: aduan.id, nama: 'Pelapor Rekaan', kontak: 'pelapor@contoh.id' };
    await tulis(async (repos) => {
      await repos.aduan.tambah(aduan, pelapor);
      await repos.aduan.tambahRiwayat({
        aduanId: aduan.id,
        urutan: 1,
        aksi: 'terima',
        oleh: null,
        catatan: null,
        waktu: SAAT,
      });
    });
    await db.read(async (repos) => {
      expect(await repos.aduan.cari(tenantId, aduan.id)).toEqual(aduan);
      expect(await repos.aduan.pelapor(aduan.id)).toEqual(pelapor);
      expect((await repos.aduan.cariRujukan(tenantId, 'mitra-luring', 'RJ-1'))?.id).toBe('a1');
      expect(await repos.aduan.cariRujukan(tenantId, 'web', 'RJ-1')).toBeNull();
      expect((await repos.aduan.riwayat(aduan.id)).length).toBe(1);
      expect((await repos.aduan.daftar(tenantId, 5)).baris.map((a) => a.id)).toEqual(['a1']);
    });
    await expect(tulis((repos) => repos.aduan.ubah({ ...aduan, revisi: 3 }))).rejects.toMatchObject({
      code: 'NASKAH_BERUBAH',
    });
  });
});

describe('tries of a passphrase (SEC-502)', () => {
  const coba = (saat: string) => tulis((repos) => repos.kunci.mulaiCoba(kunciId, saat as Waktu));

  it('evaluate at most five of a hundred parallel ones', async () => {
    const hasil = await Promise.allSettled(Array.from({ length: 100 }, () => coba(SAAT)));
    expect(hasil.filter((h) => h.status === 'fulfilled').length).toBe(5);
    const ditolak = hasil.find((h) => h.status === 'rejected');
    expect(ditolak?.reason).toMatchObject({ code: 'FRASA_SANDI_TERKUNCI' });
  });

  it('may go on when the lock has run out, counted anew', async () => {
    for (let i = 0; i < 5; i += 1) await coba(SAAT);
    await expect(coba('2026-11-24T01:17:03.003Z')).rejects.toMatchObject({ code: 'FRASA_SANDI_TERKUNCI' });
    expect(await coba('2026-11-24T01:17:03.004Z')).toEqual({ salah: 1 });
  });

  it('are forgotten after a right one', async () => {
    for (let i = 0; i < 5; i += 1) await coba(SAAT);
    await tulis((repos) => repos.kunci.cobaBerhasil(kunciId));
    expect(await coba(SAAT)).toEqual({ salah: 1 });
  });

  it('belong to a key that comes back as it was stored', async () => {
    const kunci = await db.read((repos) => repos.kunci.milik(orangId));
    expect(kunci?.chain.map((c) => [...c])).toEqual([[3], [4, 5]]);
    expect([...(kunci?.certificate ?? [])]).toEqual([1, 2]);
    expect(await db.read((repos) => repos.kunci.milik('or_tidak_ada' as OrangId))).toBeNull();
  });
});

describe('idempotency rows', () => {
  const entri = (jawaban: string | null, sidik: Sha256 = hash('a')) => ({
    kunci: 'k1',
    pemilik: 'p1',
    sidik,
    jawaban,
    dibuat: SAAT,
  });

  it('are begun once and completed once', async () => {
    await tulis((repos) => repos.idempotensi.simpan(entri(null)));
    await expect(tulis((repos) => repos.idempotensi.simpan(entri(null)))).rejects.toMatchObject({
      code: 'KUNCI_IDEMPOTENSI_BERJALAN',
    });
    await tulis((repos) => repos.idempotensi.simpan(entri('{"a":1}')));
    await expect(tulis((repos) => repos.idempotensi.simpan(entri('{"a":2}')))).rejects.toMatchObject({
      code: 'KUNCI_IDEMPOTENSI_BERJALAN',
    });
    expect(await db.read((repos) => repos.idempotensi.cari('p1', 'k1'))).toEqual(entri('{"a":1}'));
    expect(await db.read((repos) => repos.idempotensi.cari('p2', 'k1'))).toBeNull();
  });

  it('refuse another body under the same key', async () => {
    await tulis((repos) => repos.idempotensi.simpan(entri('x')));
    await expect(tulis((repos) => repos.idempotensi.simpan(entri('x', hash('b'))))).rejects.toMatchObject({
      code: 'KUNCI_IDEMPOTENSI_BEDA_ISI',
    });
  });

  it('can be forgotten', async () => {
    await tulis((repos) => repos.idempotensi.simpan(entri(null)));
    await tulis((repos) => repos.idempotensi.hapus('p1', 'k1'));
    expect(await db.read((repos) => repos.idempotensi.cari('p1', 'k1'))).toBeNull();
  });
});

it('an unknown tenant has nothing', async () => {
  expect(await db.read((repos) => repos.tenant.cari('tn_x' as TenantId))).toBeNull();
  expect((await db.read((repos) => repos.tenant.cariKode('jateng')))?.id).toBe(tenantId);
  expect(naskahBaru('x').tenantId).toBe(tenantId);
});

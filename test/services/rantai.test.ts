import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Pengguna } from '../../src/services/muat-naskah.ts';
import { bytesSource, validatePdf } from '../../src/pades/index.ts';
import { leafHash } from '../../src/translog/index.ts';
import { duaPemaraf, duaPenandatangan, suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import { orangLuar } from '../support/periksa.ts';

let rumah: Rumah;
beforeAll(async () => {
  rumah = await bangunRumah();
});
afterEach(async () => {
  expect(await rumah.periksa()).toEqual([]);
});
afterAll(() => rumah.bongkar());

const verdict = (bytes: Uint8Array) => {
  const laporan = validatePdf(bytesSource(bytes), { anchors: rumah.akar, at: rumah.jam.now() });
  return laporan.readable ? laporan.signatures.map((s) => `${s.indication} ${s.level}`) : [];
};

describe('the whole chain', () => {
  it('leads from a draft through two paraf and a signature to a letter that is sent', async () => {
    const konsep = suratDinas({ pemaraf: duaPemaraf });
    const naskah = await rumah.jalan.terbitkan(konsep);
    expect(naskah.keadaan).toBe('dikirim');
    expect(naskah.nomor).toMatch(/^500\.12\/\d+\/KOMINFO\/2026$/);
    expect(verdict(await rumah.jalan.berkas(naskah, konsep.konseptor))).toEqual([
      'TOTAL_PASSED PAdES-BASELINE-T',
    ]);
  });

  it('lets two officials sign one file, the later leaving the earlier valid, under one number', async () => {
    const konsep = suratDinas({ penandatangan: duaPenandatangan });
    const naskah = await rumah.jalan.terbitkan(konsep);
    expect(verdict(await rumah.jalan.berkas(naskah, konsep.konseptor))).toEqual([
      'TOTAL_PASSED PAdES-BASELINE-T',
      'TOTAL_PASSED PAdES-BASELINE-T',
    ]);
    expect(naskah.penandatangan.map((l) => l.status)).toEqual(['selesai', 'selesai']);
  });

  it('shows no signed file and no proof before every signer has signed', async () => {
    const konsep = suratDinas({ penandatangan: duaPenandatangan });
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, duaPenandatangan[0]!, 'tandatangani');
    expect(naskah.keadaan).toBe('siap_tanda_tangan');
    expect(await kodeDari(rumah.jalan.berkas(naskah, konsep.konseptor))).toBe('TIDAK_DITEMUKAN');
    expect(await rumah.layanan.bukti.lihat(naskah.bukti.id)).toEqual({ keadaan: 'belum' });
  });

  it('answers the proof address of a signed letter with its number, signer and file, and no addressee', async () => {
    const konsep = suratDinas();
    const naskah = await rumah.jalan.terbitkan(konsep);
    const bukti = await rumah.layanan.bukti.lihat(naskah.bukti.id);
    expect(bukti).toMatchObject({
      keadaan: 'ditandatangani',
      nomor: naskah.nomor,
      berkasSha256: naskah.berkasSha256,
      dikirim: true,
      pengembangan: true,
    });
    expect(JSON.stringify(bukti)).not.toContain(konsep.tujuan[0]?.nama);
  });

  it('recognises its own file and no file that differs from it by a byte', async () => {
    const konsep = suratDinas();
    const naskah = await rumah.jalan.terbitkan(konsep);
    const bytes = await rumah.jalan.berkas(naskah, konsep.konseptor);
    const sama = await rumah.layanan.verifikasi.periksa([bytes], orangLuar);
    expect([sama.kesimpulan, sama.tercatat?.nomor]).toEqual(['TOTAL_PASSED', naskah.nomor]);
    const lain = Uint8Array.from(bytes);
    lain[1000]! ^= 1;
    const beda = await rumah.layanan.verifikasi.periksa([lain], orangLuar);
    expect(beda.tercatat).toBeNull();
    expect(beda.kesimpulan).not.toBe('TOTAL_PASSED');
  });
});

describe('the way of a letter through the house', () => {
  it('goes back with a reason, and the correction voids every paraf given so far', async () => {
    const konsep = suratDinas({ pemaraf: duaPemaraf });
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, duaPemaraf[0]!, 'paraf');
    expect(await kodeDari(rumah.jalan.tindak(naskah, duaPemaraf[1]!, 'kembalikan'))).toBe('ALASAN_WAJIB');
    naskah = await rumah.jalan.tindak(naskah, duaPemaraf[1]!, 'kembalikan', 'Tanggal rapat keliru.');
    expect([naskah.keadaan, naskah.alasan]).toEqual(['konsep', 'Tanggal rapat keliru.']);
    const koreksi = suratDinas({ pemaraf: duaPemaraf, hal: 'Undangan Rapat yang Benar' });
    naskah = await rumah.jalan.ubah(naskah, koreksi);
    expect([naskah.versi, naskah.paraf.map((l) => l.status)]).toEqual([2, ['menunggu', 'menunggu']]);
    expect((await rumah.jalan.selesaikan(koreksi, naskah)).keadaan).toBe('dikirim');
  });

  it('refuses a paraf out of turn and an act of someone who takes no part', async () => {
    const konsep = suratDinas({ pemaraf: duaPemaraf });
    const naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    expect(await kodeDari(rumah.jalan.tindak(naskah, duaPemaraf[1]!, 'paraf'))).toBe('LANGKAH_BUKAN_GILIRAN');
    expect(await kodeDari(rumah.jalan.tindak(naskah, 'jateng.diskominfo.kabid-ikp', 'paraf'))).toBe(
      'TIDAK_BERWENANG',
    );
    expect(await kodeDari(rumah.jalan.tindak(naskah, 'jateng.dishub.kabid-angkutan', 'paraf'))).toBe(
      'TIDAK_DITEMUKAN',
    );
  });

  it('sends a letter that is edited after the last paraf back to its start', async () => {
    const konsep = suratDinas({ pemaraf: [duaPemaraf[0]!] });
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, duaPemaraf[0]!, 'paraf');
    expect(naskah.keadaan).toBe('siap_tanda_tangan');
    naskah = await rumah.jalan.ubah(naskah, suratDinas({ pemaraf: [duaPemaraf[0]!], hal: 'Lain' }));
    expect([naskah.keadaan, naskah.paraf.map((l) => l.status)]).toEqual(['konsep', ['menunggu']]);
  });

  it('closes content after the first signature', async () => {
    const konsep = suratDinas({ penandatangan: duaPenandatangan });
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, duaPenandatangan[0]!, 'tandatangani');
    const lain = suratDinas({ penandatangan: duaPenandatangan, hal: 'Lain' });
    expect(await kodeDari(rumah.jalan.ubah(naskah, lain))).toBe('NASKAH_TINDAKAN_DITOLAK');
    expect(
      await kodeDari(rumah.jalan.tindak(naskah, duaPenandatangan[1]!, 'kembalikan', 'Ada yang salah.')),
    ).toBe('NASKAH_TINDAKAN_DITOLAK');
  });

  it('refuses an act on a letter that has moved on since it was read', async () => {
    const konsep = suratDinas();
    const naskah = await rumah.jalan.buat(konsep);
    await rumah.jalan.ubah(naskah, suratDinas({ hal: 'Lain' }));
    expect(await kodeDari(rumah.jalan.tindak(naskah, konsep.konseptor, 'ajukan'))).toBe('NASKAH_BERUBAH');
  });

  it('is unknown to the people of another government', async () => {
    const naskah = await rumah.jalan.buat(suratDinas());
    const orangLain = await rumah.jalan.sebagai('semarang.diskominfo.kepala');
    const { layanan } = rumah;
    for (const coba of [
      () => layanan.naskah.lihat(orangLain, naskah.id),
      () => layanan.naskah.lihatVersi(orangLain, naskah.id, 1),
      () => layanan.naskah.daftarVersi(orangLain, naskah.id),
      () => layanan.naskah.berkas(orangLain, naskah.id, 'pratinjau'),
      () => layanan.naskah.berkas(orangLain, naskah.id, 'tanda-tangan'),
      () => layanan.naskah.jejak(orangLain, naskah.id),
      () => layanan.naskah.buatVersi(orangLain, naskah.id, suratDinas()),
      () => layanan.naskah.tindakan(orangLain, naskah.id, { aksi: 'ajukan' }),
      () => layanan.naskah.tindakan(orangLain, naskah.id, { aksi: 'tandatangani' }),
      () => layanan.naskah.tindakan(orangLain, naskah.id, { aksi: 'lanjutkan_cap_waktu' }),
    ]) {
      expect(await kodeDari(coba())).toBe('TIDAK_DITEMUKAN');
    }
    const admin = await rumah.jalan.sebagai('tirta');
    const pastikan = layanan.naskah.tindakan(admin, naskah.id, {
      aksi: 'pastikan',
      alasan: 'coba',
      terbukti: 'tidak_bertanda_tangan',
    });
    expect(await kodeDari(pastikan)).toBe('TIDAK_DITEMUKAN');
    expect((await layanan.naskah.daftar(orangLain, {})).baris).toEqual([]);
  });
});

describe('the trail of a letter', () => {
  it('tells an auditor every event in order, in leaves whose hashes are their own', async () => {
    const konsep = suratDinas({ pemaraf: [duaPemaraf[0]!] });
    const naskah = await rumah.jalan.terbitkan(konsep);
    const auditor = await rumah.jalan.sebagai('jateng.inspektorat.auditor');
    const jejak = await rumah.layanan.naskah.jejak(auditor, naskah.id);
    expect(jejak.map((e) => (e.daun as { peristiwa: string }).peristiwa)).toEqual([
      'naskah.buat',
      'naskah.ajukan',
      'naskah.paraf',
      'nomor.pesan',
      'naskah.tte.mulai',
      'naskah.tte.niat',
      'naskah.tte.dikirim',
      'naskah.tte.selesai',
      'nomor.terbit',
      'naskah.kirim',
    ]);
    expect(jejak.map((e) => e.urut)).toEqual(jejak.map((e) => e.urut).toSorted((a, b) => a - b));
    const mentah = await rumah.konteks.uow.read((repos) =>
      repos.audit.jejak((auditor.pelaku as Pengguna).tenantId, 'naskah', naskah.id),
    );
    for (const entri of mentah) {
      expect(Buffer.from(leafHash(Buffer.from(entri.daun))).toString('hex')).toBe(entri.hash);
    }
  });

  it('holds the subject only as a digest whose disclosure the auditor gets beside it', async () => {
    const konsep = suratDinas({ hal: 'Perihal yang Sangat Khas 7731' });
    const naskah = await rumah.jalan.buat(konsep);
    const auditor = await rumah.jalan.sebagai('jateng.inspektorat.auditor');
    const [buat] = await rumah.layanan.naskah.jejak(auditor, naskah.id);
    expect(JSON.stringify(buat?.daun)).not.toContain('7731');
    expect(buat?.terbuka.map((t) => [t.nama, t.nilai])).toEqual([['objek.hal', konsep.hal]]);
  });

  it('is closed to everyone but an auditor', async () => {
    const konsep = suratDinas();
    const naskah = await rumah.jalan.buat(konsep);
    const p = await rumah.jalan.sebagai(konsep.konseptor);
    expect(await kodeDari(rumah.layanan.naskah.jejak(p, naskah.id))).toBe('TIDAK_DITEMUKAN');
  });
});

describe('a letter whose second signer refuses', () => {
  it('ends there: its file and proof are never shown and its number stays used', async () => {
    const konsep = suratDinas({ penandatangan: duaPenandatangan });
    const [pertama = '', kedua = ''] = duaPenandatangan;
    let naskah = await rumah.jalan.tindak(await rumah.jalan.buat(konsep), konsep.konseptor, 'ajukan');
    naskah = await rumah.jalan.tindak(naskah, pertama, 'tandatangani');
    naskah = await rumah.jalan.tindak(naskah, kedua, 'tolak', 'Tidak sesuai kesepakatan.');
    expect(naskah).toMatchObject({ keadaan: 'ditolak', tindakan: [] });
    expect(await kodeDari(rumah.jalan.berkas(naskah, konsep.konseptor))).toBe('TIDAK_DITEMUKAN');
    expect(await rumah.layanan.bukti.lihat(naskah.bukti.id)).toEqual({ keadaan: 'belum' });
    const berikut = await rumah.jalan.terbitkan(suratDinas());
    expect(berikut.nomor).not.toBe(naskah.nomor);
  });
});

describe('a letter that was secret', () => {
  it('shows its later, open version to the unit, and the secret one still only to those who take part', async () => {
    const rahasia = suratDinas({ sifatKeamanan: 'R', hal: 'Hal yang dirahasiakan' });
    const naskah = await rumah.jalan.ubah(await rumah.jalan.buat(rahasia), suratDinas());
    const rekan = await rumah.jalan.sebagai('jateng.diskominfo.kabid-ikp');
    expect((await rumah.layanan.naskah.lihatVersi(rekan, naskah.id, 2)).versi).toBe(2);
    expect(await kodeDari(rumah.layanan.naskah.lihatVersi(rekan, naskah.id, 1))).toBe('TIDAK_DITEMUKAN');
    const konseptor = await rumah.jalan.sebagai(rahasia.konseptor);
    expect((await rumah.layanan.naskah.lihatVersi(konseptor, naskah.id, 1)).versi).toBe(1);
  });
});

describe('a number', () => {
  it("comes from the signer's office, whoever drafts", async () => {
    const naskah = await rumah.jalan.terbitkan(suratDinas({ penandatangan: ['jateng.sekda'] }));
    expect(naskah.nomor).toMatch(/^500\.12\/1\/SETDA\/2026$/);
  });
});

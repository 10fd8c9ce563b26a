import { readFileSync, appendFileSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { bukaBlob } from '../../../src/adapters/blob/blob.ts';
import { kunciFolderData } from '../../../src/adapters/kunci-data.ts';
import type { Sha256, Tanggal } from '../../../src/shared/brand.ts';
import { bukaUji, kejadian, nomorBaru, naskahBaru, pelaku, tenantId, upayaBaru } from './dunia.ts';

/**
 * Writes letters with numbers and signatures until it is killed. Each acknowledged letter is appended to `diakui`
 * after its COMMIT returned; whatever stands there must survive.
 */
export async function mulai(folder: string, putaran: string): Promise<void> {
  await kunciFolderData(folder);
  const db = bukaUji(folder);
  const blob = await bukaBlob(join(folder, 'berkas'));
  const diakui = openSync(join(folder, 'diakui'), 'a');
  process.send?.('siap');
  const pekerja = async (p: number) => {
    for (let i = 0; ; i += 1) {
      const id = `r${putaran}-${p}-${i}`;
      const isi = Buffer.from(`berkas ${id} `.repeat(50));
      const pesan = await db.write(pelaku, id, async (repos, catat) => {
        await repos.naskah.tambah(naskahBaru(id, { keadaan: 'menandatangani' }));
        await repos.naskah.tulisPenandatangan(naskahBaru(id).id, [
          {
            naskahId: naskahBaru(id).id,
            urutan: 1,
            jabatanId: naskahBaru(id).konseptorJabatanId,
            status: 'menunggu',
            orangId: null,
            waktu: null,
            wewenang: null,
          },
        ]);
        const urut = await repos.nomor.berikut(tenantId, 'umum', 2026);
        await repos.nomor.tambah(nomorBaru(id, urut));
        await repos.upaya.tambah(upayaBaru(`u-${id}`, id));
        catat(
          kejadian({
            peristiwa: 'nomor.pesan',
            objek: { jenis: 'naskah', id },
            rincian: { buku: 'umum/2026', nomor: urut },
          }),
        );
        if (i % 2 === 0) await setImmediate();
        return urut;
      });
      const siap = await blob.put(Buffer.from(`siap ${id}`));
      const upaya = upayaBaru(`u-${id}`, id, { keadaan: 'siap', siapSha256: siap, dasarSha256: siap });
      await db.write(pelaku, id, async (repos, catat) => {
        await repos.upaya.pindah('dipesan', upaya);
        catat(
          kejadian({ peristiwa: 'naskah.tte.niat', objek: { jenis: 'naskah', id }, rincian: { upaya: 1 } }),
        );
      });
      const sha256 = await blob.put(isi);
      await db.write(pelaku, id, async (repos, catat) => {
        const nomor = nomorBaru(id, pesan, { keadaan: 'terbit' });
        await repos.upaya.pindah('siap', { ...upaya, keadaan: 'selesai', hasilSha256: sha256 });
        await repos.naskah.tulisPenandatangan(naskahBaru(id).id, [
          {
            naskahId: naskahBaru(id).id,
            urutan: 1,
            jabatanId: naskahBaru(id).konseptorJabatanId,
            status: 'selesai',
            orangId: null,
            waktu: null,
            wewenang: null,
          },
        ]);
        await repos.nomor.ubah(nomor);
        await repos.naskah.tambahBerkas(naskahBaru(id).id, sha256, isi.length, naskahBaru(id).dibuat);
        await repos.naskah.ubah(
          naskahBaru(id, {
            keadaan: 'ditandatangani',
            revisi: 2,
            berkasSha256: sha256,
            nomor: nomor.teks,
            tanggal: '2026-11-24' as Tanggal,
          }),
        );
        catat(
          kejadian({
            peristiwa: 'naskah.tte.selesai',
            objek: { jenis: 'naskah', id },
            artefak: { pdf: { sha256, ukuran: isi.length } },
            rincian: { upaya: 1 },
          }),
        );
        catat(
          kejadian({
            peristiwa: 'nomor.terbit',
            objek: { jenis: 'naskah', id },
            rincian: { buku: 'umum/2026', nomor: pesan },
          }),
        );
      });
      writeSync(diakui, `${id} ${pesan} ${sha256}\n`);
      process.send?.('diakui');
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, p) => pekerja(p)));
}

export interface Pengakuan {
  readonly id: string;
  readonly urut: number;
  readonly sha256: Sha256;
}
export function bacaPengakuan(folder: string): readonly Pengakuan[] {
  appendFileSync(join(folder, 'diakui'), '');
  return readFileSync(join(folder, 'diakui'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((baris) => {
      const [id = '', urut = '', sha256 = ''] = baris.split(' ');
      return { id, urut: Number(urut), sha256: sha256 as Sha256 };
    });
}

import { spawnSync } from 'node:child_process';
import nodeFs, { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tambahDiTempat } from '../../src/adapters/berkas-di-tempat.ts';
import type { ByteSource } from '../../src/pades/index.ts';

const lama = Buffer.from('%PDF-1.7 isi lama\n%%EOF\n');
const update = Buffer.alloc(5000, 'tambahan ');
const baru = Buffer.concat([lama, update]);
const tambah = (original: ByteSource) => Promise.resolve({ original, update });
const tanpa = (original: ByteSource) => Promise.resolve({ original, update: new Uint8Array(0) });

let folder: string;
let berkas: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-tempat-'));
  berkas = join(folder, 'surat.pdf');
  writeFileSync(berkas, lama);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keadaan = (): 'lama' | 'baru' | 'robek' => {
  const isi = readFileSync(berkas);
  return isi.equals(lama) ? 'lama' : isi.equals(baru) ? 'baru' : 'robek';
};

/** The disk of a machine that stops at the `ke`-th call: half of that write is done, nothing after it. */
function diskMati(ke: number): typeof nodeFs & { readonly panggilan: number } {
  let panggilan = 0;
  const mati = (): boolean => {
    panggilan += 1;
    return panggilan >= ke;
  };
  const henti = (): never => {
    throw new Error('mati');
  };
  const batasi = <F extends (...a: never[]) => unknown>(f: F): F =>
    ((...a: Parameters<F>) => (mati() ? henti() : f(...a))) as F;
  return {
    ...nodeFs,
    openSync: batasi(nodeFs.openSync),
    fsyncSync: batasi(nodeFs.fsyncSync),
    ftruncateSync: batasi(nodeFs.ftruncateSync),
    rmSync: batasi(nodeFs.rmSync),
    writeSync: ((fd: number, bytes: Uint8Array, dari: number, panjang: number, letak: number) => {
      const sebagian = Math.min(panjang, 1500);
      if (panggilan >= ke) henti();
      if (mati()) {
        nodeFs.writeSync(fd, bytes, dari, sebagian >> 1, letak);
        henti();
      }
      return nodeFs.writeSync(fd, bytes, dari, sebagian, letak);
    }) as typeof nodeFs.writeSync,
    get panggilan() {
      return panggilan;
    },
  };
}

// Children start slowly on a busy machine.
describe('a file that is signed in place', { timeout: 60_000 }, () => {
  it('grows by the update and leaves nothing beside it', async () => {
    await tambahDiTempat(berkas, tambah);
    expect(keadaan()).toBe('baru');
    expect(readdirSync(folder)).toEqual(['surat.pdf']);
  });

  it('is the old or the whole new one after a halt at any point, once somebody has opened it again', async () => {
    const seluruhnya = diskMati(Infinity);
    await tambahDiTempat(berkas, tambah, seluruhnya);
    expect(seluruhnya.panggilan).toBeGreaterThan(10);
    const akhir: string[] = [];
    const robekDulu: string[] = [];
    for (let ke = 1; ke <= seluruhnya.panggilan; ke += 1) {
      writeFileSync(berkas, lama);
      await expect(tambahDiTempat(berkas, tambah, diskMati(ke))).rejects.toThrow('mati');
      robekDulu.push(keadaan());
      const terbaca = await tambahDiTempat(berkas, tanpa);
      expect([lama.length, baru.length]).toContain(terbaca.original.size);
      akhir.push(keadaan());
      expect(existsSync(`${berkas}.naskah-urungan`)).toBe(false);
    }
    expect(robekDulu).toContain('robek');
    expect(akhir).not.toContain('robek');
    expect(new Set(akhir)).toEqual(new Set(['lama', 'baru']));
  });

  it('gets its old length back at once where the disk is full', async () => {
    let tulis = 0;
    const penuh = {
      ...nodeFs,
      writeSync: ((fd: number, bytes: Uint8Array, dari: number, panjang: number, letak: number) => {
        tulis += 1;
        if (tulis > 2) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        return nodeFs.writeSync(fd, bytes, dari, Math.min(panjang, 1000), letak);
      }) as typeof nodeFs.writeSync,
    };
    await expect(tambahDiTempat(berkas, tambah, penuh)).rejects.toMatchObject({ code: 'PENYIMPANAN_PENUH' });
    expect(keadaan()).toBe('lama');
    expect(readdirSync(folder)).toEqual(['surat.pdf']);
  });

  it('is not touched where it changed while the signature was made', async () => {
    const lain = Buffer.from(lama).fill(0x20, 10, 12);
    await expect(
      tambahDiTempat(berkas, (original) => {
        writeFileSync(berkas, lain);
        return tambah(original);
      }),
    ).rejects.toMatchObject({ code: 'PADES_SOURCE_CHANGED' });
    expect(readFileSync(berkas).equals(lain)).toBe(true);
  });

  it('is refused to a second writer, in this process and in another', async () => {
    await tambahDiTempat(berkas, async (original) => {
      await expect(tambahDiTempat(berkas, tambah)).rejects.toMatchObject({ code: 'PADES_FILE_BUSY' });
      const anak = jalankan(1);
      expect(anak.stderr).toContain('PADES_FILE_BUSY');
      return { original, update };
    });
    expect(keadaan()).toBe('baru');
    await expect(tambahDiTempat(berkas, tanpa)).resolves.toBeDefined();
  });

  it('is left as it is where the note beside it is torn or belongs to another file', async () => {
    for (const catatan of [
      '{"panjangLama":3',
      'null\n',
      `${JSON.stringify({ panjangLama: 3, panjangTambahan: 9, sha256Lama: '0'.repeat(64), sha256Tambahan: '0'.repeat(64) })}\n`,
    ]) {
      writeFileSync(`${berkas}.naskah-urungan`, catatan);
      await tambahDiTempat(berkas, tanpa);
      expect(keadaan()).toBe('lama');
    }
    expect(readdirSync(folder)).toEqual(['surat.pdf']);
  });

  // The first write is the note's, the others the file's.
  it.each([1, 2, 4])(
    'survives a kill -9 at write %i of another process, whose lock dies with it',
    async (ke) => {
      expect(jalankan(ke).signal).toBe('SIGKILL');
      await tambahDiTempat(berkas, tanpa);
      expect(keadaan()).toBe('lama');
      expect(readdirSync(folder)).toEqual(['surat.pdf']);
    },
  );
});

function jalankan(ke: number): { readonly signal: NodeJS.Signals | null; readonly stderr: string } {
  const anak = fileURLToPath(new URL('berkas-di-tempat-anak.ts', import.meta.url));
  return spawnSync(process.execPath, ['--import', 'tsx', anak, berkas, String(ke)], { encoding: 'utf8' });
}

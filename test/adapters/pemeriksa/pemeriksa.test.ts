import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batasPemeriksa } from '../../../src/adapters/pemeriksa/batas.ts';
import { pemeriksaPdf, type OpsiPemeriksa } from '../../../src/adapters/pemeriksa/pemeriksa.ts';

let folder: string;
let pemeriksa: ReturnType<typeof pemeriksaPdf>;
const buka = (lain: Partial<OpsiPemeriksa> = {}) =>
  pemeriksaPdf({
    kepercayaan: () => ({ anchors: [], anchorSunsets: {} }),
    clock: { now: () => new Date() },
    workerUrl: new URL('./pengganti.mjs', import.meta.url),
    waktuMs: 1_500,
    irisanMs: 200,
    ...lain,
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-pemeriksa-'));
  pemeriksa = buka();
});
afterEach(async () => {
  await pemeriksa.tutup();
  rmSync(folder, { recursive: true, force: true });
});

/** Hands in a file that says how the stand-in thread is to behave. */
function periksa(isi: string, pemanggil = 'uji', batal?: AbortSignal) {
  const path = join(folder, isi);
  writeFileSync(path, isi);
  return pemeriksa.periksa(
    { path, sizeBytes: isi.length },
    { policy: 'stranger', instansi: null, pemanggil, batal },
  );
}
const batasTerlampaui = { readable: false, error: { code: 'PADES_LIMIT_EXCEEDED' } };

describe('a file that never ends', () => {
  it('is ended with a code, and others are judged while it runs', async () => {
    const urut: string[] = [];
    const macet = Array.from({ length: 3 }, () => periksa('macet').finally(() => urut.push('macet')));
    const baik = await periksa('baik').finally(() => urut.push('baik'));
    expect(baik).toMatchObject({ readable: true });
    expect(urut).toEqual(['baik']);
    for (const satu of await Promise.all(macet)) expect(satu).toMatchObject(batasTerlampaui);
  }, 30_000);

  it('of one caller keeps another caller no longer than its slice', async () => {
    await pemeriksa.tutup();
    pemeriksa = buka({ waktuMs: 600_000 });
    const urut: string[] = [];
    const selesai = (nama: string) => () => void urut.push(nama);
    const penyerang = Promise.allSettled(
      Array.from({ length: 6 }, () => periksa('macet', 'penyerang').finally(selesai('macet'))),
    );
    const warga = Array.from({ length: 3 }, () => periksa('baik', 'warga').finally(selesai('baik')));
    await Promise.all(warga);
    expect(urut).toEqual(['baik', 'baik', 'baik']);
    await pemeriksa.tutup();
    await penyerang;
  }, 30_000);
});

describe('a file', () => {
  it('that needs more memory than a thread has ends with a code; the next one is judged', async () => {
    await pemeriksa.tutup();
    pemeriksa = buka({ waktuMs: 600_000 });
    const { message } = ((await periksa('rakus')) as { error: { message: string } }).error;
    expect(message).toBe('Validation needed too much memory.');
    expect(await periksa('baik')).toMatchObject({ readable: true });
  }, 60_000);

  it('that takes longer than a slice is judged all the same, not begun anew and not refused', async () => {
    expect(await Promise.all([periksa('lama'), periksa('lama'), periksa('baik')])).toMatchObject([
      { readable: true },
      { readable: true },
      { readable: true },
    ]);
  });

  it('at which the validator itself fails is no verdict but a failure, and the next one is judged', async () => {
    await expect(periksa('gagal')).rejects.toThrow('a defect of ours');
    expect(await periksa('baik')).toMatchObject({ readable: true });
  });

  it('whose caller has gone is not looked at any longer, whether it waits or runs', async () => {
    await pemeriksa.tutup();
    pemeriksa = buka({ waktuMs: 600_000 });
    const pergi = new AbortController();
    const semua = Array.from({ length: 3 }, () => periksa('macet', 'uji', pergi.signal));
    setTimeout(() => pergi.abort(new Error('gone')), 50);
    for (const satu of await Promise.allSettled(semua))
      expect(satu).toMatchObject({ reason: { message: 'gone' } });
    expect(await periksa('baik')).toMatchObject({ readable: true });
  });
});

it('who finds too many waiting is told to come again; others still find room', async () => {
  const banyak = batasPemeriksa.menungguPerPemanggil + 10;
  const penyerang = Promise.allSettled(Array.from({ length: banyak }, () => periksa('baik', 'penyerang')));
  const warga = periksa('baik', 'warga');
  const ditolak = (await penyerang).filter((s) => s.status === 'rejected');
  expect(ditolak.length).toBeGreaterThan(0);
  for (const { reason } of ditolak) expect(reason).toMatchObject({ code: 'TERLALU_SERING' });
  expect(await warga).toMatchObject({ readable: true });
});

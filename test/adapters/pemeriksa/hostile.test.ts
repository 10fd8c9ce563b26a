import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kolamPemeriksa } from '../../../src/adapters/pemeriksa/kolam.ts';
import { hostileFiles } from '../../support/hostile.ts';
import { tableFile } from '../../support/pdf.ts';
import { pekerjaTs } from '../../support/rumah.ts';

let folder: string;
let kolam: ReturnType<typeof kolamPemeriksa>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-jahat-'));
  kolam = kolamPemeriksa({ workerUrl: pekerjaTs('periksa') });
});
afterAll(async () => {
  await kolam.tutup();
  rmSync(folder, { recursive: true, force: true });
});

function periksa(isi: Uint8Array, pemanggil: string) {
  const path = join(folder, `${pemanggil}.pdf`);
  writeFileSync(path, isi);
  const options = { anchors: [], at: new Date('2026-11-24T03:00:00Z') };
  return kolam.periksa({ path, sizeBytes: isi.length, options, pemanggil });
}

describe('a hostile file, judged in a thread with the limits of the product', () => {
  it.each(hostileFiles.map((satu) => [satu.name, satu] as const))(
    '%s',
    async (_nama, { make, codes }) => {
      const laporan = await periksa(make(), 'penyerang');
      expect(codes).toContain(laporan.readable ? null : laporan.error.code);
      const lolos = laporan.readable && laporan.signatures.some((s) => s.indication === 'TOTAL_PASSED');
      expect(lolos).toBe(false);
    },
    60_000,
  );

  it('keeps no honest one from being answered, and each hostile one gets its own answer', async () => {
    const jahat = hostileFiles.filter(({ name }) => /small arrays|nulls|bomb|OID/.test(name));
    const semua = Promise.all(jahat.map((satu, i) => periksa(satu.make(), `penyerang${i}`)));
    expect(await periksa(tableFile(), 'warga')).toMatchObject({ readable: true, signatures: [] });
    for (const [i, laporan] of (await semua).entries())
      expect(jahat[i]?.codes).toContain(laporan.readable ? null : laporan.error.code);
  }, 120_000);
});

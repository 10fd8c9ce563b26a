import { afterEach, beforeEach, expect, it } from 'vitest';
import { pemeriksaPdf } from '../../../src/adapters/pemeriksa/pemeriksa.ts';
import { utf8 } from '../../../src/shared/bytes.ts';

let pemeriksa: ReturnType<typeof pemeriksaPdf>;
beforeEach(() => {
  pemeriksa = pemeriksaPdf({
    anchors: [],
    clock: { now: () => new Date() },
    workerUrl: new URL('./lambat.mjs', import.meta.url),
    batasWaktuMs: 1_000,
  });
});
afterEach(() => pemeriksa.tutup());

it('files behind one that never ends are judged all the same: each has its time from when its turn comes', async () => {
  const macet = pemeriksa.periksa(utf8('macet'));
  const baik = Array.from({ length: 3 }, () => pemeriksa.periksa(utf8('baik')));
  expect(await macet).toMatchObject({ readable: false, error: { code: 'PADES_LIMIT_EXCEEDED' } });
  for (const satu of await Promise.all(baik)) expect(satu).toMatchObject({ readable: true });
});

it('who finds too many waiting is told to come again, and is judged when there is room', async () => {
  const semua = await Promise.allSettled(Array.from({ length: 40 }, () => pemeriksa.periksa(utf8('baik'))));
  const ditolak = semua.filter((s) => s.status === 'rejected');
  expect(ditolak).toHaveLength(10);
  for (const { reason } of ditolak) expect(reason).toMatchObject({ code: 'TERLALU_SERING' });
  expect(await pemeriksa.periksa(utf8('baik'))).toMatchObject({ readable: true });
});

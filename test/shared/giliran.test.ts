import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { buatGiliran } from '../../src/shared/giliran.ts';

describe('a queue of a few places', () => {
  it('never lets more in than it has places, whatever fails', async () => {
    const giliran = buatGiliran(2);
    let di = 0;
    let terbanyak = 0;
    const kerja = async (gagal: boolean) => {
      terbanyak = Math.max(terbanyak, ++di);
      await setTimeout(1);
      di--;
      if (gagal) throw new Error('gagal');
    };
    const hasil = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => giliran(() => kerja(i % 3 === 0))),
    );
    expect(terbanyak).toBe(2);
    expect(hasil.filter((h) => h.status === 'rejected')).toHaveLength(7);
  });

  it('serves what is urgent before what is not, each in order', async () => {
    const giliran = buatGiliran(1);
    const urutan: string[] = [];
    const catat = (nama: string) => () => Promise.resolve(void urutan.push(nama));
    const lama = giliran(() => setTimeout(5).then(() => void urutan.push('pertama')));
    await Promise.all([
      lama,
      giliran(catat('biasa 1')),
      giliran(catat('mendesak 1'), 'mendesak'),
      giliran(catat('biasa 2')),
      giliran(catat('mendesak 2'), 'mendesak'),
    ]);
    expect(urutan).toEqual(['pertama', 'mendesak 1', 'mendesak 2', 'biasa 1', 'biasa 2']);
  });
});

import nodeFs from 'node:fs';
import { tambahDiTempat } from '../../src/adapters/berkas-di-tempat.ts';

/** A process that dies by SIGKILL at its n-th write, half of which has reached the file. */
const [, , berkas = '', ke = '1'] = process.argv;
let tulis = 0;
await tambahDiTempat(
  berkas,
  (original) => Promise.resolve({ original, update: new Uint8Array(10_000).fill(0x42) }),
  {
    ...nodeFs,
    writeSync: ((fd: number, bytes: Uint8Array, dari: number, panjang: number, letak: number) => {
      tulis += 1;
      const n = nodeFs.writeSync(fd, bytes, dari, Math.ceil(panjang / 2), letak);
      if (tulis === Number(ke)) process.kill(process.pid, 'SIGKILL');
      return n;
    }) as typeof nodeFs.writeSync,
  },
);

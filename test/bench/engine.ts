import type * as BerkasKeBerkas from '../../src/adapters/berkas-ke-berkas.ts';
import type * as BerkasSumber from '../../src/adapters/berkas-sumber.ts';
import type * as Kunci from '../../src/adapters/signer/kunci.ts';
import type * as Engine from '../../src/pades/index.ts';

/**
 * The built product, as users run it: what tsx makes of the sources names every function once more at each call, and is no figure of ours.
 * `npm run bench` builds first.
 */
const built = (path: string): Promise<unknown> => import(new URL(`../../dist/${path}`, import.meta.url).href);

export const engine = (await built('pades/index.js')) as typeof Engine;
export const { keySigner } = (await built('adapters/signer/kunci.js')) as typeof Kunci;
export const { sumberBerkas } = (await built('adapters/berkas-sumber.js')) as typeof BerkasSumber;
export const { tulisKeBerkas } = (await built('adapters/berkas-ke-berkas.js')) as typeof BerkasKeBerkas;

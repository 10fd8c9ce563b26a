import type { PolicyName } from '../pades/index.ts';

/**
 * By what a file handed in for checking is judged: as one this service issued, as one of the national provider, or as
 * anybody's. The words are the service's, the rules behind them the engine's.
 */
export const kebijakan = {
  naskah: 'baseline',
  penyedia: 'provider',
  umum: 'stranger',
} as const satisfies Record<string, PolicyName>;

export type Kebijakan = keyof typeof kebijakan;
export const namaKebijakan = Object.keys(kebijakan) as readonly Kebijakan[];

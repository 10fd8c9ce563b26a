import { AsyncLocalStorage } from 'node:async_hooks';

/** A running write; `hidup` ends with COMMIT or ROLLBACK, even for promises that were left behind. */
export interface Transaksi {
  hidup: boolean;
}

export const konteksTulis = new AsyncLocalStorage<Transaksi>();

/**
 * Whether the caller runs inside a write transaction. Renderer, signer and outbound client refuse then (DESIGN D7):
 * nothing slow or irreversible happens while the writer waits.
 */
export function diDalamTransaksi(): boolean {
  return konteksTulis.getStore()?.hidup ?? false;
}

import { kunciFolderData } from '../../../src/adapters/kunci-data.ts';

/** Holds a data folder until it is killed. */
export async function mulai(folder: string): Promise<void> {
  await kunciFolderData(folder);
  process.send?.('siap');
  setInterval(() => undefined, 1000);
}

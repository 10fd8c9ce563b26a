import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Sha256 } from '../../shared/brand.ts';

/** Where a blob lies in its store; only for hashes that have been checked. */
export const letakBlob = (folder: string, sha256: Sha256): string =>
  join(folder, sha256.slice(0, 2), sha256.slice(2));

/** Whether the store holds this blob and its bytes still hash to its name; reads in pieces and opens nothing else. */
export async function sehat(folder: string, sha256: Sha256): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return false;
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(letakBlob(folder, sha256)), hash);
  } catch {
    return false;
  }
  return hash.digest('hex') === sha256;
}

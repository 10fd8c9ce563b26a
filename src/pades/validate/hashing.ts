import type { Hash } from 'node:crypto';
import { eachChunk, type ByteSource } from '../bytes.ts';
import { startHash } from '../x509/algorithms.ts';
import type { SignedRange } from './coverage.ts';

/** Asks for the digests of one signature's ranges; `hashes` are names of node:crypto. */
export interface HashRequest {
  readonly range: SignedRange;
  readonly hashes: readonly string[];
}

/** What a tail may cost of small files before anybody counts. */
const freeTailBytes = 1024 * 1024;

/**
 * Digests of many signatures in one pass: the bytes before each gap are a prefix of the bytes before the next one, so
 * one running hash per algorithm is forked at every gap. Only the bytes after a gap are read again, and `maxTailBytes`
 * bounds their sum, or 512 crafted ranges could cost 512 times the file. What is over the bound stays undefined.
 */
export function hashRanges(
  source: ByteSource,
  requests: readonly HashRequest[],
  maxTailBytes: number = 4 * source.size + freeTailBytes,
): (ReadonlyMap<string, Uint8Array> | undefined)[] {
  const results: (Map<string, Uint8Array> | undefined)[] = requests.map(() => undefined);
  const running = new Map<string, Hash>();
  for (const { hashes } of requests) {
    for (const name of hashes) if (!running.has(name)) running.set(name, startHash(name));
  }
  const order = requests.map((request, index) => ({ ...request, index }));
  order.sort((a, b) => a.range.gapStart - b.range.gapStart);
  let at = 0;
  let tailBytes = 0;
  for (const { range, hashes, index } of order) {
    feed(source, at, range.gapStart, [...running.values()]);
    at = range.gapStart;
    tailBytes += range.end - range.gapEnd;
    if (tailBytes > maxTailBytes) continue;
    const forks = hashes.map(
      (name) => [name, (running.get(name) ?? startHash(name)).copy(copyOf(name))] as const,
    );
    feed(
      source,
      range.gapEnd,
      range.end,
      forks.map(([, hash]) => hash),
    );
    results[index] = new Map(forks.map(([name, hash]) => [name, hash.digest()]));
  }
  return results;
}

/** A copy forgets how long the digest should be. */
const copyOf = (name: string) => (name === 'shake256' ? { outputLength: 64 } : undefined);

function feed(source: ByteSource, from: number, to: number, hashes: readonly Hash[]): void {
  eachChunk(source, from, to, (chunk) => {
    for (const hash of hashes) hash.update(chunk);
  });
}

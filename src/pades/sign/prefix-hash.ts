import { createHash, type Hash } from 'node:crypto';
import { eachChunk, type ByteSource } from '../bytes.ts';
import type { DigestName } from './types.ts';

/**
 * The state of a hash after all bytes of a source, for the caller to go on from. Bytes of a source never change, so a large original is
 * read once however many updates are stacked on it in one run.
 */
export function hashOfSource(source: ByteSource, digest: DigestName): Hash {
  const states = known.get(source) ?? new Map<DigestName, Hash>();
  known.set(source, states);
  const state = states.get(digest) ?? read(source, digest);
  states.set(digest, state);
  return state.copy();
}

/** Tells that `source` is `original` with `update` behind it. */
export function stackedOn(source: ByteSource, original: ByteSource, update: Uint8Array): ByteSource {
  parents.set(source, { original, update });
  return source;
}

const known = new WeakMap<ByteSource, Map<DigestName, Hash>>();
const parents = new WeakMap<ByteSource, { readonly original: ByteSource; readonly update: Uint8Array }>();

function read(source: ByteSource, digest: DigestName): Hash {
  const parent = parents.get(source);
  if (parent) return hashOfSource(parent.original, digest).update(parent.update);
  const hash = createHash(digest);
  eachChunk(source, 0, source.size, (chunk) => hash.update(chunk));
  return hash;
}

import { sha256 } from './bytes.ts';
import { TranslogError } from './errors.ts';

/**
 * The RFC 6962 §2.1 tree over SHA-256. Node (level, index) is the root of the complete subtree over leaves
 * [index·2^level, (index+1)·2^level); level 0 holds leaf hashes. Sizes stay below 2^53, so shifts are divisions.
 */
export interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Reads stored nodes; null for one that is not there. */
export type ReadNode = (level: number, index: number) => Promise<Uint8Array | null>;

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

export const leafHash = (leaf: Uint8Array): Uint8Array => sha256(LEAF, leaf);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(INNER, left, right);
export const emptyRoot = (): Uint8Array => sha256();

/** Nodes that come into being when `hash` becomes leaf number `size` (audit-log.md 5.2). Throws NODE_MISSING. */
export async function appendNodes(
  size: number,
  hash: Uint8Array,
  readNode: ReadNode,
): Promise<readonly Node[]> {
  const nodes: Node[] = [{ level: 0, index: size, hash }];
  let [level, index, top] = [0, size, hash];
  while (index % 2 === 1) {
    top = nodeHash(await need(readNode, level, index - 1), top);
    level += 1;
    index = (index - 1) / 2;
    nodes.push({ level, index, hash: top });
  }
  return nodes;
}

/** Root of the tree of `size` leaves from O(log size) nodes (audit-log.md 5.4). Throws NODE_MISSING. */
export async function rootOf(size: number, readNode: ReadNode): Promise<Uint8Array> {
  let root: Uint8Array | null = null;
  for (let level = 0, rest = size; rest > 0; level += 1, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 0) continue;
    const node = await need(readNode, level, rest - 1);
    root = root === null ? node : nodeHash(node, root);
  }
  return root ?? emptyRoot();
}

/** Root over leaf hashes taken one after another, keeping only the right edge: the second, independent computation. */
export class RootFold {
  #edge: { hash: Uint8Array; level: number }[] = [];

  add(hash: Uint8Array): void {
    let top = { hash, level: 0 };
    for (let last = this.#edge.at(-1); last?.level === top.level; last = this.#edge.at(-1)) {
      this.#edge.pop();
      top = { hash: nodeHash(last.hash, top.hash), level: top.level + 1 };
    }
    this.#edge.push(top);
  }

  root(): Uint8Array {
    const [first, ...rest] = this.#edge.map((node) => node.hash).reverse();
    if (first === undefined) return emptyRoot();
    return rest.reduce((right, left) => nodeHash(left, right), first);
  }
}

async function need(readNode: ReadNode, level: number, index: number): Promise<Uint8Array> {
  const node = await readNode(level, index);
  if (node?.length !== 32) throw new TranslogError('NODE_MISSING', `level ${level}, index ${index}`);
  return node;
}

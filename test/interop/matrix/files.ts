import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bytesSource,
  signPdf,
  signedBytes,
  type SignatureAlgorithm,
  type SignatureLevel,
} from '../../../src/pades/index.ts';
import type { InputKind } from './kinds.ts';
import { algorithms, type SigningWorld } from './world.ts';

export const levels = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const satisfies readonly SignatureLevel[];

/** One file of {level} × {algorithm} × {input kind}, written to disk. */
export interface Cell {
  readonly level: SignatureLevel;
  readonly algorithm: SignatureAlgorithm;
  readonly kind: string;
  readonly path: string;
  readonly password: string | null;
}

export async function makeCells(
  kinds: readonly InputKind[],
  world: SigningWorld,
  now: () => Date,
  folder: string,
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const { name: kind, bytes, password, field } of kinds) {
    for (const algorithm of algorithms) {
      for (const level of levels) {
        const path = join(folder, `${kind}-${algorithm}-${level}.pdf`.replaceAll(/[^\w.-]/g, '_'));
        const common = {
          signer: world.signers.get(algorithm)!,
          signingTime: now(),
          ...(password === null ? {} : { password }),
          ...(field === null ? {} : { field }),
        };
        const stamped = { tsa: world.tsa, nonce: () => randomBytes(16) };
        const longTerm = { ...stamped, anchors: [world.root], transport: world.transport };
        const byLevel = {
          'B-B': { level: 'B-B' },
          'B-T': { level: 'B-T', ...stamped },
          'B-LT': { level: 'B-LT', ...longTerm },
          'B-LTA': { level: 'B-LTA', ...longTerm },
        } as const;
        const signed = await signPdf(bytesSource(bytes), { ...common, ...byLevel[level] });
        await writeFile(path, signedBytes(signed));
        cells.push({ level, algorithm, kind, path, password });
      }
    }
  }
  return cells;
}

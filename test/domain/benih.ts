import { readFileSync } from 'node:fs';
import { parseBenih, type Benih } from '../../src/domain/benih.ts';
import type { BenihMentah } from '../../src/domain/skema-benih.ts';

export const benihMentah = (nama: 'jateng' | 'semarang'): BenihMentah =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/benih/${nama}.json`, import.meta.url), 'utf8'),
  ) as BenihMentah;
export const benih = (nama: 'jateng' | 'semarang'): Benih => parseBenih(benihMentah(nama));

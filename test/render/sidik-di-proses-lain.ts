import { createHash } from 'node:crypto';
import type { LembarNaskah } from '../../src/domain/naskah/lembar.ts';
import { buatPenata } from '../../src/render/penata.ts';

/** Run by tetap.test.ts as a process of its own: prints the hash of one letter. */
const lembar = JSON.parse(process.env['LEMBAR'] ?? '') as LembarNaskah;
const { bytes } = (await buatPenata()).tata(lembar);
process.stdout.write(createHash('sha256').update(bytes).digest('hex'));

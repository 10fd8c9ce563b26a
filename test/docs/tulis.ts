import { mkdirSync, writeFileSync } from 'node:fs';
import { dokumen } from './dokumen.ts';

mkdirSync('docs', { recursive: true });
for (const [berkas, isi] of Object.entries(dokumen())) writeFileSync(berkas, isi);

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { apiReport, apiReports } from './api.ts';
import { dokumen, sisipan, sisipkan } from './dokumen.ts';

mkdirSync('docs', { recursive: true });
for (const [berkas, isi] of Object.entries(dokumen())) writeFileSync(berkas, isi);
for (const [berkas, isi] of Object.entries(sisipan())) {
  writeFileSync(berkas, sisipkan(readFileSync(berkas, 'utf8'), isi));
}
for (const [berkas, pintu] of Object.entries(apiReports)) writeFileSync(berkas, apiReport(pintu));

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bacaXml, teksXml } from '../../src/adapters/kepercayaan/xml-ketat.ts';
import { verify } from '../../src/cli/verify.ts';
import type { DetailedReport } from '../../src/pades/index.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'laporan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const berkas = 'fixtures/berkas-luar/pyhanko-dua-b-t.pdf';
const jalankan = (nama: string, file = berkas) =>
  verify(
    [file],
    {
      trust: ['fixtures/berkas-luar/akar.pem'],
      at: null,
      json: true,
      report: { path: join(folder, nama), versi: '1' },
      workerUrl: new URL('../support/ts-worker-pemeriksa.mjs', import.meta.url),
    },
    rekam(),
  );

describe('naskah verify --report', () => {
  it('writes the same result as JSON and as XML', async () => {
    await jalankan('l.json');
    await jalankan('l.xml');
    const json = JSON.parse(readFileSync(join(folder, 'l.json'), 'utf8')) as DetailedReport;
    const xml = bacaXml(teksXml(readFileSync(join(folder, 'l.xml'))));
    const sub = Array.from(xml.getElementsByTagName('SignatureValidationReport'));
    expect(sub).toHaveLength(json.signatures.length);
    expect(json.signatures.map(({ mainIndication }) => mainIndication)).toEqual([
      'TOTAL_PASSED',
      'TOTAL_PASSED',
    ]);
    expect(json.objects.map(({ objectType }) => objectType)).toContain('timestamp');
    expect(json.signatures[0]?.bestSignatureTime?.object).toMatch(/^O-[0-9A-F]{64}$/);
  });

  it('refuses a name that says no kind before a file is read', async () => {
    await expect(jalankan('l.txt', 'tidak-ada.pdf')).rejects.toThrow('--report');
  });
});

import { readFileSync } from 'node:fs';
import { alurAduan } from '../../src/domain/aduan/alur.ts';
import { alurNaskah, diagramAlur } from '../../src/domain/naskah/alur.ts';
import { peristiwa } from '../../src/domain/peristiwa.ts';
import { batasZip } from '../../src/adapters/arsip/batas.ts';
import { batasPemeriksa } from '../../src/adapters/pemeriksa/batas.ts';
import { batas, httpBawaan } from '../../src/http/batas.ts';
import { derLimits } from '../../src/pades/asn1/guard.ts';
import { checks, padesErrors } from '../../src/pades/index.ts';
import { pdfLimits } from '../../src/pades/pdf/file.ts';
import { errors } from '../../src/shared/errors.ts';
import { tabelMati } from '../crash/tabel.ts';

/** Pages of `docs/` that are made from tables in the code; `npm run docs` writes them, a test holds them equal. */
export const dokumen = (): Readonly<Record<string, string>> => ({
  'docs/alur.md': halaman('States and transitions', [
    'A letter (`src/domain/naskah/alur.ts`):',
    `\`\`\`mermaid\n${diagramAlur().trim()}\n\`\`\``,
    tabel(
      ['dari', 'aksi', 'oleh', 'syarat', 'ke'],
      alurNaskah.map((b) => [b.dari, b.aksi, b.oleh.join(', '), b.syarat.join(', '), b.ke]),
    ),
    'A complaint (`src/domain/aduan/alur.ts`):',
    tabel(
      ['dari', 'aksi', 'oleh', 'syarat', 'ke'],
      alurAduan.map((b) => [b.dari, b.aksi, b.oleh.join(', '), b.syarat.join(', '), b.ke]),
    ),
  ]),
  'docs/kesalahan.md': halaman('Error codes', [
    'Of the service: the `code` of a problem document (RFC 9457). `ulang`: the same request may succeed later.',
    tabel(
      ['Kode', 'HTTP', 'ulang', 'Kalimat'],
      Object.entries(errors).map(([kode, e]) => [
        `\`${kode}\``,
        String(e.status),
        e.retryable ? 'ya' : '',
        e.kalimat,
      ]),
    ),
    'Of the engine (`naskah/pades`): the `code` of a `PadesError`.',
    tabel(
      ['Code', 'Fault', 'Message'],
      Object.entries(padesErrors).map(([kode, e]) => [`\`${kode}\``, e.fault, e.message]),
    ),
  ]),
  'docs/pemeriksaan.md': halaman('What a signature is asked', [
    'In the order in which a failure decides (`src/pades/validate/checks.ts`). All are asked, nothing stops early.',
    tabel(
      ['Check', 'Question', 'Clause', 'A failure means'],
      checks.map((c) => [`\`${c.id}\``, c.question, c.clause, c.concludes?.join(' / ') ?? '—']),
    ),
  ]),
  'docs/batas.md': halaman('Limits', [
    'HTTP (`src/http/batas.ts`):',
    tabelBatas(batas),
    'Checking of strangers’ files (`src/adapters/pemeriksa/batas.ts`, `src/adapters/arsip/batas.ts`, `httpBawaan`):',
    tabelBatas({ batasUnggahBytes: httpBawaan.batasUnggahBytes, batasArsipBytes: httpBawaan.batasArsipBytes }),
    tabelBatas(batasPemeriksa),
    tabelBatas(batasZip),
    'PDF reader (`src/pades/pdf/file.ts`):',
    tabelBatas(pdfLimits),
    'DER guard (`src/pades/asn1/guard.ts`):',
    tabelBatas(derLimits),
  ]),
  'docs/pades.md': halamanContoh(),
  'docs/peristiwa.md': halaman('Events of the audit log', [
    'The closed list of `src/domain/peristiwa.ts`; the log refuses any other.',
    peristiwa.map((p) => `- \`${p}\``).join('\n'),
  ]),
});

/** Examples of the engine as a library, each a file that test/examples runs; the page is made of them. */
const contoh = [
  ['files.ts', 'Files', 'The engine reads a `ByteSource` and writes to a `ByteSink`; here over files of Node. Bytes in memory: `bytesSource`.'],
  ['sign.ts', 'Sign, from file to file', 'B-B. Any object with a certificate and a `sign` is a key: in memory, in a token, at a service.'],
  ['long-term.ts', 'Timestamps and long-term data', 'B-LTA in one call, and other people’s files raised to it.'],
  ['two-phase.ts', 'Two phases', 'For keys that answer later: what is prepared can be kept as bytes.'],
  ['visible.ts', 'A visible block', 'Set as text beside a QR code, placed by a tag in the text of the page.'],
  ['validate.ts', 'Validate', 'EN 319 102-1: evidence becomes findings; a broken document never throws.'],
  ['explain.ts', 'Say why', 'A policy of one’s own, the detailed report, what each revision brought, and RFC 5280 paths alone.'],
] as const;

const halamanContoh = (): string =>
  halaman('naskah/pades by example', [
    'The engine is a library of its own: no clock, no files, no sockets, nothing of the service. Its whole public surface with its shapes is',
    'in [pades.api.md](pades.api.md), what it refuses in [kesalahan.md](kesalahan.md), and what others say of its files in',
    '[interop.md](interop.md). Every example here is a file of `test/examples`, which the tests run.',
    ...contoh.flatMap(([berkas, judul, kalimat]) => [
      `## ${judul}`,
      kalimat,
      `\`\`\`ts\n${readFileSync(`test/examples/${berkas}`, 'utf8').trim()}\n\`\`\``,
    ]),
  ]);

/** Tables inside pages that people write; between `<!-- name … -->` and `<!-- /name -->`. */
export const sisipan = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  'ARCHITECTURE.md': {
    'tabel-henti': tabel(
      ['Killed', 'Step', 'What survives', 'After recovery'],
      tabelMati.map((b) => [`\`${b.titik}\``, b.langkah, b.yangSelamat, b.sesudahPulih]),
    ),
  },
});

/** The page with its tables as the code has them; throws where a marker is missing. */
export function sisipkan(isi: string, tabelTabel: Readonly<Record<string, string>>): string {
  return Object.entries(tabelTabel).reduce((teks, [nama, isiTabel]) => {
    const letak = new RegExp(`(<!-- ${nama}[^>]*-->\\n)[\\s\\S]*?(<!-- /${nama} -->)`);
    if (!letak.test(teks)) throw new Error(`no place for ${nama}`);
    return teks.replace(letak, (_semua, awal: string, akhir: string) => `${awal}\n${isiTabel}\n\n${akhir}`);
  }, isi);
}

const halaman = (judul: string, bagian: readonly string[]): string =>
  `<!-- Made by \`npm run docs\` from the code; do not edit. -->\n\n# ${judul}\n\n${bagian.join('\n\n')}\n`;

function tabel(kepala: readonly string[], baris: readonly (readonly string[])[]): string {
  const sel = (isi: string) => isi.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [kepala, kepala.map(() => '---'), ...baris].map((b) => `| ${b.map(sel).join(' | ')} |`).join('\n');
}

const tabelBatas = (batasan: Readonly<Record<string, number>>): string =>
  tabel(
    ['Limit', 'Value'],
    Object.entries(batasan).map(([nama, nilai]) => [`\`${nama}\``, nilai.toLocaleString('en')]),
  );

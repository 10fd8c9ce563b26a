import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buatPenata } from '../../src/render/penata.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { signedBytes } from '../../src/pades/sign/output.ts';
import { signPdf } from '../../src/pades/sign/sign.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import { batasiLaporan } from '../../src/services/batasi-laporan.ts';
import { lembarLaporan } from '../../src/services/lembar-laporan.ts';
import { tandaView } from '../../src/services/laporan-teks.ts';
import { segelLembar } from '../../src/services/segel-lembar.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { readReport, unlooked } from '../support/report.ts';

const saat = new Date('2026-11-24T03:00:00Z');
const pki = await makePki();
const bertanda = signedBytes(
  await signPdf(bytesSource(tableFile()), { signer: signerOf(pki.ec), level: 'B-B', signingTime: saat }),
);
const bahan = (isi: Uint8Array, disegel: boolean, nama = 'surat.pdf') => {
  const laporan = validatePdf(bytesSource(isi), { anchors: [], at: saat });
  const tandaTangan = laporan.readable ? laporan.signatures.map((s) => tandaView(s, () => 'lain')) : [];
  const hasil = {
    laporan,
    tandaTangan,
    sha256: 'ab'.repeat(32),
    kebijakan: 'umum',
    instansi: null,
    perubahanDihilangkan: 0,
  } as const;
  return lembarLaporan({ hasil, nama, pemeriksa: 'Naskah uji', saat, disegel });
};

describe('the report sheet', () => {
  it('is set for signed, unsigned and unreadable files, twice the same bytes, and says whether it is sealed', async () => {
    const penata = await buatPenata();
    for (const isi of [bertanda, tableFile(), Buffer.from('bukan')]) {
      const { bytes, halaman } = penata.laporan(bahan(isi, false));
      expect(halaman).toBeLessThanOrEqual(2);
      expect(Buffer.from(penata.laporan(bahan(isi, false)).bytes).equals(Buffer.from(bytes))).toBe(true);
      if (process.env['LAPORAN_PDF']) writeFileSync(process.env['LAPORAN_PDF'], bytes);
    }
    expect(JSON.stringify(bahan(bertanda, false).penutup)).toContain('TIDAK bersegel');
    expect(JSON.stringify(bahan(bertanda, true).penutup)).not.toContain('TIDAK bersegel');
  });

  it('shows a stranger’s text as text, whatever it holds', async () => {
    const nama = `#panic("x") $a$ \u202e\u{10FFFF} ${'y'.repeat(300)}.pdf`;
    expect((await buatPenata()).laporan(bahan(bertanda, false, nama)).bytes.length).toBeGreaterThan(10_000);
  });

  it('is sealed as PAdES over all of it, and judged before it is handed out', async () => {
    const { bytes } = (await buatPenata()).laporan(bahan(bertanda, true));
    const signer = signerOf(pki.ec);
    const acak = (n: number) => new Uint8Array(n);
    const bersegel = await segelLembar(bytes, { signer, tsa: null, acak, saat });
    const { signatures } = readReport(
      validatePdf(bytesSource(bersegel), { anchors: [], at: saat, policy: 'baseline' }),
    );
    expect(signatures).toMatchObject([
      { integrity: 'intact', coverage: 'whole-file', level: 'PAdES-BASELINE-B' },
    ]);
    const rusak = { ...signer, sign: () => Promise.resolve(new Uint8Array(64)) };
    await expect(segelLembar(bytes, { signer: rusak, tsa: null, acak, saat })).rejects.toThrow();
  });
});

describe('the bound of a report', () => {
  const perubahan = (permitted: boolean) => ({
    revision: 1,
    level: 'other' as const,
    permitted,
    kind: 'x',
    page: null,
    field: null,
    subtype: null,
    rect: null,
    object: null,
    detail: '',
  });
  it('keeps what is forbidden before what is permitted, over all signatures, and counts what it leaves out', () => {
    const asli = readReport(validatePdf(bytesSource(bertanda), { anchors: [], at: saat }));
    const [satu] = asli.signatures;
    const signatures = [
      { ...satu!, ...unlooked, changes: [perubahan(true), perubahan(true), perubahan(false)] },
      { ...satu!, ...unlooked, changes: [perubahan(true), perubahan(false)] },
    ];
    const { laporan, perubahanDihilangkan } = batasiLaporan({ ...asli, signatures }, 3);
    expect(perubahanDihilangkan).toBe(2);
    expect(readReport(laporan).signatures.map((s) => s.changes.map((c) => c.permitted))).toEqual([
      [true, false],
      [false],
    ]);
    expect(batasiLaporan(asli).laporan).toBe(asli);
  });
});

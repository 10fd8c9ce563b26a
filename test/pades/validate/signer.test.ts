import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { letter, streamFile, tableFile, type Bodies } from '../../support/pdf.ts';
import { signerOf, type TestIdentity } from '../../support/pki.ts';
import { signaturesOf, testPki, trusting, verdict } from './world.ts';

/** The signer and the validator share no decision; here they meet. */
describe('what our signer writes', () => {
  const sign = async (
    source: ByteSource,
    field: string,
    who: TestIdentity,
    visible: boolean,
  ): Promise<ByteSource> => {
    const signed = await signPdf(source, {
      signer: signerOf(who),
      level: 'B-B',
      signingTime: new Date('2026-05-01T00:00:00Z'),
      field,
      ...(visible ? { widget: { page: 2, rect: [100, 100, 150, 50] as const } } : {}),
    });
    return bytesSource(signedBytes(signed));
  };

  it.each([
    ['a classic table', false],
    ['xref and object streams', true],
  ])('on a file with %s passes the gate, signature after signature', async (_, useObjectStreams) => {
    const pki = await testPki();
    const document = await PDFDocument.create();
    for (let i = 0; i < 3; i++) document.addPage().drawText(`Halaman ${i + 1}`);
    document.getForm().createTextField('catatan').addToPage(document.getPage(0));
    let source = bytesSource(await document.save({ useObjectStreams }));
    const plan = [
      ['Satu', pki.rsa, true],
      ['Dua', pki.ec, true],
      ['Tiga', pki.rsa, false],
    ] as const;
    for (const [index, [field, who, visible]] of plan.entries()) {
      const next = await sign(source, field, who, visible);
      const result = checkSignedPdf(
        next,
        {
          earlier: source,
          certificateSha256: parseCertificate(who.certificate).sha256Hex,
          level: 'PAdES-BASELINE-B',
          field,
          signatures: index + 1,
        },
        trusting(pki.root),
      );
      expect(result.accepted ? [] : result.reasons).toEqual([]);
      source = next;
    }
    const signatures = signaturesOf(source.read(0, source.size), trusting(pki.root));
    expect(signatures.map(verdict)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(
      signatures.flatMap(({ findings }) => findings).filter(({ status }) => status === 'warning'),
    ).toEqual([]);
  });

  const bare = { trailer: '/Root 1 0 R' };
  const withForm = (objects: Bodies): Uint8Array =>
    tableFile({ ...letter, 1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>>>', ...objects });
  const annotated = (num: number): string => `<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[${num} 0 R]>>`;
  const deepTree = (): Bodies => {
    const nodes = Array.from({ length: 50 }, (_, i) => {
      const kids = i === 49 ? '3 0 R 4 0 R' : `${i + 21} 0 R`;
      return [i + 20, `<</Type/Pages/Count 2/Parent ${i === 0 ? 2 : i + 19} 0 R/Kids[${kids}]>>`];
    });
    const page = '<</Type/Page/Parent 69 0 R/Contents 5 0 R>>';
    const root = '<</Type/Pages/Count 2/Kids[20 0 R]/MediaBox[0 0 595 842]>>';
    return { ...letter, 2: root, 3: page, 4: page, ...(Object.fromEntries(nodes) as Bodies) };
  };

  it.each<[string, () => Uint8Array, string]>([
    ['of PDF 1.3', () => tableFile(letter, { version: '1.3' }), 'Ttd'],
    ['of PDF 2.0', () => tableFile(letter, { version: '2.0' }), 'Ttd'],
    ['without /ID', () => tableFile(letter, bare), 'Ttd'],
    ['without /ID, with streams', () => streamFile(letter, bare), 'Ttd'],
    ['with line ends of CR alone', () => carriageReturns(), 'Ttd'],
    ['with a page tree fifty deep', () => tableFile(deepTree()), 'Ttd'],
    [
      'whose pages share their annotations',
      () =>
        tableFile({
          ...letter,
          3: annotated(7).replace('[7 0 R]', ' 7 0 R'),
          4: annotated(7).replace('[7 0 R]', ' 7 0 R'),
          7: '[]',
        }),
      'Ttd',
    ],
    ['turned by -90', () => tableFile({ ...letter, 3: '<</Type/Page/Parent 2 0 R/Rotate -90>>' }), 'Ttd'],
    [
      'with an empty field named in UTF-16',
      () =>
        withForm({
          3: annotated(7),
          7: '<</FT/Sig/T<FEFF005400740064>/Type/Annot/Subtype/Widget/Rect[0 0 90 90]/P 3 0 R>>',
        }),
      'Ttd',
    ],
    [
      'with an empty field whose widget is apart',
      () =>
        withForm({
          3: annotated(8),
          7: '<</FT/Sig/T(Ttd)/Kids[8 0 R]>>',
          8: '<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[0 0 90 90]/P 3 0 R>>',
        }),
      'Ttd',
    ],
    [
      'with an empty field below another',
      () =>
        withForm({
          3: annotated(8),
          7: '<</FT/Sig/T(a)/Kids[8 0 R]>>',
          8: '<</T(b)/Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[0 0 90 90]/P 3 0 R>>',
        }),
      'a.b',
    ],
    [
      'whose catalog, form and pages are compressed',
      () =>
        streamFile(
          { ...letter, 1: '<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R>>', 7: '<</Fields[]>>' },
          { compressed: [1, 2, 3, 4, 6, 7], flate: true },
        ),
      'Ttd',
    ],
  ])('on a file %s passes the gate, twice', async (_, make, field) => {
    const pki = await testPki();
    let earlier = bytesSource(make());
    for (const [i, name] of [field, 'Kedua'].entries()) {
      const who = i === 0 ? pki.ec : pki.rsa;
      const next = await sign(earlier, name, who, true);
      const certificateSha256 = parseCertificate(who.certificate).sha256Hex;
      const wanted = {
        earlier,
        certificateSha256,
        level: 'PAdES-BASELINE-B',
        field: name,
        signatures: i + 1,
      } as const;
      const result = checkSignedPdf(next, wanted, trusting(pki.root));
      expect(result.accepted ? [] : result.reasons).toEqual([]);
      earlier = next;
    }
  });
});

function carriageReturns(): Uint8Array {
  const bodies = Object.entries(letter).map(([num, body]): [string, string] => [
    num,
    typeof body === 'string'
      ? body
      : `<</Length ${body[1].length}>>\rstream\r\n${Buffer.from(body[1]).toString()}\rendstream`,
  ]);
  let text = '%PDF-1.4\r';
  const rows = ['0000000000 65535 f \r'];
  for (const [num, body] of bodies) {
    rows.push(`${String(text.length).padStart(10, '0')} 00000 n \r`);
    text += `${num} 0 obj\r${body}\rendobj\r`;
  }
  const end = `xref\r0 ${rows.length}\r${rows.join('')}trailer\r<</Size ${rows.length}/Root 1 0 R>>\r`;
  return Buffer.from(`${text}${end}startxref\r${text.length}\r%%EOF\r`, 'latin1');
}

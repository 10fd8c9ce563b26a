import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import { degrees, PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { findTag, findText, type TagOptions } from '../../../src/pades/pdf/text-find.ts';
import { letter, streamFile, tableFile, type Bodies } from '../../support/pdf.ts';

/** One page whose content this is; object 6 is Helvetica as /F1, other objects and resources as given. */
const page = (content: string, resources = '', more: Bodies = {}): Uint8Array =>
  tableFile({
    ...letter,
    2: '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 612 936]>>',
    3: `<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R/F2 7 0 R/F3 8 0 R>>${resources}>>>>`,
    5: ['', content],
    ...more,
  });
const places = (file: Uint8Array, text = '#'): number[][] =>
  findText(bytesSource(file), text).map(({ x, y }) => [x, y].map((each) => Math.round(each * 1000) / 1000));
const refusal = (file: Uint8Array, tag: string, options: TagOptions = {}): unknown => {
  try {
    return findTag(bytesSource(file), tag, options);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('where a text stands', () => {
  it('is its glyph origin, the left end of the baseline, as measured on a file of the national provider', () => {
    const file = page('BT 1 1 1 rg /F1 10 Tf 441.75 172.45 Td (#) Tj ET');
    expect(findTag(bytesSource(file), '#')).toEqual({ page: 1, x: 441.75, y: 172.45, size: 10 });
  });

  // Widths of Helvetica: A 667, B 667, # 556, space 278.
  it.each([
    ['text in front of it in the same string', '/F1 10 Tf 100 200 Td (AB#) Tj', [113.34, 200]],
    ['numbers of TJ, which move back', '/F1 10 Tf 100 200 Td [(A) -500 (#)] TJ', [111.67, 200]],
    ['character spacing', '/F1 10 Tf 2 Tc 100 200 Td (AB#) Tj', [117.34, 200]],
    ['word spacing, after spaces only', '/F1 10 Tf 5 Tw 100 200 Td (A #) Tj', [114.45, 200]],
    ['horizontal scaling', '/F1 10 Tf 50 Tz 100 200 Td (AB#) Tj', [106.67, 200]],
    ['rise', '/F1 10 Tf 3 Ts 100 200 Td (#) Tj', [100, 203]],
    ['TD, whose second number is the leading of T*', '/F1 10 Tf 100 200 TD 0 -14 TD T* (#) Tj', [100, 172]],
    ["TL and '", "/F1 10 Tf 100 200 Td 12 TL (A) Tj (#) '", [100, 188]],
    ['"', '/F1 10 Tf 100 200 Td 12 TL 1 2 (A#) "', [108.67, 188]],
    ['Tm', '/F1 1 Tf 10 0 0 10 100 200 Tm (A#) Tj', [106.67, 200]],
    ['a turned text matrix', '/F1 10 Tf 0 1 -1 0 100 200 Tm (A#) Tj', [100, 206.67]],
    ['a font size below nought', '/F1 -10 Tf 100 200 Td (A#) Tj', [93.33, 200]],
  ])('follows %s', (_, text, place) => {
    expect(places(page(`BT ${text} ET`))).toEqual([place]);
  });

  it('follows cm, and q and Q put it back with font and spacing', () => {
    expect(places(page('q 2 0 0 2 10 20 cm BT /F1 10 Tf 50 50 Td (A#) Tj ET Q'))).toEqual([[123.34, 120]]);
    const content = '/F1 10 Tf q /F1 99 Tf 9 Tc 1 0 0 1 500 0 cm Q BT 100 200 Td (A#) Tj ET';
    expect(places(page(content))).toEqual([[106.67, 200]]);
  });

  it('goes into forms with their /Matrix and /Resources, and their own graphics state', () => {
    const file = page('q 1 0 0 1 100 0 cm /X Do Q BT /F1 10 Tf 5 5 Td (A) Tj ET', '/XObject<</X 9 0 R>>', {
      9: [
        '/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[2 0 0 2 0 50]/Resources<</Font<</G 6 0 R>>/XObject<</Y 10 0 R>>>>',
        '/Y Do',
      ],
      10: ['/Type/XObject/Subtype/Form/BBox[0 0 9 9]', 'BT /G 10 Tf 3 4 Td (#) Tj ET'],
    });
    // The inner form has no resources: it borrows those of the outer.
    expect(places(file)).toEqual([[106, 58]]);
  });

  it('starts a form with the font and spacing it is drawn with, and leaves them as they were', () => {
    const file = page('/F1 10 Tf 2 Tc /X Do BT 100 100 Td (A#) Tj ET', '/XObject<</X 9 0 R>>', {
      9: ['/Type/XObject/Subtype/Form/BBox[0 0 9 9]', 'BT 3 4 Td (A#) Tj ET /F1 99 Tf 50 Tc'],
    });
    expect(places(file)).toEqual([
      [11.67, 4],
      [108.67, 100],
    ]);
  });

  it('takes several content streams as one, and a font from an ExtGState', () => {
    const file = page('', '/ExtGState<</E<</Font[6 0 R 20]>>>>', {
      3: '<</Type/Page/Parent 2 0 R/Contents[5 0 R 9 0 R]/Resources<</ExtGState<</E<</Font[6 0 R 20]>>>>>>>>',
      5: ['', 'BT /E gs 100 200 Td (A'],
      9: ['', 'B) Tj ET BT 1 0 0 1 7 8 Tm (A#) Tj ET'],
    });
    expect(places(file)).toEqual([[20.34, 8]]);
  });

  it('reads Flate, compressed objects and inherited resources', () => {
    const bodies: Bodies = {
      ...letter,
      2: '<</Type/Pages/Count 1/Kids[3 0 R]/Resources<</Font<</F1 6 0 R>>>>>>',
      3: '<</Type/Page/Parent 2 0 R/Contents 5 0 R>>',
      5: ['/Filter/FlateDecode', deflateSync(Buffer.from('BT /F1 10 Tf 9 8 Td (#) Tj ET'))],
    };
    expect(places(streamFile(bodies, { compressed: [1, 2, 3, 4, 6] }))).toEqual([[9, 8]]);
  });

  it('is not deceived by inline images, whatever their data look like', () => {
    const image = (entries: string, data: string) => `BI ${entries} ID ${data} EI\n`;
    const trap = 'EI BT /F1 10 Tf (#) Tj ET ';
    const content = [
      image('/W 26 /H 1 /BPC 8 /CS /G', trap),
      image('/W 1 /H 1 /L 26', trap),
      image('/W 1 /H 1 /F /AHx', '45 49 0a >'),
      image('/W 1 /H 1 /F /A85', `${trap}~>`),
      image('/W 8 /H 1 /IM true', '\xff'),
      image('/W 1 /H 1 /F [/RL]', '\x02(#)\x80'),
      image('/W 1 /H 1 /F /Fl', deflateSync(Buffer.from(trap.repeat(3)), { level: 0 }).toString('latin1')),
      image('/W 1 /H 1 /F /DCT', '\xff\xd8 EI \x00\xfe\xff\xd9'),
      'BT /F1 10 Tf 1 2 Td (#) Tj ET',
    ];
    expect(places(page(content.join('')))).toEqual([[1, 2]]);
  });
});

describe('a text in any font', () => {
  it('by /Differences over a base encoding, and /Widths', () => {
    const font =
      '<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 1/LastChar 3/Widths[100 200 300]' +
      '/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[1/numbersign/A/uni0023]>>>>';
    const file = page('BT /F2 10 Tf 10 20 Td (\\002\\001\\002\\003) Tj ET', '', { 7: font });
    expect(places(file)).toEqual([
      [12, 20],
      [15, 20],
    ]);
  });

  it.each([
    ['MacRomanEncoding', '\\212', 'ä'],
    ['WinAnsiEncoding', '\\200', '€'],
    ['StandardEncoding', '\\247', '§'],
  ])('by %s', (encoding, code, character) => {
    const font = `<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/${encoding}>>`;
    expect(places(page(`BT /F2 10 Tf 10 20 Td (${code}) Tj ET`, '', { 7: font }), character)).toEqual([
      [10, 20],
    ]);
  });

  it.each([
    ['Times-Roman', 7.22],
    ['ABCDEF+Courier', 6],
    ['Helvetica-BoldOblique', 7.22],
    ['ArialMT', 6.67],
    ['TimesNewRomanPS-BoldMT', 7.22],
  ])('of the standard fonts that nobody embeds: %s', (name, width) => {
    const font = `<</Type/Font/Subtype/TrueType/BaseFont/${name}>>`;
    expect(places(page('BT /F2 10 Tf 0 0 Td (A#) Tj ET', '', { 7: font }))).toEqual([[width, 0]]);
  });

  it('of Type 3, whose widths are in a space of its own', () => {
    const font =
      '<</Type/Font/Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FontBBox[0 0 9 9]/CharProcs<<>>/FirstChar 97/LastChar 98' +
      '/Widths[50 60]/Encoding<</Differences[97/A/numbersign]>>>>';
    expect(places(page('BT /F2 10 Tf 10 20 Td (ab) Tj ET', '', { 7: font }))).toEqual([[15, 20]]);
  });

  const composite = (encoding: string, descendant: string, unicode: string): Bodies => ({
    7: `<</Type/Font/Subtype/Type0/BaseFont/X/Encoding ${encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X${descendant}>>]/ToUnicode 8 0 R>>`,
    8: ['', `1 begincodespacerange <0000> <ffff> endcodespacerange ${unicode}`],
  });

  it('of Type 0 by Identity-H, ToUnicode and W', () => {
    const more = composite(
      '/Identity-H',
      '/DW 500/W[1[100 200] 3 4 300]',
      '2 beginbfchar <0001> <0041> <0002> <0023> endbfchar',
    );
    expect(places(page('BT /F2 10 Tf 10 20 Td <0001000300050002> Tj ET', '', more))).toEqual([[19, 20]]);
  });

  it('whose ToUnicode gives ranges, ranges of arrays, and ligatures', () => {
    const more = composite(
      '/Identity-H',
      '/DW 1000',
      '2 beginbfrange <0001> <0003> <0022> <0010> <0011> [<0024> <007B0074>] endbfrange',
    );
    const file = page('BT /F2 10 Tf 0 0 Td <0001000200100011> Tj ET', '', more);
    expect(places(file)).toEqual([[10, 0]]);
    expect(places(file, '"#${t')).toEqual([[0, 0]]);
    expect(places(file, 't')).toEqual([[30, 0]]);
  });

  it('of Type 0 by an embedded CMap with codes of one and two octets; word spacing for the single octet 32 only', () => {
    const cmap =
      '2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange 1 begincidrange <20> <7e> 1 endcidrange 1 begincidchar <8001> 200 endcidchar';
    const more = {
      ...composite('9 0 R', '/DW 1000/W[200[500]]', '2 beginbfchar <8001> <0041> <23> <0023> endbfchar'),
      9: ['/Type/CMap', cmap] as const,
    };
    expect(places(page('BT /F2 10 Tf 7 Tw 0 0 Td <80012023> Tj ET', '', more))).toEqual([[22, 0]]);
  });

  it('written downwards: the origin is still the left end of the baseline', () => {
    const more = composite('/Identity-V', '/DW 1000', '1 beginbfchar <0002> <0023> endbfchar');
    expect(places(page('BT /F2 10 Tf 100 200 Td <00010002> Tj ET', '', more))).toEqual([[95, 181.2]]);
  });

  it('as pdf-lib embeds it, turned, white and after other text', async () => {
    const document = await PDFDocument.create();
    document.registerFontkit(fontkit);
    const bytes = readFileSync(
      new URL('../../../src/render/aset/fonts/LiberationSans-Regular.ttf', import.meta.url),
    );
    const font = await document.embedFont(bytes, { subset: true });
    const times = await document.embedFont(StandardFonts.TimesRomanBold);
    const sheet = document.addPage([612, 936]);
    sheet.drawText('Times ${ttd_pengirim1} akhir', {
      x: 100,
      y: 650,
      size: 14,
      font: times,
      color: rgb(1, 1, 1),
    });
    sheet.drawText('Liberation ~', { x: 100, y: 600, size: 11, font, rotate: degrees(30) });
    const file = await document.save();
    // As pdftotext -bbox and mutool trace place them.
    expect(places(file, '${ttd_pengirim1}')).toEqual([[140.054, 650]]);
    expect(places(file, '~')).toEqual([[144.487, 625.685]]);
  });
});

describe('a text as Typst sets it', () => {
  it('stands where it was put, in TrueType and PostScript outlines', async () => {
    const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
    const fonts = fileURLToPath(new URL('../../../src/render/aset/fonts/', import.meta.url));
    const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts] }] });
    const mainFileContent = `#set page(width: 300pt, height: 400pt, margin: 0pt)
#set text(font: "Liberation Sans", size: 10pt, top-edge: "baseline", bottom-edge: "baseline")
#place(dx: 40pt, dy: 100pt)[#text(fill: white)[\\^]]
#place(dx: 60pt, dy: 150pt)[#text(font: "TeX Gyre Bonum")[\\#]]
#place(dx: 80pt, dy: 200pt)[\\$\\{ttd\\}]`;
    const { result } = compiler.compile({ mainFileContent });
    const file = new Uint8Array(compiler.pdf(result ?? expect.fail('Typst refused it')));
    expect([places(file, '^'), places(file), places(file, '${ttd}')]).toEqual([
      [[40, 300]],
      [[60, 250]],
      [[80, 200]],
    ]);
  });
});

describe('a tag', () => {
  it.each([
    ['several elements of TJ', '[(${t) 20 (td) -30 (_1})] TJ'],
    ['several Tj', '(${) Tj (ttd) Tj (_1}) Tj'],
    [
      'glyphs each placed by itself',
      Array.from('${ttd_1}', (c, i) => `1 0 0 1 ${100 + i * 5} 200 Tm (${c}) Tj`).join(' '),
    ],
  ])('may be cut into %s', (_, show) => {
    expect(places(page(`BT /F1 10 Tf 100 200 Td ${show} ET`), '${ttd_1}')).toEqual([[100, 200]]);
  });

  it('is not made of pieces that are not one line to the reader', () => {
    expect(places(page('BT /F1 10 Tf 100 200 Td (TT) Tj 0 -12 Td (D1) Tj ET'), 'TTD1')).toEqual([]);
    expect(places(page('BT /F1 10 Tf 100 200 Td (TT) Tj 90 0 Td (D1) Tj ET'), 'TTD1')).toEqual([]);
  });

  it('may hold spaces that are gaps on the page', () => {
    expect(places(page('BT /F1 10 Tf 100 200 Td [(TTD) -300 (SEKDA)] TJ ET'), 'TTD SEKDA')).toEqual([
      [100, 200],
    ]);
  });

  it('counts when it is white, invisible, or in a font without widths', () => {
    expect(places(page('BT 3 Tr /F1 10 Tf 1 2 Td (#) Tj ET'))).toEqual([[1, 2]]);
  });

  it('drawn over itself to look bold is one', () => {
    const twice = 'BT /F1 10 Tf 100 200 Td (#) Tj ET BT /F1 10 Tf 100.3 200 Td (#) Tj ET';
    expect(places(page(twice))).toEqual([[100, 200]]);
  });

  const three = page('BT /F1 10 Tf 10 20 Td (# A # A #) Tj ET');
  it('must be the only one, unless the caller says which', () => {
    expect(refusal(three, '#')).toBe('PADES_TAG_AMBIGUOUS');
    expect(refusal(three, '#', { occurrence: 2 })).toMatchObject({ page: 1, y: 20 });
    expect(refusal(three, '#', { occurrence: 4 })).toBe('PADES_TAG_NOT_FOUND');
    expect(refusal(three, '#', { occurrence: 0 })).toBe('PADES_TAG_NOT_FOUND');
  });

  it.each([
    ['that is not there', page('BT /F1 10 Tf (A) Tj ET'), '#'],
    [
      'on a scanned page',
      page('q 612 0 0 936 0 0 cm /I Do Q', '/XObject<</I 9 0 R>>', {
        9: ['/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray', '#'],
      }),
      '#',
    ],
    [
      'on a page without contents',
      tableFile({
        ...letter,
        3: '<</Type/Page/Parent 2 0 R>>',
        4: '<</Type/Page/Parent 2 0 R/Contents null>>',
      }),
      '#',
    ],
    ['that is empty', three, ''],
    ['too long to be one', three, '#'.repeat(201)],
  ])('%s is not found', (_, file, tag) => {
    expect(refusal(file, tag)).toBe('PADES_TAG_NOT_FOUND');
  });

  it('is searched on one page where the caller names it, counted from either end', () => {
    const file = tableFile();
    expect(refusal(file, 'Isi surat')).toBe('PADES_TAG_AMBIGUOUS');
    expect(refusal(file, 'Isi surat', { page: 1 })).toMatchObject({ page: 1, x: 72, y: 700 });
    expect(refusal(file, 'Isi surat', { page: -1 })).toMatchObject({ page: 2 });
    expect(refusal(file, 'Isi surat', { page: 3 })).toBe('PADES_PAGE_OUT_OF_RANGE');
    expect(refusal(file, 'Isi surat', { page: -3 })).toBe('PADES_PAGE_OUT_OF_RANGE');
    expect(refusal(file, 'Isi surat', { page: 0 })).toBe('PADES_PAGE_OUT_OF_RANGE');
  });
});

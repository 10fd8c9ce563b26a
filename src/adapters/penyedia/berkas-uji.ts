/** The tag of the test document and where its glyph begins, in points from the lower-left corner. */
export const testTag = { tag: '#', x: 300, y: 400 } as const;

/**
 * A document of one page to try a provider with: classic table, nothing compressed, one tag. `label` tells two of them
 * apart; it is printed, so it holds nothing of anybody.
 */
export function testDocument(label: string): Uint8Array {
  const content =
    `BT /F1 12 Tf 72 760 Td (Uji terima penyelenggara sertifikat: ${label}) Tj ET\n` +
    `BT /F1 10 Tf 1 g 1 0 0 1 ${testTag.x} ${testTag.y} Tm (${testTag.tag}) Tj ET`;
  const bodies = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const offsets = bodies.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  const id = Buffer.from(label.padEnd(16).slice(0, 16), 'latin1').toString('hex');
  text += `trailer\n<</Size ${bodies.length + 1}/Root 1 0 R/ID[<${id}><${id}>]>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

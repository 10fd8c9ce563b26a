import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
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
});

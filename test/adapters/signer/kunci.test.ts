import { beforeAll, describe, expect, it } from 'vitest';
import { keySigner } from '../../../src/adapters/signer/kunci.ts';
import { bytesSource, signedBytes, signPdf, validatePdf } from '../../../src/pades/index.ts';
import { allAlgorithms, identityOf } from '../../pades/sign/identities.ts';
import { tableFile } from '../../support/pdf.ts';
import { makePki, type TestPki } from '../../support/pki.ts';
import { readReport } from '../../support/report.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

describe('a key of ours', () => {
  it.each(allAlgorithms)('signs a document with %s', async (algorithm) => {
    const { key, certificate, chain } = await identityOf(algorithm, pki.issuing);
    const signer = keySigner(key, certificate, chain, algorithm);
    const signed = await signPdf(bytesSource(tableFile()), {
      signer,
      level: 'B-B',
      signingTime: new Date('2026-01-02T03:04:05Z'),
    });
    const report = readReport(
      validatePdf(bytesSource(signedBytes(signed)), {
        anchors: [pki.root.certificate],
        at: new Date('2026-02-01T00:00:00Z'),
      }),
    );
    expect(report.signatures).toMatchObject([{ integrity: 'intact', level: 'PAdES-BASELINE-B' }]);
    expect(report.signatures[0]?.findings.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it.each([
    ['rsa-pkcs1-sha256', 'rsa-pkcs1-sha256'],
    ['rsa-pss-sha256', 'rsa-pkcs1-sha256'],
    ['rsa-pss-sha512', 'rsa-pss-sha512'],
    ['ecdsa-p256-sha256', 'ecdsa-p256-sha256'],
    ['ecdsa-p384-sha384', 'ecdsa-p384-sha384'],
    ['ecdsa-p521-sha512', 'ecdsa-p521-sha512'],
    ['ed25519', 'ed25519'],
  ] as const)('of the kind used for %s is used with %s when nobody asks', async (kind, expected) => {
    const { key, certificate, chain } = await identityOf(kind, pki.issuing);
    expect(keySigner(key, certificate, chain).algorithm).toBe(expected);
  });

  it('is not used with an algorithm it does not fit', async () => {
    const { key, certificate, chain } = await identityOf('ecdsa-p384-sha384', pki.issuing);
    expect(() => keySigner(key, certificate, chain, 'ecdsa-p256-sha256')).toThrow(
      expect.objectContaining({ code: 'PADES_ALGORITHM_REFUSED' }),
    );
  });
});

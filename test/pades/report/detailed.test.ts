import { describe, expect, it } from 'vitest';
import { bacaXml, teksXml } from '../../../src/adapters/kepercayaan/xml-ketat.ts';
import { detailedReport } from '../../../src/pades/report/detailed.ts';
import { detailedReportXml } from '../../../src/pades/report/detailed-xml.ts';
import { escapeXml } from '../../../src/pades/report/xml.ts';
import { checks } from '../../../src/pades/validate/checks.ts';
import type { ReportedSignature, ValidationReport } from '../../../src/pades/validate/types.ts';
import { unlooked, unlookedReport } from '../../support/report.ts';

const sha = (digit: string): string => digit.repeat(64);
const hostile =
  '</Signer><MainIndication>urn:etsi:019102:mainindication:total-passed</MainIndication>&<!--\u0000\ud800';
const signature: ReportedSignature = {
  ...unlooked,
  field: hostile,
  kind: 'signature',
  indication: 'INDETERMINATE',
  subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
  integrity: 'intact',
  coverage: 'whole-file',
  modifications: 'none',
  level: 'PAdES-BASELINE-T',
  signer: { subject: `CN=${hostile}`, issuer: 'CN=x', serialHex: '01' },
  claimedTime: '2026-11-24T01:00:00.000Z',
  bestTime: '2026-11-24T01:00:05.000Z',
  digestAlgorithm: 'SHA-256',
  signatureAlgorithm: 'ECDSA',
  findings: [
    { check: 'trust.path', status: 'failed', detail: hostile, evidence: [{ sha256: sha('a') }] },
    { check: 'crypto.digest', status: 'passed', detail: 'equal', evidence: [{ offset: 10, end: 20 }] },
    { check: 'trust.revocation', status: 'not-checked', detail: 'no data', evidence: [] },
  ],
  certificateSha256: sha('a'),
  path: [
    {
      role: 'signer',
      subject: `CN=${hostile}`,
      issuer: 'CN=x',
      serialHex: '01',
      sha256: sha('a'),
      notBefore: '2025-01-01T00:00:00.000Z',
      notAfter: '2027-01-01T00:00:00.000Z',
      revocation: null,
      policies: [],
      qcStatements: [],
      extendedKeyUsage: [],
    },
  ],
  timestamps: [
    {
      kind: 'signature',
      time: '2026-11-24T01:00:05.000Z',
      authority: 'CN=TSA',
      sha256: sha('b'),
      usable: true,
      faults: [],
    },
  ],
  signedBytes: [0, 1000],
  unsignedBytes: [400, 600],
  revocation: null,
  longTermUntil: null,
  revision: 0,
};
const report: ValidationReport = {
  readable: true,
  sizeBytes: 1000,
  revisions: 1,
  signatures: [signature, signature],
  ...unlookedReport,
};
const options = {
  documentSha256: sha('c'),
  documentName: 'surat.pdf',
  validator: { name: 'uji', version: '1' },
};
const xml = (one: ValidationReport): string => detailedReportXml(detailedReport(one, options));

describe('the detailed report (TS 119 102-2)', () => {
  it('is one tree in two renderings: the XML holds every status, check, object and time of the JSON', () => {
    const detailed = detailedReport(report, options);
    const root = bacaXml(teksXml(Buffer.from(xml(report))));
    const all = (name: string): (string | null)[] =>
      Array.from(root.getElementsByTagNameNS('http://uri.etsi.org/19102/v1.4.1#', name)).map(
        (e) => e.textContent,
      );
    expect(all('SignatureValidationReport')).toHaveLength(2);
    expect(all('SubIndication')).toEqual(
      Array(2).fill('urn:etsi:019102:subindication:NO_CERTIFICATE_CHAIN_FOUND'),
    );
    expect(all('ValidationConstraintIdentifier')).toEqual(
      detailed.signatures.flatMap((s) => s.constraints.map((c) => c.identifier)),
    );
    expect(all('MainIndication').slice(0, 3)).toEqual(
      ['indeterminate', 'passed', 'indeterminate'].map((name) => `urn:etsi:019102:mainindication:${name}`),
    );
    expect(all('POETime')[0]).toBe(signature.bestTime);
    expect(all('ObjectType').map((text) => text?.split(':').at(-1))).toEqual(['certificate', 'timestamp']);
    expect(detailed.signatures[0]?.bestSignatureTime?.object).toBe(detailed.objects[1]?.id);
  });

  it('what a document says never becomes markup', () => {
    const root = bacaXml(teksXml(Buffer.from(xml(report))));
    expect(root.getElementsByTagName('Signer')[0]?.textContent).toBe(
      `CN=${hostile.replace('\u0000', '\ufffd').replace('\ud800', '\ufffd')}`,
    );
    expect(xml(report)).not.toContain('total-passed</MainIndication>&<');
  });

  it('never passes what was not checked', () => {
    const [open] = detailedReport(report, options).signatures[0]?.constraints.slice(2) ?? [];
    expect(open).toMatchObject({ constraintStatus: 'disabled', mainIndication: null });
  });

  it('a file that cannot be read says why and passes nothing', () => {
    const broken: ValidationReport = {
      readable: false,
      sizeBytes: 3,
      error: { code: 'PADES_PDF_SYNTAX', message: 'not a PDF', offset: 0 },
    };
    expect(detailedReport(broken, options)).toMatchObject({
      signatures: [],
      failure: { code: 'PADES_PDF_SYNTAX' },
    });
    expect(xml(broken)).not.toMatch(/mainindication:(total-)?passed/);
  });

  it('is the same every time, and knows every check of the engine', () => {
    expect(xml(report)).toBe(xml(structuredClone(report)));
    const every: ValidationReport = {
      ...report,
      signatures: [
        {
          ...signature,
          findings: checks.map(({ id }) => ({ check: id, status: 'passed', detail: '', evidence: [] })),
        },
      ],
    };
    const constraints = detailedReport(every, options).signatures[0]?.constraints ?? [];
    expect(constraints).toHaveLength(checks.length);
    expect(constraints.filter(({ question, clause }) => question === '' || clause === '')).toEqual([]);
  });

  it('escapes what attributes and text must not hold', () => {
    expect(escapeXml('<a b="c" d=\'e\'>&\n\u0001')).toBe(
      '&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&#10;\ufffd',
    );
  });
});

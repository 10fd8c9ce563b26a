import { describe, expect, it } from 'vitest';
import { boolean, ia5String, integer, oid, printableString, sequence } from '../../../src/pades/asn1/der.ts';
import { certificateFacts, maxFacts } from '../../../src/pades/x509/certificate-facts.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { authority, ext, extension, generalName as gn, person } from '../../support/path-pki.ts';

const ca = authority('CA');
const facts = (...more: readonly Uint8Array[]) => certificateFacts(parseCertificate(person(ca, ...more).der));
const qc = (...statements: readonly Uint8Array[]) => extension('1.3.6.1.5.5.7.1.3', sequence(...statements));

describe('certificateFacts', () => {
  it('reads statements of qualified certificates by their names', () => {
    const { qcStatements } = facts(
      qc(
        sequence(oid('0.4.0.1862.1.1')),
        sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.2'))),
        sequence(oid('0.4.0.1862.1.3'), integer(10)),
        sequence(
          oid('0.4.0.1862.1.5'),
          sequence(sequence(ia5String('https://a.example/\u0007'), printableString('en'))),
        ),
        sequence(oid('1.2.3.4'), boolean(true)),
      ),
    );
    expect(qcStatements.slice(0, 4)).toEqual([
      { oid: '0.4.0.1862.1.1', name: 'QcCompliance', detail: [] },
      { oid: '0.4.0.1862.1.6', name: 'QcType', detail: ['eseal'] },
      { oid: '0.4.0.1862.1.3', name: 'QcRetentionPeriod', detail: ['10'] },
      { oid: '0.4.0.1862.1.5', name: 'QcPDS', detail: ['https://a.example/ ', 'en'] },
    ]);
    expect(qcStatements[4]).toMatchObject({ oid: '1.2.3.4', name: null });
  });
  it('reads policies, usages and names, and where answers are to be had', () => {
    const url = (text: string) => gn.uri(text);
    const point = sequence(Buffer.from(sequence(Buffer.from([0xa0, 2, 0xa0, 0])).subarray(2)));
    expect(
      facts(
        ext.policies('1.2.3', '1.2.4'),
        ext.eku('1.3.6.1.5.5.7.3.36'),
        ext.san(gn.email('budi@go.id'), gn.ip(10, 0, 0, 1)),
        extension(
          '1.3.6.1.5.5.7.1.1',
          sequence(
            sequence(oid('1.3.6.1.5.5.7.48.1'), url('http://ocsp.example')),
            sequence(oid('1.3.6.1.5.5.7.48.2'), url('http://ca.example')),
          ),
        ),
        extension('2.5.29.31', sequence(point)),
      ),
    ).toMatchObject({
      policies: ['1.2.3', '1.2.4'],
      keyUsage: ['nonRepudiation'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.36'],
      subjectAltNames: [
        { kind: 'rfc822Name', text: 'budi@go.id' },
        { kind: 'iPAddress', text: '10.0.0.1' },
      ],
      ocspUrls: ['http://ocsp.example'],
      issuerUrls: ['http://ca.example'],
    });
  });
  it('says little of what is too much, and nothing of what cannot be read', () => {
    const many = Array.from({ length: 200 }, (_, index) => gn.dns(`a${index}.example`));
    expect(facts(ext.san(...many)).subjectAltNames).toHaveLength(maxFacts);
    const rubbish = new Uint8Array(40).fill(0x30);
    const ids = ['2.5.29.17', '2.5.29.31', '2.5.29.32', '1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.1.3'];
    expect(facts(...ids.map((id) => extension(id, rubbish)))).toMatchObject({
      policies: [],
      qcStatements: [],
      subjectAltNames: [],
      ocspUrls: [],
      crlUrls: [],
    });
  });
});

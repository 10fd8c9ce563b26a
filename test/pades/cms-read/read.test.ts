import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { readSignedData } from '../../../src/pades/cms/read.ts';
import {
  shapeFaults,
  signatureVerifies,
  schemeOf,
  readCertificates,
  signingCertificate,
} from '../../../src/pades/cms/verify.ts';
import type { TestPki } from '../../support/pki.ts';
import { makeCms, testPki } from '../validate/world.ts';

const digest = Buffer.alloc(32, 7);
let pki: TestPki;
let cms: Uint8Array;
beforeAll(async () => {
  pki = await testPki();
  cms = makeCms({ signer: pki.rsa, digest });
});

describe('readSignedData', () => {
  it('gives the parts as received', () => {
    const data = readSignedData(cms);
    expect(data).toMatchObject({
      isDer: true,
      version: 1,
      eContentType: oids.data,
      eContent: null,
      trailing: { length: 0 },
    });
    expect(data.certificates.map((c) => Buffer.from(c))).toEqual(
      [pki.rsa, pki.issuing, pki.root].map((i) => Buffer.from(i.certificate)),
    );
    expect(data.signerInfos).toHaveLength(1);
    expect(shapeFaults(data, oids.data)).toEqual([]);
  });

  it('gives signed attributes as the SET that was signed', () => {
    const data = readSignedData(cms);
    const [signer] = data.signerInfos;
    const scheme = schemeOf(signer!);
    const { certificate } = signingCertificate(signer!, readCertificates(data.certificates));
    expect(signer?.signedAttributes?.der[0]).toBe(0x31);
    expect('reason' in scheme || signatureVerifies(signer!, scheme, certificate!)).toBe(true);
  });

  it('tells padding from other bytes after the end', () => {
    expect(readSignedData(Buffer.concat([cms, Buffer.alloc(9)])).trailing).toEqual({ length: 9, zero: true });
    expect(readSignedData(Buffer.concat([cms, Buffer.from([0, 1])])).trailing).toEqual({
      length: 2,
      zero: false,
    });
  });

  it('reads BER only when allowed, and says so', () => {
    const ber = Buffer.concat([Buffer.from([0x30, 0x80]), cms.subarray(4), Buffer.alloc(2)]);
    expect(() => readSignedData(ber)).toThrow(expect.objectContaining({ code: 'PADES_ASN1_INVALID' }));
    expect(readSignedData(ber, { ber: true })).toMatchObject({ isDer: false, eContentType: oids.data });
  });

  it('refuses another content type', () => {
    const other = der.sequence(der.oid(oids.data), der.context(0, der.sequence()));
    expect(() => readSignedData(other)).toThrow(expect.objectContaining({ code: 'PADES_CMS_INVALID' }));
  });

  it('refuses more certificates than anyone needs', () => {
    const many = makeCms({
      signer: pki.rsa,
      digest,
      certificates: Array.from({ length: 257 }, () => der.sequence()),
    });
    expect(() => readSignedData(many)).toThrow(expect.objectContaining({ code: 'PADES_LIMIT_EXCEEDED' }));
  });

  it('throws a coded error wherever a byte is bent', () => {
    for (let at = 0; at < cms.length; at += 3) {
      const bent = Buffer.from(cms);
      bent[at] = (bent[at] ?? 0) ^ 0xff;
      try {
        readSignedData(bent, { ber: at % 2 === 0 });
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^PADES_/) });
      }
    }
  });
});

import 'reflect-metadata';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { ContentInfo, SignedData } from '@peculiar/asn1-cms';
import { beforeAll, describe, expect, it } from 'vitest';
import { nullValue } from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import {
  addUnsignedAttribute,
  buildSignedAttributes,
  buildSignedData,
  signatureValueOf,
} from '../../../src/pades/cms/build.ts';
import { makePki, signerOf, type TestIdentity, type TestPki } from '../../support/pki.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const digest = createHash('sha256').update('isi').digest();

async function build(identity: TestIdentity, content?: Uint8Array) {
  const eContentType = content ? oids.tstInfo : oids.data;
  const { certificate, algorithm } = identity;
  const signedAttributes = buildSignedAttributes({
    contentType: eContentType,
    digest,
    certificate,
    algorithm,
  });
  const signature = await signerOf(identity).sign({ message: signedAttributes, digest });
  const certificates = [certificate, ...identity.chain, certificate];
  const cms = buildSignedData({
    eContentType,
    ...(content ? { eContent: content } : {}),
    certificates,
    signer: identity,
    signedAttributes,
    signature,
  });
  return { cms, signature, signedAttributes };
}

/** Read by a library that shares no code with the writer. */
function parse(cms: Uint8Array): SignedData {
  const info = AsnConvert.parse(cms, ContentInfo);
  expect(info.contentType).toBe(oids.signedData);
  return AsnConvert.parse(info.content, SignedData);
}

describe('SignedData', () => {
  for (const kind of ['rsa', 'ec'] as const) {
    it(`of a ${kind} signer is read by others, and its signature verifies over the attributes as a SET`, async () => {
      const { cms, signedAttributes } = await build(pki[kind]);
      const data = parse(cms);
      const [signer] = data.signerInfos;
      expect([data.version, data.signerInfos.length, signer?.version]).toEqual([1, 1, 1]);
      expect(data.encapContentInfo.eContent).toBeUndefined();
      const key = new X509Certificate(pki[kind].certificate).publicKey;
      const value = Buffer.from(signer!.signature.buffer);
      expect(verify('sha256', signedAttributes, key, value)).toBe(true);
      expect(signedAttributes[0]).toBe(0x31);
    });
  }

  it('holds each certificate once and byte for byte', async () => {
    const { cms } = await build(pki.rsa);
    expect(parse(cms).certificates).toHaveLength(3);
    for (const each of [pki.rsa.certificate, ...pki.rsa.chain]) {
      expect(Buffer.from(cms).includes(Buffer.from(each))).toBe(true);
    }
  });

  it('has the four attributes of a baseline signature, sorted, and no signing-time', async () => {
    const { cms } = await build(pki.ec);
    const types = parse(cms).signerInfos[0]?.signedAttrs?.map((each) => each.attrType);
    expect([...(types ?? [])].sort()).toEqual(
      [oids.contentType, oids.messageDigest, oids.signingCertificateV2, oids.cmsAlgorithmProtection].sort(),
    );
    const encodings = parse(cms).signerInfos[0]?.signedAttrs?.map((each) =>
      Buffer.from(AsnConvert.serialize(each)),
    );
    expect(encodings).toEqual([...(encodings ?? [])].sort((a, b) => Buffer.compare(a, b)));
  });

  it('of a timestamp token carries its content and is version 3', async () => {
    const { cms } = await build(pki.tsa, Buffer.from('3003020101', 'hex'));
    const data = parse(cms);
    expect([data.version, data.encapContentInfo.eContentType]).toEqual([3, oids.tstInfo]);
    expect(Buffer.from(data.encapContentInfo.eContent!.single!.buffer).toString('hex')).toBe('3003020101');
  });
});

describe('an unsigned attribute', () => {
  it('is added without touching a signed byte, and another one beside it', async () => {
    const { cms, signature, signedAttributes } = await build(pki.rsa);
    const once = addUnsignedAttribute(cms, oids.signatureTimeStamp, nullValue());
    const twice = addUnsignedAttribute(once, '1.2.3.4', nullValue());
    expect(Buffer.compare(signatureValueOf(twice), signature)).toBe(0);
    expect(parse(twice).signerInfos[0]?.unsignedAttrs?.map((each) => each.attrType)).toEqual([
      '1.2.3.4',
      oids.signatureTimeStamp,
    ]);
    expect(Buffer.from(twice).includes(Buffer.from(signedAttributes.subarray(1)))).toBe(true);
    expect(Buffer.from(twice).includes(Buffer.from(pki.rsa.certificate))).toBe(true);
  });

  it('is refused by what is not a CMS with one signer', () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('300302', 'hex'), Buffer.from('30030201ff', 'hex')]) {
      expect(() => addUnsignedAttribute(bytes, '1.2.3', nullValue())).toThrow(
        expect.objectContaining({ code: 'PADES_CMS_INVALID' }),
      );
    }
  });
});

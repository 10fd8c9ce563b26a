import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { oids } from '../../../src/pades/asn1/oids.ts';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import type { TestPki } from '../../support/pki.ts';
import { holder, ocspBy, type Holder } from '../revocation/pembuat.ts';
import { addStore, completeStore, makeOcsp, signT, stampDocument } from './store.ts';
import { signaturesOf, testPki, trusting, verdict } from './world.ts';

/** A responder's certificate lives for weeks, what it said is needed for years. */
let pki: TestPki;
let responder: Holder;
let answer: Uint8Array;
let signed: Buffer;
beforeAll(async () => {
  pki = await testPki();
  responder = await holder('Penjawab TEST', {
    issuer: await holderOf(pki.issuing),
    serial: '00f1',
    eku: oids.ocspSigning,
    nocheck: true,
    notAfter: new Date('2026-06-15T00:00:00Z'),
  });
  answer = answered([responder.certificate]);
  signed = await signT(pki.tsa);
});

async function holderOf({ certificate, key }: TestPki['issuing']): Promise<Holder> {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const ec = { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ec, true, ['sign']);
  return { certificate: parseCertificate(certificate), keys: { privateKey, publicKey: privateKey } };
}

const answered = (certificates: readonly Holder['certificate'][]): Uint8Array =>
  ocspBy({
    certificate: parseCertificate(pki.rsa.certificate),
    issuer: parseCertificate(pki.issuing.certificate),
    signer: responder,
    thisUpdate: new Date('2026-05-01T01:00:00Z'),
    nextUpdate: new Date('2026-05-02T01:00:00Z'),
    certificates,
  });

const store = (ocsp = answer): ReturnType<typeof completeStore> => {
  const { certs, ocsps, crls } = completeStore(pki);
  return { certs, ocsps: [ocsp, ...ocsps.slice(1)], crls };
};
const judged = (file: Buffer, when: string): ReportedSignature =>
  signaturesOf(file, trusting(pki.root, new Date(when)))[0]!;
const noProof = 'INDETERMINATE/REVOCATION_OUT_OF_BOUNDS_NO_POE';

describe('revocation data of a responder whose certificate has ended', () => {
  it('counts while it has not', () => {
    expect(judged(addStore(signed, store()), '2026-06-01')).toMatchObject({
      indication: 'TOTAL_PASSED',
      revocation: 'good',
    });
  });

  it('says nothing afterwards, since its key could say anything by now', () => {
    const signature = judged(addStore(signed, store()), '2026-07-01');
    expect(verdict(signature)).toBe(noProof);
    expect(signature).toMatchObject({ revocation: 'unknown', level: 'PAdES-BASELINE-LT' });
  });

  it('is healed by a document timestamp over it from before that end', () => {
    const stamped = stampDocument(addStore(signed, store()), pki.tsa, 1);
    expect(judged(stamped, '2026-07-01')).toMatchObject({
      indication: 'TOTAL_PASSED',
      revocation: 'good',
      level: 'PAdES-BASELINE-LTA',
    });
  });

  it('is not healed by one that came too late, nor by one that does not cover it', () => {
    const late = stampDocument(addStore(signed, store()), pki.tsa, 1, new Date('2026-06-20T00:00:00Z'));
    expect(verdict(judged(late, '2026-07-01'))).toBe(noProof);
    const earlier = stampDocument(signed, pki.tsa, 1, undefined, false);
    expect(verdict(judged(addStore(earlier, store(), [11, 13]), '2026-07-01'))).toBe(noProof);
  });

  it('gives way to other data that somebody still stands for, newer or older', () => {
    const other = (hour: string): Uint8Array =>
      makeOcsp({ about: pki.rsa, issuer: pki.issuing, thisUpdate: new Date(`2026-05-01T${hour}:00:00Z`) });
    for (const hour of ['00', '02']) {
      const { ocsps, ...rest } = store();
      const signature = judged(addStore(signed, { ...rest, ocsps: [...ocsps, other(hour)] }), '2026-07-01');
      expect(signature).toMatchObject({ indication: 'TOTAL_PASSED', revocation: 'good' });
    }
  });
});

describe('a responder whose certificate is missing where its answer is', () => {
  it('does not count as long-term data until a timestamp covers both', () => {
    const bare = store(answered([]));
    const without = stampDocument(addStore(signed, bare), pki.tsa, 1);
    const certs = [...bare.certs, responder.certificate.der];
    const later = addStore(without, { ...bare, certs }, [11, 13], 80);
    expect(judged(later, '2026-06-01').level).toBe('PAdES-BASELINE-LT');
    const sealed = stampDocument(later, pki.tsa, 2, new Date('2026-05-03T00:00:00Z'));
    expect(judged(sealed, '2026-06-01').level).toBe('PAdES-BASELINE-LTA');
  });
});

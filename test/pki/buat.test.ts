import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/pades/x509/certificate.ts';
import { createDevelopmentPki, issueSigner, type CreatedPki } from '../../src/pki/buat.ts';
import { developmentPolicy } from '../../src/pki/sertifikat.ts';

const now = new Date('2026-03-01T01:02:03Z');
const longName = `Dr. ${'Panjang '.repeat(10)}, S.H., M.Si.`;
let made: CreatedPki;
beforeAll(async () => {
  made = await createDevelopmentPki({
    now,
    baseUrl: 'http://127.0.0.1:8318/',
    people: [
      { id: 'rsa', nama: 'Orang, S.H. = "+<>#;', serialNumber: '197001011990031001', algoritma: 'rsa-3072' },
      { id: 'ec', nama: longName, algoritma: 'p-256' },
    ],
  });
});

const all = () => {
  const { root, issuing, tsa, ocsp, signers } = made.pki;
  return [root, issuing, tsa, ocsp, ...signers].map((each) => parseCertificate(each.certificate));
};

describe('the development PKI', () => {
  it('chains every certificate to its root by name and signature', () => {
    const root = new X509Certificate(made.pki.root.certificate);
    const issuing = new X509Certificate(made.pki.issuing.certificate);
    expect(root.verify(root.publicKey) && root.checkIssued(root)).toBe(true);
    expect(issuing.verify(root.publicKey) && issuing.checkIssued(root)).toBe(true);
    for (const { certificate } of [made.pki.tsa, made.pki.ocsp, ...made.pki.signers]) {
      const leaf = new X509Certificate(certificate);
      expect(leaf.verify(issuing.publicKey) && leaf.checkIssued(issuing)).toBe(true);
      expect(leaf.verify(root.publicKey)).toBe(false);
    }
  });

  it('says in every subject that it has no legal force', () => {
    for (const { subject } of all()) expect(subject).toContain('Naskah DEVELOPMENT (tidak berlaku hukum)');
  });

  it('gives each kind its constraints, usages and purposes', () => {
    const [root, issuing, tsa, ocsp, rsa, ec] = all();
    expect(root!.basicConstraints).toEqual({ ca: true, pathLen: 1 });
    expect(issuing!.basicConstraints).toEqual({ ca: true, pathLen: 0 });
    for (const leaf of [tsa, ocsp, rsa, ec]) expect(leaf!.basicConstraints?.ca).toBe(false);
    for (const authority of [root, issuing]) {
      expect(authority!.keyUsage).toEqual(new Set(['keyCertSign', 'cRLSign']));
    }
    for (const signer of [rsa, ec]) {
      expect(signer!.keyUsage).toEqual(new Set(['digitalSignature', 'nonRepudiation']));
      expect(signer!.extendedKeyUsage).toBeNull();
    }
    expect(tsa!.extendedKeyUsage).toEqual({ oids: ['1.3.6.1.5.5.7.3.8'], critical: true });
    expect(tsa!.keyUsage).toEqual(new Set(['digitalSignature']));
    expect(ocsp!.extendedKeyUsage?.oids).toEqual(['1.3.6.1.5.5.7.3.9']);
    expect(ocsp!.extensions.has('1.3.6.1.5.5.7.48.1.5')).toBe(true);
    for (const each of all()) {
      expect(each.extensions.get('2.5.29.15')?.critical).toBe(true);
      expect(each.extensions.get('2.5.29.19')?.critical).toBe(true);
      expect(each.unprocessedCritical).toEqual([]);
    }
  });

  it('links keys by identifier and names a policy and places for revocation data', () => {
    const [root, issuing, tsa, , rsa] = all();
    expect(issuing!.authorityKeyId).toBe(root!.subjectKeyId);
    expect(rsa!.authorityKeyId).toBe(issuing!.subjectKeyId);
    const text = (oid: string, of: typeof rsa) =>
      Buffer.from(of!.extensions.get(oid)?.value ?? []).toString('latin1');
    for (const leaf of [tsa, rsa]) {
      expect(text('2.5.29.31', leaf)).toContain('http://127.0.0.1:8318/crl/penerbit.crl');
      expect(text('1.3.6.1.5.5.7.1.1', leaf)).toContain('http://127.0.0.1:8318/ocsp');
      expect(text('1.3.6.1.5.5.7.1.1', leaf)).toContain('http://127.0.0.1:8318/ca/penerbit.crt');
    }
    expect(text('2.5.29.31', issuing)).toContain('http://127.0.0.1:8318/crl/akar.crl');
    expect(developmentPolicy).toBe('1.3.6.1.4.1.32473.1.1');
    expect(all().every((each) => each.extensions.has('2.5.29.32'))).toBe(true);
  });

  it('gives signers two years, and nobody longer than the CA above', () => {
    const [root, issuing, ...leaves] = all();
    expect(leaves.at(-1)!.notAfter).toEqual(new Date('2028-03-01T01:02:03Z'));
    expect(leaves.every((leaf) => leaf.notBefore <= now && leaf.notAfter <= issuing!.notAfter)).toBe(true);
    expect(issuing!.notAfter <= root!.notAfter).toBe(true);
  });

  it('numbers certificates with 16 random positive octets', () => {
    const serials = all().map((each) => each.serialHex);
    expect(new Set(serials).size).toBe(serials.length);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it('uses the keys that were asked for, each fitting its certificate', async () => {
    const { createPrivateKey } = await import('node:crypto');
    const [rsa, ec] = made.pki.signers.map((each) => new X509Certificate(each.certificate));
    expect(rsa!.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(ec!.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    for (const [id, certificate] of [['rsa', rsa] as const, ['ec', ec] as const]) {
      const der = Buffer.from(made.signerKeys.get(id)!);
      expect(certificate!.checkPrivateKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))).toBe(
        true,
      );
    }
  });

  it('writes names as they are, and cuts only what X.520 cannot hold', () => {
    const [, , , , rsa, ec] = all();
    expect(new X509Certificate(rsa!.der).subject.split('\n')).toContain('serialNumber=197001011990031001');
    expect(rsa!.subject).toContain('Orang\\, S.H. = \\"\\+\\<\\>#\\;');
    const commonName = /CN=([^,]*…)/.exec(ec!.subject)?.[1] ?? '';
    expect(Array.from(commonName)).toHaveLength(64);
  });

  it('certifies one more person later', async () => {
    const { signer } = await issueSigner(
      made.pki,
      { id: 'baru', nama: 'Orang Baru', algoritma: 'p-256' },
      now,
    );
    const issuing = new X509Certificate(made.pki.issuing.certificate);
    expect(new X509Certificate(signer.certificate).verify(issuing.publicKey)).toBe(true);
  });
});

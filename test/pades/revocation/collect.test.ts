import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import {
  collectRevocation,
  findPathOnline,
  judgeRevocation,
  parseCrl,
  parseOcspResponse,
  type CollectOptions,
  type RevocationTransport,
} from '../../../src/pades/revocation/index.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { findPath } from '../../../src/pades/x509/path.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { createCrl } from '../../../src/pki/crl.ts';
import { answerOcsp } from '../../../src/pki/ocsp.ts';
import { memoryRegister } from '../../../src/pki/simpan.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';
import { crlBy, extension, holder, ocspBy, type Holder } from './pembuat.ts';

const at = new Date('2026-03-01T10:00:00Z');
const minutes = (count: number): Date => new Date(at.getTime() + count * 60_000);
const nothing = { certificates: [], ocsps: [], crls: [] };

/** Answers by URL, and remembers what was asked. */
function transportOf(answers: Readonly<Record<string, Uint8Array | (() => Uint8Array)>>) {
  const asked: string[] = [];
  const get = (url: string): Promise<Uint8Array> => {
    asked.push(url);
    const answer = answers[url];
    if (answer === undefined) return Promise.reject(new Error(`nobody at ${url}`));
    return Promise.resolve(typeof answer === 'function' ? answer() : answer);
  };
  return { asked, ocsp: get, crl: get, issuer: get };
}

describe('the development PKI', () => {
  let pki: DevelopmentPki;
  beforeAll(async () => {
    const people = [{ id: 'a', nama: 'A', algoritma: 'p-256' }] as const;
    ({ pki } = await createDevelopmentPki({ now: at, people, baseUrl: 'http://pki' }));
  });
  const paths = () => {
    const [anchor, issuing, signer, tsa] = [
      pki.root.certificate,
      pki.issuing.certificate,
      pki.signers[0]?.certificate ?? new Uint8Array(0),
      pki.tsa.certificate,
    ].map(parseCertificate);
    if (!anchor || !issuing || !signer || !tsa) throw new Error('PKI');
    return [
      [signer, issuing, anchor],
      [tsa, issuing, anchor],
    ];
  };
  const servers = (revocations: Parameters<typeof memoryRegister>[1] = []) => {
    const asked: string[] = [];
    const register = memoryRegister(pki, revocations);
    const transport: RevocationTransport = {
      ocsp: (url, request) => {
        asked.push(url);
        return Promise.resolve(answerOcsp(pki, register, request, at));
      },
      crl: (url) => {
        asked.push(url);
        const [entity, list] = url.endsWith('akar.crl') ? [pki.root, []] : [pki.issuing, revocations];
        return Promise.resolve(createCrl(entity, list, at));
      },
      issuer: (url) => {
        asked.push(url);
        return Promise.resolve((url.endsWith('akar.crt') ? pki.root : pki.issuing).certificate);
      },
    };
    return { asked, transport };
  };
  const collect = (transport: RevocationTransport, more: Partial<CollectOptions> = {}) =>
    collectRevocation({
      paths: paths(),
      anchors: [parseCertificate(pki.root.certificate)],
      at,
      transport,
      known: nothing,
      ...more,
    });

  it('proves signer, TSA and issuing CA, each asked about once', async () => {
    const { asked, transport } = servers();
    const found = await collect(transport);
    expect(found).toMatchObject({ missing: [], revoked: [] });
    expect(found.ocsps).toHaveLength(2);
    expect(found.crls).toHaveLength(1);
    expect(found.certificates).toHaveLength(4);
    expect(asked.sort()).toEqual(['http://pki/crl/akar.crl', 'http://pki/ocsp', 'http://pki/ocsp']);
  });

  it('asks nobody for what is known, and gives the same material again', async () => {
    const first = await collect(servers().transport);
    const { asked, transport } = servers();
    const again = await collect(transport, { known: first });
    expect(asked).toEqual([]);
    expect(again).toEqual(first);
  });

  it('asks again where the known data is older than it must be', async () => {
    const old = await collect(servers().transport, { at });
    const { asked, transport } = servers();
    const found = await collect(transport, { known: old, at: minutes(1), notBefore: minutes(1) });
    expect(asked).toHaveLength(4); // the issuing CA's list, and for the others the list after OCSP
    expect(found.missing).toHaveLength(3);
    expect(found.missing[0]?.faults.map((fault) => fault.code)).toContain('PADES_REVOCATION_NOT_CURRENT');
  });

  it('reports a revoked signer, with the proof', async () => {
    const serial = paths()[0]?.[0]?.serialHex ?? '';
    const { transport } = servers([{ serial, time: minutes(-30), reason: 'keyCompromise' }]);
    const found = await collect(transport);
    expect(found.missing).toEqual([]);
    expect(found.revoked).toMatchObject([
      { status: { reason: 'keyCompromise', revocationTime: minutes(-30) } },
    ]);
  });

  it('gives material by which everything can be judged without any server', async () => {
    const found = await collect(servers().transport);
    const candidates = found.certificates.map(parseCertificate);
    const ocsps = found.ocsps.map(parseOcspResponse);
    const crls = found.crls.map(parseCrl);
    for (const path of paths()) {
      for (const [index, certificate] of path.slice(0, -1).entries()) {
        const issuer = path[index + 1];
        if (!issuer) throw new Error('path');
        const status = judgeRevocation({ certificate, issuer, at, ocsps, crls, candidates });
        expect(status.status).toBe('good');
      }
    }
  });

  it('is whole from the signer alone: issuers are found by caIssuers', async () => {
    const leaf = paths()[0]?.[0];
    if (!leaf) throw new Error('PKI');
    const anchors = [parseCertificate(pki.root.certificate)];
    const { asked, transport } = servers();
    const { result, fetched } = await findPathOnline({ leaf, anchors, candidates: [], at, transport });
    expect(result.found).toBe(true);
    expect(fetched).toHaveLength(1);
    expect(asked).toEqual(['http://pki/ca/penerbit.crt']);
    const nobody = await findPathOnline({ leaf, anchors, candidates: [], at, transport: transportOf({}) });
    expect(nobody.result.found).toBe(false);
  });
});

describe('collecting', () => {
  let ca: Holder, responder: Holder;
  const OCSP = 'http://ca/ocsp';
  const CRL = 'http://ca/ca.crl';
  beforeAll(async () => {
    ca = await holder('CA', { ca: true });
    responder = await holder('R', { issuer: ca, serial: '10', eku: oids.ocspSigning, nocheck: true });
  });
  const collect = (leaf: Holder, transport: RevocationTransport, more: Partial<CollectOptions> = {}) =>
    collectRevocation({
      paths: [[leaf.certificate, ca.certificate]],
      anchors: [ca.certificate],
      at,
      transport,
      known: nothing,
      ...more,
    });
  const good = (leaf: Holder, signer = responder): Uint8Array =>
    ocspBy({ certificate: leaf.certificate, issuer: ca.certificate, signer, thisUpdate: minutes(-1) });
  const list = (more: Partial<Parameters<typeof crlBy>[0]> = {}): Uint8Array =>
    crlBy({ signer: ca, thisUpdate: minutes(-1), ...more });

  it('falls back to the list where OCSP is wrong or silent', async () => {
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP, crl: CRL });
    const web = Buffer.from('<html>');
    for (const answers of [{ [CRL]: list() }, { [OCSP]: web, [CRL]: list() }]) {
      const transport = transportOf(answers);
      const found = await collect(leaf, transport);
      expect(found).toMatchObject({ missing: [], ocsps: [] });
      expect(found.crls).toHaveLength(1);
      expect(transport.asked).toEqual([OCSP, CRL]);
    }
  });

  it('names what is left, with what every server did', async () => {
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP, crl: CRL });
    const other = await holder('O', { issuer: ca, serial: '22' });
    const found = await collect(leaf, transportOf({ [OCSP]: good(other), [CRL]: Buffer.from('x') }));
    expect(found.missing).toHaveLength(1);
    expect(found.missing[0]?.certificate).toBe(leaf.certificate);
    expect(found.missing[0]?.faults.map(({ source, code }) => `${source} ${code}`)).toEqual([
      'ocsp PADES_OCSP_MISMATCH',
      'crl PADES_CRL_INVALID',
    ]);
    expect(found).toMatchObject({ ocsps: [], crls: [] });
    const mute = await collect(await holder('M', { issuer: ca }), transportOf({}));
    expect(mute.missing[0]?.faults[0]).toMatchObject({ code: 'PADES_REVOCATION_UNREACHABLE' });
  });

  it('tells the transport which answer was of no use', async () => {
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP });
    const other = await holder('O', { issuer: ca, serial: '22' });
    const answer = good(other);
    const refused: Uint8Array[] = [];
    await collect(leaf, { ...transportOf({ [OCSP]: answer }), rejected: (bytes) => refused.push(bytes) });
    expect(refused).toEqual([answer]);
  });

  it('proves a responder without nocheck as well, and takes both proofs', async () => {
    const plain = await holder('P', { issuer: ca, serial: '11', eku: oids.ocspSigning, crl: CRL });
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP });
    const found = await collect(leaf, transportOf({ [OCSP]: good(leaf, plain), [CRL]: list() }));
    expect(found.missing).toEqual([]);
    expect([found.ocsps.length, found.crls.length]).toEqual([1, 1]);
  });

  it('ends where responders would vouch for one another', async () => {
    const one = await holder('1', { issuer: ca, serial: '11', eku: oids.ocspSigning, ocsp: 'http://ca/2' });
    const two = await holder('2', { issuer: ca, serial: '12', eku: oids.ocspSigning, ocsp: 'http://ca/1' });
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP });
    const answers = { [OCSP]: good(leaf, one), 'http://ca/2': good(one, two), 'http://ca/1': good(two, one) };
    const found = await collect(leaf, transportOf(answers), {
      paths: [leaf, one, two].map((each) => [each.certificate, ca.certificate]),
    });
    expect(found.missing).toHaveLength(3);
  });

  it('asks for one list once, however many certificates name it, and for its delta', async () => {
    const DELTA = 'http://ca/delta.crl';
    const uri = der.contextPrimitive(6, Buffer.from(DELTA));
    const freshest = der.sequence(der.sequence(der.context(0, der.context(0, uri))));
    const leaves = await Promise.all(
      ['21', '22', '23'].map((serial) => holder(`L${serial}`, { issuer: ca, serial, crl: CRL })),
    );
    const base = list({
      thisUpdate: minutes(-60),
      number: 1,
      extensions: [extension(oids.freshestCrl, freshest)],
    });
    const [first] = leaves;
    if (!first) throw new Error('leaf');
    const entries = [{ serialDer: first.certificate.serialDer, at: minutes(-5), reason: 1 }];
    const transport = transportOf({ [CRL]: base, [DELTA]: list({ number: 2, base: 1, entries }) });
    const found = await collect(first, transport, {
      paths: leaves.map((each) => [each.certificate, ca.certificate]),
    });
    expect(transport.asked.sort()).toEqual([CRL, DELTA]);
    expect(found).toMatchObject({ missing: [], revoked: [{ certificate: first.certificate }] });
    expect(found.crls).toHaveLength(2);
  });

  it('follows no URL that a list names before the issuer is known to have signed it', async () => {
    const impostor = await holder('CA', { ca: true });
    const uri = der.contextPrimitive(6, Buffer.from('http://10.0.0.1/'));
    const freshest = der.sequence(der.sequence(der.context(0, der.context(0, uri))));
    const leaf = await holder('L', { issuer: ca, serial: '21', crl: CRL });
    const planted = list({ signer: impostor, extensions: [extension(oids.freshestCrl, freshest)] });
    const transport = transportOf({ [CRL]: planted });
    expect((await collect(leaf, transport)).missing).toHaveLength(1);
    expect(transport.asked).toEqual([CRL]);
  });

  it('proves an indirect list’s issuer too, and hands over its certificate', async () => {
    const signer = await holder('Lists', {
      issuer: ca,
      serial: '40',
      ocsp: OCSP,
      usages: x509.KeyUsageFlags.cRLSign,
    });
    const uri = der.contextPrimitive(6, Buffer.from(CRL));
    const point = der.context(0, der.context(0, uri));
    const points = der.sequence(
      der.sequence(point, der.context(2, der.context(4, signer.certificate.subjectDer))),
    );
    const extensions = [new x509.Extension(oids.crlDistributionPoints, false, points)];
    const leaf = await holder('L', { issuer: ca, serial: '21', extensions });
    const scope = [point, der.contextPrimitive(4, Uint8Array.of(0xff))];
    const transport = transportOf({ [CRL]: list({ signer, scope }), [OCSP]: good(signer) });
    const found = await collect(leaf, transport, {
      known: { ...nothing, certificates: [signer.certificate.der] },
    });
    expect(found.missing).toEqual([]);
    expect([found.ocsps.length, found.crls.length]).toEqual([1, 1]);
    expect(found.certificates.map((each) => parseCertificate(each).subject)).toContain('CN=Lists');
  });

  it('starts all requests before the first answer', async () => {
    const leaves = await Promise.all(
      ['21', '22', '23'].map((serial) =>
        holder(`L${serial}`, { issuer: ca, serial, ocsp: `http://ca/ocsp/${serial}` }),
      ),
    );
    let open = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const transport: RevocationTransport = {
      ...transportOf({}),
      ocsp: async (url) => {
        most = Math.max(most, ++open);
        if (open === leaves.length) release.forEach((go) => go());
        else await new Promise<void>((go) => release.push(go));
        const leaf = leaves.find((each) => url.endsWith(each.certificate.serialHex));
        return leaf ? good(leaf) : new Uint8Array(0);
      },
    };
    const [first] = leaves;
    if (!first) throw new Error('leaf');
    const found = await collect(first, transport, {
      paths: leaves.map((each) => [each.certificate, ca.certificate]),
    });
    expect([most, found.missing.length]).toEqual([3, 0]);
  });

  it('goes by paths as the path finder gives them', async () => {
    const leaf = await holder('L', { issuer: ca, serial: '21', ocsp: OCSP });
    const result = findPath(leaf.certificate, { anchors: [ca.certificate], candidates: [], at });
    if (!result.found) throw new Error(result.reason);
    const found = await collect(leaf, transportOf({ [OCSP]: good(leaf) }), { paths: [result.path] });
    expect(found.missing).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { checks } from '../../../src/pades/validate/checks.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { issue, type TestPki } from '../../support/pki.ts';
import {
  append,
  at,
  attribute,
  baseObjects,
  basePdf,
  catalog,
  fill,
  makeCms,
  makeToken,
  page,
  patch,
  signRaw,
  signaturesOf,
  stampedBy,
  stream,
  testPki,
  trusting,
  usualSigner,
  verdict,
  write,
  type RawSignature,
} from './world.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

describe('validatePdf', () => {
  it('passes a sound signature and keeps its different answers apart', async () => {
    const [signature] = signaturesOf(signRaw(basePdf(), { cms: await usualSigner() }), trusting(pki.root));
    expect(signature).toMatchObject({
      field: 'Ttd1',
      kind: 'signature',
      indication: 'TOTAL_PASSED',
      subIndication: null,
      integrity: 'intact',
      coverage: 'whole-file',
      modifications: 'none',
      level: 'PAdES-BASELINE-B',
      claimedTime: '2026-05-01T00:00:00.000Z',
      bestTime: null,
      digestAlgorithm: 'SHA-256',
      signatureAlgorithm: 'RSASSA-PKCS1-v1_5',
      revision: 1,
    });
    expect(signature?.signer?.subject).toContain('CN=TEST Signer RSA');
  });

  it('asks every signature every question of the table', async () => {
    const [signature] = signaturesOf(signRaw(basePdf(), { cms: await usualSigner() }), trusting(pki.root));
    const asked = new Set(signature?.findings.map(({ check }) => check));
    const unasked = checks.map(({ id }) => id).filter((id) => !asked.has(id));
    // These arise with encryption, later changes, timestamps, a policy that asks for them, and a DSS.
    expect(unasked).toEqual([
      'format.unsigned-attributes',
      'format.encryption',
      'changes.form',
      'changes.annotations',
      'changes.unused',
      'timestamp.token',
      'time.proven',
      'timestamp.content',
      'timestamp.order',
      'time.delay',
      'format.long-term',
      'format.store',
      'policy.signature-policy',
      'signer.references',
      'policy.certificate-use',
    ]);
  });

  it('says that revocation was not looked at', async () => {
    const [signature] = signaturesOf(signRaw(basePdf(), { cms: await usualSigner() }), trusting(pki.root));
    expect(signature?.findings).toContainEqual(
      expect.objectContaining({ check: 'trust.revocation', status: 'not-checked' }),
    );
  });

  it('gives an empty list, which is no pass, for a file without signatures', () => {
    expect(validatePdf(bytesSource(basePdf()), trusting(pki.root))).toMatchObject({
      readable: true,
      signatures: [],
    });
  });

  it('does not count an empty signature field as a signature', () => {
    const file = append(basePdf(), {
      1: catalog([11]),
      3: page([11]),
      11: '<</FT/Sig/T(Kosong)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>',
    });
    expect(signaturesOf(file, trusting(pki.root))).toEqual([]);
  });

  it.each([
    ['nothing at all', Buffer.alloc(0), 'PADES_NOT_PDF'],
    ['text', Buffer.from('Yang terhormat'), 'PADES_NOT_PDF'],
    ['a header alone', Buffer.from('%PDF-1.7\n'), 'PADES_XREF_BROKEN'],
  ])('reports %s as unreadable instead of throwing', (_, bytes, code) => {
    expect(validatePdf(bytesSource(bytes), trusting(pki.root))).toMatchObject({
      readable: false,
      error: { code },
    });
  });

  it('without anchors a sound signature is indeterminate', async () => {
    const [signature] = signaturesOf(signRaw(basePdf(), { cms: await usualSigner() }), { anchors: [], at });
    expect(verdict(signature!)).toBe('INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND');
    expect(signature?.integrity).toBe('intact');
  });

  it('without anchors a changed byte is still a failure', async () => {
    const file = signRaw(basePdf(), { cms: await usualSigner() });
    file.write('9', file.indexOf('1.000.000'));
    const [signature] = signaturesOf(file, { anchors: [], at });
    expect(verdict(signature!)).toBe('TOTAL_FAILED/HASH_FAILURE');
    expect(signature?.integrity).toBe('broken');
  });

  it('judges several signatures, each leaving the earlier ones valid', async () => {
    const cms = await usualSigner();
    let file = basePdf();
    for (let k = 0; k < 4; k++)
      file = signRaw(file, { k, cms: k === 2 ? (digest) => makeCms({ signer: pki.ec, digest }) : cms });
    const signatures = signaturesOf(file, trusting(pki.root));
    expect(signatures.map(verdict)).toEqual(Array.from({ length: 4 }, () => 'TOTAL_PASSED'));
    expect(signatures.map(({ coverage }) => coverage)).toEqual([
      'whole-revision',
      'whole-revision',
      'whole-revision',
      'whole-file',
    ]);
    expect(signatures.map(({ modifications }) => modifications)).toEqual([
      'permitted',
      'permitted',
      'permitted',
      'none',
    ]);
  });

  it('permits validation data (DSS) after a signature', async () => {
    const file = append(signRaw(basePdf(), { cms: await usualSigner() }), {
      1: catalog([11], '/DSS 20 0 R'),
      20: '<</Certs[21 0 R]/VRI<</0123456789ABCDEF0123456789ABCDEF01234567<</Cert[21 0 R]>>>>>>',
      21: stream('certificate'),
    });
    const [signature] = signaturesOf(file, trusting(pki.root));
    expect([verdict(signature!), signature?.modifications, signature?.level]).toEqual([
      'TOTAL_PASSED',
      'permitted',
      'PAdES-BASELINE-B',
    ]);
  });

  it('ignores white space after the last revision', async () => {
    const file = Buffer.concat([signRaw(basePdf(), { cms: await usualSigner() }), Buffer.from('\n \r\n\0')]);
    const [signature] = signaturesOf(file, trusting(pki.root));
    expect([verdict(signature!), signature?.coverage]).toEqual(['TOTAL_PASSED', 'whole-revision']);
  });

  it('warns about signed bytes that belong to no object', async () => {
    const file = signRaw(basePdf(), { cms: await usualSigner(), update: { stray: '(tersembunyi)\n' } });
    const [signature] = signaturesOf(file, trusting(pki.root));
    expect(verdict(signature!)).toBe('TOTAL_PASSED');
    expect(signature?.findings).toContainEqual(
      expect.objectContaining({ check: 'format.extents', status: 'warning' }),
    );
  });

  it('throws for an anchor that is no certificate: that is the caller’s fault', () => {
    expect(() => validatePdf(bytesSource(basePdf()), { anchors: [Buffer.from('x')], at })).toThrow(
      expect.objectContaining({ code: 'PADES_ASN1_INVALID' }),
    );
  });
});

describe('time', () => {
  const expiring = async () =>
    issue(
      {
        name: 'TEST Short',
        kind: 'signer',
        algorithm: 'rsa-pkcs1-sha256',
        serial: '00d4',
        notBefore: new Date('2026-04-01T00:00:00Z'),
        notAfter: new Date('2026-05-15T00:00:00Z'),
      },
      pki.issuing,
    );

  it('reaches level T and a proven time with a trusted timestamp', async () => {
    const file = signRaw(basePdf(), { cms: await usualSigner({ unsigned: stampedBy(pki.tsa) }) });
    const [signature] = signaturesOf(file, trusting(pki.root));
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-T',
      bestTime: '2026-05-01T00:00:05.000Z',
    });
  });

  it('an expired certificate without a timestamp is out of bounds', async () => {
    const short = await expiring();
    const file = signRaw(basePdf(), { cms: (digest) => makeCms({ signer: short, digest }) });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual([
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
    ]);
  });

  it('an expired certificate passes when a timestamp proves that it signed in time', async () => {
    const short = await expiring();
    const file = signRaw(basePdf(), {
      cms: (digest) => makeCms({ signer: short, digest, unsigned: stampedBy(pki.tsa) }),
    });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual(['TOTAL_PASSED']);
  });

  it('a timestamp after the expiry does not help', async () => {
    const short = await expiring();
    const unsigned = stampedBy(pki.tsa, { genTime: new Date('2026-05-20T00:00:00Z') });
    const file = signRaw(basePdf(), { cms: (digest) => makeCms({ signer: short, digest, unsigned }) });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual([
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
    ]);
  });

  it('a timestamp before the certificate began is a failure', async () => {
    const short = await expiring();
    const unsigned = stampedBy(pki.tsa, { genTime: new Date('2026-03-01T00:00:00Z') });
    const file = signRaw(basePdf(), { cms: (digest) => makeCms({ signer: short, digest, unsigned }) });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual(['TOTAL_FAILED/NOT_YET_VALID']);
  });

  it('never uses the claimed time', async () => {
    const short = await expiring();
    const file = signRaw(basePdf(), { cms: (digest) => makeCms({ signer: short, digest }) });
    const [signature] = signaturesOf(file, trusting(pki.root));
    expect([signature?.claimedTime, signature?.bestTime]).toEqual(['2026-05-01T00:00:00.000Z', null]);
  });

  it.each([
    ['over another signature', { digest: Buffer.alloc(32, 1) }, 'B'],
    ['by a certificate that is no TSA', 'signer', 'B'],
    ['with an altered TSTInfo', { cms: { digest: Buffer.alloc(32, 2) } }, 'B'],
    ['by a TSA nobody trusts', 'stranger', 'T'],
    ['from the future', { genTime: new Date('2027-01-01T00:00:00Z') }, 'T'],
  ])('does not use a timestamp %s, and the signature itself still passes', async (_, recipe, letter) => {
    const stranger = await issue({
      name: 'TEST Stranger TSA',
      kind: 'tsa',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '0e',
    });
    const tsa = recipe === 'signer' ? pki.rsa : recipe === 'stranger' ? stranger : pki.tsa;
    const unsigned = stampedBy(tsa, typeof recipe === 'string' ? {} : recipe);
    const [signature] = signaturesOf(
      signRaw(basePdf(), { cms: await usualSigner({ unsigned }) }),
      trusting(pki.root),
    );
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      bestTime: null,
      level: `PAdES-BASELINE-${letter}`,
    });
    expect(signature?.findings).toContainEqual(
      expect.objectContaining({ check: 'time.timestamps', status: 'warning' }),
    );
  });
});

describe('document timestamps', () => {
  const stampFile = (file: Buffer, k: number): Buffer =>
    signRaw(file, {
      k,
      dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
      cms: (digest) => makeToken({ tsa: pki.tsa, digest }),
    });

  it('prove the time of the signatures they cover', async () => {
    const file = stampFile(signRaw(basePdf(), { cms: await usualSigner() }), 1);
    const [signature, stamp] = signaturesOf(file, trusting(pki.root));
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-T',
      bestTime: '2026-05-01T00:00:05.000Z',
    });
    expect(stamp).toMatchObject({
      kind: 'document-timestamp',
      indication: 'TOTAL_PASSED',
      level: null,
      bestTime: '2026-05-01T00:00:05.000Z',
    });
  });

  it('prove nothing about a signature made after them', async () => {
    const file = signRaw(stampFile(basePdf(), 0), { k: 1, cms: await usualSigner() });
    const signature = signaturesOf(file, trusting(pki.root)).find(({ kind }) => kind === 'signature');
    expect(signature).toMatchObject({
      indication: 'TOTAL_PASSED',
      level: 'PAdES-BASELINE-B',
      bestTime: null,
    });
  });

  it('over other bytes are broken', () => {
    const file = signRaw(basePdf(), {
      dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
      cms: () => makeToken({ tsa: pki.tsa, digest: Buffer.alloc(32) }),
    });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual(['TOTAL_FAILED/HASH_FAILURE']);
  });
});

describe('levels and kinds', () => {
  it.each([
    ['no /M', '/Type/Sig/SubFilter/ETSI.CAdES.detached', 'PAdES-BES'],
    ['/Cert', '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/Cert(x)', 'PAdES-BES'],
    [
      'the SubFilter of old readers',
      '/Type/Sig/SubFilter/adbe.pkcs7.detached/M(D:20260501000000Z)',
      'PKCS7-B',
    ],
  ])('a signature with %s is verified but no baseline', async (_, dict, level) => {
    const [signature] = signaturesOf(
      signRaw(basePdf(), { dict, cms: await usualSigner() }),
      trusting(pki.root),
    );
    expect([verdict(signature!), signature?.level]).toEqual(['TOTAL_PASSED', level]);
  });

  it.each([
    ['a commitment', '1.2.840.113549.1.9.16.2.16', 'PAdES-BES'],
    ['a policy', '1.2.840.113549.1.9.16.2.15', 'PAdES-EPES'],
  ])('a reason beside %s is no baseline', async (_, type, level) => {
    const cms = await usualSigner({
      attributes: (usual) => [...usual, attribute(type, der.sequence(der.oid('1.2.3')))],
    });
    const levels = ['/Reason(x)', ''].map((reason) => {
      const dict = `/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)${reason}`;
      return signaturesOf(signRaw(basePdf(), { dict, cms }), trusting(pki.root))[0]?.level;
    });
    expect(levels).toEqual([level, 'PAdES-BASELINE-B']);
  });

  it('a dictionary without /Filter is no baseline', async () => {
    const file = patch(signRaw(basePdf(), { cms: () => new Uint8Array() }), '/Filter/', '/Filler/');
    const [signature] = signaturesOf(fill(file, await usualSigner()), trusting(pki.root));
    expect([verdict(signature!), signature?.level]).toEqual(['TOTAL_PASSED', 'PAdES-BES']);
  });
});

describe('what an earlier signature allows', () => {
  const usual = '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)';
  const transform = (method: string, parameters: string): string =>
    `${usual}/Reference[<</Type/SigRef/TransformMethod/${method}/TransformParams<</Type/TransformParams/V/1.2${parameters}>>>>]`;
  /** A file with an empty field, a.b, signed once in a field of its own. */
  const withEmpty = (cms: RawSignature['cms'], dict: string): Buffer => {
    const empty = {
      6: '<</T(a)/Kids[8 0 R]>>',
      8: '<</FT/Sig/T(b)/Parent 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 90 90]/P 3 0 R/F 4>>',
    };
    return signRaw(write(baseObjects(empty)), { cms, dict });
  };
  const signEmpty = (file: Buffer, cms: RawSignature['cms'], dict = usual): Buffer =>
    fill(
      append(file, {
        8: '<</FT/Sig/T(b)/V 20 0 R/Parent 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 90 90]/P 3 0 R/F 132>>',
        20: `<<${dict}/Filter/Adobe.PPKLite/ByteRange[0 0000000000 0000000000 0000000000]/Contents<${'0'.repeat(16384)}>>>`,
      }),
      cms,
    );

  it.each([
    ['of all fields', '/Action/All', false],
    ['of the field', '/Action/Include/Fields[(a.b)]', false],
    ['of the node above the field', '/Action/Include/Fields[(a)]', false],
    ['of another field whose name begins alike', '/Action/Include/Fields[(a.bc)]', true],
    ['of all fields but this', '/Action/Exclude/Fields[(a.b)]', true],
    ['of all fields but another', '/Action/Exclude/Fields[(c)]', false],
    ['of nothing that can be understood', '/Action/Perhaps', false],
  ])('a lock %s decides whether an empty field may still be signed', async (_, parameters, allowed) => {
    const cms = await usualSigner();
    const once = withEmpty(cms, transform('FieldMDP', parameters));
    const [first] = signaturesOf(signEmpty(once, cms), trusting(pki.root));
    expect(verdict(first!)).toBe(allowed ? 'TOTAL_PASSED' : 'TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('a signature may lock the field it is in', async () => {
    const cms = await usualSigner();
    const twice = signEmpty(withEmpty(cms, usual), cms, transform('FieldMDP', '/Action/All'));
    expect(signaturesOf(twice, trusting(pki.root)).map(verdict)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
  });

  it('a certification against all changes still allows validation data and a timestamp of the whole', async () => {
    const dss = '/DSS<</Certs[30 0 R]>>';
    const certified = signRaw(basePdf(), { cms: await usualSigner(), dict: transform('DocMDP', '/P 1') });
    const data = append(certified, { 1: catalog([11], dss), 30: stream('x') });
    const file = signRaw(data, {
      k: 1,
      dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
      catalogExtra: dss,
      cms: (digest) => makeToken({ tsa: pki.tsa, digest }),
    });
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
    const signed = signRaw(data, { k: 1, catalogExtra: dss, cms: await usualSigner() });
    expect(signaturesOf(signed, trusting(pki.root)).map(verdict)).toEqual([
      'TOTAL_FAILED/FORMAT_FAILURE',
      'TOTAL_PASSED',
    ]);
  });
});

import 'reflect-metadata';
import { createHash, createPrivateKey, webcrypto, constants, sign as signBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import { issue, type TestIdentity, type TestPki } from '../../support/pki.ts';
import {
  at,
  attribute,
  basePdf,
  makeCms,
  makeToken,
  signRaw,
  signaturesOf,
  stampedBy,
  testPki,
  trusting,
  verdict,
  type CmsRecipe,
  type TokenRecipe,
} from './world.ts';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** Certificates, keys, values and tokens that are wrong in one respect each, and the word each must get. */
const base = basePdf();
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

interface Recipe {
  readonly name?: string;
  readonly issuer?: TestIdentity;
  readonly ca?: boolean;
  readonly pathLen?: number;
  readonly usage?: x509.KeyUsageFlags | null;
  readonly purposes?: readonly string[];
  readonly criticalPurposes?: boolean;
  readonly from?: Date;
  readonly until?: Date;
  readonly extra?: readonly x509.Extension[];
  readonly bits?: number;
  readonly exponent?: number;
  readonly signedWith?: 'SHA-1' | 'SHA-256';
  readonly issuerName?: string;
  readonly keyOf?: TestIdentity;
}

let serial = 0x1000;
const rsa = (hash: string, bits = 2048, exponent = 65537) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength: bits,
  publicExponent: new Uint8Array(exponent === 3 ? [3] : [1, 0, 1]),
});

/** An RSA identity; issued by the root unless told otherwise. */
async function make(recipe: Recipe = {}): Promise<TestIdentity> {
  const issuer = recipe.issuer ?? pki.root;
  const hash = recipe.signedWith ?? 'SHA-256';
  const pair = recipe.keyOf
    ? { privateKey: await imported(recipe.keyOf, 'SHA-256'), publicKey: undefined }
    : await webcrypto.subtle.generateKey(rsa('SHA-256', recipe.bits, recipe.exponent), true, [
        'sign',
        'verify',
      ]);
  const issuerCertificate = new x509.X509Certificate(issuer.certificate);
  const { keyCertSign, nonRepudiation } = x509.KeyUsageFlags;
  const usage = recipe.usage === undefined ? (recipe.ca ? keyCertSign : nonRepudiation) : recipe.usage;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16),
    subject: `CN=${recipe.name ?? 'TEST Odd'}`,
    issuer: recipe.issuerName ?? issuerCertificate.subject,
    notBefore: recipe.from ?? new Date('2025-01-01T00:00:00Z'),
    notAfter: recipe.until ?? new Date('2035-01-01T00:00:00Z'),
    publicKey: pair.publicKey ?? new x509.X509Certificate(recipe.keyOf!.certificate).publicKey,
    signingKey: await imported(issuer, hash),
    signingAlgorithm: issuer.algorithm === 'rsa-pkcs1-sha256' ? rsa(hash) : { ...ec, hash },
    extensions: [
      new x509.BasicConstraintsExtension(recipe.ca ?? false, recipe.pathLen, true),
      ...(usage === null ? [] : [new x509.KeyUsagesExtension(usage, true)]),
      ...(recipe.purposes
        ? [new x509.ExtendedKeyUsageExtension([...recipe.purposes], recipe.criticalPurposes ?? true)]
        : []),
      ...(recipe.extra ?? []),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey));
  return {
    key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    certificate: new Uint8Array(certificate.rawData),
    chain: [issuer.certificate, ...issuer.chain],
    algorithm: 'rsa-pkcs1-sha256',
  };
}

const ec = { name: 'ECDSA', namedCurve: 'P-256' };
function imported(identity: TestIdentity, hash: string): Promise<webcrypto.CryptoKey> {
  const pkcs8 = identity.key.export({ format: 'der', type: 'pkcs8' });
  const algorithm = identity.algorithm === 'rsa-pkcs1-sha256' ? rsa(hash) : ec;
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
}

const judge = (recipe: Partial<CmsRecipe>, when = at): ReportedSignature => {
  const file = signRaw(base, { cms: (digest) => makeCms({ signer: pki.rsa, digest, ...recipe }) });
  const [signature] = signaturesOf(file, trusting(pki.root, when));
  if (!signature) throw new Error('the file has no signature');
  return signature;
};

const general = 'INDETERMINATE/CERTIFICATE_CHAIN_GENERAL_FAILURE';
const noChain = 'INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND';
const noSigner = 'INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND';
const weak = 'INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE';
const crypto = 'TOTAL_FAILED/SIG_CRYPTO_FAILURE';
const format = 'TOTAL_FAILED/FORMAT_FAILURE';
/** Nobody here can say whether the value fits. */
const unsupported = 'INDETERMINATE/GENERIC';
const timeStamping = '1.3.6.1.5.5.7.3.8';

describe('certificates', () => {
  const below = async (authority: Recipe, leaf: Recipe = {}): Promise<TestIdentity> =>
    make({ issuer: await make({ ca: true, name: 'TEST CA', ...authority }), ...leaf });

  it.each<[string, () => Promise<TestIdentity>, string]>([
    [
      'whose issuer is no authority',
      () => below({ ca: false, usage: x509.KeyUsageFlags.keyCertSign }),
      general,
    ],
    [
      'whose issuer may not sign certificates',
      () => below({ usage: x509.KeyUsageFlags.nonRepudiation }),
      general,
    ],
    [
      'below an authority that allows no other one',
      async () =>
        make({
          issuer: await make({
            ca: true,
            name: 'B',
            issuer: await make({ ca: true, name: 'A', pathLen: 0 }),
          }),
        }),
      general,
    ],
    ['whose authority has expired', () => below({ until: new Date('2026-05-01T00:00:00Z') }), general],
    ['whose authority is not valid yet', () => below({ from: new Date('2026-07-01T00:00:00Z') }), general],
    [
      'with a critical extension nobody knows',
      () => make({ extra: [new x509.Extension('1.2.3.4', true, Buffer.from('0500', 'hex'))] }),
      general,
    ],
    [
      'whose authority is bound to names',
      () => below({ extra: [new x509.Extension('2.5.29.30', true, Buffer.from('3000', 'hex'))] }),
      general,
    ],
    ['that name another issuer than signed them', () => make({ issuerName: 'CN=TEST Elsewhere' }), noChain],
    [
      'that may only encrypt',
      () => make({ usage: x509.KeyUsageFlags.keyEncipherment }),
      'INDETERMINATE/CHAIN_CONSTRAINTS_FAILURE',
    ],
    ['with a key of 1024 bits', () => make({ bits: 1024 }), weak],
    ['whose authority has a key of 1024 bits', () => below({ bits: 1024 }), weak],
    ['signed with SHA-1', () => make({ signedWith: 'SHA-1' }), weak],
    [
      'that are not valid yet',
      () => make({ from: new Date('2026-07-01T00:00:00Z') }),
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
    ],
  ])('%s do not pass', async (_, signer, expected) => {
    expect(verdict(judge({ signer: await signer() }))).toBe(expected);
  });

  it('another one for the same key under another name is not the signer’s', async () => {
    const twin = await make({ name: 'TEST Twin', keyOf: pki.rsa });
    expect(
      verdict(judge({ named: twin.certificate, certificates: [pki.rsa.certificate, twin.certificate] })),
    ).toBe(noSigner);
    expect(
      verdict(judge({ sidOf: twin.certificate, certificates: [pki.rsa.certificate, twin.certificate] })),
    ).toBe(noSigner);
  });

  it('a key of 1024 bits is not helped by a timestamp of today', async () => {
    expect(verdict(judge({ signer: await make({ bits: 1024 }), unsigned: stampedBy(pki.tsa) }))).toBe(weak);
  });

  it('an authority that has expired is no harm where a timestamp is older', async () => {
    const signer = await below({ until: new Date('2026-05-15T00:00:00Z') });
    expect(verdict(judge({ signer, unsigned: stampedBy(pki.tsa) }))).toBe('TOTAL_PASSED');
    expect(
      verdict(judge({ signer, unsigned: stampedBy(pki.tsa, { genTime: new Date('2026-05-20T00:00:00Z') }) })),
    ).toBe(general);
  });

  it('the caller’s own intermediates are used, and are not trusted for that', async () => {
    const authority = await make({ ca: true, name: 'TEST Known' });
    const signer = await make({ issuer: authority });
    const file = signRaw(base, {
      cms: (digest) => makeCms({ signer, digest, certificates: [signer.certificate] }),
    });
    const asked = (anchors: readonly Uint8Array[], intermediates: readonly Uint8Array[]): string[] =>
      signaturesOf(file, { anchors, at, intermediates }).map(verdict);
    expect(asked([pki.root.certificate], [])).toEqual([noChain]);
    expect(asked([pki.root.certificate], [authority.certificate])).toEqual(['TOTAL_PASSED']);
    expect(asked([], [authority.certificate, pki.root.certificate])).toEqual([noChain]);
  });

  it('of a moment: the first and the last second of validity count', async () => {
    const signer = await make({ from: at, until: at });
    expect(verdict(judge({ signer }))).toBe('TOTAL_PASSED');
    expect(verdict(judge({ signer }, new Date(at.getTime() + 1000)))).toBe(
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
    );
    expect(
      verdict(
        judge({ signer, unsigned: stampedBy(pki.tsa, { genTime: at }) }, new Date(at.getTime() + 1000)),
      ),
    ).toBe('TOTAL_PASSED');
  });
});

describe('signature values', () => {
  const p256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const parts = (value: Uint8Array): [bigint, bigint] => {
    const rLength = value[3]!;
    const hex = (from: number, length: number): bigint =>
      BigInt(`0x${Buffer.from(value.subarray(from, from + length)).toString('hex')}`);
    return [hex(4, rLength), hex(6 + rLength, value[5 + rLength]!)];
  };
  const number = (value: bigint): Uint8Array => {
    const hex = value.toString(16);
    return der.integer(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
  };
  const pss = (hash: string, mask: string, salt: number, trailer = 1): Uint8Array =>
    der.algorithm(
      '1.2.840.113549.1.1.10',
      der.sequence(
        der.context(0, der.algorithm(hash)),
        der.context(1, der.algorithm('1.2.840.113549.1.1.8', der.algorithm(mask))),
        der.context(2, der.integer(salt)),
        ...(trailer === 1 ? [] : [der.context(3, der.integer(trailer))]),
      ),
    );
  /** A CMS whose value is made with RSASSA-PSS; the recipe's parameters say what they like. */
  const withPss = (signatureAlgorithm: Uint8Array, saltLength: number): ReportedSignature => {
    const attributes = (usual: readonly Uint8Array[]): readonly Uint8Array[] => {
      message = der.setOf([...usual]);
      return usual;
    };
    let message: Uint8Array = new Uint8Array();
    const tamper = (): Uint8Array =>
      new Uint8Array(
        signBytes('sha256', message, {
          key: pki.rsa.key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength,
        }),
      );
    return judge({ signatureAlgorithm, attributes, tamper });
  };

  it('ECDSA: s and n − s are both values; r or s of n and more, or negative, are none', () => {
    const bent = (change: (r: bigint, s: bigint) => Uint8Array[]) =>
      verdict(judge({ signer: pki.ec, tamper: (value) => der.sequence(...change(...parts(value))) }));
    expect(bent((r, s) => [number(r), number(p256 - s)])).toBe('TOTAL_PASSED');
    expect(bent((r, s) => [number(r + p256), number(s)])).toBe(crypto);
    expect(bent((r, s) => [number(r), number(s + p256)])).toBe(crypto);
    expect(bent((r) => [number(r), der.integer(0)])).toBe(crypto);
    expect(bent((r, s) => [number(r), Buffer.from([0x02, 0x01, 0x80 | Number(s & 0x7fn)])])).toBe(crypto);
    expect(bent((r, s) => [number(r), number(s), number(s)])).toBe(crypto);
  });

  it('RSASSA-PSS passes with parameters that say what was done', () => {
    expect(verdict(withPss(pss(oids.sha256, oids.sha256, 32), 32))).toBe('TOTAL_PASSED');
  });

  it.each<[string, () => Uint8Array, string?]>([
    ['another salt', () => pss(oids.sha256, oids.sha256, 20)],
    ['another hash', () => pss(oids.sha512, oids.sha512, 32)],
    ['another hash in the mask', () => pss(oids.sha256, oids.sha512, 32), unsupported],
    ['SHA-1 in the mask', () => pss(oids.sha256, '1.3.14.3.2.26', 32), unsupported],
    ['another trailer', () => pss(oids.sha256, oids.sha256, 32, 2), unsupported],
    ['no parameters', () => der.algorithm('1.2.840.113549.1.1.10')],
    [
      'another mask generation',
      () =>
        der.algorithm(
          '1.2.840.113549.1.1.10',
          der.sequence(
            der.context(0, der.algorithm(oids.sha256)),
            der.context(1, der.algorithm('1.2.3.4', der.algorithm(oids.sha256))),
            der.context(2, der.integer(32)),
          ),
        ),
      unsupported,
    ],
  ])('RSASSA-PSS with %s does not pass', (_, algorithm, expected = crypto) => {
    expect(verdict(withPss(algorithm(), 32))).toBe(expected);
  });

  it('an algorithm with parameters that do not belong there fails', () => {
    const odd = der.algorithm(oids.sha256WithRsa, der.octetString(Buffer.alloc(4)));
    expect(verdict(judge({ signatureAlgorithm: odd }))).toBe(crypto);
    const oddEc = der.algorithm(oids.ecdsaWithSha256, der.octetString(Buffer.alloc(4)));
    expect(verdict(judge({ signer: pki.ec, signatureAlgorithm: oddEc }))).toBe(crypto);
  });

  it('NULL beside ECDSA, as iText writes it, says nothing and passes', () => {
    const empty = der.algorithm(oids.ecdsaWithSha256, der.nullValue());
    expect(verdict(judge({ signer: pki.ec, signatureAlgorithm: empty }))).toBe('TOTAL_PASSED');
  });

  it('an exponent of 3 is said aloud', async () => {
    const { indication, findings } = judge({ signer: await make({ exponent: 3 }) });
    expect(indication).toBe('TOTAL_PASSED');
    expect(findings).toContainEqual(expect.objectContaining({ check: 'crypto.strength', status: 'warning' }));
  });

  it('an announced digest that no signer uses fails', () => {
    const cms = (digest: Buffer): Buffer => {
      const made = Buffer.from(makeCms({ signer: pki.rsa, digest }));
      const known = Buffer.from(der.oid(oids.sha256));
      made.write('020203', made.indexOf(known) + known.length - 3, 'hex');
      return made;
    };
    const [signature] = signaturesOf(signRaw(base, { cms }), trusting(pki.root));
    expect(signature && verdict(signature)).toBe(format);
  });

  it('algorithm protection with another signature algorithm fails', () => {
    const protection = attribute(
      oids.cmsAlgorithmProtection,
      der.sequence(der.algorithm(oids.sha256), der.retag(0xa1, der.algorithm(oids.ecdsaWithSha256))),
    );
    expect(verdict(judge({ attributes: (usual) => [...usual, protection] }))).toBe(format);
  });

  it('a reference whose issuer or serial differs is only said aloud (EN 319 102-1 §5.2.3)', () => {
    const { issuerDer, serialDer } = parseCertificate(pki.rsa.certificate);
    const hash = createHash('sha256').update(pki.rsa.certificate).digest();
    const named = (issuer: Uint8Array, number: Uint8Array): string | undefined => {
      const issuerSerial = der.sequence(der.sequence(der.context(4, issuer)), number);
      const id = der.sequence(der.octetString(hash), issuerSerial);
      const reference = attribute(oids.signingCertificateV2, der.sequence(der.sequence(id)));
      const { indication, findings } = judge({ attributes: ([type, digest]) => [type!, digest!, reference] });
      expect(indication).toBe('TOTAL_PASSED');
      return findings.find(({ check }) => check === 'signer.certificate')?.status;
    };
    const other = parseCertificate(pki.root.certificate).issuerDer;
    expect([named(issuerDer, serialDer), named(issuerDer, der.integer(5)), named(other, serialDer)]).toEqual([
      'passed',
      'warning',
      'warning',
    ]);
  });

  it('a signer identified by the serial of one authority and the name of another is nobody', () => {
    const { serialDer } = parseCertificate(pki.rsa.certificate);
    const cms = (digest: Buffer): Buffer => {
      const made = Buffer.from(makeCms({ signer: pki.rsa, digest }));
      const sid = made.lastIndexOf(Buffer.from(serialDer));
      // The same length, another name.
      made.write('X', made.lastIndexOf('TEST Issuing CA', sid), 'latin1');
      return made;
    };
    const [signature] = signaturesOf(signRaw(base, { cms }), trusting(pki.root));
    expect(signature && verdict(signature)).toBe(noSigner);
  });

  it('two signers of different people fail, whichever comes first', () => {
    expect(verdict(judge({ signers: 2 }))).toBe(format);
  });
});

describe('timestamps that prove nothing', () => {
  const now = (minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
  const tsa = (recipe: Recipe = {}): Promise<TestIdentity> =>
    make({
      name: 'TEST TSA',
      usage: x509.KeyUsageFlags.digitalSignature,
      purposes: [timeStamping],
      ...recipe,
    });

  it.each<[string, () => Promise<readonly [TestIdentity, Partial<TokenRecipe>]>]>([
    [
      'an authority that was certified for other purposes',
      async () => {
        const issuer = await make({ ca: true, name: 'TLS only', purposes: ['1.3.6.1.5.5.7.3.1'] });
        return [await tsa({ issuer }), {}];
      },
    ],
    ['purpose not critical', async () => [await tsa({ criticalPurposes: false }), {}]],
    ['a second purpose', async () => [await tsa({ purposes: [timeStamping, '1.3.6.1.5.5.7.3.4'] }), {}]],
    ['another purpose', async () => [await tsa({ purposes: ['1.3.6.1.5.5.7.3.4'] }), {}]],
    [
      'a key that may sign certificates too',
      async () => [
        await tsa({ usage: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign }),
        {},
      ],
    ],
    ['a key that may not sign', async () => [await tsa({ usage: x509.KeyUsageFlags.keyEncipherment }), {}]],
    [
      'an authority that has expired',
      async () => [await tsa({ until: new Date('2026-05-15T00:00:00Z') }), {}],
    ],
    [
      'an authority that began later',
      async () => [await tsa({ from: new Date('2026-05-10T00:00:00Z') }), {}],
    ],
    [
      'a time after the end of its authority',
      async () => [await tsa({ until: now(1) }), { genTime: now(5) }],
    ],
    ['a time that has not come', async () => [await tsa(), { genTime: now(11) }]],
    ['a key of 1024 bits', async () => [await tsa({ bits: 1024 }), {}]],
    ['an imprint under an unknown hash', async () => [await tsa(), { imprintOid: '1.2.3.4' }]],
    ['an imprint under another hash', async () => [await tsa(), { imprintOid: '2.16.840.1.101.3.4.2.8' }]],
  ])('%s', async (_, recipe) => {
    const [authority, token] = await recipe();
    const { indication, bestTime, findings } = judge({ unsigned: stampedBy(authority, token) });
    expect([indication, bestTime]).toEqual(['TOTAL_PASSED', null]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'time.timestamps', status: 'warning' }));
  });

  it('an imprint under SHA-1', () => {
    const unsigned = (value: Uint8Array): readonly Uint8Array[] => [
      attribute(
        oids.signatureTimeStamp,
        makeToken({
          tsa: pki.tsa,
          digest: createHash('sha1').update(value).digest(),
          imprintOid: '1.3.14.3.2.26',
        }),
      ),
    ];
    expect(judge({ unsigned }).bestTime).toBeNull();
  });

  it('but one a few minutes ahead does, for clocks differ', () => {
    expect(judge({ unsigned: stampedBy(pki.tsa, { genTime: now(5) }) }).bestTime).toBe(now(5).toISOString());
  });

  it('and of two the earlier counts', () => {
    const later = stampedBy(pki.tsa, { genTime: new Date('2026-05-03T00:00:00Z') });
    const unsigned = (value: Uint8Array): readonly Uint8Array[] => [
      ...later(value),
      ...stampedBy(pki.tsa)(value),
    ];
    expect(judge({ unsigned }).bestTime).toBe('2026-05-01T00:00:05.000Z');
  });

  it('a token may leave its chain to the document', async () => {
    const authority = await make({ ca: true, name: 'TEST TSA CA' });
    const own = await tsa({ issuer: authority });
    const unsigned = stampedBy(own, { cms: { certificates: [own.certificate] } });
    expect(judge({ unsigned }).bestTime).toBeNull();
    const certificates = [pki.rsa.certificate, ...pki.rsa.chain, authority.certificate];
    expect(judge({ unsigned, certificates }).bestTime).toBe('2026-05-01T00:00:05.000Z');
  });
});

describe('document timestamps', () => {
  const short = (): Promise<TestIdentity> =>
    issue(
      {
        name: 'TEST Short',
        kind: 'signer',
        algorithm: 'rsa-pkcs1-sha256',
        serial: '0d4',
        notAfter: new Date('2026-05-15T00:00:00Z'),
      },
      pki.issuing,
    );
  const stamp = (file: Buffer, k: number, authority: TestIdentity, genTime?: Date): Buffer =>
    signRaw(file, {
      k,
      dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
      cms: (digest) => makeToken({ tsa: authority, digest, ...(genTime ? { genTime } : {}) }),
    });

  it('prove nothing when their authority is nobody’s', async () => {
    const signer = await short();
    const stranger = await issue({
      name: 'TEST Stranger',
      kind: 'tsa',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '0e',
    });
    const file = stamp(signRaw(base, { cms: (digest) => makeCms({ signer, digest }) }), 1, stranger);
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual([
      'INDETERMINATE/OUT_OF_BOUNDS_NO_POE',
      'INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND',
    ]);
  });

  it('are themselves kept alive by later ones', async () => {
    const signer = await short();
    const old = await make({
      name: 'TEST Old TSA',
      usage: x509.KeyUsageFlags.digitalSignature,
      purposes: [timeStamping],
      until: new Date('2026-05-15T00:00:00Z'),
    });
    const signed = signRaw(base, { cms: (digest) => makeCms({ signer, digest }) });
    const once = stamp(signed, 1, old);
    expect(signaturesOf(once, trusting(pki.root)).map(({ bestTime }) => bestTime)).toEqual([null, null]);
    const twice = stamp(once, 2, pki.tsa, new Date('2026-05-10T00:00:00Z'));
    const report = signaturesOf(twice, trusting(pki.root));
    expect(report.map(verdict)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(report[0]?.bestTime).toBe('2026-05-01T00:00:05.000Z');
  });

  it('whose certificate may do more than stamp do not pass', async () => {
    const odd = await make({
      usage: x509.KeyUsageFlags.digitalSignature,
      purposes: [timeStamping],
      criticalPurposes: false,
    });
    const file = stamp(signRaw(base, { cms: (digest) => makeCms({ signer: pki.rsa, digest }) }), 1, odd);
    expect(signaturesOf(file, trusting(pki.root)).map(verdict)).toEqual([
      'TOTAL_PASSED',
      'INDETERMINATE/SIG_CONSTRAINTS_FAILURE',
    ]);
  });
});

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { validationPolicies, type ValidationPolicy } from '../../../src/pades/validate/policy.ts';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { issue, type TestIdentity } from '../../support/pki.ts';
import { holder, ocspBy, type Holder } from '../revocation/pembuat.ts';
import { contentStampedBy } from './content.ts';
import { addStore, makeOcsp, stampDocument, type OcspRecipe } from './store.ts';
import { basePdf, makeCms, signaturesOf, signRaw, stampedBy, type TokenRecipe } from './world.ts';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** Days after the first of May 2026, on which things are signed unless a case says otherwise; parts of days are allowed. */
export const day = (n: number): Date => new Date(Date.parse('2026-05-01T00:00:00Z') + n * 86_400_000);
/** Days until RSA with 2048 bits ends (TS 119 312), plus some. */
export const in2029 = (more = 0): number => (Date.parse('2029-01-01') - day(0).getTime()) / 86_400_000 + more;

/** Who there is in the table's world. Names say what is peculiar about them. */
export interface People {
  readonly root: TestIdentity;
  readonly otherRoot: TestIdentity;
  readonly ca: TestIdentity;
  /** The same key as `ca`, certified by the other root. */
  readonly crossed: Uint8Array;
  readonly caUntil40: TestIdentity;
  readonly rsaCa: TestIdentity;
  readonly caWithoutBooks: TestIdentity;
  readonly signer: TestIdentity;
  readonly until30: TestIdentity;
  readonly from10: TestIdentity;
  readonly below40: TestIdentity;
  readonly rsa: TestIdentity;
  readonly belowRsa: TestIdentity;
  readonly belowWithoutBooks: TestIdentity;
  readonly withoutBooks: TestIdentity;
  readonly tsa: TestIdentity;
  readonly tsaUntil30: TestIdentity;
  readonly tsa2: TestIdentity;
  readonly tsaRsa: TestIdentity;
  /** Under the other root. */
  readonly tsaElsewhere: TestIdentity;
  /** Delegated responders of `ca`. */
  readonly responderUntil20: Holder;
}

export async function makePeople(): Promise<People> {
  let serial = 0x100;
  const ec = 'ecdsa-p256-sha256' as const;
  const rsaAlgorithm = 'rsa-pkcs1-sha256' as const;
  const make = (
    name: string,
    kind: 'ca' | 'signer' | 'tsa',
    issuer?: TestIdentity,
    more: { algorithm?: typeof ec | typeof rsaAlgorithm; notBefore?: Date; notAfter?: Date } = {},
  ): Promise<TestIdentity> =>
    issue({ name, kind, algorithm: ec, serial: (serial++).toString(16), ...more }, issuer);
  const root = await make('TEST Root', 'ca');
  const otherRoot = await make('TEST Other Root', 'ca');
  const ca = await make('TEST CA', 'ca', root);
  const caUntil40 = await make('TEST CA 40', 'ca', root, { notAfter: day(40) });
  const rsaCa = await make('TEST RSA CA', 'ca', root, { algorithm: rsaAlgorithm });
  const caWithoutBooks = await exempted('TEST Silent CA', root, true);
  const responder = {
    issuer: await asHolder(ca),
    eku: oids.ocspSigning,
    nocheck: true,
    serial: '0f1f',
  };
  return {
    root,
    otherRoot,
    ca,
    crossed: await certifiedBy(otherRoot, ca),
    caUntil40,
    rsaCa,
    caWithoutBooks,
    signer: await make('TEST Signer', 'signer', ca),
    until30: await make('TEST Signer 30', 'signer', ca, { notAfter: day(30) }),
    from10: await make('TEST Signer from 10', 'signer', ca, { notBefore: day(10) }),
    below40: await make('TEST Signer below 40', 'signer', caUntil40),
    rsa: await make('TEST Signer RSA', 'signer', ca, { algorithm: rsaAlgorithm }),
    belowRsa: await make('TEST Signer below RSA', 'signer', rsaCa),
    belowWithoutBooks: await make('TEST Signer below silence', 'signer', caWithoutBooks),
    withoutBooks: await exempted('TEST Silent Signer', ca, false),
    tsa: await make('TEST TSA', 'tsa', root),
    tsaUntil30: await make('TEST TSA 30', 'tsa', root, { notAfter: day(30) }),
    tsa2: await make('TEST TSA 2', 'tsa', root),
    tsaRsa: await make('TEST TSA RSA', 'tsa', root, { algorithm: rsaAlgorithm }),
    tsaElsewhere: await make('TEST TSA elsewhere', 'tsa', otherRoot),
    responderUntil20: await holder('TEST Responder 20', { ...responder, notAfter: day(20) }),
  };
}

const ecParameters = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function asHolder({ certificate, key }: TestIdentity): Promise<Holder> {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ecParameters, true, ['sign']);
  return { certificate: parseCertificate(certificate), keys: { privateKey, publicKey: privateKey } };
}

/** With noRevAvail, which an authority may not claim (RFC 9608 §2). */
async function exempted(name: string, issuer: TestIdentity, ca: boolean): Promise<TestIdentity> {
  const { certificate, keys } = await holder(name, {
    issuer: await asHolder(issuer),
    ca,
    serial: ca ? '0e01' : '0e02',
    extensions: [new x509.Extension(oids.noRevAvail, false, Uint8Array.of(5, 0))],
  });
  const { KeyObject } = await import('node:crypto');
  return {
    key: KeyObject.from(keys.privateKey),
    certificate: certificate.der,
    chain: [issuer.certificate, ...issuer.chain],
    algorithm: 'ecdsa-p256-sha256',
  };
}

async function certifiedBy(issuer: TestIdentity, subject: TestIdentity): Promise<Uint8Array> {
  const own = new x509.X509Certificate(subject.certificate);
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: '0c01',
    subject: own.subject,
    issuer: new x509.X509Certificate(issuer.certificate).subject,
    notBefore: new Date('2025-01-01T00:00:00Z'),
    notAfter: new Date('2035-01-01T00:00:00Z'),
    publicKey: own.publicKey,
    signingKey: (await asHolder(issuer)).keys.privateKey,
    signingAlgorithm: ecParameters,
    extensions: own.extensions,
  });
  return new Uint8Array(made.rawData);
}

export interface Data {
  readonly ocsps?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly certs?: readonly Uint8Array[];
}

/** What an authority says about a certificate: good, an hour after the signature, for a week, unless told otherwise. */
export const said = (about: TestIdentity, issuer: TestIdentity, more: Partial<OcspRecipe> = {}): Uint8Array =>
  makeOcsp({ about, issuer, thisUpdate: day(1 / 24), nextUpdate: day(7), ...more });

export const revoked = (
  about: TestIdentity,
  issuer: TestIdentity,
  when: number,
  reason?: number,
  more: Partial<OcspRecipe> = {},
): Uint8Array =>
  said(about, issuer, {
    status: 'revoked',
    revokedAt: day(when),
    ...(reason === undefined ? {} : { reason }),
    thisUpdate: day(when + 0.1),
    nextUpdate: day(when + 1000),
    ...more,
  });

/** A good answer about `signer` by a responder of its own, whose certificate comes along unless told otherwise. */
export const saidBy = (
  by: Holder,
  about: TestIdentity,
  issuer: TestIdentity,
  certificates = [by.certificate],
): Uint8Array =>
  ocspBy({
    certificate: parseCertificate(about.certificate),
    issuer: parseCertificate(issuer.certificate),
    signer: by,
    thisUpdate: day(1 / 24),
    nextUpdate: day(7),
    certificates,
  });

export interface Case {
  readonly name: string;
  readonly signer?: TestIdentity;
  /** Day of the signature timestamp; null: none. */
  readonly stamp?: number | null;
  readonly stampBy?: TestIdentity;
  readonly stampTiming?: TokenRecipe['timing'];
  /** Day of the content timestamp. */
  readonly content?: number;
  readonly contentTiming?: TokenRecipe['timing'];
  readonly certificates?: readonly Uint8Array[];
  readonly data?: Data;
  /** Revocation data that the caller brings. */
  readonly given?: Data;
  /** Commits to no certificate, as Adobe's own kind may. */
  readonly unprotected?: boolean;
  /** Document timestamps, in order. */
  readonly seals?: readonly (readonly [day: number, by: TestIdentity])[];
  readonly at: number;
  readonly anchors?: readonly TestIdentity[];
  readonly policy?: Partial<ValidationPolicy>;
  readonly verdict: string;
  /** The check that decides. */
  readonly by?: string;
  readonly says?: RegExp;
}

export function judgeCase(people: People, one: Case): ReportedSignature {
  const { signer = people.signer, stamp = null, stampBy = people.tsa } = one;
  const timing = (value: TokenRecipe['timing']) => (value ? { timing: value } : {});
  let file = signRaw(basePdf(), {
    ...(one.unprotected ? { dict: '/Type/Sig/SubFilter/adbe.pkcs7.detached' } : {}),
    cms: (digest) =>
      makeCms({
        signer,
        digest,
        ...(one.unprotected ? { named: null } : {}),
        ...(one.certificates ? { certificates: one.certificates } : {}),
        ...(stamp === null
          ? {}
          : { unsigned: stampedBy(stampBy, { genTime: day(stamp), ...timing(one.stampTiming) }) }),
        ...(one.content === undefined
          ? {}
          : { attributes: contentStampedBy(people.tsa, day(one.content), timing(one.contentTiming)) }),
      }),
  });
  if (one.data) file = addStore(file, one.data);
  for (const [index, [when, by]] of (one.seals ?? []).entries())
    file = stampDocument(file, by, index + 1, day(when), one.data !== undefined);
  const [signature] = signaturesOf(file, {
    anchors: (one.anchors ?? [people.root]).map(({ certificate }) => certificate),
    at: day(one.at),
    ocsps: one.given?.ocsps ?? [],
    crls: one.given?.crls ?? [],
    intermediates: one.given?.certs ?? [],
    policy: { ...validationPolicies.stranger, ...one.policy },
  });
  if (!signature) throw new Error('the file has no signature');
  return signature;
}

/** Accuracy in milliseconds, as TSTInfo holds it, and ordering. */
export const timingOf = (accuracySeconds: number, ordering = false): readonly Uint8Array[] => [
  ...(accuracySeconds > 0 ? [der.sequence(der.integer(accuracySeconds))] : []),
  ...(ordering ? [der.boolean(true)] : []),
];

import 'reflect-metadata';
import { createHash, KeyObject, sign, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { issuerHashes } from '../../../src/pades/revocation/cert-id.ts';
import { parseCertificate, type Certificate } from '../../../src/pades/x509/certificate.ts';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SHA1 = '1.3.14.3.2.26';

/** A certificate with its key; made at run time, forgotten with the process. */
export interface Holder {
  readonly certificate: Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface HolderOptions {
  readonly serial?: string;
  readonly issuer?: Holder;
  readonly ca?: boolean;
  /** Bits of x509.KeyUsageFlags. */
  readonly usages?: number;
  readonly eku?: string;
  readonly nocheck?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly ocsp?: string;
  readonly crl?: string;
  readonly issuers?: string;
  readonly keys?: webcrypto.CryptoKeyPair;
  readonly extensions?: readonly x509.Extension[];
}

const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;

export async function holder(name: string, options: HolderOptions = {}): Promise<Holder> {
  const keys = options.keys ?? (await webcrypto.subtle.generateKey(ec, true, ['sign', 'verify']));
  const { issuer, ca = false } = options;
  const usages: number = options.usages ?? (ca ? keyCertSign | cRLSign : digitalSignature);
  const access = {
    ...(options.ocsp && { ocsp: options.ocsp }),
    ...(options.issuers && { caIssuers: options.issuers }),
  };
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: options.serial ?? '01',
    subject: `CN=${name}`,
    issuer: issuer ? new x509.X509Certificate(issuer.certificate.der).subject : `CN=${name}`,
    notBefore: options.notBefore ?? new Date('2025-01-01T00:00:00Z'),
    notAfter: options.notAfter ?? new Date('2035-01-01T00:00:00Z'),
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ec,
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      keyUsage(usages),
      ...(options.eku ? [new x509.ExtendedKeyUsageExtension([options.eku])] : []),
      ...(options.nocheck ? [new x509.Extension(oids.ocspNoCheck, false, Uint8Array.of(5, 0))] : []),
      ...(Object.keys(access).length > 0 ? [new x509.AuthorityInfoAccessExtension(access)] : []),
      ...(options.crl ? [new x509.CRLDistributionPointsExtension([options.crl])] : []),
      ...(options.extensions ?? []),
    ],
  });
  return { certificate: parseCertificate(new Uint8Array(made.rawData)), keys };
}

/** keyUsage as a named-bit string; the package's enum has no names for combinations. */
function keyUsage(flags: number): x509.Extension {
  // Bit 0 of KeyUsage is the highest bit of the octet; the flags count from the lowest.
  let octet = 0;
  for (let bit = 0; bit < 8; bit++) if (flags & (1 << bit)) octet |= 0x80 >> bit;
  return new x509.Extension(
    '2.5.29.15',
    true,
    der.bitString(Uint8Array.of(octet), 7 - (31 - Math.clz32(flags))),
  );
}

/** By which digest an item is signed. */
export type Digest = 'sha1' | 'sha256';
const ecdsaWith: Readonly<Record<Digest, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: oids.ecdsaWithSha256,
};

function signed(
  tbs: Uint8Array,
  signer: Holder,
  digest: Digest = 'sha256',
  ...after: readonly Uint8Array[]
): Uint8Array {
  const value = sign(digest, tbs, { key: KeyObject.from(signer.keys.privateKey), dsaEncoding: 'der' });
  return der.sequence(tbs, der.algorithm(ecdsaWith[digest]), der.bitString(value), ...after);
}

export interface OcspOptions {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly signer: Holder;
  readonly status?: 'good' | 'unknown' | { readonly at: Date; readonly reason?: number };
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | null;
  readonly producedAt?: Date;
  readonly hashOid?: string;
  readonly nonce?: Uint8Array;
  readonly byName?: boolean;
  readonly certificates?: readonly Certificate[];
  readonly singleExtensions?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
  readonly bare?: boolean;
  readonly digest?: Digest;
}

export const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

/** An OCSP response as told, however wrong. */
export function ocspBy(options: OcspOptions): Uint8Array {
  const { certificate, issuer, signer, status = 'good', thisUpdate, producedAt = thisUpdate } = options;
  const hashOid = options.hashOid ?? SHA1;
  const hashes = issuerHashes(issuer, hashOid);
  const next =
    options.nextUpdate === undefined ? new Date(thisUpdate.getTime() + 3_600_000) : options.nextUpdate;
  const said =
    typeof status === 'string'
      ? der.contextPrimitive(status === 'good' ? 0 : 2, new Uint8Array(0))
      : der.context(
          1,
          der.generalizedTime(status.at),
          ...(status.reason === undefined ? [] : [der.context(0, der.enumerated(status.reason))]),
        );
  const single = der.sequence(
    der.sequence(
      der.algorithm(hashOid, der.nullValue()),
      der.octetString(hashes?.name ?? new Uint8Array(20)),
      der.octetString(hashes?.key ?? new Uint8Array(20)),
      certificate.serialDer,
    ),
    said,
    der.generalizedTime(thisUpdate),
    ...(next ? [der.context(0, der.generalizedTime(next))] : []),
    ...(options.singleExtensions ? [der.context(1, der.sequence(...options.singleExtensions))] : []),
  );
  const nonce = options.nonce ? [extension(oids.ocspNonce, der.octetString(options.nonce))] : [];
  const extensions = [...nonce, ...(options.extensions ?? [])];
  const keyHash = issuerHashes(signer.certificate, SHA1)?.key ?? createHash('sha1').digest();
  const tbs = der.sequence(
    options.byName ? der.context(1, signer.certificate.subjectDer) : der.context(2, der.octetString(keyHash)),
    der.generalizedTime(producedAt),
    der.sequence(single),
    ...(extensions.length > 0 ? [der.context(1, der.sequence(...extensions))] : []),
  );
  const sent = options.certificates ?? [signer.certificate];
  const own = der.context(0, der.sequence(...sent.map((each) => each.der)));
  const basic = signed(tbs, signer, options.digest, own);
  if (options.bare) return basic;
  return der.sequence(
    der.enumerated(0),
    der.context(0, der.sequence(der.oid(oids.ocspBasic), der.octetString(basic))),
  );
}

export interface CrlOptions {
  readonly signer: Holder;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | null;
  readonly entries?: readonly {
    readonly serialDer: Uint8Array;
    readonly at: Date;
    readonly reason?: number;
    readonly extensions?: readonly Uint8Array[];
  }[];
  readonly number?: number;
  readonly base?: number;
  /** Contents of IssuingDistributionPoint. */
  readonly scope?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
  readonly digest?: Digest;
}

/** A CRL as told, however wrong. */
export function crlBy(options: CrlOptions): Uint8Array {
  const { signer, thisUpdate, entries = [] } = options;
  const next =
    options.nextUpdate === undefined ? new Date(thisUpdate.getTime() + 86_400_000) : options.nextUpdate;
  const listed = entries.map(({ serialDer, at, reason, extensions = [] }) => {
    const all = [
      ...(reason === undefined ? [] : [extension(oids.reasonCode, der.enumerated(reason))]),
      ...extensions,
    ];
    return der.sequence(serialDer, utcTime(at), ...(all.length > 0 ? [der.sequence(...all)] : []));
  });
  const extensions = [
    ...(options.number === undefined ? [] : [extension(oids.crlNumber, der.integer(options.number))]),
    ...(options.base === undefined
      ? []
      : [extension(oids.deltaCrlIndicator, der.integer(options.base), true)]),
    ...(options.scope
      ? [extension(oids.issuingDistributionPoint, der.sequence(...options.scope), true)]
      : []),
    ...(options.extensions ?? []),
  ];
  const tbs = der.sequence(
    der.integer(1),
    der.algorithm(ecdsaWith[options.digest ?? 'sha256']),
    signer.certificate.subjectDer,
    utcTime(thisUpdate),
    ...(next ? [utcTime(next)] : []),
    ...(listed.length > 0 ? [der.sequence(Buffer.concat(listed))] : []),
    ...(extensions.length > 0 ? [der.context(0, der.sequence(...extensions))] : []),
  );
  return signed(tbs, signer, options.digest);
}

const utcTime = (time: Date): Uint8Array =>
  der.tlv(der.tags.utcTime, Buffer.from(`${time.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));

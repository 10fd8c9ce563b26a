import { parseDer } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import {
  algorithm,
  boolean,
  content,
  Fields,
  integerHex,
  malformed,
  octets,
  oid,
  smallInt,
  time,
} from '../asn1/read.ts';
import type { Der } from '../asn1/guard.ts';
import { readSignedData, type SignedDataFacts, type SignerInfoFacts } from '../cms/read.ts';
import {
  messageDigest,
  orderFaults,
  readCertificates,
  schemeOf,
  shapeFaults,
  signatureVerifies,
  signingCertificate,
  type SigningCertificate,
} from '../cms/verify.ts';
import { digestOf, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { Kept, keyOf } from '../x509/kept.ts';
import { PadesError } from '../errors.ts';

/** TSTInfo (RFC 3161 §2.4.2). */
export interface TstInfo {
  readonly policyOid: string;
  readonly digestOid: string;
  readonly digest: Uint8Array;
  readonly serialHex: string;
  readonly genTime: Date;
  readonly accuracyMs: number | null;
  readonly ordering: boolean;
  readonly nonceHex: string | null;
}

export interface TimestampToken {
  readonly data: SignedDataFacts;
  readonly info: TstInfo;
  readonly certificates: readonly Certificate[];
}

/** Reads a TimeStampToken, judging nothing. Throws PADES_ASN1_INVALID or PADES_CMS_INVALID. */
export function readTimestampToken(bytes: Uint8Array): TimestampToken {
  if (bytes.length > mostKept) return read(bytes);
  // Of its own bytes, so that nobody can change what is kept.
  return kept.get(keyOf(bytes), () => read(Uint8Array.from(bytes)));
}

/** A token is looked at when it comes, in the file, and by whoever asks how long it lasts. */
const kept = new Kept<TimestampToken>(32);
const mostKept = 32 * 1024;

function read(bytes: Uint8Array): TimestampToken {
  const data = readSignedData(bytes);
  if (data.eContentType !== oids.tstInfo || data.eContent === null) {
    throw new PadesError('PADES_CMS_INVALID', { detail: 'not a timestamp token' });
  }
  return { data, info: readTstInfo(data.eContent), certificates: readCertificates(data.certificates) };
}

/** What a token is worth apart from trust: the questions of RFC 3161 §2.4.2 and pades.md 2.5, one after the other. */
export interface TokenJudgement {
  /** Empty where the token is sound in itself. */
  readonly faults: readonly string[];
  readonly signer: Certificate | null;
  readonly signing: SigningCertificate | null;
  readonly scheme: SignatureScheme | null;
}

/** Shape, digest of TSTInfo, signing-certificate, key usage, and the signature value; trust in the TSA is another question. */
export function judgeToken(token: TimestampToken): TokenJudgement {
  const judgement = judgements.get(token) ?? judged(token);
  judgements.set(token, judgement);
  return judgement;
}
const judgements = new WeakMap<TimestampToken, TokenJudgement>();

function judged(token: TimestampToken): TokenJudgement {
  const faults = [...shapeFaults(token.data, oids.tstInfo), ...orderFaults(token.data)];
  const [signer] = token.data.signerInfos;
  if (signer === undefined) return { faults, signer: null, signing: null, scheme: null };
  const signing = signingCertificate(signer, token.certificates);
  const scheme = schemeOf(signer);
  if (signing.protectedBy === null) faults.push(signing.reason);
  if (signing.certificate) faults.push(...usageFaults(signing.certificate));
  if ('reason' in scheme) faults.push(scheme.reason);
  else faults.push(...cryptoFaults(token, signer, scheme, signing.certificate));
  return { faults, signer: signing.certificate, signing, scheme: 'reason' in scheme ? null : scheme };
}

function cryptoFaults(
  { data }: TimestampToken,
  signer: SignerInfoFacts,
  scheme: SignatureScheme,
  certificate: Certificate | null,
): string[] {
  const expected = digestOf(scheme.digest, data.eContent ?? new Uint8Array());
  const claimed = messageDigest(signer);
  if (claimed === null || Buffer.compare(claimed, expected) !== 0) return ['the token has been changed'];
  if (certificate === null || !signatureVerifies(signer, scheme, certificate)) {
    return ['the signature of the token does not verify'];
  }
  return [];
}

/** RFC 3161 §2.3: extended key usage critical and timeStamping alone; the key signs nothing else. */
function usageFaults({ extendedKeyUsage, keyUsage }: Certificate): string[] {
  const faults: string[] = [];
  const sole = extendedKeyUsage?.oids.length === 1 && extendedKeyUsage.oids[0] === oids.timeStamping;
  if (!sole || !extendedKeyUsage.critical)
    faults.push('extended key usage is not timeStamping, critical and alone');
  const uses = [...(keyUsage ?? [])];
  if (
    keyUsage &&
    (uses.length === 0 || uses.some((use) => use !== 'digitalSignature' && use !== 'nonRepudiation'))
  ) {
    faults.push('key usage of the timestamp certificate');
  }
  return faults;
}

function readTstInfo(bytes: Uint8Array): TstInfo {
  const fields = new Fields(parseDer(bytes));
  if (smallInt(fields.take(0x02)) !== 1)
    throw new PadesError('PADES_CMS_INVALID', { detail: 'TSTInfo version' });
  const policyOid = oid(fields.take());
  const imprint = new Fields(fields.take());
  const digestOid = algorithm(imprint.take()).oid;
  const digest = octets(imprint.take(0x04));
  imprint.done();
  const serialHex = integerHex(fields.take());
  const genTime = time(fields.take(0x18));
  const accuracy = fields.optional(0x30);
  const ordering = fields.optional(0x01);
  const nonce = fields.optional(0x02);
  fields.optional(0xa0);
  fields.optional(0xa1);
  fields.done();
  return {
    policyOid,
    digestOid,
    digest,
    serialHex,
    genTime,
    accuracyMs: accuracy && readAccuracy(accuracy),
    ordering: ordering !== null && boolean(ordering),
    nonceHex: nonce && integerHex(nonce),
  };
}

function readAccuracy(node: Der): number {
  const fields = new Fields(node);
  const seconds = fields.optional(0x02);
  const millis = fields.optional(0x80);
  const micros = fields.optional(0x81);
  fields.done();
  const small = (part: Der | null): number => {
    if (part === null) return 0;
    if (content(part).length > 4) malformed(part, 'accuracy out of range');
    return smallInt(part, part.id);
  };
  return small(seconds) * 1000 + small(millis) + small(micros) / 1000;
}

import { oids } from '../asn1/oids.ts';
import { attributesOf } from '../cms/attributes.ts';
import { orderFaults, shapeFaults } from '../cms/verify.ts';
import type { NoScheme } from '../x509/algorithms.ts';
import { failed, familyOf, notChecked, passed, warning, type Check, type Failure } from './check.ts';
import type { SignatureFacts } from './facts.ts';
import type { FindingEvidence } from './types.ts';

const formatFailure: Failure = ['TOTAL_FAILED', 'FORMAT_FAILURE'];

/** The bytes that are signed, and those that hold the signature. */
const signedBytes = ({ range: { range } }: SignatureFacts): readonly FindingEvidence[] =>
  range
    ? [
        { offset: 0, end: range.gapStart },
        { offset: range.gapEnd, end: range.end },
      ]
    : [];
const dictionary = ({ location }: SignatureFacts): readonly FindingEvidence[] => [
  {
    object: location.objectNum,
    revision: location.definedIn,
    ...(location.extent && { offset: location.extent.start, end: location.extent.end }),
  },
];
const contents = ({ range: { range } }: SignatureFacts): readonly FindingEvidence[] =>
  range ? [{ offset: range.gapStart, end: range.gapEnd }] : [];

/** Can the signature be processed, and do its bytes and its value hold (EN 319 102-1 §5.2.2, §5.2.7)? */
export const signatureChecks: readonly Check[] = [
  {
    id: 'format.byte-range',
    question: 'Do ByteRange and Contents describe the whole revision but the signature itself?',
    clause: 'ISO 32000-2 §12.8.1; EN 319 142-1 §6.3 rows 14, 16',
    answer: 'integrity',
    concludes: formatFailure,
    judge: ({ facts }) => {
      const { range } = facts;
      return range.range === null
        ? failed(range.fault, undefined, dictionary(facts))
        : passed(`0–${range.range.gapStart}, ${range.range.gapEnd}–${range.range.end}`, signedBytes(facts));
    },
  },
  {
    id: 'format.subfilter',
    question: 'Is the signature of a kind this validator judges?',
    clause: 'ISO 32000-2 table 260; EN 319 142-1 §6.3 row 17',
    answer: 'integrity',
    concludes: formatFailure,
    judge: (evidence) => {
      const { facts } = evidence;
      const family = familyOf(evidence);
      const name = facts.subFilter ?? 'absent';
      if (family === null) return failed(`SubFilter ${name}`, undefined, dictionary(facts));
      const stamp = facts.location.dict.entries.get('Type');
      const isStamp = stamp?.kind === 'name' && stamp.name === 'DocTimeStamp';
      return isStamp === (family === 'timestamp')
        ? passed(name)
        : failed(`Type and SubFilter ${name} contradict each other`, undefined, dictionary(facts));
    },
  },
  {
    id: 'format.cms',
    question: 'Is Contents one well-formed SignedData with one signer and unambiguous attributes?',
    clause: 'RFC 5652 §5; EN 319 142-1 §6.3 rows 1–3',
    answer: 'integrity',
    concludes: formatFailure,
    judge: (evidence) => {
      const { facts } = evidence;
      const { data, fault, token } = facts.cms;
      const family = familyOf(evidence);
      const where = contents(facts);
      if (facts.subFilter === 'adbe.x509.rsa_sha1')
        return fault === null ? passed('a value without CMS', where) : failed(fault, undefined, where);
      if (data === null) return failed(fault ?? 'unreadable', undefined, where);
      const faults = shapeFaults(
        data,
        family === 'timestamp' ? oids.tstInfo : oids.data,
        family === 'legacy',
      );
      if (family === 'detached' && data.eContent !== null) faults.push('content inside a detached signature');
      if (family === 'legacy' && data.eContent?.length !== 20) faults.push('no SHA-1 digest inside');
      if (family === 'timestamp' && token === null) faults.push('not a timestamp token');
      return faults.length > 0
        ? failed(faults.join('; '), undefined, where)
        : passed(data.isDer ? 'DER' : 'BER', where);
    },
  },
  {
    id: 'format.attributes',
    question: 'Do the signed attributes stand in the order in which they are hashed?',
    clause: 'RFC 5652 §5.4; X.690 §11.6',
    answer: 'integrity',
    concludes: ['INDETERMINATE', 'FORMAT_FAILURE'],
    judge: ({ facts }) => {
      const { data, signer } = facts.cms;
      if (data === null || !signer?.signedAttributes) return [];
      const faults = orderFaults(data);
      return faults.length > 0
        ? failed(`not DER: ${faults.join('; ')}`, undefined, contents(facts))
        : passed('DER');
    },
  },
  {
    id: 'format.certificates',
    question: 'Could every certificate inside the signature be read?',
    clause: 'RFC 5652 §10.2.3; RFC 5280 §4.1',
    answer: 'integrity',
    concludes: null,
    judge: ({ facts: { cms } }) => {
      if (cms.data === null || cms.data.certificates.length === 0) return [];
      const unreadable = cms.unreadableCertificates.map((sha256) => ({ sha256 }));
      return unreadable.length > 0
        ? warning(`${unreadable.length} of ${cms.data.certificates.length} could not`, unreadable)
        : passed(`${cms.certificates.length}`);
    },
  },
  {
    id: 'format.unsigned-attributes',
    question: 'Is there nothing beside the signature that this validator does not judge?',
    clause: 'EN 319 142-1 §5.2, §6.3; RFC 4998',
    answer: 'integrity',
    concludes: null,
    judge: ({ facts: { cms } }) => {
      const attributes = cms.signer?.unsignedAttributes ?? [];
      const found = notJudged.filter(([type]) => attributesOf(attributes, type).length > 0);
      return found.length > 0 ? warning(found.map(([, name]) => name).join('; ')) : [];
    },
  },
  {
    id: 'crypto.digest',
    question: 'Is the digest of the signed bytes the one that was signed?',
    clause: 'EN 319 102-1 §5.2.7; RFC 5652 §11.2',
    answer: 'integrity',
    concludes: ['TOTAL_FAILED', 'HASH_FAILURE'],
    judge: ({ facts }) => {
      const { digestMatches } = facts.cms;
      if (digestMatches === null)
        return failed(
          'could not be computed',
          ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND'],
          signedBytes(facts),
        );
      return digestMatches
        ? passed('equal', signedBytes(facts))
        : failed('the signed bytes were changed', undefined, signedBytes(facts));
    },
  },
  {
    id: 'crypto.signature',
    question: 'Does the signature value verify with the key of the signing certificate?',
    clause: 'EN 319 102-1 §5.2.7; RFC 5652 §5.6',
    answer: 'signature',
    concludes: ['TOTAL_FAILED', 'SIG_CRYPTO_FAILURE'],
    judge: ({ facts: { cms } }) => {
      const { signatureVerifies, scheme, certificate } = cms;
      const by = certificate ? [{ sha256: certificate.sha256Hex }] : [];
      if (scheme && 'reason' in scheme) return failed(scheme.reason, withoutScheme[scheme.kind], by);
      if (signatureVerifies === null) {
        return certificate === null
          ? notChecked('without a certificate there is no key')
          : failed('could not be verified', undefined, by);
      }
      return signatureVerifies
        ? passed(scheme?.name ?? '', by)
        : failed('the value does not fit the key', undefined, by);
    },
  },
];

/** What it means that there is no way to verify a value: it contradicts itself, or it says nothing either way. */
const withoutScheme: Readonly<Record<NoScheme['kind'], Failure>> = {
  contradiction: ['TOTAL_FAILED', 'SIG_CRYPTO_FAILURE'],
  retired: ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE'],
  unknown: ['INDETERMINATE', 'GENERIC'],
};

/** Unsigned attributes that people expect something of (pades.md 2.3); others are nobody's business. */
const notJudged: readonly (readonly [type: string, name: string])[] = [
  [oids.counterSignature, 'a counter-signature, which is not judged'],
  [oids.evidenceRecordInternal, 'an evidence record, which is not judged'],
  [oids.evidenceRecordExternal, 'an evidence record, which is not judged'],
];

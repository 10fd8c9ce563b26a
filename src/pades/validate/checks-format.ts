import { oids } from '../asn1/oids.ts';
import { shapeFaults } from '../cms/verify.ts';
import { failed, familyOf, notChecked, passed, type Check, type Failure } from './check.ts';

const formatFailure: Failure = ['TOTAL_FAILED', 'FORMAT_FAILURE'];

/** Can the signature be processed, and do its bytes and its value hold (EN 319 102-1 §5.2.2, §5.2.7)? */
export const signatureChecks: readonly Check[] = [
  {
    id: 'format.byte-range',
    question: 'Do ByteRange and Contents describe the whole revision but the signature itself?',
    clause: 'ISO 32000-2 §12.8.1; EN 319 142-1 §6.3 rows 14, 16',
    answer: 'integrity',
    concludes: formatFailure,
    judge: ({ facts: { range } }) =>
      range.range === null
        ? failed(range.fault)
        : passed(`0–${range.range.gapStart}, ${range.range.gapEnd}–${range.range.end}`),
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
      if (family === 'legacy') return failed(`${name} is not judged`, ['INDETERMINATE', 'GENERIC']);
      if (family === null) return failed(`SubFilter ${name}`);
      const stamp = facts.location.dict.entries.get('Type');
      const isStamp = stamp?.kind === 'name' && stamp.name === 'DocTimeStamp';
      return isStamp === (family === 'timestamp')
        ? passed(name)
        : failed(`Type and SubFilter ${name} contradict each other`);
    },
  },
  {
    id: 'format.cms',
    question: 'Is Contents one well-formed SignedData with one signer and unambiguous attributes?',
    clause: 'RFC 5652 §5; EN 319 142-1 §6.3 rows 1–3',
    answer: 'integrity',
    concludes: formatFailure,
    judge: (evidence) => {
      const { data, fault, token } = evidence.facts.cms;
      const family = familyOf(evidence);
      if (family === 'legacy') return notChecked('not judged for this SubFilter');
      if (data === null) return failed(fault ?? 'unreadable');
      const faults = shapeFaults(data, family === 'timestamp' ? oids.tstInfo : oids.data);
      if (family === 'detached' && data.eContent !== null) faults.push('content inside a detached signature');
      if (family === 'timestamp' && token === null) faults.push('not a timestamp token');
      return faults.length > 0 ? failed(faults.join('; ')) : passed(data.isDer ? 'DER' : 'BER');
    },
  },
  {
    id: 'crypto.digest',
    question: 'Is the digest of the signed bytes the one that was signed?',
    clause: 'EN 319 102-1 §5.2.7; RFC 5652 §11.2',
    answer: 'integrity',
    concludes: ['TOTAL_FAILED', 'HASH_FAILURE'],
    judge: (evidence) => {
      if (familyOf(evidence) === 'legacy') return notChecked('not judged for this SubFilter');
      const { digestMatches } = evidence.facts.cms;
      if (digestMatches === null)
        return failed('could not be computed', ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND']);
      return digestMatches ? passed('equal') : failed('the signed bytes were changed');
    },
  },
  {
    id: 'crypto.signature',
    question: 'Does the signature value verify with the key of the signing certificate?',
    clause: 'EN 319 102-1 §5.2.7; RFC 5652 §5.6',
    answer: 'signature',
    concludes: ['TOTAL_FAILED', 'SIG_CRYPTO_FAILURE'],
    judge: (evidence) => {
      const { signatureVerifies, scheme, certificate } = evidence.facts.cms;
      if (familyOf(evidence) === 'legacy') return notChecked('not judged for this SubFilter');
      if (scheme && 'reason' in scheme) return failed(scheme.reason);
      if (signatureVerifies === null) {
        return certificate === null
          ? notChecked('without a certificate there is no key')
          : failed('could not be verified');
      }
      return signatureVerifies ? passed(scheme?.name ?? '') : failed('the value does not fit the key');
    },
  },
];

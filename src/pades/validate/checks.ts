import { oids } from '../asn1/oids.ts';
import { shapeFaults } from '../cms/verify.ts';
import type { PdfAnomaly } from '../pdf/file.ts';
import { hasSmallExponent, weakDigest } from '../x509/algorithms.ts';
import type { Evidence } from './evidence.ts';
import { levelOf } from './level.ts';
import { judgeAlgorithms } from './trust.ts';
import type { CheckStatus, Indication, SubIndication } from './types.ts';

type Failure = readonly [indication: Exclude<Indication, 'TOTAL_PASSED'>, sub: SubIndication];

export interface Answer {
  readonly status: CheckStatus;
  readonly detail: string;
  /** Where the row's own conclusion does not fit. */
  readonly concludes?: Failure;
}

export interface Check {
  readonly id: string;
  readonly question: string;
  readonly clause: string;
  /** What a `failed` answer means; null: the row never fails. */
  readonly concludes: Failure | null;
  /** No answer: the question does not arise. */
  readonly judge: (evidence: Evidence) => readonly Answer[];
}

const formatFailure: Failure = ['TOTAL_FAILED', 'FORMAT_FAILURE'];

const passed = (detail: string): Answer[] => [{ status: 'passed', detail }];
const failed = (detail: string, concludes?: Failure): Answer[] => [
  { status: 'failed', detail, ...(concludes ? { concludes } : {}) },
];
const warning = (detail: string): Answer[] => [{ status: 'warning', detail }];
const notChecked = (detail: string): Answer[] => [{ status: 'not-checked', detail }];

type Family = 'detached' | 'timestamp' | 'legacy';
const subFilters: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['ETSI.CAdES.detached', 'detached'],
  ['adbe.pkcs7.detached', 'detached'],
  ['ETSI.RFC3161', 'timestamp'],
  ['adbe.pkcs7.sha1', 'legacy'],
  ['adbe.x509.rsa_sha1', 'legacy'],
]);
const familyOf = ({ facts }: Evidence): Family | null => subFilters.get(facts.subFilter ?? '') ?? null;

/** A reader that repairs would have chosen for us here, so the file may mean two things (pades.md ). */
const ambiguous: ReadonlySet<PdfAnomaly['kind']> = new Set<PdfAnomaly['kind']>([
  'duplicate-object',
  'header-offset',
  'hybrid-contradiction',
  'length-mismatch',
  'object-header-mismatch',
  'startxref-mismatch',
]);

/**
 * Every question a signature is asked, in the order in which a failure decides (EN 319 102-1 §5.3: format, then the
 * cryptography even where trust fails, then trust, then constraints). All of them are asked; nothing stops early.
 */
export const checks: readonly Check[] = [
  {
    id: 'format.byte-range',
    question: 'Do ByteRange and Contents describe the whole revision but the signature itself?',
    clause: 'ISO 32000-2 §12.8.1; EN 319 142-1 §6.3 rows 14, 16',
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
  {
    id: 'format.coverage',
    question: 'Do the signed bytes end where a revision ends, and is everything it refers to inside?',
    clause: 'ISO 32000-2 §12.8.1; EN 319 142-1 §5.5',
    concludes: formatFailure,
    judge: ({ facts: { coverage } }) =>
      coverage.fault === null ? passed(coverage.kind) : failed(coverage.fault),
  },
  {
    id: 'changes.later',
    question: 'Did later revisions add nothing but signatures, timestamps and validation data?',
    clause: 'ISO 32000-2 §12.8.2.2; EN 319 142-1 §5.5',
    concludes: formatFailure,
    judge: ({ later, structure }) => {
      const forbidden = [
        ...later.forbidden,
        ...(structure.trailing ? [`bytes after the last revision at ${structure.trailing.offset}`] : []),
      ];
      if (forbidden.length > 0) return failed(forbidden.slice(0, 20).join('; '));
      return passed(later.notes.length === 0 ? 'none' : later.notes.slice(0, 20).join('; '));
    },
  },
  {
    id: 'format.fields',
    question: 'Is the signature reached through exactly one field?',
    clause: 'ISO 32000-2 §12.7.5.5',
    concludes: formatFailure,
    judge: ({ facts: { location } }) => {
      if (location.fields.length === 1) return passed(location.fields[0] ?? '');
      return location.fields.length === 0
        ? failed('no field shows this signature', ['INDETERMINATE', 'GENERIC'])
        : failed(`fields ${location.fields.join(', ')} share it`);
    },
  },
  {
    id: 'format.structure',
    question: 'Can the file be read in one way only?',
    clause: 'ISO 32000-2 §7.5',
    concludes: ['INDETERMINATE', 'GENERIC'],
    judge: ({ structure: { anomalies } }) => {
      const show = ({ kind, offset }: PdfAnomaly): string => `${kind} at ${offset}`;
      const bad = anomalies.filter(({ kind }) => ambiguous.has(kind));
      if (bad.length > 0) return failed(bad.slice(0, 10).map(show).join('; '));
      const mild = anomalies.filter(({ kind }) => kind !== 'trailing-bytes');
      return mild.length > 0 ? warning(mild.slice(0, 10).map(show).join('; ')) : passed('no repairs');
    },
  },
  {
    id: 'format.extents',
    question: 'Does every signed byte belong to one object?',
    clause: 'ISO 32000-2 §7.5.1',
    concludes: null,
    judge: ({ structure: { oddities } }) => {
      if (oddities === null) return notChecked('too many objects');
      return oddities.length > 0 ? warning(oddities.join('; ')) : passed('yes');
    },
  },
  {
    id: 'signer.certificate',
    question: 'Is the certificate the one the signer committed to?',
    clause: 'EN 319 102-1 §5.2.3; RFC 5035',
    concludes: ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'],
    judge: (evidence) => {
      const { signing, certificate, data } = evidence.facts.cms;
      if (data === null || familyOf(evidence) === 'legacy') return notChecked('there is no readable CMS');
      const legacy = evidence.facts.subFilter === 'adbe.pkcs7.detached';
      if (signing === null || signing.protectedBy === null) {
        const reason = signing?.reason ?? 'no signer';
        return legacy && certificate ? warning(`not protected: ${reason}`) : failed(reason);
      }
      if (signing.issuerSerialDiffers) return warning('issuer and serial of the reference differ');
      // A second certificate with the same SHA-1 is still out of reach, and most TSAs refer in this way.
      const weak = weakDigest(signing.digest, evidence.at);
      return weak === null ? passed('its hash is signed') : warning(`its hash is signed, but ${weak}`);
    },
  },
  {
    id: 'trust.path',
    question: 'Does a valid path lead from the certificate to a trust anchor, at the time that counts?',
    clause: 'EN 319 102-1 §5.2.6; RFC 5280 §6.1',
    concludes: ['INDETERMINATE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'],
    judge: ({ trust }) => {
      if (trust === null)
        return failed('there is no certificate', ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND']);
      if (trust.failure === null || trust.indication === null) return passed(trust.detail);
      return failed(trust.detail, [trust.indication, trust.failure]);
    },
  },
  {
    id: 'trust.key-usage',
    question: 'May this key sign documents?',
    clause: 'RFC 5280 §4.2.1.3; EN 319 102-1 §5.2.6 step 5',
    concludes: ['INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE'],
    judge: ({ facts }) => {
      const usage = facts.cms.certificate?.keyUsage;
      if (!facts.cms.certificate || facts.kind === 'document-timestamp') return [];
      if (!usage) return passed('any use');
      const fits = usage.has('digitalSignature') || usage.has('nonRepudiation');
      return fits ? passed([...usage].join(', ')) : failed(`only ${[...usage].join(', ')}`);
    },
  },
  {
    id: 'trust.revocation',
    question: 'Was no certificate of the path revoked?',
    clause: 'EN 319 102-1 §5.2.5',
    concludes: null,
    judge: () => notChecked('revocation data is not collected yet'),
  },
  {
    id: 'timestamp.token',
    question: 'Is the document timestamp sound, and its authority trusted?',
    clause: 'RFC 3161 §2.4.2; EN 319 102-1 §5.4',
    concludes: ['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    judge: ({ facts, tokenFaults }) => {
      if (facts.kind !== 'document-timestamp' || facts.cms.token === null) return [];
      return tokenFaults.length > 0
        ? failed(tokenFaults.join('; '))
        : passed(facts.cms.token.info.genTime.toISOString());
    },
  },
  {
    id: 'crypto.strength',
    question: 'Were the algorithms reliable at the time that counts?',
    clause: 'EN 319 102-1 §5.2.8; TS 119 312',
    concludes: ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
    judge: ({ facts: { cms }, at, bestTime }) => {
      const { scheme, certificate } = cms;
      if (scheme === null || 'reason' in scheme || certificate === null) return [];
      const weak = judgeAlgorithms({ scheme, certificate, digests: [] }, at, bestTime);
      if (weak !== null) return failed(weak);
      const used = `${scheme.name}, ${scheme.digest.name}`;
      return hasSmallExponent(certificate.key) ? warning(`${used}, with a small exponent`) : passed(used);
    },
  },
  {
    id: 'time.timestamps',
    question: 'Which times do timestamps prove?',
    clause: 'EN 319 102-1 §5.5; EN 319 122-1 §5.3',
    concludes: null,
    judge: ({ timestamps, documentTimestamps, facts }) => {
      const shown = timestamps.map(({ genTime, authority, faults }): Answer => {
        const what = `${genTime?.toISOString() ?? 'unreadable'} by ${authority ?? 'nobody known'}`;
        return faults.length === 0
          ? { status: 'passed', detail: what }
          : { status: 'warning', detail: `${what}, not used: ${faults.join('; ')}` };
      });
      const stamps = documentTimestamps.map((t): Answer => ({
        status: 'passed',
        detail: `${t.toISOString()} by a document timestamp`,
      }));
      const all = [...shown, ...stamps];
      return all.length === 0 && facts.kind === 'signature' ? notChecked('there is none') : all;
    },
  },
  {
    id: 'format.baseline',
    question: 'Does the signature have the form of a PAdES baseline level?',
    clause: 'EN 319 142-1 §6.3',
    concludes: null,
    judge: (evidence) => {
      if (evidence.facts.kind === 'document-timestamp') return [];
      const { level, missing } = levelOf(evidence);
      return missing.length > 0 ? warning(`missing: ${missing.join('; ')}`) : passed(level ?? 'none');
    },
  },
];

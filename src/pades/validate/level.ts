import { oids } from '../asn1/oids.ts';
import { attributesOf } from '../cms/attributes.ts';
import type { Evidence } from './evidence.ts';

/** One row of EN 319 142-1 §6.3 that must hold for PAdES-BASELINE-B; the others are checks of their own. */
interface BaselineRow {
  readonly requirement: string;
  readonly holds: (evidence: Evidence) => boolean;
}

const attributeTypes = {
  signingTime: oids.signingTime,
  policy: '1.2.840.113549.1.9.16.2.15',
  commitment: '1.2.840.113549.1.9.16.2.16',
  forbidden: [
    '1.2.840.113549.1.9.16.2.10',
    '1.2.840.113549.1.9.16.2.7',
    '1.2.840.113549.1.9.16.2.4',
    '0.4.0.1733.2.1',
  ],
  counterSignature: '1.2.840.113549.1.9.6',
} as const;

const signed = ({ facts }: Evidence, type: string): boolean =>
  attributesOf(facts.cms.signer?.signedAttributes?.attributes ?? [], type).length > 0;
const inDictionary = ({ facts }: Evidence, key: string): boolean => facts.location.dict.entries.has(key);

const baseline: readonly BaselineRow[] = [
  {
    requirement: 'SubFilter is ETSI.CAdES.detached',
    holds: ({ facts }) => facts.subFilter === 'ETSI.CAdES.detached',
  },
  { requirement: 'the CMS is readable DER', holds: ({ facts }) => facts.cms.data?.isDer === true },
  {
    requirement: 'the signing certificate is protected',
    holds: ({ facts }) => facts.cms.signing?.protectedBy != null,
  },
  { requirement: '/M claims the time', holds: (e) => inDictionary(e, 'M') && e.facts.claimedTime !== null },
  { requirement: 'no signing-time attribute', holds: (e) => !signed(e, attributeTypes.signingTime) },
  { requirement: '/Filter is there', holds: (e) => inDictionary(e, 'Filter') },
  { requirement: 'no /Cert', holds: (e) => !inDictionary(e, 'Cert') },
  {
    requirement: 'no /Reason beside a commitment or policy',
    holds: (e) =>
      !inDictionary(e, 'Reason') ||
      !(signed(e, attributeTypes.policy) || signed(e, attributeTypes.commitment)),
  },
  {
    requirement: 'no attribute that PAdES excludes',
    holds: (e) => !attributeTypes.forbidden.some((type) => signed(e, type)),
  },
  {
    requirement: 'no counter-signature',
    holds: ({ facts }) =>
      attributesOf(facts.cms.signer?.unsignedAttributes ?? [], attributeTypes.counterSignature).length === 0,
  },
];

/**
 * The level as a fact about the format, beside the verdict and not part of it (pades.md 3). LT and LTA need revocation
 * data that is judged; until then such a file is reported as T.
 */
export function levelOf(evidence: Evidence): {
  readonly level: string | null;
  readonly missing: readonly string[];
} {
  const { facts, timestamps, documentTimestamps } = evidence;
  if (facts.kind === 'document-timestamp' || facts.cms.signer === null) return { level: null, missing: [] };
  const stamped = timestamps.some(({ sound }) => sound) || documentTimestamps.length > 0;
  const letter = stamped ? 'T' : 'B';
  if (facts.subFilter?.startsWith('adbe.')) return { level: `PKCS7-${letter}`, missing: [] };
  const missing = baseline.filter(({ holds }) => !holds(evidence)).map(({ requirement }) => requirement);
  if (missing.length === 0) return { level: `PAdES-BASELINE-${letter}`, missing };
  const isProtected = facts.subFilter === 'ETSI.CAdES.detached' && facts.cms.signing?.protectedBy != null;
  return {
    level: isProtected ? (signed(evidence, attributeTypes.policy) ? 'PAdES-EPES' : 'PAdES-BES') : null,
    missing,
  };
}

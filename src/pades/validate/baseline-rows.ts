import { oids } from '../asn1/oids.ts';
import { oid } from '../asn1/read.ts';
import { attributesOf, singleValue } from '../cms/attributes.ts';
import { orderFaults, shapeFaults } from '../cms/verify.ts';
import type { Evidence } from './evidence.ts';

/** Lowest first. */
export const baselineLevels = ['B', 'T', 'LT', 'LTA'] as const;
/** Levels of EN 319 142-1 §6.2, without the family. */
export type BaselineLevel = (typeof baselineLevels)[number];

/**
 * EN 319 142-1 §6.3: `M` shall be there, `C` under a condition, `O` may, `X` shall not, `*` not part of that level (which
 * forbids nothing: a B-B signature inside a file of higher level stays one).
 */
export type Presence = 'M' | 'C' | 'O' | 'X' | '*';

/** One row of the requirement table, as a question about what was read. */
export interface BaselineRow {
  /** 1 to 30, in the order of pades.md 3. */
  readonly id: number;
  readonly item: string;
  /** At B, T, LT, LTA. */
  readonly presence: readonly [Presence, Presence, Presence, Presence];
  /** How often it may occur where it does. */
  readonly most: number;
  /** How often it occurs; a service counts once where it is provided. */
  readonly count: (evidence: Evidence) => number;
  /** The row's lettered rules; null: kept. Asked only of what is there. */
  readonly fault?: (evidence: Evidence) => string | null;
}

/** Attributes that PAdES excludes (pades.md 2.2): content-reference, -identifier, -hints, mime-type. */
const excluded = [
  '1.2.840.113549.1.9.16.2.10',
  '1.2.840.113549.1.9.16.2.7',
  '1.2.840.113549.1.9.16.2.4',
  '0.4.0.1733.2.1',
];
const counterSignature = '1.2.840.113549.1.9.6';

const signedAttributes = ({ facts }: Evidence) => facts.cms.signer?.signedAttributes?.attributes ?? [];
const signed =
  (type: string) =>
  (evidence: Evidence): number =>
    attributesOf(signedAttributes(evidence), type).length;
const entry =
  (key: string) =>
  ({ facts }: Evidence): number => {
    const { entries, duplicates } = facts.location.dict;
    return (entries.has(key) ? 1 : 0) + duplicates.filter((one) => one === key).length;
  };
const unless = (kept: boolean, fault: string): string | null => (kept ? null : fault);
const once = (provided: boolean): number => (provided ? 1 : 0);
const soundStamps = ({ timestamps }: Evidence): number => timestamps.filter(({ sound }) => sound).length;
const isTimed = (evidence: Evidence): boolean =>
  soundStamps(evidence) > 0 || evidence.documentTimestamps.length > 0;
const hasValues = ({ longTerm }: Evidence): boolean => longTerm.missing?.length === 0;
const noReason = (evidence: Evidence): string | null =>
  unless(entry('Reason')(evidence) === 0, 'stands beside /Reason');

/** The 30 rows (EN 319 142-1 §6.3; pades.md 3). Levels are concluded from them, and reports name the rows that fail. */
export const baselineRows: readonly BaselineRow[] = [
  {
    id: 1,
    item: 'SignedData.certificates',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: ({ facts }) => once((facts.cms.data?.certificates.length ?? 0) > 0),
    fault: ({ facts: { cms } }) =>
      unless(
        cms.certificates.some(({ sha256Hex }) => sha256Hex === cms.certificate?.sha256Hex),
        'the signing certificate is not among them',
      ),
  },
  {
    id: 2,
    item: 'content-type',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: signed(oids.contentType),
    fault: (evidence) => {
      const value = singleValue(signedAttributes(evidence), oids.contentType);
      return unless(value?.id === 0x06 && oid(value) === oids.data, 'it is not id-data');
    },
  },
  {
    id: 3,
    item: 'message-digest',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: signed(oids.messageDigest),
  },
  {
    id: 4,
    item: 'signer-attributes-v2',
    presence: ['O', 'O', 'O', 'O'],
    most: 1,
    count: signed(oids.signerAttributesV2),
  },
  {
    id: 5,
    item: 'content-time-stamp',
    presence: ['O', 'O', 'O', 'O'],
    most: Infinity,
    count: signed(oids.contentTimeStamp),
    fault: ({ contentTimestamps }) =>
      unless(
        contentTimestamps.every(({ sound }) => sound),
        'one is unreadable or over something else',
      ),
  },
  {
    id: 6,
    item: 'signature-policy-identifier',
    presence: ['O', 'O', 'O', 'O'],
    most: 1,
    count: signed(oids.signaturePolicy),
    fault: noReason,
  },
  {
    id: 7,
    item: 'commitment-type-indication',
    presence: ['C', 'C', 'C', 'C'],
    most: 1,
    count: signed(oids.commitmentType),
    fault: noReason,
  },
  {
    id: 8,
    item: 'service: the signing certificate is protected',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: ({ facts }) => once(facts.cms.signing?.protectedBy != null),
  },
  {
    id: 9,
    item: 'signing-certificate',
    presence: ['C', 'C', 'C', 'C'],
    most: 1,
    count: signed(oids.signingCertificate),
    fault: (evidence) =>
      unless(signed(oids.signingCertificateV2)(evidence) === 0, 'both versions of the attribute are there'),
  },
  {
    id: 10,
    item: 'signing-certificate-v2',
    presence: ['C', 'C', 'C', 'C'],
    most: 1,
    count: signed(oids.signingCertificateV2),
  },
  {
    id: 11,
    item: 'service: the signing time is claimed',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: (evidence) => once(entry('M')(evidence) === 1 && evidence.facts.claimedTime !== null),
  },
  {
    id: 12,
    item: '/M',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: entry('M'),
    fault: ({ facts }) => unless(facts.claimedTime !== null, 'it is no date'),
  },
  {
    id: 13,
    item: 'signing-time',
    presence: ['X', 'X', 'X', 'X'],
    most: 0,
    count: signed(oids.signingTime),
  },
  {
    id: 14,
    item: '/Contents',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: entry('Contents'),
    fault: (evidence) => {
      const { data, signer, fault } = evidence.facts.cms;
      if (data === null) return fault ?? 'it is no CMS';
      if (!data.isDer) return 'it is not DER';
      if (data.eContent !== null) return 'the content is inside';
      if (excluded.some((type) => signed(type)(evidence) > 0))
        return 'it has an attribute that PAdES excludes';
      if (attributesOf(signer?.unsignedAttributes ?? [], counterSignature).length > 0)
        return 'it has a counter-signature';
      return [...shapeFaults(data, oids.data), ...orderFaults(data)][0] ?? null;
    },
  },
  {
    id: 15,
    item: '/Filter',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: entry('Filter'),
  },
  {
    id: 16,
    item: '/ByteRange',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: entry('ByteRange'),
    fault: ({ facts: { range, coverage } }) => (range.range === null ? range.fault : coverage.fault),
  },
  {
    id: 17,
    item: '/SubFilter',
    presence: ['M', 'M', 'M', 'M'],
    most: 1,
    count: entry('SubFilter'),
    fault: ({ facts }) => unless(facts.subFilter === 'ETSI.CAdES.detached', 'it is not ETSI.CAdES.detached'),
  },
  { id: 18, item: '/Location', presence: ['O', 'O', 'O', 'O'], most: 1, count: entry('Location') },
  {
    id: 19,
    item: '/Reason',
    presence: ['C', 'C', 'C', 'C'],
    most: 1,
    count: entry('Reason'),
    fault: (evidence) =>
      unless(
        signed(oids.signaturePolicy)(evidence) + signed(oids.commitmentType)(evidence) === 0,
        'stands beside a policy or a commitment',
      ),
  },
  { id: 20, item: '/Name', presence: ['O', 'O', 'O', 'O'], most: 1, count: entry('Name') },
  { id: 21, item: '/ContactInfo', presence: ['O', 'O', 'O', 'O'], most: 1, count: entry('ContactInfo') },
  { id: 22, item: '/Cert', presence: ['X', 'X', 'X', 'X'], most: 0, count: entry('Cert') },
  {
    id: 23,
    item: 'service: a trusted time of the signature',
    presence: ['*', 'M', 'M', 'M'],
    most: 1,
    count: (evidence) => once(isTimed(evidence)),
  },
  {
    id: 24,
    item: 'signature-time-stamp',
    presence: ['*', 'C', 'C', 'C'],
    most: Infinity,
    count: ({ timestamps }) => timestamps.length,
    fault: ({ timestamps }) =>
      unless(
        timestamps.some(({ sound }) => sound),
        'none is readable and over this signature',
      ),
  },
  {
    id: 25,
    item: 'document timestamp',
    presence: ['*', 'C', 'C', 'C'],
    most: Infinity,
    count: ({ documentTimestamps }) => documentTimestamps.length,
  },
  {
    id: 26,
    item: 'service: certificates and revocation values',
    presence: ['*', '*', 'M', 'M'],
    most: 1,
    count: (evidence) => once(hasValues(evidence)),
  },
  {
    id: 27,
    item: 'DSS',
    presence: ['*', '*', 'M', 'M'],
    most: Infinity,
    count: ({ store }) => once(store !== 'none'),
    fault: ({ storeFaults }) => storeFaults[0] ?? null,
  },
  {
    id: 28,
    item: 'DSS/VRI',
    presence: ['*', '*', 'C', 'C'],
    most: Infinity,
    count: ({ store }) => once(store === 'with-vri' || store === 'beyond'),
    // Every reference also stands in the arrays of the DSS, so that no reader depends on it (pades.md 1.7).
    fault: ({ store }) => unless(store !== 'beyond', 'it holds what the arrays of the DSS do not'),
  },
  {
    id: 29,
    item: 'service: a trusted time of the validation data',
    presence: ['*', '*', '*', 'M'],
    most: 1,
    count: ({ longTerm }) => once(longTerm.sealedBy !== null),
  },
  {
    id: 30,
    item: 'document timestamp over the validation data',
    presence: ['*', '*', '*', 'M'],
    most: Infinity,
    count: ({ longTerm, documentTimestamps }) =>
      longTerm.sealedBy === null
        ? 0
        : documentTimestamps.filter(({ revision }) => revision <= (longTerm.sealedBy?.revision ?? -1)).length,
  },
];

/** What one row says of one signature at one level. */
export interface RowAnswer {
  readonly id: number;
  readonly item: string;
  readonly presence: Presence;
  readonly count: number;
  /** Null: the row holds. */
  readonly fault: string | null;
}

export function askRow(row: BaselineRow, evidence: Evidence, level: BaselineLevel): RowAnswer {
  const presence = row.presence[baselineLevels.indexOf(level)] ?? '*';
  const count = row.count(evidence);
  return { id: row.id, item: row.item, presence, count, fault: faultOf(row, evidence, presence, count) };
}

function faultOf(row: BaselineRow, evidence: Evidence, presence: Presence, count: number): string | null {
  if (presence === '*') return null;
  if (presence === 'M' && count === 0) return `${row.item} is missing`;
  if (presence === 'X') return count === 0 ? null : `${row.item} is there`;
  if (count > row.most) return `${row.item} occurs ${count} times`;
  const fault = count > 0 ? (row.fault?.(evidence) ?? null) : null;
  return fault === null ? null : `${row.item}: ${fault}`;
}

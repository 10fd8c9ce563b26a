import {
  commitmentType,
  claimedRoles,
  signaturePolicy,
  type SignedAttribute,
} from '../cms/optional-attributes.ts';
import { PadesError } from '../errors.ts';
import type { CommitmentType, PrepareOptions, SignaturePolicy } from './types.ts';

/** RFC 5126 §5.11.1, by the names ETSI gives them. */
export const commitmentTypes = {
  'proof-of-origin': '1.2.840.113549.1.9.16.6.1',
  'proof-of-receipt': '1.2.840.113549.1.9.16.6.2',
  'proof-of-delivery': '1.2.840.113549.1.9.16.6.3',
  'proof-of-sender': '1.2.840.113549.1.9.16.6.4',
  'proof-of-approval': '1.2.840.113549.1.9.16.6.5',
  'proof-of-creation': '1.2.840.113549.1.9.16.6.6',
} as const satisfies Record<CommitmentType, string>;

const most = { roles: 16, roleOctets: 512, uri: 2048, notice: 200 } as const;

/**
 * The signed attributes a caller asks for beyond those every signature has. Throws PADES_REASON_FORBIDDEN (EN 319 142-1 §6.3 d, m),
 * PADES_OPTIONS_INVALID.
 */
export function askedAttributes(options: Pick<PrepareOptions, 'attributes' | 'reason'>): SignedAttribute[] {
  const { commitment, policy, claimedRoles: roles } = options.attributes ?? {};
  if (options.reason !== undefined && (commitment !== undefined || policy !== undefined)) {
    throw new PadesError('PADES_REASON_FORBIDDEN');
  }
  return [
    ...(commitment === undefined ? [] : [commitmentType(commitmentOid(commitment))]),
    ...(policy === undefined ? [] : [checkedPolicy(policy)]),
    ...(roles === undefined ? [] : [claimedRoles(checkedRoles(roles))]),
  ];
}

function commitmentOid(commitment: CommitmentType): string {
  if (!Object.hasOwn(commitmentTypes, commitment)) throw invalid(`No commitment is called ${commitment}.`);
  return commitmentTypes[commitment];
}

function checkedPolicy({ oid, hash, uri, notice }: SignaturePolicy): SignedAttribute {
  if (!isOid(oid)) throw invalid('The policy has no object identifier.');
  if (hash.value.length !== digestBytes[hash.algorithm])
    throw invalid('The hash of the policy has another length.');
  if (uri !== undefined && (uri.length > most.uri || !/^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(uri))) {
    throw invalid('The address of the policy is no URI.');
  }
  if (notice !== undefined && (notice === '' || notice.length > most.notice)) {
    throw invalid(`The policy's notice has 1 to ${most.notice} characters (RFC 5280 §4.2.1.4).`);
  }
  return signaturePolicy({ oid, hash, uri: uri ?? null, notice: notice ?? null });
}

const digestBytes = { sha256: 32, sha384: 48, sha512: 64 } as const;

const isOid = (text: string): boolean =>
  /^(?:[01]\.(?:[0-9]|[1-3][0-9])|2\.(?:0|[1-9]\d{0,8}))(?:\.(?:0|[1-9]\d{0,14})){1,32}$/.test(text);

function checkedRoles(roles: readonly string[]): readonly string[] {
  const fit = roles.every((role) => role.trim() !== '' && Buffer.byteLength(role) <= most.roleOctets);
  if (!fit || roles.length === 0 || roles.length > most.roles) {
    throw invalid(`1 to ${most.roles} roles of up to ${most.roleOctets} octets can be claimed.`);
  }
  return roles;
}

const invalid = (detail: string): PadesError => new PadesError('PADES_OPTIONS_INVALID', { detail });

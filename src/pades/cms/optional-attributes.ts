import { algorithm, context, ia5String, octetString, oid, sequence, setOf, utf8String } from '../asn1/der.ts';
import { oids } from '../asn1/oids.ts';
import { digestOids, type DigestName } from './algorithms.ts';

/** A signed attribute: its type, and the DER of its one value. */
export interface SignedAttribute {
  readonly oid: string;
  readonly value: Uint8Array;
}

/** CommitmentTypeIndication without qualifiers (EN 319 122-1 §5.2.3). */
export const commitmentType = (commitment: string): SignedAttribute => ({
  oid: oids.commitmentType,
  value: sequence(oid(commitment)),
});

/** SignaturePolicyId (EN 319 122-1 §5.2.9.1): the policy, its hash, and where and as what it is shown. */
export function signaturePolicy(policy: {
  readonly oid: string;
  readonly hash: { readonly algorithm: DigestName; readonly value: Uint8Array };
  readonly uri: string | null;
  readonly notice: string | null;
}): SignedAttribute {
  const qualifiers = [
    ...(policy.uri === null ? [] : [sequence(oid(oids.policyUri), ia5String(policy.uri))]),
    ...(policy.notice === null
      ? []
      : [sequence(oid(oids.policyUserNotice), sequence(utf8String(policy.notice)))]),
  ];
  const value = sequence(
    oid(policy.oid),
    sequence(algorithm(digestOids[policy.hash.algorithm]), octetString(policy.hash.value)),
    ...(qualifiers.length > 0 ? [sequence(...qualifiers)] : []),
  );
  return { oid: oids.signaturePolicy, value };
}

/**
 * SignerAttributeV2 with claimed attributes only (EN 319 122-1 §5.2.6.1), each role an attribute of its own, so that their order stays. The
 * type is id-at-name with a UTF8String, as the EU's own software writes and shows it: id-at-role (2.5.4.72) has the syntax RoleSyntax, which
 * holds no plain text, and strict readers refuse the whole signature over a UTF8String under it.
 */
export const claimedRoles = (roles: readonly string[]): SignedAttribute => ({
  oid: oids.signerAttributesV2,
  value: sequence(
    context(0, sequence(...roles.map((role) => sequence(oid(oids.name), setOf([utf8String(role)]))))),
  ),
});

export const contentTimestamp = (token: Uint8Array): SignedAttribute => ({
  oid: oids.contentTimeStamp,
  value: token,
});

import type { Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { algorithm, Fields, octets, oid } from '../asn1/read.ts';
import { singleValue } from '../cms/attributes.ts';
import type { SignerInfoFacts } from '../cms/read.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import { failed, passed, warning, type Answer } from './check.ts';
import type { TrustContext } from './trust.ts';

type Context = Pick<TrustContext, 'policy' | 'signaturePolicies'>;

/**
 * SignaturePolicyIdentifier against what the caller demands and knows (EN 319 102-1 §5.2.4). A policy nobody asked for and
 * nobody brought is taken as the policy row says; a document that is there must be the one that was signed.
 */
export function judgeSignaturePolicy(signer: SignerInfoFacts, context: Context): readonly Answer[] {
  const { demanded, unavailable } = context.policy.signaturePolicies;
  const value = singleValue(signer.signedAttributes?.attributes ?? [], oids.signaturePolicy);
  if (value === null) return demanded === null ? [] : failed(`names none of ${demanded.join(', ')}`);
  const named = read(value);
  if (named === null)
    return demanded === null
      ? warning('the attribute cannot be read and counts as absent')
      : failed('the attribute cannot be read', ['INDETERMINATE', 'POLICY_PROCESSING_ERROR']);
  if (demanded !== null && !demanded.includes(named.oid))
    return failed(`${named.oid} is none of ${demanded.join(', ')}`);
  const document = context.signaturePolicies.get(named.oid);
  if (document) return judgeDocument(named, document);
  const what = `${named.oid}, of which there is no document`;
  if (unavailable === 'accept') return passed(what);
  return unavailable === 'accept-with-warning'
    ? warning(what)
    : failed(what, ['INDETERMINATE', 'SIGNATURE_POLICY_NOT_AVAILABLE']);
}

interface NamedPolicy {
  /** `implied` where the attribute is NULL. */
  readonly oid: string;
  readonly hash: { readonly oid: string; readonly value: Uint8Array } | null;
}

function read(value: Der): NamedPolicy | null {
  try {
    if (value.id === 0x05) return { oid: 'implied', hash: null };
    const fields = new Fields(value);
    const id = oid(fields.take());
    const hashNode = fields.optional(0x30);
    if (hashNode === null) return { oid: id, hash: null };
    const hash = new Fields(hashNode);
    return { oid: id, hash: { oid: algorithm(hash.take(0x30)).oid, value: octets(hash.take(0x04)) } };
  } catch {
    return null;
  }
}

/** A hash of zeros, or none, means that whoever signed did not know it (pades.md 2.2). */
function judgeDocument({ oid: id, hash }: NamedPolicy, document: Uint8Array): readonly Answer[] {
  if (hash === null || hash.value.every((octet) => octet === 0))
    return warning(`${id}, without a hash of its document`);
  const digest = digestByOid(hash.oid);
  const same = digest && Buffer.compare(digestOf(digest, document), hash.value) === 0;
  if (same) return passed(id);
  const why = digest ? 'the document is not the one that was signed' : `an unknown hash ${hash.oid}`;
  return failed(`${id}: ${why}`, ['INDETERMINATE', 'POLICY_PROCESSING_ERROR']);
}

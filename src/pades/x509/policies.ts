import { parseDer, type Der } from '../asn1/guard.ts';
import { Fields, malformed, oid, smallInt } from '../asn1/read.ts';
import type { Certificate } from './certificate.ts';
import { stringText } from './name.ts';

export const anyPolicy = '2.5.29.32.0';

/** Honest certificates have a handful; the graph of a path is at most a few thousand nodes (CVE-2023-0464). */
export const policyLimits = {
  perCertificate: 256,
  mappings: 256,
  qualifiers: 64,
  noticeCharacters: 2_000,
} as const;

/** A qualifier of RFC 5280 §4.2.1.4: a CPS pointer, or a notice for people. Texts are the issuer's own words. */
export interface PolicyQualifier {
  readonly id: string;
  readonly cps: string | null;
  readonly notice: string | null;
  /** Who keeps the numbered notices that a noticeRef names. */
  readonly organization: string | null;
}
export interface CertificatePolicy {
  readonly policy: string;
  readonly qualifiers: readonly PolicyQualifier[];
}
export interface PolicyMapping {
  readonly issuerDomain: string;
  readonly subjectDomain: string;
}

/** certificatePolicies; null where absent. Throws PADES_ASN1_INVALID, also for a policy that is named twice. */
export function certificatePolicies({ extensions }: Certificate): readonly CertificatePolicy[] | null {
  const extension = extensions.get('2.5.29.32');
  if (!extension) return null;
  const list = items(extension.value, policyLimits.perCertificate);
  const policies = list.map((node) => {
    const fields = new Fields(node);
    const policy = oid(fields.take());
    const qualifiers = fields.optional(0x30)?.children ?? [];
    fields.done();
    return { policy, qualifiers: qualifiers.slice(0, policyLimits.qualifiers).map(readQualifier) };
  });
  const twice = policies.findIndex(({ policy }, index) =>
    policies.some((p, i) => i < index && p.policy === policy),
  );
  const node = list[twice];
  if (node) malformed(node, 'a policy twice');
  return policies;
}

const cpsPointer = '1.3.6.1.5.5.7.2.1';
const userNotice = '1.3.6.1.5.5.7.2.2';

/** A qualifier that is not understood binds nobody (only its policy's OID does), so its shape is not insisted on. */
function readQualifier(node: Der): PolicyQualifier {
  const fields = new Fields(node);
  const id = oid(fields.take());
  const value = fields.more ? fields.take() : null;
  const none = { id, cps: null, notice: null, organization: null };
  if (value === null) return none;
  if (id === cpsPointer) return { ...none, cps: shown(value) };
  if (id !== userNotice) return none;
  const reference = value.children.find((part) => part.id === 0x30)?.children[0];
  const notice = value.children.find((part) => part.id !== 0x30);
  return {
    ...none,
    notice: notice ? shown(notice) : null,
    organization: reference ? shown(reference) : null,
  };
}

/** For people: of bounded length, and unable to draw on a terminal or to turn the direction of writing. */
const shown = (node: Der): string =>
  stringText(node)
    .slice(0, policyLimits.noticeCharacters)
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, ' ');

/** policyMappings; empty where absent. Throws PADES_ASN1_INVALID, also where anyPolicy is mapped (§6.1.4 a). */
export function policyMappings({ extensions }: Certificate): readonly PolicyMapping[] {
  const extension = extensions.get('2.5.29.33');
  if (!extension) return [];
  return items(extension.value, policyLimits.mappings).map((node) => {
    const fields = new Fields(node);
    const issuerDomain = oid(fields.take());
    const subjectDomain = oid(fields.take());
    fields.done();
    if (issuerDomain === anyPolicy || subjectDomain === anyPolicy) malformed(node, 'anyPolicy is mapped');
    return { issuerDomain, subjectDomain };
  });
}

/** policyConstraints and inhibitAnyPolicy: after how many certificates; null where nothing is said. */
export interface PolicyControls {
  readonly requireExplicit: number | null;
  readonly inhibitMapping: number | null;
  readonly inhibitAny: number | null;
}

/** Throws PADES_ASN1_INVALID. */
export function policyControls({ extensions }: Certificate): PolicyControls {
  const constraints = extensions.get('2.5.29.36');
  const any = extensions.get('2.5.29.54');
  const inhibitAny = any ? smallInt(parseDer(any.value)) : null;
  if (!constraints) return { requireExplicit: null, inhibitMapping: null, inhibitAny };
  const node = parseDer(constraints.value);
  const fields = new Fields(node);
  const require = fields.optional(0x80);
  const inhibit = fields.optional(0x81);
  fields.done();
  if (require === null && inhibit === null) malformed(node, 'policyConstraints that say nothing');
  return {
    requireExplicit: require && smallInt(require, 0x80),
    inhibitMapping: inhibit && smallInt(inhibit, 0x81),
    inhibitAny,
  };
}

function items(value: Uint8Array, most: number): readonly Der[] {
  const list = parseDer(value);
  if (list.id !== 0x30 || list.children.length === 0) malformed(list, 'an empty list');
  if (list.children.length > most) malformed(list, `more than ${most} elements`);
  return list.children;
}

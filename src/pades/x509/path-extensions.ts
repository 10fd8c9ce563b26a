import type { Certificate } from './certificate.ts';
import { readNameConstraints, type NameConstraints } from './name-constraints.ts';
import {
  certificatePolicies,
  policyControls,
  policyMappings,
  type CertificatePolicy,
  type PolicyControls,
  type PolicyMapping,
} from './policies.ts';

/** What a certificate says of the paths through it, beside the basics. */
export interface PathExtensions extends PolicyControls {
  readonly nameConstraints: NameConstraints | null;
  readonly policies: readonly CertificatePolicy[] | null;
  readonly mappings: readonly PolicyMapping[];
}

/** Read when a path is judged, once for each certificate. Throws PADES_ASN1_INVALID. */
export function pathExtensions(certificate: Certificate): PathExtensions {
  const known = kept.get(certificate);
  if (known) return known;
  const constraints = certificate.extensions.get('2.5.29.30');
  const read: PathExtensions = {
    nameConstraints: constraints ? readNameConstraints(constraints.value) : null,
    policies: certificatePolicies(certificate),
    mappings: policyMappings(certificate),
    ...policyControls(certificate),
  };
  kept.set(certificate, read);
  return read;
}
const kept = new WeakMap<Certificate, PathExtensions>();

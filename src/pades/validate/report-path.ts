import { parseDer } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { oid } from '../asn1/read.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Evidence } from './evidence.ts';
import type { ReportedCertificate, ReportedRevocation } from './reported.ts';
import type { CertificateStatus } from './revocation.ts';

/** The certificates from the signer's to the anchor, each with what is known of it. */
export function reportPath({ facts, trust, revocation }: Evidence): readonly ReportedCertificate[] {
  const { certificate } = facts.cms;
  if (certificate === null) return [];
  const path = trust?.path ?? [certificate];
  return path.map((one, index) => ({
    role: index === path.length - 1 && trust?.path ? 'anchor' : index === 0 ? 'signer' : 'intermediate',
    ...itselfOf(one),
    revocation: revocationOf(revocation?.[index]),
  }));
}

type Itself = Omit<ReportedCertificate, 'role' | 'revocation'>;
/** The same certificates stand in every path of a file, and in many files. */
const known = new WeakMap<Certificate, Itself>();

function itselfOf(certificate: Certificate): Itself {
  const before = known.get(certificate);
  if (before) return before;
  const itself: Itself = {
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialHex: certificate.serialHex,
    sha256: certificate.sha256Hex,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    policies: firstOids(certificate, oids.certificatePolicies),
    qcStatements: firstOids(certificate, oids.qcStatements),
    extendedKeyUsage: certificate.extendedKeyUsage?.oids.slice(0, maxOids) ?? [],
  };
  known.set(certificate, itself);
  return itself;
}

const maxOids = 50;

/** First OID of each element: PolicyInformation and QCStatement both begin with one (RFC 5280 §4.2.1.4, RFC 3739 §3.2.6). */
function firstOids({ extensions }: Certificate, extension: string): readonly string[] {
  const found = extensions.get(extension);
  if (!found) return [];
  try {
    return parseDer(found.value)
      .children.slice(0, maxOids)
      .flatMap(({ children: [first] }) => (first ? [oid(first)] : []));
  } catch {
    return [];
  }
}

function revocationOf(status: CertificateStatus | undefined): ReportedRevocation | null {
  if (status === undefined) return null;
  return {
    state: status.state,
    source: status.source?.sha256Hex ?? null,
    thisUpdate: status.source?.thisUpdate?.toISOString() ?? null,
    revokedAt: status.time?.toISOString() ?? null,
    reason: status.reason,
  };
}

import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { parseCrl } from '../../../src/pades/revocation/crl-read.ts';
import { crlPoints } from '../../../src/pades/revocation/points.ts';
import { parseCertificate, type Certificate } from '../../../src/pades/x509/certificate.ts';
import type { PathFaultCode } from '../../../src/pades/x509/path-faults.ts';
import { validateCertificatePath, type PathValidation } from '../../../src/pades/x509/validate-path.ts';
import {
  hasPkits,
  pkitsCases,
  pkitsCertificate,
  pkitsCrl,
  pkitsPolicies,
  type PkitsCase,
} from '../../support/pkits.ts';

const anchor = 'TrustAnchorRootCertificate.crt';

function validate(one: PkitsCase, crls: readonly Uint8Array[]): PathValidation {
  return validateCertificatePath({
    certificate: pkitsCertificate(one.cert),
    anchors: [pkitsCertificate(anchor)],
    intermediates: (one.other_certs ?? []).map(pkitsCertificate),
    at: new Date('2022-05-01T00:00:00Z'),
    crls,
    policies: pkitsPolicies(one),
  });
}

/** The lists a case names, as if they had been handed over with the certificates. */
const given = (one: PkitsCase): readonly Uint8Array[] =>
  [...(one.crls ?? []), 'TrustAnchorRootCRL.crl'].map(pkitsCrl);

/**
 * A directory of every list that any case names, by the names it is published under; what a relying party would find there
 * by the distribution points of the certificates it has, deltas included, and no other list.
 */
interface Published {
  readonly names: readonly string[];
  readonly der: Uint8Array;
}
function directory(): readonly Published[] {
  const files = new Set(['TrustAnchorRootCRL.crl', ...pkitsCases('pkits').flatMap(({ crls = [] }) => crls)]);
  return [...files].flatMap((file) => {
    const der = pkitsCrl(file);
    try {
      const { scope, issuerKey } = parseCrl(der);
      return [{ names: scope?.point ?? [`directory ${issuerKey}`], der }];
    } catch {
      return [];
    }
  });
}
function download(one: PkitsCase, published: readonly Published[]): readonly Uint8Array[] {
  const certificates = [one.cert, ...(one.other_certs ?? [])].flatMap((name) => {
    try {
      return [parseCertificate(pkitsCertificate(name))];
    } catch {
      return [];
    }
  });
  const wanted = new Set(certificates.flatMap(pointsOf));
  return published.filter(({ names }) => names.some((name) => wanted.has(name))).map(({ der }) => der);
}
function pointsOf(certificate: Certificate): readonly string[] {
  const points = [...crlPoints(certificate), ...crlPoints(certificate, oids.freshestCrl)];
  const named = points.flatMap(({ names, issuers }) => [
    ...names,
    ...issuers.map((name) => `directory ${name}`),
  ]);
  return [...named, `directory ${certificate.issuerKey}`];
}

/** What the suite's own sentence of failure means in our codes. */
const meanings: readonly (readonly [RegExp, readonly PathFaultCode[]])[] = [
  [/signature of .* could not be verified/, ['signature-invalid', 'no-path', 'certificate-unreadable']],
  [/name could not be matched/, ['no-path']],
  [/intermediate certificate \d (expired|is not valid until)/, ['validity-period']],
  [
    /end-entity certificate (expired|is not valid until)/,
    ['outside-validity', 'outside-validity-not-revoked'],
  ],
  [/indicates intermediate certificate \d was revoked/, ['authority-revoked']],
  [/indicates the end-entity certificate was revoked .*hold/, ['on-hold']],
  [/^CRL indicates the end-entity certificate was revoked/, ['revoked']],
  [/no revocation information|revocation checks failed/, ['revocation-unknown']],
  [/is not a CA/, ['not-an-authority']],
  [/not allowed to sign certificates/, ['key-usage']],
  [/maximum path length/, ['path-length']],
  [/no valid set of policies/, ['policy-missing', 'policy-demanded']],
  [/mapping for the "any policy"/, ['extension-unreadable']],
  [/not all names/, ['name-not-permitted']],
  [/some names .* excluded/, ['name-excluded']],
  [/unsupported critical extension/, ['extension-unknown']],
];

/** DSA is refused by algorithm policy (reliability.md C1); of the broken one nothing but the breakage is seen. */
const dsa: Readonly<Record<string, PathFaultCode>> = {
  '40104': 'algorithm-unsupported',
  '40105': 'algorithm-unsupported',
  '40106': 'certificate-unreadable',
};

function expectAsDocumented(one: PkitsCase, answer: PathValidation): void {
  const retired = dsa[one.id];
  if (retired !== undefined || one.error) {
    expect(answer.valid).toBe(false);
    if (answer.valid) return;
    const text = one.error?.msg_regex ?? '';
    const codes = retired ? [retired] : meanings.find(([pattern]) => pattern.test(text))?.[1];
    expect(codes).toContain(answer.code);
    return;
  }
  expect(answer).toMatchObject({ valid: true });
  expect(answer.path).toHaveLength(one.path_len ?? 0);
}

describe.skipIf(!hasPkits)('NIST PKITS (set NASKAH_VECTORS where ../shared/vectors is absent)', () => {
  const published = hasPkits ? directory() : [];
  const titled = pkitsCases('pkits').map((one) => [`${one.id} ${one.name}`, one] as const);
  const notices = pkitsCases('pkits-user-notice').map((one) => [`${one.id} ${one.name}`, one] as const);

  it('is whole', () => {
    expect([titled.length, notices.length, titled.filter(([, { error }]) => error).length]).toEqual([
      246, 10, 136,
    ]);
    expect(published.length).toBeGreaterThan(150);
  });
  it.each(titled)('%s, lists given', (_, one) => {
    expectAsDocumented(one, validate(one, given(one)));
  });
  it.each(titled)('%s, lists found by their distribution points', (_, one) => {
    expectAsDocumented(one, validate(one, download(one, published)));
  });
  it.each(notices)('%s shows the notice, lists given and found', (_, one) => {
    for (const crls of [given(one), download(one, published)]) {
      const answer = validate(one, crls);
      const shown = answer.valid ? answer.policies.user.flatMap(({ qualifiers }) => qualifiers) : [];
      expect(shown.map(({ notice }) => notice)).toEqual([one.notice]);
    }
  });
  it('says of a negative serial number that it is odd', () => {
    const warnings = (id: string): number => {
      const one = pkitsCases('pkits').find((each) => each.id === id)!;
      return validate(one, given(one)).warnings.length;
    };
    expect([warnings('40101'), warnings('40415')]).toEqual([0, 1]);
  });
});

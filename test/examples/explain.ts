import {
  detailedReport,
  detailedReportXml,
  listChanges,
  validateCertificatePath,
  validatePdf,
  validationPolicies,
  type ByteSource,
  type ValidationPolicy,
} from 'naskah/pades';

/** A policy of one's own: strangers' files, but nobody is believed without an answer about revocation. */
export const strict: ValidationPolicy = {
  ...validationPolicies.stranger,
  name: 'strict',
  revocation: 'required',
};

/** Why: the questions that were not answered with yes, with the evidence of each; as an ETSI TS 119 102-2 report too. */
export function explain(source: ByteSource, documentSha256: string, anchors: readonly Uint8Array[]) {
  const report = validatePdf(source, { anchors, at: new Date(), policy: strict });
  const doubts = !report.readable
    ? [report.error.message]
    : report.signatures.flatMap(({ findings }) =>
        findings
          .filter(({ status }) => status !== 'passed')
          .map(({ check, detail }) => `${check}: ${detail}`),
      );
  const detailed = detailedReport(report, { documentSha256, validator: { name: 'example', version: '1' } });
  return { doubts, xml: detailedReportXml(detailed) };
}

/** What every revision brought, signed or not, page by page (pages count from 0). */
export const history = (source: ByteSource): string[] =>
  listChanges(source).flatMap(({ changes }) =>
    changes.map(({ revision, page, kind, detail }) => `${revision}: ${page ?? '-'} ${kind} ${detail}`),
  );

/** RFC 5280 §6 for one certificate, without any PDF. */
export function pathOf(certificate: Uint8Array, intermediates: Uint8Array[], anchors: Uint8Array[]): string {
  const answer = validateCertificatePath({
    certificate,
    intermediates,
    anchors,
    at: new Date(),
    revocation: 'none',
  });
  return answer.valid ? `${answer.path.length} certificates` : `${answer.code}: ${answer.reason}`;
}

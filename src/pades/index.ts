/** The only door of the engine (`naskah/pades`). PAdES per EN 319 142-1, validation per EN 319 102-1. */
export { bytesSource, readAll, type ByteSink, type ByteSource } from './bytes.ts';
export { PadesError, padesErrors, type PadesErrorCode } from './errors.ts';
export {
  defaultAlgorithm,
  isSignatureAlgorithm,
  signatureAlgorithms,
  type AlgorithmRow,
} from './cms/algorithms.ts';
export {
  buildOcspRequest,
  collectRevocation,
  findPathOnline,
  judgeRevocation,
  needsRevocation,
  parseCrl,
  parseOcspResponse,
} from './revocation/index.ts';
export type * from './revocation/types.ts';
export { findTag, findText, type FindOptions, type TagOptions, type TextHit } from './pdf/text-find.ts';
export {
  typesetAppearance,
  typesetBlock,
  type AppearanceText,
  type SignatureBlock,
} from './sign/appearance.ts';
export type { TextLine } from './sign/appearance-layout.ts';
export { commitmentTypes } from './sign/attributes.ts';
export { capacityFor, TIMESTAMP_BYTES, timestampBytesOf } from './sign/capacity.ts';
export { addContentTimestamp } from './sign/content-timestamp.ts';
export { embedSignature, signPrepared } from './sign/embed.ts';
export { signedBytes, signedSource, writePdf } from './sign/output.ts';
export { prepareSignature } from './sign/prepare.ts';
export { rangeDigest } from './sign/range-digest.ts';
export { decodePrepared, encodePrepared } from './sign/resume.ts';
export { embedTimestamp, prepareDocumentTimestamp, stampPrepared } from './sign/document-timestamp.ts';
export type { Beneath, DocumentTimestampOptions, PreparedTimestamp } from './sign/document-timestamp.ts';
export { extendPdf, renewPdf } from './sign/extend.ts';
export type * from './sign/extend-types.ts';
export { signPdf, type LongTermOptions, type SignOptions, type SignResult } from './sign/sign.ts';
export { timestampSignature, type TokenOptions } from './sign/timestamp.ts';
export type * from './sign/types.ts';
export {
  buildTimestampQuery,
  imprintDigests,
  parseTimestampQuery,
  type TimestampQuery,
  type TimestampRequest,
} from './tsp/query.ts';
export { readTimestampResponse, type TimestampDemands } from './tsp/response.ts';
export {
  detailedReport,
  detailedReportNamespace,
  type ConstraintEvaluation,
  type DetailedReport,
  type DetailedReportOptions,
  type DigestOf,
  type SignatureValidation,
  type ValidationObject,
} from './report/detailed.ts';
export { detailedReportXml } from './report/detailed-xml.ts';
export { checks, type Check } from './validate/checks.ts';
export { checkSignedPdf } from './validate/gate.ts';
export { judgeBaseline, type BaselineAnswer } from './validate/baseline.ts';
export {
  baselineLevels,
  baselineRows,
  type BaselineLevel,
  type BaselineRow,
  type RowAnswer,
} from './validate/baseline-rows.ts';
export { listChanges, type ListOptions, type RevisionChangeList } from './validate/list-changes.ts';
export {
  validationPolicies,
  type PolicyName,
  type SignatureSubFilter,
  type Tolerance,
  type ValidationPolicy,
} from './validate/policy.ts';
export { readRevisions, type RevisionFacts } from './validate/revision-facts.ts';
export { reportLimits } from './validate/reported.ts';
export type * from './validate/types.ts';
export { validatePdf } from './validate/validate.ts';
export { parseCertificate, type Certificate } from './x509/certificate.ts';
export { ts119312, type AlgorithmTable } from './x509/ts119312.ts';
export { certificateFacts, maxFacts, type CertificateFacts } from './x509/certificate-facts.ts';
export { pathFaults, type PathFailure, type PathFaultCode } from './x509/path-faults.ts';
export type { PathPolicies, PolicyDemands } from './x509/path-policies.ts';
export type { PathRevocation, RevocationMode } from './x509/path-revocation.ts';
export type { ExtendedKeyUsageDemand, PathDemands } from './x509/path-rules.ts';
export { pathLimits } from './x509/path-search.ts';
export type { PolicyQualifier } from './x509/policies.ts';
export type { ConstrainedPolicy } from './x509/policy-graph.ts';
export type { QcStatement } from './x509/qc-statements.ts';
export {
  validateCertificatePath,
  type CertificatePathOptions,
  type IgnoredItem,
  type InvalidPath,
  type PathValidation,
  type ValidPath,
} from './x509/validate-path.ts';

import {
  detailedReportNamespace,
  type ConstraintEvaluation,
  type DetailedReport,
  type DigestOf,
  type SignatureValidation,
  type ValidationObject,
} from './detailed.ts';
import { element, withAttributes, writeXml, type XmlElement } from './xml.ts';

const urn = (kind: string, value: string): string => `urn:etsi:019102:${kind}:${value}`;

/** TOTAL_PASSED → urn:etsi:019102:mainindication:total-passed. */
const mainIndication = (value: string): XmlElement =>
  element('MainIndication', urn('mainindication', value.toLowerCase().replaceAll('_', '-')));

/** The detailed report as XML in the namespace of TS 119 102-2 v1.4.1; `Deviations` says where it is none of it. */
export function detailedReportXml(report: DetailedReport): string {
  const { document, validator, policy, failure } = report;
  const root = element(
    'ValidationReport',
    report.signatures.map((one) => signatureReport(one, document.digest, policy)),
    report.objects.length === 0 ? null : element('SignatureValidationObjects', report.objects.map(object)),
    element(
      'SignatureValidator',
      element(
        'TSPInformation',
        element('TSPName', element('Name', `${validator.name} ${validator.version}`)),
        validator.url === undefined ? null : element('TSPInformationURI', element('URI', validator.url)),
      ),
    ),
    failure === null
      ? null
      : element(
          'NoSignatureReport',
          element('Code', failure.code),
          element('Message', failure.message),
          failure.offset === null ? null : element('Offset', String(failure.offset)),
        ),
    element(
      'Document',
      document.name === null ? null : element('Name', document.name),
      element('SizeBytes', String(document.sizeBytes)),
      digest(document.digest),
    ),
    element(
      'Deviations',
      report.deviations.map((text) => element('Deviation', text)),
    ),
  );
  return writeXml(
    withAttributes(root, {
      xmlns: detailedReportNamespace,
      'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#',
    }),
  );
}

function signatureReport(one: SignatureValidation, document: DigestOf, policy: string | null): XmlElement {
  return element(
    'SignatureValidationReport',
    withAttributes(
      element(
        'SignatureIdentifier',
        element('HashOnly', 'false'),
        element('DocHashOnly', 'false'),
        one.field === null ? null : element('DAIdentifier', one.field),
      ),
      { id: one.id },
    ),
    element(
      'ValidationConstraintsEvaluationReport',
      policy === null ? null : element('SignatureValidationPolicy', element('PolicyName', policy)),
      one.constraints.map(constraint),
    ),
    element(
      'ValidationTimeInfo',
      element('ValidationTime', one.validationTime),
      element(
        'BestSignatureTime',
        // Without a proven time the moment of validation is all that is known (EN 319 102-1 §5.5.4).
        element('POETime', one.bestSignatureTime?.time ?? one.validationTime),
        element('TypeOfProof', urn('poetype', 'validation')),
        one.bestSignatureTime?.object ? reference('POEObject', one.bestSignatureTime.object) : null,
      ),
    ),
    element(
      'SignersDocument',
      digest(document),
      range('SignedBytes', one.signedBytes),
      range('UnsignedBytes', one.unsignedBytes),
    ),
    element(
      'SignatureAttributes',
      Object.entries(one.attributes).map(([name, text]) => element(name, text)),
    ),
    one.signer &&
      element(
        'SignerInformation',
        one.signer.certificate === null ? null : reference('SignerCertificate', one.signer.certificate),
        element('Signer', one.signer.name),
      ),
    one.level === null
      ? null
      : element('SignatureQuality', element('SignatureQualityInformation', one.level)),
    element(
      'SignatureValidationProcess',
      element('SignatureValidationProcessID', urn('validationprocess', 'LTVA')),
    ),
    element(
      'SignatureValidationStatus',
      mainIndication(one.mainIndication),
      one.subIndication === null ? null : element('SubIndication', urn('subindication', one.subIndication)),
      one.objects.length === 0
        ? null
        : element(
            'AssociatedValidationReportData',
            one.objects.map((id) => reference('AdditionalValidationReportData', id)),
          ),
    ),
  );
}

const constraint = (one: ConstraintEvaluation): XmlElement =>
  element(
    'ValidationConstraint',
    element('ValidationConstraintIdentifier', one.identifier),
    element('ValidationConstraintParameter', `${one.question} (${one.clause})`),
    element('ConstraintStatus', element('Status', urn('constraintStatus', one.constraintStatus))),
    one.mainIndication === null ? null : element('ValidationStatus', mainIndication(one.mainIndication)),
    element(
      'Indications',
      element('Status', one.status),
      element('Detail', one.detail),
      one.evidence.map(evidence),
    ),
  );

const evidence = (one: ConstraintEvaluation['evidence'][number]): XmlElement =>
  withAttributes(
    element('Evidence'),
    Object.fromEntries(Object.entries(one).map(([key, value]) => [key, String(value)])),
  );

const object = (one: ValidationObject): XmlElement =>
  withAttributes(
    element(
      'ValidationObject',
      element('ObjectType', urn('validationObject', one.objectType)),
      element('ValidationObjectRepresentation', digest(one.digest)),
      element('Description', one.description),
      one.poe &&
        element(
          'POE',
          element('POETime', one.poe.time),
          element('TypeOfProof', urn('poetype', one.poe.typeOfProof)),
        ),
    ),
    { id: one.id },
  );

const digest = ({ algorithm, value }: DigestOf): XmlElement =>
  element(
    'DigestAlgAndValue',
    withAttributes(element('ds:DigestMethod'), { Algorithm: algorithm }),
    element('ds:DigestValue', value),
  );

const reference = (name: string, id: string): XmlElement =>
  withAttributes(element(name), { VOReference: id });

const range = (name: string, bytes: readonly [number, number] | null): XmlElement | null =>
  bytes && withAttributes(element(name), { from: String(bytes[0]), to: String(bytes[1]) });

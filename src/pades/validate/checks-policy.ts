import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { failed, notChecked, passed, warning, type Answer, type Check, type Failure } from './check.ts';
import type { SignatureSubFilter, Tolerance } from './policy.ts';
import { judgeSignaturePolicy } from './signature-policy.ts';

const constraints: Failure = ['INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'];

/** What the caller's policy demands of a signature that is otherwise in order (EN 319 102-1 §5.2.4, §5.2.8). */
export const policyChecks: readonly Check[] = [
  {
    id: 'policy.subfilter',
    question: 'Does the policy accept signatures of this kind?',
    clause: 'EN 319 102-1 §5.2.8; ISO 32000-2 table 260',
    answer: 'integrity',
    concludes: constraints,
    judge: ({ facts: { subFilter, kind }, context }) => {
      const { subFilters } = context.policy;
      if (kind !== 'signature' || !isKnown(subFilter, subFilters)) return [];
      return tolerated(subFilters[subFilter], subFilter, ['TOTAL_FAILED', 'FORMAT_FAILURE']);
    },
  },
  {
    id: 'policy.signature-policy',
    question: 'Is the signature policy that the signature names one that is demanded, and could it be read?',
    clause: 'EN 319 102-1 §5.2.4; EN 319 122-1 §5.2.9',
    answer: 'signature',
    concludes: constraints,
    judge: ({ facts, context }) =>
      facts.kind === 'signature' && facts.cms.signer ? judgeSignaturePolicy(facts.cms.signer, context) : [],
  },
  {
    id: 'signer.references',
    question: 'Are the other certificates that the signer committed to those of the path?',
    clause: 'EN 319 102-1 §5.2.8; RFC 5035 §4',
    answer: 'signature',
    concludes: constraints,
    judge: ({ facts: { cms }, trust }) => {
      if (cms.signing?.protectedBy == null || cms.signing.others.length === 0) return [];
      const path = trust?.path;
      if (!path) return notChecked('without a path there is nothing to compare');
      const foreign = cms.signing.others.filter(({ digestOid, certHash }) => {
        const digest = digestByOid(digestOid);
        return !digest || !path.some(({ der }) => Buffer.compare(digestOf(digest, der), certHash) === 0);
      });
      return foreign.length > 0
        ? failed(`${foreign.length} of ${cms.signing.others.length} are not`)
        : passed(`${cms.signing.others.length}`);
    },
  },
  {
    id: 'policy.certificate-use',
    question: 'Was the certificate issued for the uses that the policy demands?',
    clause: 'RFC 5280 §4.2.1.12; EN 319 102-1 §5.2.6 step 5',
    answer: 'trust',
    concludes: ['INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE'],
    judge: ({ facts, context: { policy } }) => {
      const { certificate } = facts.cms;
      if (certificate === null || facts.kind !== 'signature') return [];
      return demanded('extended key usage', policy.extendedKeyUsage, usesOf(certificate), certificate);
    },
  },
];

const isKnown = (
  subFilter: string | null,
  rows: Readonly<Record<SignatureSubFilter, Tolerance>>,
): subFilter is SignatureSubFilter => subFilter !== null && Object.hasOwn(rows, subFilter);

const usesOf = ({ extendedKeyUsage }: Certificate): readonly string[] => extendedKeyUsage?.oids ?? [];

/** One of the demanded ones is enough. */
function demanded(
  what: string,
  wanted: readonly string[] | null,
  has: readonly string[],
  { sha256Hex }: Certificate,
): readonly Answer[] {
  if (wanted === null) return [];
  const found = has.find((oid) => wanted.includes(oid));
  const by = [{ sha256: sha256Hex }];
  return found ? passed(`${what} ${found}`, by) : failed(`no ${what} of ${wanted.join(', ')}`, undefined, by);
}

/** A tolerance as an answer; `refused` is what `refuse` concludes. */
export function tolerated(tolerance: Tolerance, what: string, refused: Failure): readonly Answer[] {
  const answers: Readonly<Record<Tolerance, () => readonly Answer[]>> = {
    accept: () => passed(what),
    'accept-with-warning': () => warning(`${what}, which the policy accepts`),
    indeterminate: () => failed(`${what}, which the policy leaves open`),
    refuse: () => failed(`${what}, which the policy refuses`, refused),
  };
  return answers[tolerance]();
}

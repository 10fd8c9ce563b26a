import { signatureScheme, weakness } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import type { KeyUsage } from './extensions.ts';
import type { PathFault, PathFaultCode } from './path-faults.ts';
import { isSelfIssued, type PolicyDemands } from './path-policies.ts';
import type { AlgorithmTable } from './ts119312.ts';

/** Extended key usages of which the end certificate must have one. */
export interface ExtendedKeyUsageDemand {
  readonly oneOf: readonly string[];
  /** Authorities that list extended key usages must list it too (CA/Browser Forum, Microsoft). RFC 5280 does not ask it. */
  readonly chained?: boolean;
}

/** What a path must be, beside what RFC 5280 asks of every path. */
export interface PathDemands {
  readonly at: Date;
  readonly policies?: PolicyDemands;
  readonly extendedKeyUsage?: ExtendedKeyUsageDemand;
  /** Key usages of which the end certificate must have one, where it restricts them. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Days on which algorithms end. Default: TS 119 312. */
  readonly algorithms?: AlgorithmTable;
}

interface Link {
  readonly certificate: Certificate;
  /** 0: the end certificate. */
  readonly index: number;
  readonly isAnchor: boolean;
  readonly path: readonly Certificate[];
  readonly demands: PathDemands;
}

export interface LinkQuestion {
  readonly code: PathFaultCode;
  readonly asked: (link: Link) => boolean;
  readonly fault: (link: Link) => string | null;
}

/** RFC 5280's questions about single certificates, as rows: each is asked of every one from the end (0) to the anchor (last). */
export const pathQuestions: readonly LinkQuestion[] = [
  {
    code: 'version-invalid',
    asked: () => true,
    fault: ({ certificate: { version, extensions } }) =>
      version > 3 || (version < 3 && extensions.size > 0)
        ? `is of version ${version}, with extensions`
        : null,
  },
  {
    code: 'extension-unknown',
    asked: () => true,
    fault: ({
      certificate: {
        unprocessedCritical: [id],
      },
    }) => (id === undefined ? null : `has the critical extension ${id}, which is not processed`),
  },
  {
    code: 'validity-period',
    asked: ({ index, isAnchor }) => index > 0 && !isAnchor,
    fault: ({ certificate, demands: { at } }) =>
      isWithin(certificate, at) ? null : `is not valid at ${at.toISOString()}`,
  },
  {
    code: 'not-an-authority',
    asked: ({ index }) => index > 0,
    fault: ({ certificate: { basicConstraints, version }, isAnchor }) =>
      basicConstraints?.ca === true || (isAnchor && version < 3) ? null : 'is not a certification authority',
  },
  {
    code: 'key-usage',
    asked: ({ index }) => index > 0,
    fault: ({ certificate: { keyUsage } }) =>
      keyUsage === null || keyUsage.has('keyCertSign') ? null : 'may not sign certificates',
  },
  {
    code: 'path-length',
    asked: ({ certificate, index }) => index > 0 && certificate.basicConstraints?.pathLen != null,
    fault: ({ certificate, index, path }) => {
      // RFC 5280 §4.2.1.9: intermediates below, the end certificate and self-issued ones not counted.
      const below = path.slice(1, index).filter((each) => !isSelfIssued(each)).length;
      return below > (certificate.basicConstraints?.pathLen ?? below) ? 'allows no path this long' : null;
    },
  },
];

/** What the caller asks beyond RFC 5280, once a path is valid by it (EN 319 102-1 §5.2.6.4, steps 5 and 6). */
export const demandQuestions: readonly LinkQuestion[] = [
  {
    code: 'key-usage-demanded',
    asked: ({ index, demands }) => index === 0 && demands.keyUsage !== undefined,
    fault: ({ certificate: { keyUsage }, demands }) =>
      keyUsage === null || demands.keyUsage?.some((use) => keyUsage.has(use)) === true
        ? null
        : `has none of the key usages ${demands.keyUsage?.join(', ') ?? ''}`,
  },
  {
    code: 'extended-key-usage',
    asked: ({ index, isAnchor, demands: { extendedKeyUsage } }) =>
      extendedKeyUsage !== undefined && (index === 0 || (extendedKeyUsage.chained === true && !isAnchor)),
    fault: ({ certificate: { extendedKeyUsage: own }, index, demands: { extendedKeyUsage } }) => {
      // What an end certificate is for must be said; an authority that says nothing restricts nothing.
      if (own === null) return index === 0 ? 'has no extended key usage' : null;
      const wanted = [anyExtendedKeyUsage, ...(extendedKeyUsage?.oneOf ?? [])];
      return own.oids.some((id) => wanted.includes(id)) ? null : 'is for another extended key usage';
    },
  },
  {
    code: 'algorithm-weak',
    asked: ({ isAnchor }) => !isAnchor,
    fault: ({ certificate, index, path, demands }) => {
      const scheme = signatureScheme(certificate.signatureAlgorithm, null);
      const issuer = path[index + 1];
      if ('reason' in scheme || issuer === undefined) return 'has a signature of unknown kind';
      return weakness(scheme, issuer.key, demands.at, demands.algorithms);
    },
  },
];

const anyExtendedKeyUsage = '2.5.29.37.0';

/** Both ends belong to the interval (RFC 5280 §4.1.2.5); at no time at all, nothing is valid. */
export const isWithin = ({ notBefore, notAfter }: Certificate, at: Date): boolean =>
  at >= notBefore && at <= notAfter;

/** The first question, in the order of the rows, that some certificate of the path answers badly. */
export function linkFault(
  questions: readonly LinkQuestion[],
  path: readonly Certificate[],
  demands: PathDemands,
): PathFault | null {
  for (const { code, asked, fault } of questions) {
    for (const [index, certificate] of path.entries()) {
      const link = { certificate, index, isAnchor: index === path.length - 1, path, demands };
      const reason = asked(link) ? fault(link) : null;
      if (reason !== null) return { code, index, reason: `"${certificate.subject}" ${reason}` };
    }
  }
  return null;
}

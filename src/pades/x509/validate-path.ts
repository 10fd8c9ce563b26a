import { PadesError } from '../errors.ts';
import { parseCrl } from '../revocation/crl-read.ts';
import { parseOcspResponse } from '../revocation/ocsp-read.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import {
  cameFurther,
  pathFaults,
  type PathFailure,
  type PathFault,
  type PathFaultCode,
} from './path-faults.ts';
import type { PathPolicies } from './path-policies.ts';
import { PathRevocations, type PathRevocation, type RevocationMode } from './path-revocation.ts';
import { isWithin, type PathDemands } from './path-rules.ts';
import { findPaths, IssuerChecks } from './path.ts';
import { certificateWarnings } from './certificate-warnings.ts';

/** Everything as DER. Only `anchors` are trusted; all the rest may come from an attacker. */
export interface CertificatePathOptions extends PathDemands {
  /** The certificate in question. */
  readonly certificate: Uint8Array;
  /** Trusted for name and key, and held to what they forbid themselves; their dates and their own signature do not count. */
  readonly anchors: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  /** The caller's clock, where `at` is in the past: data from after it is not believed. Default `at`. */
  readonly now?: Date;
  readonly crls?: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  /** Default `required`. */
  readonly revocation?: RevocationMode;
}

/** Something among the options that is not what it should be, and was left out. */
export interface IgnoredItem {
  readonly list: 'anchors' | 'intermediates' | 'crls' | 'ocsps';
  readonly index: number;
  readonly reason: string;
}

interface Considered {
  /** What could not be read. */
  readonly ignored: readonly IgnoredItem[];
  /** Oddities of the path's certificates that refuse nobody. */
  readonly warnings: readonly string[];
}

/** A certificate leads to an anchor in every respect that was asked about. */
export interface ValidPath extends Considered {
  readonly valid: true;
  /** From the certificate to the anchor. */
  readonly path: readonly Certificate[];
  /** Certificate policies under which the path is valid, with qualifiers (RFC 5280 §6.1.6). */
  readonly policies: PathPolicies;
  /** One for each certificate of the path but the anchor. */
  readonly revocation: readonly PathRevocation[];
}

/** Why the best candidate path was refused. */
export interface InvalidPath extends Considered {
  readonly valid: false;
  readonly code: PathFaultCode;
  readonly indication: 'INDETERMINATE';
  /** EN 319 102-1 §5.2.6. */
  readonly subIndication: PathFailure;
  /** The rule that is broken. */
  readonly clause: string;
  /** Of the certificate at fault in its path: 0 is the one that was asked about. */
  readonly index: number;
  /** English, for reports and logs. */
  readonly reason: string;
  /** The path that came furthest; null where no anchor was reached. */
  readonly path: readonly Certificate[] | null;
  /** As for a valid path; empty where the path was refused before. */
  readonly revocation: readonly PathRevocation[];
}
/** What `validateCertificatePath` answers; `valid` tells which. */
export type PathValidation = ValidPath | InvalidPath;

/** Paths whose revocation is asked about; each costs signatures of lists and answers. */
const maxRevocationPaths = 8;

/**
 * Does this certificate lead to a trust anchor at a time, by RFC 5280 §6 whole: names and their constraints, policies and
 * mappings, key usages, basic constraints, critical extensions, validity, algorithms (TS 119 312), and revocation by the
 * lists and answers given (§6.3, RFC 6960)? Nothing is fetched. Several candidate paths are tried, the shortest first;
 * where all fail the one that came furthest tells why. All work is bounded by counting (`pathLimits`).
 *
 * Total: hostile input is a coded answer. Throws PADES_OPTIONS_INVALID where `at` or `now` is no time.
 */
export function validateCertificatePath(options: CertificatePathOptions): PathValidation {
  const { at, now = at } = options;
  if (Number.isNaN(at.getTime()) || Number.isNaN(now.getTime()))
    throw new PadesError('PADES_OPTIONS_INVALID', { detail: 'not a time' });
  const ignored: IgnoredItem[] = [];
  const read = <T>(
    list: IgnoredItem['list'],
    ders: readonly Uint8Array[] = [],
    parse: (der: Uint8Array) => T,
  ) =>
    ders.flatMap((der, index) => {
      const item = attempt(() => parse(der));
      if ('fault' in item) ignored.push({ list, index, reason: item.fault });
      return 'fault' in item ? [] : [item.value];
    });
  const leaf = attempt(() => parseCertificate(options.certificate));
  const anchors = read('anchors', options.anchors, parseCertificate);
  const candidates = read('intermediates', options.intermediates, parseCertificate);
  const checks = new IssuerChecks();
  const revocations = new PathRevocations({
    at,
    now,
    mode: options.revocation ?? 'required',
    crls: read('crls', options.crls, parseCrl),
    ocsps: read('ocsps', options.ocsps, parseOcspResponse),
    candidates,
    checks,
  });
  if ('fault' in leaf) {
    const fault: PathFault = { code: 'certificate-unreadable', index: 0, reason: leaf.fault };
    return invalid(fault, null, [], ignored);
  }
  return judge(leaf.value, { ...options, anchors, candidates, checks }, revocations, ignored);
}

function judge(
  leaf: Certificate,
  input: Parameters<typeof findPaths>[1],
  revocations: PathRevocations,
  ignored: readonly IgnoredItem[],
): PathValidation {
  let best: PathFault | null = null;
  let answer: InvalidPath | null = null;
  let asked = 0;
  for (const result of findPaths(leaf, input)) {
    const answers = result.found ? revocations.of(result.path) : [];
    const fault = result.found ? faultOf(result.path, revocations, answers, input.at) : result;
    if (result.found && fault === null) {
      const { path, policies } = result;
      return {
        valid: true,
        path,
        policies,
        revocation: answers,
        warnings: path.flatMap(certificateWarnings),
        ignored,
      };
    }
    if (fault === null) continue;
    if (best === null || answer === null || cameFurther(fault, best)) {
      best = fault;
      answer = invalid(fault, result.path, answers, ignored);
    }
    // Whoever issued it has spoken (EN 319 102-1 §5.2.6.4 4); other issuers would not help.
    if (fault.code === 'revoked' || ++asked >= maxRevocationPaths) break;
  }
  return answer ?? invalid({ code: 'no-path', index: 0, reason: 'no path' }, null, [], ignored);
}

/**
 * Revocation, then the end certificate's own interval, because a proof of time may still answer that; where it has ended
 * nobody need have kept books about it (EN 319 102-1 §5.2.6.4, steps 4 and 7).
 */
function faultOf(
  path: readonly Certificate[],
  revocations: PathRevocations,
  answers: readonly PathRevocation[],
  at: Date,
): PathFault | null {
  const [leaf] = path;
  const fault = revocations.fault(path, answers);
  if (leaf === undefined || isWithin(leaf, at)) return fault;
  if (fault !== null && (fault.code !== 'revocation-unknown' || fault.index > 0)) return fault;
  const isKnown = answers[0]?.state === 'good' || answers[0]?.state === 'later';
  const interval = `${leaf.notBefore.toISOString()} to ${leaf.notAfter.toISOString()}`;
  const code = isKnown ? 'outside-validity-not-revoked' : 'outside-validity';
  return { code, index: 0, reason: `"${leaf.subject}" is valid from ${interval}` };
}

const invalid = (
  { code, index, reason }: PathFault,
  path: readonly Certificate[] | null,
  revocation: readonly PathRevocation[],
  ignored: readonly IgnoredItem[],
): InvalidPath => ({
  valid: false,
  code,
  indication: 'INDETERMINATE',
  subIndication: pathFaults[code].failure,
  clause: pathFaults[code].clause,
  index,
  reason,
  path,
  revocation,
  warnings: (path ?? []).flatMap(certificateWarnings),
  ignored,
});

/** What a stranger wrote wrongly is an answer; anything else is a fault of the engine. */
function attempt<T>(work: () => T): { readonly value: T } | { readonly fault: string } {
  try {
    return { value: work() };
  } catch (cause) {
    if (cause instanceof PadesError) return { fault: cause.message };
    throw cause;
  }
}

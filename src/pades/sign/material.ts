import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import type { ValidationData } from '../pdf/dss.ts';
import { collectRevocation } from '../revocation/collect.ts';
import { parseCrl } from '../revocation/crl-read.ts';
import { judgeRevocation } from '../revocation/judge.ts';
import { needsRevocation } from '../revocation/needs.ts';
import { parseOcspResponse } from '../revocation/ocsp-read.ts';
import type { RevocationTransport } from '../revocation/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sameKey } from '../x509/kept.ts';

/** A path with the time its certificates are asked about: when the signature or token is known to have existed. */
export interface PathQuestion {
  readonly path: readonly Certificate[];
  readonly at: Date;
  /** Data issued from then on is wanted where it can be had: it carries a chain of timestamps on (EN 319 102-1 §5.6.2.2). */
  readonly since?: Date;
}

export interface MaterialOptions {
  readonly anchors: readonly Certificate[];
  readonly now: Date;
  readonly transport: RevocationTransport;
  readonly known: ValidationData;
}

/**
 * Certificates of the paths and revocation data for each link (EN 319 142-1 §6.3 rows r and t). What is known already and answers is kept;
 * for the rest everybody is asked at once. Throws PADES_REVOCATION_MISSING, naming every certificate without an answer, and
 * PADES_CERTIFICATE_REVOKED for one that was revoked when it was used.
 */
export async function gatherMaterial(
  questions: readonly PathQuestion[],
  given: MaterialOptions,
): Promise<ValidationData> {
  // An authority's clock may be a little ahead of ours.
  const now = new Date(Math.max(given.now.getTime(), ...questions.map(({ at }) => at.getTime())));
  const newest = await renewed(questions, { ...given, now });
  const options = { ...given, now, known: union([...newest, given.known]) };
  const parts: ValidationData[] = [...newest];
  const groups = byTime(questions);
  // Of one time all are asked about at once, which looks at what is known first by itself; of several, what is left is asked for together.
  const open = groups.length === 1 ? [...questions] : [];
  for (const group of groups.length === 1 ? [] : groups) {
    const kept = await collect(group, { ...options, transport: offline });
    parts.push(kept);
    open.push(...group.filter(({ path }) => path.some(({ sha256Hex }) => kept.missing.has(sha256Hex))));
  }
  if (open.length > 0) {
    const fetched = await collect(open, options);
    if (fetched.missing.size > 0) throw missing([...fetched.missing.values()]);
    parts.push(fetched);
  }
  const links = questions.flatMap(({ path }) => path.map(({ der }) => der));
  const material = union([{ certificates: links, crls: [], ocsps: [] }, ...parts]);
  refuseRevoked(questions, material, options);
  return material;
}

/** The newest word on paths that ask for one. A list that comes out once a month may have none yet: then the older data has to do. */
const renewed = (questions: readonly PathQuestion[], options: MaterialOptions): Promise<ValidationData[]> =>
  Promise.all(
    questions.flatMap((each) => (each.since === undefined ? [] : [collect([each], options, each.since)])),
  );

type Collected = ValidationData & { readonly missing: ReadonlyMap<string, Certificate> };

/** Data that is current at the latest of the times asked about was current, or later, at the others. */
async function collect(
  questions: readonly PathQuestion[],
  { anchors, now, transport, known }: MaterialOptions,
  since?: Date,
): Promise<Collected> {
  const at = new Date(Math.max(...questions.map((each) => each.at.getTime())));
  const paths = questions.map(({ path }) => path);
  const found = await collectRevocation({
    ...{ paths, anchors, at, now, transport, known },
    ...(since === undefined ? {} : { notBefore: since }),
  });
  const absent = new Map(found.missing.map(({ certificate }) => [certificate.sha256Hex, certificate]));
  const { certificates, crls, ocsps } = found;
  return { certificates, crls, ocsps, missing: absent };
}

function byTime(questions: readonly PathQuestion[]): readonly (readonly PathQuestion[])[] {
  const groups = new Map<number, PathQuestion[]>();
  for (const each of questions) {
    groups.set(each.at.getTime(), [...(groups.get(each.at.getTime()) ?? []), each]);
  }
  return [...groups.values()];
}

/** Revoked later than proven is what long-term data is for; revoked before is the end of it. Nobody's silence is taken for good. */
function refuseRevoked(
  questions: readonly PathQuestion[],
  material: ValidationData,
  { anchors, now }: MaterialOptions,
): void {
  const ocsps = material.ocsps.map(parseOcspResponse);
  const crls = material.crls.map(parseCrl);
  const candidates = [...readCertificates(material.certificates), ...questions.flatMap(({ path }) => path)];
  for (const { path, at } of questions) {
    for (const [index, certificate] of path.slice(0, -1).entries()) {
      const issuer = path[index + 1];
      if (issuer === undefined || !needsRevocation(certificate)) continue;
      const answer = judgeRevocation({ certificate, issuer, at, now, ocsps, crls, candidates, anchors });
      if (answer.status === 'unknown') throw missing([certificate]);
      const since = answer.status === 'revoked' ? answer.revocationTime : null;
      if (since !== null && since <= at) {
        throw new PadesError('PADES_CERTIFICATE_REVOKED', {
          detail: `"${certificate.subject}" since ${since.toISOString()}.`,
        });
      }
    }
  }
}

/** Everything once, in the order it was found. */
export function union(parts: readonly ValidationData[]): ValidationData {
  const of = (pick: (part: ValidationData) => readonly Uint8Array[]): Uint8Array[] => {
    const seen = new Map<string, Uint8Array>();
    for (const bytes of parts.flatMap(pick)) {
      const key = sameKey(bytes);
      if (!seen.has(key)) seen.set(key, bytes);
    }
    return [...seen.values()];
  };
  return {
    certificates: of((part) => part.certificates),
    crls: of((part) => part.crls),
    ocsps: of((part) => part.ocsps),
  };
}

const unreachable = (): Promise<never> => Promise.reject(new PadesError('PADES_REVOCATION_UNREACHABLE'));
export const offline: RevocationTransport = { ocsp: unreachable, crl: unreachable, issuer: unreachable };

const missing = (certificates: readonly Certificate[]): PadesError =>
  new PadesError('PADES_REVOCATION_MISSING', {
    detail: `${certificates.map(({ subject }) => `"${subject}"`).join(', ')}.`,
  });

import { readSignedData } from '../cms/read.ts';
import { readCertificates } from '../cms/verify.ts';
import type { Certificate } from '../x509/certificate.ts';
import { findPath, IssuerChecks, pathLimits, type PathResult } from '../x509/path.ts';
import { revocationLimits } from './limits.ts';
import { accessUrls } from './points.ts';
import type { RevocationTransport } from './types.ts';

export interface IssuerSearch {
  readonly leaf: Certificate;
  readonly anchors: readonly Certificate[];
  readonly candidates: readonly Certificate[];
  readonly at: Date;
  readonly transport: Pick<RevocationTransport, 'issuer'>;
  readonly checks?: IssuerChecks;
}

/**
 * A path to an anchor, its missing issuers fetched by caIssuers (RFC 5280 §4.2.2.1), one after the other, as each names
 * the next. These URLs come from certificates that lead nowhere yet: whether such a URL may be asked at all is the
 * transport's decision (its allow-list), and what comes back counts only by the path it completes.
 */
export async function findPathOnline(search: IssuerSearch): Promise<{
  readonly result: PathResult;
  /** What was fetched and is on the path, DER. */
  readonly fetched: readonly Certificate[];
}> {
  const checks = search.checks ?? new IssuerChecks();
  const fetched: Certificate[] = [];
  const tried = new Set<string>();
  let open: Certificate = search.leaf;
  for (;;) {
    const result = findPath(search.leaf, {
      ...search,
      checks,
      candidates: [...fetched, ...search.candidates],
    });
    if (result.found || fetched.length >= pathLimits.length)
      return { result, fetched: onPath(result, fetched) };
    open = topmost(open, [...fetched, ...search.candidates], checks);
    const found = await fetchIssuer(open, search.transport, tried, checks);
    if (found === null) return { result, fetched: [] };
    fetched.push(found);
  }
}

const onPath = (result: PathResult, fetched: readonly Certificate[]): readonly Certificate[] =>
  result.found ? fetched.filter((each) => result.path.some((link) => link.sha256Hex === each.sha256Hex)) : [];

/** As far up as what is known already leads. */
function topmost(from: Certificate, known: readonly Certificate[], checks: IssuerChecks): Certificate {
  let top = from;
  for (let steps = 0; steps < pathLimits.length; steps++) {
    const below = top;
    const issuer = known.find(
      (each) =>
        each.subjectKey === below.issuerKey &&
        each.sha256Hex !== below.sha256Hex &&
        checks.signs(each, below),
    );
    if (issuer === undefined) return top;
    top = issuer;
  }
  return top;
}

async function fetchIssuer(
  certificate: Certificate,
  transport: Pick<RevocationTransport, 'issuer'>,
  tried: Set<string>,
  checks: IssuerChecks,
): Promise<Certificate | null> {
  for (const url of issuerUrls(certificate)) {
    if (tried.has(url)) continue;
    tried.add(url);
    const issuer = readIssuers(await answer(transport, url)).find(
      (each) => each.subjectKey === certificate.issuerKey && checks.signs(each, certificate),
    );
    if (issuer) return issuer;
  }
  return null;
}

function issuerUrls(certificate: Certificate): readonly string[] {
  try {
    return accessUrls(certificate).issuers;
  } catch {
    return []; // an extension that cannot be read names nobody
  }
}

/** A server that does not answer leaves the path as it is; the path's own reason is what the caller reports. */
async function answer(transport: Pick<RevocationTransport, 'issuer'>, url: string): Promise<Uint8Array> {
  try {
    return await transport.issuer(url);
  } catch {
    return new Uint8Array(0);
  }
}

/** One DER certificate, or a certs-only CMS (RFC 5280 §4.2.2.1, RFC 2797); anything else holds none. */
export function readIssuers(bytes: Uint8Array): readonly Certificate[] {
  const single = readCertificates([bytes]);
  if (single.length > 0) return single;
  try {
    return readCertificates(readSignedData(bytes).certificates.slice(0, revocationLimits.certificates));
  } catch {
    return [];
  }
}

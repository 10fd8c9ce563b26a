import { oids } from '../asn1/oids.ts';
import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { findPath, IssuerChecks } from '../x509/path.ts';
import { Fetcher, type Fetched } from './fetch.ts';
import { parseCrl } from './crl-read.ts';
import { readIssuers } from './issuers.ts';
import { judgeRevocation } from './judge.ts';
import { needsRevocation } from './needs.ts';
import { delegatedResponders } from './ocsp-judge.ts';
import { parseOcspResponse } from './ocsp-read.ts';
import { buildOcspRequest } from './ocsp-request.ts';
import { accessUrls, crlPoints } from './points.ts';
import { signedBy } from './signed.ts';
import type {
  CollectedRevocation,
  CollectOptions,
  Crl,
  OcspResponse,
  RevocationFault,
  RevocationStatus,
} from './types.ts';

/**
 * The material that proves the status of every certificate below its anchor (EN 319 142-1 §5.5, pades.md 3 rows 27):
 * what is known first, then OCSP by AIA, then CRLs with their deltas; all certificates at the same time. Nothing is
 * taken that `judgeRevocation` does not accept. Never throws for what servers say or do not say: see `missing`.
 */
export async function collectRevocation(options: CollectOptions): Promise<CollectedRevocation> {
  const collection = new Collection(options);
  const subjects = distinct(options.paths.flatMap(pairs), ({ certificate }) => certificate.sha256Hex).filter(
    ({ certificate }) => needsRevocation(certificate),
  );
  const proofs = await Promise.all(
    subjects.map(async (subject) => ({
      certificate: subject.certificate,
      status: await collection.prove(subject),
    })),
  );
  return {
    ...collection.material(proofs.map((proof) => proof.status)),
    missing: proofs
      .filter(({ status }) => status.status === 'unknown')
      .map(({ certificate, status }) => ({ certificate, faults: status.faults })),
    revoked: proofs.filter(({ status }) => status.status === 'revoked'),
  };
}

/** A certificate to be proved and the one whose key signed it. */
interface Subject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

const pairs = (path: readonly Certificate[]): readonly Subject[] =>
  path.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path[index + 1];
    return issuer ? [{ certificate, issuer }] : [];
  });

/** Everything one call knows, growing while answers come in. */
class Collection {
  readonly #options: CollectOptions;
  readonly #fetcher: Fetcher;
  readonly #checks = new IssuerChecks();
  readonly #proofs = new Map<string, Promise<RevocationStatus>>();
  readonly #ocsps: OcspResponse[];
  readonly #crls: Crl[];
  readonly #certificates: Certificate[];
  /** Who waits for whose proof. */
  readonly #waiting = new Map<string, Set<string>>();
  /** Paths of signers of revocation data that are not the issuing CA, by the signer. */
  readonly #signerPaths = new Map<string, readonly Certificate[]>();

  constructor(options: CollectOptions) {
    const { known, paths, transport, notBefore } = options;
    this.#options = options;
    this.#fetcher = new Fetcher(transport, notBefore);
    this.#ocsps = readable(known.ocsps, parseOcspResponse);
    this.#crls = readable(known.crls, parseCrl);
    this.#certificates = [...paths.flat(), ...readCertificates(known.certificates)];
  }

  prove(subject: Subject): Promise<RevocationStatus> {
    const id = subject.certificate.sha256Hex;
    const proof = this.#proofs.get(id) ?? this.#prove(subject);
    this.#proofs.set(id, proof);
    return proof;
  }

  async #prove(subject: Subject): Promise<RevocationStatus> {
    await this.#proveSigners(this.#ocsps, this.#crls, subject);
    let status = this.#judge(subject, this.#ocsps, this.#crls);
    const faults: RevocationFault[] = [];
    for (const source of [() => this.#byOcsp(subject), () => this.#byCrl(subject)]) {
      if (status.status !== 'unknown') return status;
      const found = await source();
      await this.#proveSigners(found.ocsps, found.crls, subject);
      status = this.#judge(subject, this.#ocsps, this.#crls);
      if (status.status !== 'unknown') return status;
      faults.push(...found.faults, ...this.#judge(subject, found.ocsps, found.crls).faults);
      for (const { der } of [...found.ocsps, ...found.crls]) this.#options.transport.rejected?.(der);
    }
    return { ...status, faults };
  }

  #judge({ certificate, issuer }: Subject, ocsps: readonly OcspResponse[], crls: readonly Crl[]) {
    const { at, now, notBefore, anchors } = this.#options;
    return judgeRevocation({
      certificate,
      issuer,
      at,
      ...(now && { now }),
      ...(notBefore && { notBefore }),
      ocsps,
      crls,
      anchors,
      candidates: this.#certificates,
    });
  }

  /** Every responder named by AIA is asked at once; the first is usually the only one. */
  async #byOcsp({ certificate, issuer }: Subject): Promise<Found> {
    const request = buildOcspRequest({ certificate, issuer });
    const answers = await Promise.all(
      named(() => accessUrls(certificate).ocsp).map((url) =>
        this.#fetcher.ocsp(url, request, parseOcspResponse),
      ),
    );
    const found = split(answers);
    this.#ocsps.push(...found.items);
    return { ocsps: found.items, crls: [], faults: found.faults };
  }

  /** One list of every distribution point, and the deltas that the certificate or the lists name. */
  async #byCrl({ certificate, issuer }: Subject): Promise<Found> {
    const points = named(() => crlPoints(certificate));
    const deltas = named(() => crlPoints(certificate, oids.freshestCrl));
    const [lists, first] = await Promise.all([
      Promise.all(points.map((point) => this.#firstList(point.urls))),
      Promise.all(deltas.map((point) => this.#firstList(point.urls))),
    ]);
    const bases = split(lists.flat());
    const later = await Promise.all(
      // Only a list the issuer signed may say where to go next: others are an attacker's input (DESIGN D15).
      bases.items
        .filter((list) => 'scheme' in signedBy(list, issuer, list.thisUpdate))
        .filter((list) => list.freshestUrls.length > 0)
        .map((list) => this.#firstList(list.freshestUrls)),
    );
    const found = split([...lists.flat(), ...first.flat(), ...later.flat()]);
    this.#crls.push(...found.items);
    await Promise.all(found.items.map((list) => this.#issuerOf(list)));
    const silent: readonly RevocationFault[] =
      points.length > 0
        ? []
        : [{ source: 'crl', code: 'PADES_REVOCATION_UNREACHABLE', detail: 'no CRL is named' }];
    return { ocsps: [], crls: found.items, faults: [...found.faults, ...silent] };
  }

  /** The URLs of one point are the same list in several places (RFC 5280 §4.2.1.13). */
  async #firstList(urls: readonly string[]): Promise<readonly Fetched<Crl>[]> {
    const failed: Fetched<Crl>[] = [];
    for (const url of urls) {
      const answer = await this.#fetcher.crl(url, parseCrl);
      if ('item' in answer) return [answer];
      failed.push(answer);
    }
    return failed;
  }

  async #issuerOf(list: Crl): Promise<void> {
    if (this.#certificates.some(({ subjectKey }) => subjectKey === list.issuerKey)) return;
    for (const url of list.issuerUrls) {
      const answer = await this.#fetcher.issuer(url, readIssuers);
      if ('item' in answer) this.#certificates.push(...answer.item);
    }
  }

  /** Delegated responders without nocheck and issuers of indirect lists need proofs of their own. */
  async #proveSigners(
    ocsps: readonly OcspResponse[],
    crls: readonly Crl[],
    { certificate, issuer }: Subject,
  ): Promise<void> {
    const question = { certificate, issuer, candidates: this.#certificates };
    const responders = ocsps
      .flatMap((response) => delegatedResponders(response, question))
      .map((responder) => ({ certificate: responder, issuer }));
    const signers = crls.flatMap((list) => this.#foreignIssuers(list, issuer));
    const open = [...responders, ...signers].filter((each) => needsRevocation(each.certificate));
    await Promise.all(open.map((each) => this.#waitFor(certificate.sha256Hex, each)));
  }

  /** Nobody's proof waits, by whatever detour, for itself: in such a circle everyone does without the other. */
  async #waitFor(waiting: string, subject: Subject): Promise<void> {
    const awaited = subject.certificate.sha256Hex;
    if (this.#waits(awaited, waiting)) return;
    const all = this.#waiting.get(waiting) ?? new Set();
    this.#waiting.set(waiting, all.add(awaited));
    await this.prove(subject);
    all.delete(awaited);
  }

  #waits(one: string, other: string): boolean {
    return one === other || [...(this.#waiting.get(one) ?? [])].some((next) => this.#waits(next, other));
  }

  #foreignIssuers(list: Crl, issuer: Certificate): readonly Subject[] {
    if (list.issuerKey === issuer.subjectKey) return [];
    const { anchors } = this.#options;
    return this.#certificates
      .filter(({ subjectKey }) => subjectKey === list.issuerKey)
      .slice(0, maxForeignIssuers)
      .flatMap((signer) => {
        const result = findPath(signer, {
          anchors,
          candidates: this.#certificates,
          at: list.thisUpdate,
          checks: this.#checks,
        });
        if (!result.found) return [];
        this.#signerPaths.set(signer.sha256Hex, result.path);
        return pairs(result.path);
      });
  }

  /** What the proofs rest on, and the certificates needed to follow them, without duplicates. */
  material(statuses: readonly RevocationStatus[]): Omit<CollectedRevocation, 'missing' | 'revoked'> {
    const evidence = distinct(
      statuses.flatMap((status) => status.evidence),
      (item) => item.sha256Hex,
    );
    const carried = new Set(
      evidence.flatMap((item) => (isOcsp(item) ? item.certificates.map((each) => each.sha256Hex) : [])),
    );
    const signers = statuses
      .flatMap(({ signer }) => (signer ? (this.#signerPaths.get(signer.sha256Hex) ?? [signer]) : []))
      .filter((signer) => !carried.has(signer.sha256Hex));
    return {
      certificates: distinct([...this.#options.paths.flat(), ...signers], (each) => each.sha256Hex).map(der),
      ocsps: evidence.filter(isOcsp).map(der),
      crls: evidence.filter((item) => !isOcsp(item)).map(der),
    };
  }
}

/** Several certificates of one indirect issuer are odd; more than a few are an attack. */
const maxForeignIssuers = 4;

interface Found {
  readonly ocsps: readonly OcspResponse[];
  readonly crls: readonly Crl[];
  readonly faults: readonly RevocationFault[];
}

const split = <T>(answers: readonly Fetched<T>[]) => ({
  items: answers.flatMap((answer) => ('item' in answer ? [answer.item] : [])),
  faults: answers.flatMap((answer) => ('fault' in answer ? [answer.fault] : [])),
});

const isOcsp = (item: OcspResponse | Crl): item is OcspResponse => 'responses' in item;
const der = (item: { readonly der: Uint8Array }): Uint8Array => item.der;

/** An extension that cannot be read names no source. */
function named<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PadesError) return [];
    throw cause;
  }
}

/** Items of a file that cannot be read prove nothing. */
function readable<T>(ders: readonly Uint8Array[], read: (der: Uint8Array) => T): T[] {
  return ders.flatMap((each) => named(() => [read(each)]));
}

function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const item of items) if (!found.has(key(item))) found.set(key(item), item);
  return [...found.values()];
}

import type { ByteSource } from '../bytes.ts';
import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import { readDss, type ValidationData } from '../pdf/dss.ts';
import type { PdfFile } from '../pdf/file.ts';
import { readPdf } from '../pdf/reader.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ExtendOptions } from './extend-types.ts';
import { readFileSignatures, type FileSignature, type SoundToken } from './file-signatures.ts';
import { lifetimeOfToken } from './lifetime.ts';
import type { UpdateStack } from './stack.ts';
import { refuseOutside, type TrustPaths } from './trust-paths.ts';
import { refuseUntrusted } from './untrusted.ts';

/** A time at which something is shown to have existed, and who says so. */
export interface Proof {
  readonly time: Date;
  readonly token: SoundToken;
  readonly path: readonly Certificate[];
}

/** A signature that is to be raised, with what proves its time. */
export interface Subject {
  readonly signature: FileSignature;
  /** By its own signature timestamps. */
  readonly tokens: readonly Proof[];
  /** By document timestamps over it. */
  readonly stamps: readonly Proof[];
}

/** A document timestamp over at least one of the signatures. */
export interface Stamp {
  readonly signature: FileSignature;
  readonly proof: Proof;
  /** The validation data it covers. */
  readonly dss: ValidationData;
}

/** Everything about a file that raising it depends on. */
export interface Survey {
  /** As it was read: what is added to this very file needs no second reading. */
  readonly file: PdfFile;
  readonly subjects: readonly Subject[];
  /** Document timestamps, oldest first. */
  readonly stamps: readonly Stamp[];
  readonly dss: ValidationData;
  /** All that stand in the file, in a CMS, a token or the store: candidates for paths, trusted by nobody. */
  readonly certificates: readonly Certificate[];
}

/** Answers the path of a certificate that was valid at a time. Throws PADES_CHAIN_MISSING. */
export type Trust = (
  certificate: Certificate,
  candidates: readonly Certificate[],
  at: Date,
) => Promise<readonly Certificate[]>;

/**
 * Reads a file, verifies what is to be raised, and finds who proves its time. Throws PADES_NOT_SIGNED, PADES_SIGNATURE_BROKEN,
 * PADES_SIGNATURE_UNSUPPORTED, PADES_CHAIN_MISSING and the codes of the reader.
 */
export async function survey(source: ByteSource, options: ExtendOptions, trust: Trust): Promise<Survey> {
  const file = readPdf(source, { password: options.password });
  refuseUntrusted(file);
  const all = readFileSignatures(file.view(), source, options.fields);
  const dss = readDss(file.view()) ?? noData;
  refuseUntrusted(file);
  const signatures = all.filter(({ kind, field }) => kind === 'signature' && wanted(options, field));
  if (signatures.length === 0) throw new PadesError('PADES_NOT_SIGNED');
  const certificates = [
    ...readCertificates(dss.certificates),
    ...all.flatMap((each) => [
      ...each.certificates,
      ...each.tokens.flatMap(({ token }) => token.certificates),
    ]),
  ];
  const first = Math.min(...signatures.map(({ end }) => end));
  const stamps: Stamp[] = [];
  for (const signature of all) {
    const [token] = signature.kind === 'document-timestamp' && signature.end > first ? signature.tokens : [];
    if (token === undefined) continue;
    const proof = await proofBy(token, certificates, trust);
    stamps.push({ signature, proof, dss: dssUnder(signature, file) });
  }
  const subjects: Subject[] = [];
  for (const signature of signatures) {
    const tokens = [];
    for (const token of signature.tokens) tokens.push(await proofBy(token, certificates, trust));
    subjects.push({ signature, tokens, stamps: covering(signature, stamps) });
  }
  return { file, subjects, stamps, dss, certificates };
}

/** The file on top of a stack: as it was surveyed, or read now where something was put on it since. */
export const topOf = (stack: UpdateStack, { file }: Survey, password: string | undefined): PdfFile =>
  file.source === stack.source ? file : readPdf(stack.source, { password });

/** The survey after a document timestamp over the whole file was added. */
export const stamped = (before: Survey, stamp: Stamp): Survey => ({
  ...before,
  certificates: [...before.certificates, ...stamp.signature.certificates],
  stamps: [...before.stamps, stamp],
  subjects: before.subjects.map((each) => ({ ...each, stamps: [...each.stamps, stamp.proof] })),
});

export async function proofBy(
  token: SoundToken,
  certificates: readonly Certificate[],
  trust: Trust,
): Promise<Proof> {
  const time = token.token.info.genTime;
  const path = await trust(token.certificate, [...token.token.certificates, ...certificates], time);
  return { time, token, path };
}

/**
 * The proofs of time that still stand, newest first: one that ended before now, or before the next one that stands was made over it, proves
 * nothing any more (EN 319 102-1 §5.6.2.2).
 */
export function standing({ tokens, stamps }: Pick<Subject, 'tokens' | 'stamps'>, now: Date): Proof[] {
  // Of the same second the outer one is the newer: it was made over the others.
  const outerFirst = [...tokens, ...stamps].reverse();
  const newestFirst = outerFirst.sort((a, b) => b.time.getTime() - a.time.getTime());
  let until = now;
  return newestFirst.filter(({ token, path, time }) => {
    if (lifetimeOfToken(token, path) <= until) return false;
    if (time < until) until = time;
    return true;
  });
}

/** When the signature is first known to have existed; null: nobody says, or not any more. */
export const provenTime = (subject: Subject, now: Date): Date | null =>
  standing(subject, now).at(-1)?.time ?? null;

/** A level is a fact about the format: B-T asks only for validity. From B-LT on every path must lead to an anchor. */
export const trustFor = ({ level }: ExtendOptions, paths: TrustPaths): Trust =>
  level === 'B-T'
    ? (certificate, _, at) => {
        refuseOutside(certificate, at);
        return Promise.resolve([certificate]);
      }
    : (certificate, candidates, at) => paths.to(certificate, candidates, at);

/** The store as the timestamp's own revision had it. */
function dssUnder({ end }: FileSignature, file: PdfFile): ValidationData {
  const revision = file.revisions.find((each) => each.end === end);
  return (revision && readDss(file.view(revision.index))) ?? noData;
}

const covering = ({ end }: FileSignature, stamps: readonly Stamp[]): Proof[] =>
  stamps.flatMap(({ signature, proof }) => (signature.end > end ? [proof] : []));

const wanted = ({ fields }: ExtendOptions, field: string): boolean => fields?.includes(field) ?? true;

export const noData: ValidationData = { certificates: [], crls: [], ocsps: [] };

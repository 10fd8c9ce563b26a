import { PadesError } from '../errors.ts';
import type { ValidationData } from '../pdf/dss.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sameKey } from '../x509/kept.ts';
import { vriKey, type VriAddition } from './dss.ts';
import type { ExtendOptions } from './extend-types.ts';
import { gatherMaterial, offline, union, type PathQuestion } from './material.ts';
import {
  provenTime,
  standing,
  type Proof,
  type Stamp,
  type Subject,
  type Survey,
  type Trust,
} from './survey.ts';
import type { TrustPaths } from './trust-paths.ts';

interface Trusted {
  readonly paths: TrustPaths;
  readonly trust: Trust;
}

/**
 * All that a validator will need when nobody answers any more: for every signature at the time it is proven to have existed, and for every
 * timestamp. Throws PADES_REVOCATION_MISSING, PADES_CERTIFICATE_REVOKED, PADES_CHAIN_MISSING, PADES_OPTIONS_INVALID.
 */
export async function longTermMaterial(
  state: Survey,
  options: ExtendOptions,
  { paths, trust }: Trusted,
): Promise<ValidationData> {
  const { transport, at: now } = options;
  if (transport === undefined) {
    throw new PadesError('PADES_OPTIONS_INVALID', { detail: 'B-LT needs a revocation transport.' });
  }
  const questions: PathQuestion[] = [];
  for (const subject of state.subjects) questions.push(...(await questionsOf(subject, state, trust, now)));
  for (const { proof } of standingStamps(state, now)) {
    questions.push(stampQuestion(proof, now, options.level === 'B-LTA'));
  }
  const known = union([state.dss, ...(options.known ? [options.known] : [])]);
  return gatherMaterial(distinct(questions), { anchors: paths.anchors, now, transport, known });
}

/** For each signature and document timestamp what it alone needs, out of what was gathered for all. */
export async function vriEntries(
  state: Survey,
  material: ValidationData,
  { at: now }: ExtendOptions,
  { paths, trust }: Trusted,
): Promise<VriAddition[]> {
  const entries: VriAddition[] = [];
  const add = async (contents: Uint8Array, questions: readonly PathQuestion[]): Promise<void> => {
    const data = await gatherMaterial(questions, {
      anchors: paths.anchors,
      now,
      known: material,
      transport: offline,
    });
    entries.push({ key: vriKey(contents), data });
  };
  for (const subject of state.subjects) {
    await add(subject.signature.contents, await questionsOf(subject, state, trust, now));
  }
  for (const { signature, proof } of standingStamps(state, now))
    await add(signature.contents, [stampQuestion(proof, now)]);
  return entries;
}

/** Whether a document timestamp of the file already covers all of the material (pades.md 3, "LTA"). */
export function isArchived({ stamps, certificates }: Survey, material: ValidationData): boolean {
  if (stamps.length === 0) return false;
  // What a CMS holds needs no store; what only a later store holds is not counted by mistake, since revocation data decides.
  const held = new Set(certificates.map(({ der }) => sameKey(der)));
  return stamps.some(({ dss }: Stamp) => {
    const covered = new Set([...held, ...[...dss.certificates, ...dss.crls, ...dss.ocsps].map(sameKey)]);
    return [...material.certificates, ...material.crls, ...material.ocsps].every((each) =>
      covered.has(sameKey(each)),
    );
  });
}

/** Nobody needs data about a timestamp that proves nothing any more, and often nobody has it. */
function standingStamps({ subjects, stamps }: Survey, now: Date): readonly Stamp[] {
  const stand = new Set(subjects.flatMap((each) => standing(each, now)));
  return stamps.filter(({ proof }) => stand.has(proof));
}

async function questionsOf(
  subject: Subject,
  state: Survey,
  trust: Trust,
  now: Date,
): Promise<PathQuestion[]> {
  const { signature } = subject;
  const stand = new Set(standing(subject, now));
  const tokens = subject.tokens.filter((each) => stand.has(each));
  const at = provenTime(subject, now);
  if (at === null)
    throw new PadesError('PADES_OPTIONS_INVALID', { detail: `${signature.field} has no time.` });
  const path = await trust(signature.certificate, state.certificates, at);
  return [{ path, at }, ...tokens.map(({ path: tsa, time }) => ({ path: tsa, at: time }))];
}

/**
 * A document timestamp is asked about as of now while its certificates live: what says that it was good until the next one is made is what
 * carries the chain of proofs on (EN 319 102-1 §5.6.2.2). Under a next one the newest word is wanted.
 */
function stampQuestion({ path, time }: Proof, now: Date, renewing = false): PathQuestion {
  const alive = path.slice(0, -1).every(({ notAfter }) => notAfter >= now);
  if (!alive) return { path, at: time };
  return renewing ? { path, at: now, since: time } : { path, at: now };
}

function distinct(questions: readonly PathQuestion[]): PathQuestion[] {
  const id = ({ path, at }: PathQuestion): string =>
    [at.getTime(), ...path.map((each: Certificate) => each.sha256Hex)].join(' ');
  return [...new Map(questions.map((each) => [id(each), each])).values()];
}

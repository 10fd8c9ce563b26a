import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfFile } from '../pdf/file.ts';
import { IncrementalUpdate } from '../pdf/writer.ts';
import { addDocumentTimestamp } from './add-timestamp.ts';
import type { Beneath } from './document-timestamp.ts';
import { addToDss } from './dss.ts';
import type { ExtendedPdf, ExtendLevel, ExtendOptions, ExtendStep, LostProof } from './extend-types.ts';
import { isArchived, longTermMaterial, vriEntries } from './long-term.ts';
import { renewalOf } from './renewal.ts';
import { hashOfSource } from './prefix-hash.ts';
import { UpdateStack } from './stack.ts';
import { provenTime, stamped, survey, topOf, trustFor, type Survey } from './survey.ts';
import { TrustPaths } from './trust-paths.ts';
import { refuseUntrusted } from './untrusted.ts';

/**
 * Raises a signed file, whoever signed it, by as many levels as are missing (EN 319 142-1 §6.2): time by a document timestamp where a
 * signature has none, then the validation data of all signatures and timestamps in the document security store, then a document timestamp
 * over that. No byte that is there is changed. A file at B-LTA asked for B-LTA is renewed. All or nothing: what cannot be had is an error.
 * Throws PADES_NOT_SIGNED, PADES_SIGNATURE_BROKEN, PADES_SIGNATURE_UNSUPPORTED, PADES_CHAIN_MISSING, PADES_REVOCATION_MISSING,
 * PADES_CERTIFICATE_REVOKED, PADES_PROOF_EXPIRED, PADES_OPTIONS_INVALID, PADES_TSP_*, PADES_CONTENTS_TOO_SMALL, and the codes of reader and writer.
 */
export async function extendPdf(source: ByteSource, options: ExtendOptions): Promise<ExtendedPdf> {
  const { level } = options;
  const paths = new TrustPaths(options);
  const trust = trustFor(options, paths);
  const stack = new UpdateStack(source);
  const steps: ExtendStep[] = [];
  let state = await survey(source, options, trust);

  const lost = lostProofs(state, options.at);
  if (state.subjects.some((each) => provenTime(each, options.at) === null)) await stamp();
  if (level === 'B-T') return result('B-T');
  const material = await longTermMaterial(state, options, { paths, trust });
  const vri = options.vri === true ? await vriEntries(state, material, options, { paths, trust }) : [];
  const store: Store = (update, { version }) => {
    const present = state.certificates.map(({ der }) => der);
    const counts = addToDss(update, material, { version, vri, present });
    if (counts !== null) steps.push({ kind: 'validation-data', ...counts });
    return counts !== null;
  };
  if (level === 'B-LT') storeAlone(stack, topOf(stack, state, options.password), store);
  else await stamp(store);
  return result(level === 'B-LTA' || isArchived(state, material) ? 'B-LTA' : 'B-LT');

  async function stamp(beneath?: Beneath): Promise<void> {
    const made = await addDocumentTimestamp(stack, state, { ...options, trust, beneath });
    state = stamped(state, made);
    steps.push({ kind: 'document-timestamp', field: made.signature.field, time: made.proof.time });
  }

  function result(reached: ExtendLevel): ExtendedPdf {
    const signatures = state.subjects.map(({ signature: { field, family } }) => {
      return { field, family, level: reached } as const;
    });
    const renewBefore = renewalOf(state, reached);
    return { pdf: stack.pdf, asked: level, reached, steps, signatures, lost, renewBefore };
  }
}

/**
 * Times that were proven once and are not any more. A signer whose certificate is valid today may be stamped anew, for the later time; of
 * any other nothing can be proven again. Throws PADES_PROOF_EXPIRED.
 */
function lostProofs({ subjects }: Survey, now: Date): LostProof[] {
  return subjects.flatMap((subject) => {
    const { signature, tokens, stamps } = subject;
    const first = [...tokens, ...stamps].sort((a, b) => a.time.getTime() - b.time.getTime())[0];
    const proven = provenTime(subject, now);
    if (first === undefined || (proven !== null && proven <= first.time)) return [];
    const { field, certificate } = signature;
    const lost = { field, time: first.time } as const;
    if ((proven ?? now) <= certificate.notAfter) return [lost];
    throw new PadesError('PADES_PROOF_EXPIRED', { detail: `${field}: ${first.time.toISOString()}.` });
  });
}

/** Puts the validation data into an update; says whether there was any to put. */
type Store = (update: IncrementalUpdate, file: PdfFile) => boolean;

/** Long-term again: the previous timestamp's revocation data, then a new timestamp over it, before the old one ends (pades.md 1.8). */
export const renewPdf = (source: ByteSource, options: Omit<ExtendOptions, 'level'>): Promise<ExtendedPdf> =>
  extendPdf(source, { ...options, level: 'B-LTA' });

/** A revision of validation data alone; none where everything is there already. */
function storeAlone(stack: UpdateStack, file: PdfFile, store: Store): void {
  const original = stack.source;
  const update = new IncrementalUpdate(file);
  const written = store(update, file);
  refuseUntrusted(file);
  if (!written) return;
  stack.push({ original, update: update.build(() => secondId(original)) });
}

/** Another one for every content (clause 14.4). */
const secondId = (source: ByteSource): Uint8Array =>
  hashOfSource(source, 'sha256').update('DSS').digest().subarray(0, 16);

import type { ErrorCode } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { DocumentSigner, IzinPenyedia, KunciPenyedia } from '../../services/ports.ts';

/** What became of one file of a bulk. `tak_pasti`: it may have been signed, and its answer is lost. */
export type BulkOutcome =
  | { readonly outcome: 'answered'; readonly pdf: Uint8Array; readonly call: number }
  | {
      readonly outcome: 'refused' | 'not-sent' | 'tak_pasti';
      readonly code: ErrorCode;
      readonly call: number | null;
    };

export interface BulkOptions {
  readonly signer: DocumentSigner;
  readonly kunci: KunciPenyedia;
  readonly izin: IzinPenyedia;
  /** Files a call; v1 takes one. */
  readonly perCall: number;
  /** Puts the whole raw answer of a call aside, durably, before anything is made of it. */
  readonly aside: (call: number, files: readonly number[], raw: Uint8Array) => Promise<void>;
}

/**
 * Many files, as few calls as may be, each made once. After a call whose outcome is open, or a refusal that would meet
 * the next files too (a wrong passphrase), nothing more is sent: those files are `not-sent`.
 */
export async function signInBulk(
  files: readonly Uint8Array[],
  { signer, kunci, izin, perCall, aside }: BulkOptions,
): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = [];
  for (let call = 0; outcomes.length < files.length; call += 1) {
    const from = outcomes.length;
    const part = files.slice(from, from + perCall);
    try {
      const raw = await signer.tandatangani(kunci, part, izin);
      await aside(
        call,
        part.map((_, i) => from + i),
        raw,
      );
      for (const one of signer.bacaJawaban(raw, part.length)) {
        outcomes.push(
          'pdf' in one
            ? { outcome: 'answered', pdf: one.pdf, call }
            : { outcome: 'refused', code: one.kode, call },
        );
      }
    } catch (error) {
      const definite = error instanceof TidakDitandatangani;
      const code = definite ? error.code : 'PENANDATANGANAN_TAK_PASTI';
      outcomes.push(
        ...part.map(() => ({ outcome: definite ? 'refused' : 'tak_pasti', code, call }) as const),
      );
      while (outcomes.length < files.length) outcomes.push({ outcome: 'not-sent', code, call: null });
    }
  }
  return outcomes;
}

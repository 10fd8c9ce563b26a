import { bytesSource } from '../../src/pades/bytes.ts';
import { PadesError } from '../../src/pades/errors.ts';
import { readPdf } from '../../src/pades/pdf/reader.ts';
import { prepareSignature } from '../../src/pades/sign/prepare.ts';
import type { SignerIdentity } from '../../src/pades/sign/types.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import { fieldWithSeedAndLock, other, pdfKinds } from '../support/pdf-kinds.ts';

/** Throws where the engine broke a promise; gives the code of a refusal, null where there was none. */
export type Target = (bytes: Uint8Array) => string | null;

export const corpus: readonly Uint8Array[] = [
  ...Object.values(pdfKinds).map((make) => make()),
  fieldWithSeedAndLock(),
  ...['aes256.pdf', 'aes128-objstm.pdf', 'aes256-tanpa-sandi.pdf'].map(other),
];

const password = 'pengguna';

/** Everything a reader can be asked for ends in an answer or a coded error that names a byte. */
export const readerTarget: Target = (bytes) =>
  coded(() => {
    const file = readPdf(bytesSource(bytes));
    for (const revision of file.revisions) {
      const view = file.view(revision.index);
      view.pages();
      for (const [num, entry] of revision.entries) {
        if (entry.type === 'free') continue;
        const object = view.get({ kind: 'ref', num, gen: entry.type === 'offset' ? entry.gen : 0 });
        view.extent(num);
        if (object?.kind === 'stream') view.decode(object);
      }
    }
  });

/** What is prepared keeps every old byte, says the same when asked again, and reads as the old file with one revision more. */
export const writerTarget =
  (signer: SignerIdentity): Target =>
  (bytes) =>
    coded(() => {
      const source = bytesSource(bytes);
      const before = Buffer.from(bytes);
      const options = {
        signer,
        level: 'B-B',
        signingTime: new Date('2026-01-02T03:04:05Z'),
        password,
      } as const;
      const prepared = prepareSignature(source, options);
      promise(before.equals(bytes), 'the input was written to');
      promise(
        Buffer.compare(prepared.update, prepareSignature(bytesSource(before), options).update) === 0,
        'the same input gave other bytes',
      );
      const whole = Buffer.concat([bytes, prepared.update]);
      const [old, now] = [readPdf(source, { password }), readPdf(bytesSource(whole), { password })];
      promise(now.revisions.length === old.revisions.length + 1, 'the update is not one revision');
      const pages = old.view().pages().length;
      // Pages behind the one that is signed are not read while signing; a reference to nothing among them is the gate's to find.
      const dangling = [...old.view().missing].some((num) => num >= old.view().size);
      promise(dangling || now.view().pages().length === pages, 'a page came or went');
      const [, gap, after, rest] = prepared.byteRange;
      promise(whole[gap] === 0x3c && whole[after - 1] === 0x3e, 'the gap is not /Contents');
      promise(after + rest === whole.length, 'the range does not end with the file');
    });

/** The validator never throws, and never passes what nobody signed. */
export const validatorTarget: Target = (bytes) => {
  const report = validatePdf(bytesSource(bytes), { at: new Date('2026-01-02T03:04:05Z'), anchors: [] });
  if (!report.readable) return report.error.code;
  promise(
    report.signatures.every((each) => each.indication !== 'TOTAL_PASSED'),
    'an unsigned file passed',
  );
  return null;
};

export function coded(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
}

export function promise(kept: boolean, otherwise: string): void {
  if (!kept) throw new Error(otherwise);
}

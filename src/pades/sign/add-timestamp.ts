import { PadesError } from '../errors.ts';
import { readDss } from '../pdf/dss.ts';
import { readPdf } from '../pdf/reader.ts';
import { judgeToken, readTimestampToken } from '../tsp/token.ts';
import { TIMESTAMP_BYTES } from './capacity.ts';
import {
  embedTimestamp,
  prepareTimestampOver,
  stampPrepared,
  type Beneath,
  type PreparedTimestamp,
} from './document-timestamp.ts';
import type { ExtendOptions } from './extend-types.ts';
import type { SoundToken } from './file-signatures.ts';
import type { UpdateStack } from './stack.ts';
import { noData, proofBy, topOf, type Stamp, type Survey, type Trust } from './survey.ts';

export interface AddTimestampOptions extends ExtendOptions {
  readonly trust: Trust;
  readonly beneath?: Beneath | undefined;
}

/** Two tokens of one authority differ in the length of serial number, time and signature. */
const TOKEN_VARIES = 128;

/**
 * Puts a document timestamp over the file on top of the stack, and answers it as a survey would find it. Throws PADES_OPTIONS_INVALID,
 * PADES_TSP_*, PADES_CHAIN_MISSING, PADES_CONTENTS_TOO_SMALL.
 */
export async function addDocumentTimestamp(
  stack: UpdateStack,
  state: Survey,
  options: AddTimestampOptions,
): Promise<Stamp> {
  const { digest, beneath } = options;
  const file = topOf(stack, state, options.password);
  const prepare = (capacity: number): PreparedTimestamp =>
    prepareTimestampOver(file, { capacity, digest, beneath });
  const { prepared, token } = await fitting(prepare, state, options);
  const sound = soundToken(token);
  const proof = await proofBy(sound, state.certificates, options.trust);
  const made = embedTimestamp(prepared, token);
  stack.push(made);
  const under = stack.source;
  const contents = new Uint8Array(prepared.capacity);
  contents.set(token);
  const { data, certificates } = sound.token;
  return {
    signature: {
      field: made.field,
      kind: 'document-timestamp',
      family: 'PAdES',
      contents,
      end: made.size,
      data,
      certificate: sound.certificate,
      certificates,
      tokens: [sound],
    },
    proof,
    // Read when somebody asks: at B-LTA nobody does.
    get dss() {
      return readDss(readPdf(under, { password: options.password }).view()) ?? noData;
    },
  };
}

/** Room by the caller's word is kept to; our own guess, by a token in the file, is corrected once by what comes. */
async function fitting(
  prepare: (capacity: number) => PreparedTimestamp,
  state: Survey,
  options: ExtendOptions,
): Promise<{ prepared: PreparedTimestamp; token: Uint8Array }> {
  const prepared = prepare(options.timestampBytes ?? measured(state) ?? TIMESTAMP_BYTES);
  const token = await stampPrepared(prepared, authorityOf(options));
  if (token.length <= prepared.capacity || options.timestampBytes !== undefined) return { prepared, token };
  const again = prepare(token.length + TOKEN_VARIES);
  return { prepared: again, token: await stampPrepared(again, authorityOf(options)) };
}

/** The largest token of the file, which most often is of the same authority. */
function measured({ subjects, stamps }: Survey): number | null {
  const proofs = [...subjects.flatMap(({ tokens }) => tokens), ...stamps.map(({ proof }) => proof)];
  const sizes = proofs.map(({ token }) => token.der.length);
  return sizes.length > 0 ? Math.max(...sizes) + TOKEN_VARIES : null;
}

function authorityOf({ tsa, nonce, at }: ExtendOptions) {
  if (tsa === undefined || nonce === undefined) {
    throw new PadesError('PADES_OPTIONS_INVALID', {
      detail: 'A document timestamp needs an authority and nonces.',
    });
  }
  return { tsa, nonce: nonce(), at };
}

function soundToken(der: Uint8Array): SoundToken {
  const token = readTimestampToken(der);
  const { signer: certificate } = judgeToken(token);
  if (certificate === null) throw new PadesError('PADES_TSP_INVALID', { detail: 'no authority certificate' });
  return { token, certificate, der };
}

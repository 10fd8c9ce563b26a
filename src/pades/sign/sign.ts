import type { ByteSource } from '../bytes.ts';
import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import { collectRevocation, type RevocationMaterial } from '../revocation/index.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { embedSignature, signPrepared } from './embed.ts';
import { extendPdf } from './extend.ts';
import type { ExtendLevel, ExtendOptions, ExtendStep } from './extend-types.ts';
import { union } from './material.ts';
import { signedSource } from './output.ts';
import { prepareSignature } from './prepare.ts';
import { stackedOn } from './prefix-hash.ts';
import { timestampSignature } from './timestamp.ts';
import { TrustPaths } from './trust-paths.ts';
import type { HashSigner, PrepareOptions, SignatureLevel, SignedPdf, TimestampAuthority } from './types.ts';

/** What B-LT and B-LTA need beyond B-T; as for `extendPdf`. */
export type LongTermOptions = Pick<
  ExtendOptions,
  'anchors' | 'intermediates' | 'known' | 'vri' | 'digest'
> & {
  readonly tsa: TimestampAuthority;
  /** A fresh random nonce of at least 64 bits for every token asked for. */
  readonly nonce: () => Uint8Array;
  readonly transport: NonNullable<ExtendOptions['transport']>;
  /** The caller's clock. Default: the signing time. */
  readonly at?: Date;
};

/** A signature with its level, and what the level takes. */
export type SignOptions = Omit<PrepareOptions, 'signer' | 'level'> & { readonly signer: HashSigner } & (
    | { readonly level: 'B-B' }
    | {
        readonly level: 'B-T';
        readonly tsa: TimestampAuthority;
        readonly nonce: Uint8Array | (() => Uint8Array);
        /** The caller's clock, which the token must agree with. Default: the signing time. */
        readonly at?: Date;
      }
    | ({ readonly level: 'B-LT' | 'B-LTA' } & LongTermOptions)
  );

/** A signed document and how far it came; never less than was asked for. */
export interface SignResult extends SignedPdf {
  readonly asked: SignatureLevel;
  readonly reached: SignatureLevel;
  /** What was appended after the signature itself. */
  readonly steps: readonly ExtendStep[];
  /** Until when a long-term file proves itself; null below B-LT. */
  readonly renewBefore: Date | null;
}

/**
 * The whole story in one call, for callers that need no step of their own in between: prepare, sign, timestamp, embed; from B-LT on the
 * validation data, and at B-LTA a document timestamp over it. Other signatures of the file stay at the level they have. Throws what the
 * steps throw (`prepareSignature`, `signPrepared`, `timestampSignature`, `extendPdf`); nothing is produced then.
 */
export async function signPdf(source: ByteSource, options: SignOptions): Promise<SignResult> {
  const { level } = options;
  const prepared = prepareSignature(source, options);
  const signed = await signPrepared(prepared, options.signer);
  if (level === 'B-B') return finished(embedSignature(prepared, signed), level);
  const nonce = typeof options.nonce === 'function' ? options.nonce() : options.nonce;
  // The signer's own data is asked for while the authority stamps: two waits become one.
  const [cms, early] = await Promise.all([
    timestampSignature(signed, { tsa: options.tsa, nonce, at: options.at ?? options.signingTime }),
    level === 'B-T' ? null : signersMaterial(options),
  ]);
  const basic = embedSignature(prepared, cms);
  return early === null || level === 'B-T' ? finished(basic, level) : raised(basic, level, early, options);
}

const finished = ({ original, update, size, field }: SignedPdf, level: SignatureLevel): SignResult => ({
  original,
  update,
  size,
  field,
  asked: level,
  reached: level,
  steps: [],
  renewBefore: null,
});

async function raised(
  basic: SignedPdf,
  level: ExtendLevel,
  early: RevocationMaterial,
  options: SignOptions & LongTermOptions,
): Promise<SignResult> {
  const { original, update, field } = basic;
  const top = stackedOn(signedSource(basic), original, update);
  const { anchors, tsa, nonce, transport, at = options.signingTime } = options;
  const { pdf, reached, steps, renewBefore } = await extendPdf(top, {
    ...optional(options),
    level,
    anchors,
    intermediates: [...(options.intermediates ?? []), ...options.signer.chain],
    tsa,
    nonce,
    transport,
    at,
    known: options.known ? union([options.known, early]) : early,
    fields: [field],
  });
  const all = Buffer.concat([update, pdf.update]);
  return {
    original,
    update: all,
    size: original.size + all.length,
    field,
    asked: level,
    reached,
    steps,
    renewBefore,
  };
}

const optional = ({ vri, digest, password }: SignOptions & LongTermOptions) => ({
  ...(vri === undefined ? {} : { vri }),
  ...(digest === undefined ? {} : { digest }),
  ...(password === undefined ? {} : { password }),
});

/** Early and without complaint: what is still missing afterwards is asked for again, and then named. */
async function signersMaterial(options: SignOptions & LongTermOptions): Promise<RevocationMaterial> {
  const { signer, transport, known = nothing, at = options.signingTime } = options;
  try {
    const paths = new TrustPaths(options);
    const path = await paths.to(parseCertificate(signer.certificate), readCertificates(signer.chain), at);
    return await collectRevocation({ paths: [path], anchors: paths.anchors, at, transport, known });
  } catch (error) {
    if (!(error instanceof PadesError)) throw error;
    return nothing;
  }
}

const nothing: RevocationMaterial = { certificates: [], ocsps: [], crls: [] };

import type { X509Certificate } from 'node:crypto';
import { notSigned } from './csc-galat.ts';
import { fromBase64, list, object, text, texts, type Members } from './csc-json.ts';
import { chainOf, readCertificate } from './rantai.ts';

/** How a credential is unlocked: a code the signer knows, one sent to him, or nothing of ours (OAuth, implicit). */
export type Factor = 'pin' | 'otp';

export interface Credential {
  readonly certificate: X509Certificate;
  readonly chain: readonly Uint8Array[];
  /** OIDs. */
  readonly algorithms: readonly string[];
  readonly mode: 'explicit' | 'implicit' | 'oauth2code';
  readonly factors: readonly { readonly factor: Factor; readonly id: string; readonly required: boolean }[];
  /** v2 says what to send as objects with ids; v1 has members of its own for the two. */
  readonly asAuthData: boolean;
}

const INFO = 'credentials/info';

/**
 * Reads `credentials/info` of v1.0.4 (§11.5: authMode, PIN, OTP) and of v2 (auth.mode, auth.objects). Throws
 * `PENANDA_MENOLAK` for a key or certificate that may not sign now, `PENANDA_JAWABAN_TIDAK_SAH` for an answer that is none.
 */
export function readCredential(answer: Members): Credential {
  const key = object(answer['key']);
  const cert = object(answer['cert']);
  if (!key || !cert) throw unusable('key atau cert');
  if (text(key['status']) !== 'enabled') throw notSigned('PENANDA_MENOLAK', INFO, 'kunci tidak aktif');
  const status = text(cert['status']);
  if (status !== null && status !== 'valid') throw notSigned('PENANDA_MENOLAK', INFO, 'sertifikat tidak sah');
  const certificates = list(cert['certificates']).map(certificateFrom);
  const [certificate, ...others] = certificates; // the signer's is the first (§11.5)
  if (!certificate) throw unusable('certificates');
  return {
    certificate,
    chain: chainOf(certificate, others),
    algorithms: texts(key['algo']),
    ...readAuth(answer),
  };
}

type Auth = Pick<Credential, 'mode' | 'factors' | 'asAuthData'>;

function readAuth(answer: Members): Auth {
  const auth = object(answer['auth']);
  if (auth) {
    const objects = list(auth['objects']).flatMap((each) => factorOf(object(each)));
    return { mode: modeOf(auth['mode']), factors: objects, asAuthData: objects.length > 0 };
  }
  const named = (['PIN', 'OTP'] as const).flatMap((id) => {
    const presence = presenceOf(object(answer[id]));
    const factor: Factor = id === 'PIN' ? 'pin' : 'otp';
    return presence === 'false' ? [] : [{ factor, id, required: presence === 'true' }];
  });
  return { mode: modeOf(answer['authMode']), factors: named, asAuthData: false };
}

/** v1 writes "true", "false" and "optional"; some services write booleans. */
function presenceOf(code: Members | null): string {
  const presence = code?.['presence'];
  return typeof presence === 'boolean' ? String(presence) : (text(presence) ?? 'false');
}

/** v2: `type` is Password, PIN or some kind of code generated or sent; the id is the service's own. */
function factorOf(entry: Members | null): Credential['factors'] {
  const id = text(entry?.['id']);
  if (id === null || id.length > 128) return [];
  const type = text(entry?.['type']) ?? id;
  return [{ factor: /pass|pin/i.test(type) ? 'pin' : 'otp', id, required: true }];
}

function modeOf(value: unknown): Auth['mode'] {
  const mode = text(value);
  if (mode === 'explicit' || mode === 'implicit' || mode === 'oauth2code') return mode;
  throw unusable('authMode');
}

function certificateFrom(value: unknown): X509Certificate {
  const der = fromBase64(value);
  if (!der) throw unusable('certificates');
  try {
    return readCertificate(der);
  } catch (cause) {
    throw notSigned('PENANDA_JAWABAN_TIDAK_SAH', INFO, 'certificates', cause);
  }
}

const unusable = (what: string): Error => notSigned('PENANDA_JAWABAN_TIDAK_SAH', INFO, what);

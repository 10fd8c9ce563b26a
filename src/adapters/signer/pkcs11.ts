import type { KeyObject, X509Certificate } from 'node:crypto';
import { NaskahError } from '../../shared/errors.ts';
import {
  defaultAlgorithm,
  PadesError,
  signatureAlgorithms,
  type SignatureAlgorithm,
} from '../../pades/index.ts';
import type { DestroyableSigner } from './kunci.ts';
import { ck, type Cryptoki } from './pkcs11-antarmuka.ts';
import { alreadyInitialized, ckrOf, pkcs11Error } from './pkcs11-galat.ts';
import { KeyInToken, type FoundKey } from './pkcs11-kunci.ts';
import { wayFor } from './pkcs11-mekanisme.ts';
import { attribute, findPrivateKey, publicPart, readCertificates, type KeyName } from './pkcs11-objek.ts';
import { findSlot, Token, type Session, type TokenName } from './pkcs11-token.ts';
import { chainOf, readCertificate, spki } from './rantai.ts';

export interface Pkcs11Signer {
  readonly token: TokenName;
  readonly key: KeyName;
  /** UTF-8. Copied for as long as a signer on this token is open, then wiped; the caller wipes its own. */
  readonly pin: Uint8Array;
  /** DER, where the token keeps none: the signer's certificate and its issuers, in any order. */
  readonly certificates?: readonly Uint8Array[];
  readonly algorithm?: SignatureAlgorithm;
}

/** A PKCS#11 module, loaded and initialised. One process opens a module once and closes it at the end. */
export interface Pkcs11Module {
  /**
   * A signer whose key stays in the token. Throws `FRASA_SANDI_SALAH`, `PIN_TERKUNCI`, `PIN_PERLU_DIGANTI`,
   * `TOKEN_TIDAK_TERSEDIA`, `KUNCI_TIDAK_DITEMUKAN`, `PENANDA_MENOLAK`, `PADES_CERTIFICATE_INVALID` or
   * `PADES_ALGORITHM_REFUSED`; so does its `sign`. A PIN goes to the token once: a wrong one is never repeated.
   */
  openSigner(options: Pkcs11Signer): Promise<DestroyableSigner>;
  close(): void;
}

export interface Pkcs11Options {
  /** Sessions open at once on one token. */
  readonly sessions?: number;
  /** Another implementation of the package's surface. */
  readonly cryptoki?: Cryptoki;
}

const DEFAULT_SESSIONS = 4;

/** Loads the module at `path`. Throws `PKCS11_TIDAK_TERSEDIA` where the package or the module is missing or unusable. */
export async function openPkcs11(path: string, options: Pkcs11Options = {}): Promise<Pkcs11Module> {
  const cryptoki = options.cryptoki ?? (await loadPackage());
  const isOurs = initialise(cryptoki, path);
  const tokens = new Map<string, Token>();
  return {
    async openSigner(signer) {
      try {
        return await opened(cryptoki, tokens, signer, options.sessions ?? DEFAULT_SESSIONS);
      } catch (error) {
        throw pkcs11Error(error);
      }
    },
    close() {
      // Another user in this process may have initialised it first; it is theirs to end.
      if (isOurs) cryptoki.C_Finalize();
      cryptoki.close();
    },
  };
}

/** By a variable's name, so that the compiler does not ask for a package that is optional. */
async function loadPackage(): Promise<Cryptoki> {
  const name = 'pkcs11js';
  try {
    const loaded = (await import(name)) as { default: { PKCS11: new () => Cryptoki } };
    return new loaded.default.PKCS11();
  } catch (cause) {
    throw new NaskahError('PKCS11_TIDAK_TERSEDIA', {
      detail: 'Paket pkcs11js tidak terpasang pada mesin ini; pasang dengan `npm install pkcs11js`.',
      cause,
    });
  }
}

function initialise(cryptoki: Cryptoki, path: string): boolean {
  try {
    cryptoki.load(path);
    // Signatures run on several threads, so the module must lock.
    cryptoki.C_Initialize({ flags: ck.osLockingOk });
    return true;
  } catch (cause) {
    if (ckrOf(cause) === alreadyInitialized) return false;
    throw new NaskahError('PKCS11_TIDAK_TERSEDIA', { cause });
  }
}

async function opened(
  cryptoki: Cryptoki,
  tokens: Map<string, Token>,
  options: Pkcs11Signer,
  sessions: number,
): Promise<DestroyableSigner> {
  const { token, leave } = joined(cryptoki, tokens, options, sessions);
  try {
    const { key, certificate, chain } = await token.use((session) =>
      Promise.resolve(readIdentity(cryptoki, session, options)),
    );
    const algorithm = chosenAlgorithm(certificate.publicKey, options.algorithm);
    const way = wayFor(algorithm, cryptoki.C_GetMechanismList(token.slot));
    if (!way) {
      throw new NaskahError('PENANDA_MENOLAK', { detail: `Token tidak menyediakan ${algorithm}.` });
    }
    const signing = new KeyInToken(cryptoki, token, options.key, way, key);
    let open = true;
    return {
      certificate: Uint8Array.from(certificate.raw),
      chain,
      algorithm,
      sign(signed) {
        if (!open) throw new Error('the signer was destroyed');
        return signing.sign(signed);
      },
      destroy() {
        if (open) leave();
        open = false;
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/** The token's login is shared: opened by the first signer, ended with the last. */
function joined(
  cryptoki: Cryptoki,
  tokens: Map<string, Token>,
  { token: name, pin }: Pkcs11Signer,
  sessions: number,
): { readonly token: Token; readonly leave: () => void } {
  if (!isUtf8(pin)) throw new NaskahError('FRASA_SANDI_SALAH');
  const id = findSlot(cryptoki, name).toString('hex');
  const token = tokens.get(id) ?? new Token(cryptoki, name, pin, sessions);
  token.join(pin);
  tokens.set(id, token);
  const leave = (): void => {
    if (token.leave() && tokens.get(id) === token) tokens.delete(id);
  };
  return { token, leave };
}

const isUtf8 = (bytes: Uint8Array): boolean =>
  Buffer.from(Buffer.from(bytes).toString('utf8')).equals(Buffer.from(bytes));

interface Identity {
  readonly key: FoundKey;
  readonly certificate: X509Certificate;
  readonly chain: readonly Uint8Array[];
}

/** The key, and the certificate that carries its public half: by the key's id, or the only one that fits. */
function readIdentity(cryptoki: Cryptoki, session: Session, options: Pkcs11Signer): Identity {
  const handle = findPrivateKey(cryptoki, session.handle, options.key);
  const id = attribute(cryptoki, session.handle, handle, ck.attribute.id);
  const known = publicPart(cryptoki, session.handle, handle);
  const given = options.certificates?.map((der) => ({ der, id: null }));
  const all = (given ?? readCertificates(cryptoki, session.handle)).map((each) => ({
    certificate: readCertificate(each.der),
    named: id !== null && each.id !== null && each.id.equals(id),
  }));
  const fitting = all.filter(({ certificate, named }) =>
    known ? carries(certificate.publicKey, known) : named || all.length === 1,
  );
  const chosen = fitting.find((each) => each.named) ?? fitting[0];
  if (!chosen) {
    throw new NaskahError('KUNCI_TIDAK_DITEMUKAN', { detail: 'Tidak ada sertifikat untuk kunci itu.' });
  }
  const others = all.filter((each) => each !== chosen).map((each) => each.certificate);
  return {
    key: { handle, login: session.login },
    certificate: chosen.certificate,
    chain: chainOf(chosen.certificate, others),
  };
}

/** A modulus as it is; a point, which most tokens wrap in an OCTET STRING and some do not. Either stands in the SPKI. */
function carries(key: KeyObject, known: Buffer): boolean {
  const header =
    known[1] === known.length - 2 ? 2 : known[1] === 0x81 && known[2] === known.length - 3 ? 3 : 0;
  const bare = known[0] === 0x04 ? known.subarray(header) : known;
  return bare.length >= 32 && spki(key).includes(bare);
}

function chosenAlgorithm(key: KeyObject, wished: SignatureAlgorithm | undefined): SignatureAlgorithm {
  const algorithm = wished ?? defaultAlgorithm(key);
  const misfit = algorithm ? signatureAlgorithms[algorithm].misfit(key) : 'this kind of key';
  if (algorithm && misfit === null) return algorithm;
  throw new PadesError('PADES_ALGORITHM_REFUSED', { detail: misfit ?? '' });
}

import { ck, type Cryptoki, type Handle } from './pkcs11-antarmuka.ts';
import { MAX_SIGNATURE_BYTES, type Signed, type Way } from './pkcs11-mekanisme.ts';
import { attribute, findPrivateKey, type KeyName } from './pkcs11-objek.ts';
import type { Session, Token } from './pkcs11-token.ts';

/** Where the key was found; the number is good for one login. */
export interface FoundKey {
  readonly handle: Handle;
  readonly login: number;
}

/** A private key in a token, which signs on a thread of the pool so that the event loop goes on. */
export class KeyInToken {
  readonly #cryptoki: Cryptoki;
  readonly #token: Token;
  readonly #name: KeyName;
  readonly #way: Way;
  #found: FoundKey;

  constructor(cryptoki: Cryptoki, token: Token, name: KeyName, way: Way, found: FoundKey) {
    this.#cryptoki = cryptoki;
    this.#token = token;
    this.#name = name;
    this.#way = way;
    this.#found = found;
  }

  sign(signed: Signed): Promise<Uint8Array> {
    return this.#token.use((session) => this.#signWith(session, this.#way.input(signed)));
  }

  async #signWith(session: Session, input: Uint8Array): Promise<Uint8Array> {
    const key = this.#handleFor(session);
    const data = Buffer.from(input);
    const out = Buffer.alloc(MAX_SIGNATURE_BYTES);
    this.#cryptoki.C_SignInit(session.handle, this.#way.mechanism, key);
    if (this.#wantsPinEachTime(session, key))
      this.#token.authenticate(session.handle, ck.user.contextSpecific);
    try {
      return this.#way.output(Uint8Array.from(await this.#cryptoki.C_SignAsync(session.handle, data, out)));
    } finally {
      // Also what keeps both alive while the other thread reads and writes them.
      data.fill(0);
      out.fill(0);
    }
  }

  #handleFor(session: Session): Handle {
    if (session.login !== this.#found.login) {
      const handle = findPrivateKey(this.#cryptoki, session.handle, this.#name);
      this.#found = { handle, login: session.login };
    }
    return this.#found.handle;
  }

  /** CKA_ALWAYS_AUTHENTICATE: keys for legal signatures on many cards (PKCS#11 v2.40 §4.9). */
  #wantsPinEachTime(session: Session, key: Handle): boolean {
    return attribute(this.#cryptoki, session.handle, key, ck.attribute.alwaysAuthenticate)?.[0] === 1;
  }
}

import { timingSafeEqual } from 'node:crypto';
import { buatGiliran } from '../../shared/giliran.ts';
import { NaskahError } from '../../shared/errors.ts';
import { ck, type Cryptoki, type Handle } from './pkcs11-antarmuka.ts';
import { alreadyLoggedIn, ckrOf, isLostSession, pkcs11Error } from './pkcs11-galat.ts';

/** How a token is named; slot numbers change when readers are plugged in, so a label or serial number is better. */
export type TokenName = { readonly label: string } | { readonly serial: string } | { readonly slot: number };

/** A session of one login; after a login anew its number no longer fits and what was found by it is looked up again. */
export interface Session {
  readonly handle: Handle;
  readonly login: number;
}

/**
 * One token with its one login and its bounded pool of sessions, shared by all signers on it: PKCS#11 knows one login
 * for a token and an application (v2.40 §5.6), whatever number of sessions. So a second signer's PIN would be taken
 * unread; it is compared with the one that logged in.
 */
export class Token {
  readonly #cryptoki: Cryptoki;
  readonly #name: TokenName;
  readonly #turn: ReturnType<typeof buatGiliran>;
  #pin: Buffer;
  #slot: Handle;
  /** Keeps the login alive while no other session is open. */
  #anchor: Handle | null = null;
  #login = 0;
  /** Why no more logins are tried: a wrong PIN is never sent twice. */
  #refused: Error | null = null;
  #idle: Session[] = [];
  #users = 0;
  #working = 0;

  constructor(cryptoki: Cryptoki, name: TokenName, pin: Uint8Array, sessions: number) {
    this.#cryptoki = cryptoki;
    this.#name = name;
    this.#turn = buatGiliran(sessions);
    this.#pin = Buffer.from(pin);
    this.#slot = findSlot(cryptoki, name);
    try {
      this.#logIn();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  get slot(): Handle {
    return this.#slot;
  }

  /** One more signer on this login. Throws `FRASA_SANDI_SALAH` for another PIN than the one that logged in. */
  join(pin: Uint8Array): void {
    if (pin.length !== this.#pin.length || !timingSafeEqual(pin, this.#pin)) {
      throw new NaskahError('FRASA_SANDI_SALAH');
    }
    this.#users += 1;
  }

  /** True for the last one: the login ends when the work under way has. */
  leave(): boolean {
    this.#users -= 1;
    if (this.#users > 0) return false;
    if (this.#working === 0) this.#end();
    return true;
  }

  /**
   * Work with a session of its own. Where the session turns out to be lost, a new one is logged in once and the work
   * done again; anything else passes through, coded. A session on which something failed is not used again.
   */
  use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    this.#working += 1;
    return this.#turn(async () => {
      try {
        if (this.#anchor === null) this.#renew(this.#login); // it was gone when it was last asked
        const login = this.#login;
        try {
          return await this.#once(work);
        } catch (error) {
          if (!isLostSession(error)) throw error;
          this.#renew(login);
          return await this.#once(work);
        }
      } catch (error) {
        throw pkcs11Error(error);
      } finally {
        this.#working -= 1;
        if (this.#users === 0 && this.#working === 0) this.#end();
      }
    });
  }

  /** The PIN as pkcs11js takes it. JavaScript cannot wipe a string: it is made for one call and kept nowhere. */
  authenticate(session: Handle, user: number): void {
    if (this.#refused !== null) throw this.#refused;
    try {
      this.#cryptoki.C_Login(session, user, this.#pin.toString('utf8'));
    } catch (error) {
      // Anew: a session of the earlier login is still at work. At first: somebody else's login, and this PIN unread.
      if (ckrOf(error) === alreadyLoggedIn && this.#login > 0) return;
      if (!isLostSession(error)) this.#refused = pkcs11Error(error);
      throw error;
    }
  }

  async #once<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#idle.pop() ?? this.#open();
    try {
      const result = await work(session);
      if (session.login === this.#login && this.#anchor !== null) this.#idle.push(session);
      else this.#close(session.handle);
      return result;
    } catch (error) {
      this.#close(session.handle);
      throw error;
    }
  }

  #open(): Session {
    return { handle: this.#cryptoki.C_OpenSession(this.#slot, ck.serialSession), login: this.#login };
  }

  /** Several that found their sessions lost come here; the first logs in for all. */
  #renew(seen: number): void {
    if (seen !== this.#login) return;
    for (const { handle } of this.#idle.splice(0)) this.#close(handle);
    if (this.#anchor) this.#close(this.#anchor);
    this.#anchor = null;
    this.#slot = findSlot(this.#cryptoki, this.#name);
    this.#logIn();
  }

  #logIn(): void {
    if (this.#refused !== null) throw this.#refused;
    const { flags } = this.#cryptoki.C_GetTokenInfo(this.#slot);
    if ((flags & ck.flags.pinLocked) !== 0) throw new NaskahError('PIN_TERKUNCI');
    const anchor = this.#cryptoki.C_OpenSession(this.#slot, ck.serialSession);
    try {
      if ((flags & ck.flags.loginRequired) !== 0) this.authenticate(anchor, ck.user.normal);
    } catch (error) {
      this.#close(anchor);
      throw error;
    }
    this.#anchor = anchor;
    this.#login += 1;
  }

  #end(): void {
    for (const { handle } of this.#idle.splice(0)) this.#close(handle);
    if (this.#anchor) {
      const anchor = this.#anchor;
      this.#anchor = null;
      quietly(() => this.#cryptoki.C_Logout(anchor));
      this.#close(anchor);
    }
    this.#pin.fill(0);
  }

  #close(session: Handle): void {
    quietly(() => this.#cryptoki.C_CloseSession(session));
  }
}

/** Closing what is already gone is no failure. */
function quietly(close: () => void): void {
  try {
    close();
  } catch {
    // the module has forgotten it first
  }
}

/** Throws `KUNCI_TIDAK_DITEMUKAN` when several tokens go by that name, `TOKEN_TIDAK_TERSEDIA` when none does. */
export function findSlot(cryptoki: Cryptoki, name: TokenName): Handle {
  const fitting = cryptoki.C_GetSlotList(true).filter((slot) => fits(cryptoki, slot, name));
  const [slot] = fitting;
  if (slot && fitting.length === 1) return slot;
  throw slot
    ? new NaskahError('KUNCI_TIDAK_DITEMUKAN', { detail: 'Lebih dari satu token bernama demikian.' })
    : new NaskahError('TOKEN_TIDAK_TERSEDIA', { detail: 'Token yang disebut tidak ada.' });
}

function fits(cryptoki: Cryptoki, slot: Handle, name: TokenName): boolean {
  if ('slot' in name) return slot.length >= 4 && slot.readUInt32LE(0) === name.slot;
  try {
    const { label, serialNumber } = cryptoki.C_GetTokenInfo(slot);
    return 'label' in name ? label.trimEnd() === name.label : serialNumber.trimEnd() === name.serial;
  } catch {
    return false; // a reader whose token is being pulled out
  }
}

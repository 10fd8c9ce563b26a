import { NaskahError } from '../../shared/errors.ts';
import type { IdentitasKunci, LetakKunci } from '../../services/ports.ts';
import type { DestroyableSigner } from './kunci.ts';
import type { Pkcs11Module, Pkcs11Signer } from './pkcs11.ts';

export type LetakToken = Extract<LetakKunci, { readonly jenis: 'pkcs11' }>;

export interface TokenOptions {
  /** Of the configuration; null: none. */
  readonly modul: string | null;
  /** Loads the module; by default the package pkcs11js, which is loaded only where a token is used. */
  readonly open?: (path: string) => Promise<Pkcs11Module>;
}

/** The tokens of this process. PKCS#11 is initialised once for all of it (v2.40 §5.4), at the first key that is asked for. */
export class Tokens {
  readonly #options: TokenOptions;
  #modul: Promise<Pkcs11Module> | null = null;
  /** Keys in use: the module must not be taken away under a signature. */
  readonly #dipakai = new Set<Promise<void>>();

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** Logs in with the PIN and reads key and certificate. The PIN is the caller's to wipe. */
  async signer(letak: LetakToken, pin: Uint8Array, wanted: Wanted): Promise<DestroyableSigner> {
    const modul = await this.#buka();
    const { label, id } = letak.kunci;
    const signer = await modul.openSigner({
      token: letak.token,
      key: {
        ...(label === undefined ? {} : { label }),
        ...(id === undefined ? {} : { id: Buffer.from(id, 'hex') }),
      },
      pin,
      ...wanted,
    });
    return this.#dicatat(signer);
  }

  /** Waits for the keys in use, then gives the module up. */
  async close(): Promise<void> {
    await Promise.all(this.#dipakai);
    const modul = this.#modul;
    this.#modul = null;
    (await modul?.catch(() => null))?.close();
  }

  /** A module that could not be loaded is tried again: an operator may have put it right meanwhile. */
  #buka(): Promise<Pkcs11Module> {
    const { modul, open = bukaModul } = this.#options;
    if (modul === null) {
      throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
        detail: 'Kunci dalam token memerlukan NASKAH_PKCS11_MODUL.',
      });
    }
    this.#modul ??= open(modul).catch((galat: unknown) => {
      this.#modul = null;
      throw galat;
    });
    return this.#modul;
  }

  #dicatat(signer: DestroyableSigner): DestroyableSigner {
    let lepas: () => void = () => undefined;
    const selesai = new Promise<void>((resolve) => {
      lepas = resolve;
    });
    this.#dipakai.add(selesai);
    return {
      ...signer,
      destroy: () => {
        signer.destroy();
        this.#dipakai.delete(selesai);
        lepas();
      },
    };
  }
}

/** What is known of the key already, or wished of it. */
export type Wanted = Pick<Pkcs11Signer, 'certificates' | 'algorithm'>;

/** Certificate, chain and algorithm as the token has them. */
export const identityOf = ({ certificate, chain, algorithm }: IdentitasKunci): IdentitasKunci => ({
  certificate,
  chain,
  algorithm,
});

const bukaModul = async (path: string): Promise<Pkcs11Module> =>
  (await import('./pkcs11.ts')).openPkcs11(path);

import type { KunciLuar, KunciTerbuka, PembukaKunci } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { unlockSigner } from './kunci-tersegel.ts';
import { cscSigner, readCscCredential, type CscConnection } from './layanan-csc.ts';
import { openLocation, sealLocation, type Vault } from './letak-kunci.ts';
import { identityOf, Tokens, type TokenOptions } from './token.ts';

export interface OpenerOptions {
  readonly installationSecret: Uint8Array;
  readonly vault: Vault;
  readonly token: TokenOptions;
  readonly csc: Omit<CscConnection, 'before'>;
  /** Refuses to open a key inside a database transaction (DESIGN D7). */
  readonly before: () => void;
}

/** Every key that signs hashes, behind one door: the installation's own, those in tokens, those at a remote service. */
export interface KeyOpener extends PembukaKunci, KunciLuar {
  close(): Promise<void>;
}

export function keyOpener(options: OpenerOptions): KeyOpener {
  const { installationSecret, vault, token, before } = options;
  const csc = { ...options.csc, before };
  const tokens = new Tokens(token);
  const dapatDibuka = {
    tersegel: (kunci, izin) =>
      unlockSigner({
        sealed: kunci.tersegel,
        certificate: kunci.certificate,
        chain: kunci.chain,
        passphrase: wajib(izin.frasaSandi),
        installationSecret,
        algorithm: kunci.algorithm,
      }),
    async pkcs11(kunci, izin) {
      const letak = openLocation(vault, { ...kunci, jenis: 'pkcs11' });
      // The certificate of the enrolment, whatever else the token holds by now.
      const signer = await tokens.signer(letak, wajib(izin.frasaSandi), {
        certificates: [kunci.certificate],
        algorithm: kunci.algorithm,
      });
      return { ...signer, chain: kunci.chain };
    },
    async csc(kunci, izin) {
      const { kredensial } = openLocation(vault, { ...kunci, jenis: 'csc' });
      const known = { certificate: kunci.certificate, algorithm: kunci.algorithm };
      return cscSigner(await readCscCredential(csc, kredensial, known), kunci, izin);
    },
  } as const satisfies Record<JenisHash, Pembuka>;

  return {
    async buka(kunci, frasaSandi, totp) {
      before();
      try {
        return await dapatDibuka[kunci.jenis](kunci, {
          ...(frasaSandi.length === 0 ? {} : { frasaSandi }),
          ...(totp === undefined || totp.length === 0 ? {} : { totp }),
        });
      } finally {
        frasaSandi.fill(0);
        totp?.fill(0);
      }
    },
    async kenali(letak, { pin, sertifikat, algoritma }) {
      const algorithm = algoritma === undefined ? {} : { algorithm: algoritma };
      if (letak.jenis === 'csc') return identityOf(await readCscCredential(csc, letak.kredensial, algorithm));
      const certificates = sertifikat.length === 0 ? {} : { certificates: sertifikat };
      const signer = await tokens.signer(letak, wajib(pin), { ...certificates, ...algorithm });
      signer.destroy();
      return identityOf(signer);
    },
    segelLetak: (id, letak) => sealLocation(vault, id, letak),
    close: () => tokens.close(),
  };
}

type Kunci = Parameters<PembukaKunci['buka']>[0];
type JenisHash = Kunci['jenis'];
type Izin = { readonly frasaSandi?: Uint8Array; readonly totp?: Uint8Array };
type Pembuka = (kunci: Kunci, izin: Izin) => Promise<KunciTerbuka>;

function wajib(rahasia: Uint8Array | undefined): Uint8Array {
  if (rahasia !== undefined) return rahasia;
  throw new NaskahError('MASUKAN_TIDAK_SAH', { pointer: '/frasaSandi', detail: 'Frasa sandi wajib diisi.' });
}

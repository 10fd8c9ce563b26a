import { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { IdentitasKunci } from '../../services/ports.ts';
import { bacaBerkasRahasia } from '../berkas-rahasia.ts';
import { outboundClient } from '../keluar/klien.ts';
import { openCsc, type CscCredential, type CscOptions, type RemoteSigner } from './csc.ts';

export interface CscSettings {
  readonly url: string;
  readonly akses:
    { readonly berkasBearer: string } | { readonly pengguna: string; readonly berkasSandi: string };
}

export interface CscConnection {
  /** Of the configuration; null: none. */
  readonly settings: CscSettings | null;
  /** Refuses calls inside a database transaction (DESIGN D7). */
  readonly before?: () => void;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks the service who signs with a credential. The secret is read from its file each time, since bearer tokens are
 * renewed there while the service runs.
 */
export async function readCscCredential(
  { settings, before, timeoutMs = TIMEOUT_MS }: CscConnection,
  credentialId: string,
  known: Pick<CscOptions, 'algorithm' | 'certificate'> = {},
): Promise<CscCredential> {
  if (settings === null) {
    throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
      detail: 'Kunci pada layanan jarak jauh memerlukan NASKAH_CSC_URL.',
    });
  }
  const { url, akses } = settings;
  const secret = await bacaBerkasRahasia('berkasBearer' in akses ? akses.berkasBearer : akses.berkasSandi);
  try {
    return await openCsc({
      url,
      client: outboundClient({ allowedHosts: [], configuredUrls: [url], ...(before && { before }) }),
      timeoutMs,
      credentialId,
      access: 'berkasBearer' in akses ? { bearer: secret } : { user: akses.pengguna, password: secret },
      ...known,
    });
  } finally {
    secret.fill(0);
  }
}

/**
 * A signer for one signature: the passphrase of the act is the PIN, its TOTP the one-time code. Where a code is needed
 * and none was shown, the service is asked to send one, and the signer to come back with it; nothing was tried by that.
 */
export async function cscSigner(
  credential: CscCredential,
  { certificate, chain, algorithm }: IdentitasKunci,
  izin: { readonly frasaSandi?: Uint8Array; readonly totp?: Uint8Array },
): Promise<RemoteSigner> {
  const { needs } = credential;
  if (needs.includes('pin') && izin.frasaSandi === undefined)
    throw perlu('/frasaSandi', 'Frasa sandi wajib diisi.');
  if (needs.includes('otp') && izin.totp === undefined) {
    await mintaKode(credential);
    throw perlu('/totp', 'Isi kode sekali pakai dari layanan penanda tangan, lalu ulangi.');
  }
  const signer = credential.signer({
    ...(izin.frasaSandi === undefined ? {} : { pin: izin.frasaSandi }),
    ...(izin.totp === undefined ? {} : { otp: izin.totp }),
  });
  return { ...signer, certificate, chain, algorithm };
}

/** Codes of a generator in the signer's hand are not sent: the service refuses, and the signer has one all the same. */
async function mintaKode(credential: CscCredential): Promise<void> {
  try {
    await credential.sendOtp();
  } catch (galat) {
    if (!(galat instanceof TidakDitandatangani) || galat.code !== 'PENANDA_MENOLAK') throw galat;
  }
}

const perlu = (pointer: string, detail: string): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', { pointer, detail });

import type { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';
import type { DocumentSigner, IzinPenyedia, PenggunaPenyedia } from '../../services/ports.ts';
import type { ProviderAccount } from './akun.ts';
import { readAnswer } from './jawaban.ts';
import { openUser, sealUser, type Vault } from './pengguna.ts';
import { mustBeIssued } from './status.ts';
import { invisible } from './tampilan.ts';
import { signV1, statusV1 } from './v1.ts';
import { signV2, statusV2 } from './v2.ts';

export type ProviderVersion = 'v1' | 'v2';

export interface ProviderOptions {
  /** Null: no provider is configured on this installation. */
  readonly account: ProviderAccount | null;
  readonly version: ProviderVersion;
  readonly vault: Vault;
}

/** The national provider as the use-cases see it. The signature's look is in the page already, so it draws nothing. */
export function documentSigner({ account, version, vault }: ProviderOptions): DocumentSigner {
  const configured = (): ProviderAccount => {
    if (account === null) throw new TidakDitandatangani('PENYEDIA_BELUM_DIATUR');
    return account;
  };
  return {
    async pastikanPengguna(kunci, izin) {
      const user = openUser(vault, kunci.id, kunci.tersegel);
      mustBeIssued(await versions[version].status(configured(), user, izin));
    },
    tandatangani(kunci, berkas, izin) {
      const user = openUser(vault, kunci.id, kunci.tersegel);
      return versions[version].sign(configured(), user, berkas, izin);
    },
    bacaJawaban: readAnswer,
    segelPengguna: (id, pengguna) => sealUser(vault, id, pengguna),
  };
}

/** How each version asks and signs; v1 knows a NIK and a passphrase only, and one file a call. */
const versions = {
  v1: {
    async status(account: ProviderAccount, user: PenggunaPenyedia, izin: IzinPenyedia) {
      if (izin.frasaSandi === undefined) throw onlyPassphrase();
      return statusV1(account, nikOf(user));
    },
    async sign(
      account: ProviderAccount,
      user: PenggunaPenyedia,
      files: readonly Uint8Array[],
      izin: IzinPenyedia,
    ) {
      const [file] = files;
      if (file === undefined || files.length !== 1) throw new TidakDitandatangani('MASUKAN_TIDAK_SAH');
      return (await signV1(account, { nik: nikOf(user), izin, file, look: invisible })).raw;
    },
  },
  v2: {
    status: (account: ProviderAccount, user: PenggunaPenyedia) => statusV2(account, user),
    sign: (
      account: ProviderAccount,
      user: PenggunaPenyedia,
      files: readonly Uint8Array[],
      izin: IzinPenyedia,
    ) => signV2(account, { user, izin, files, properties: [{ look: invisible }] }),
  },
} as const;

function nikOf(user: PenggunaPenyedia): string {
  if ('nik' in user) return user.nik;
  throw new TidakDitandatangani('PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR', {
    detail: 'Layanan penyelenggara versi 1 mengenal penandatangan hanya dari NIK.',
  });
}

const onlyPassphrase = (): NaskahError =>
  new TidakDitandatangani('MASUKAN_TIDAK_SAH', {
    pointer: '/totp',
    detail: 'Layanan penyelenggara versi 1 hanya menerima frasa sandi.',
  });

import type { IzinPenyedia, PenggunaPenyedia } from '../../services/ports.ts';
import type { ProviderAccount } from './akun.ts';
import type { ProviderVersion } from './penyedia.ts';
import type { UserStatus } from './status.ts';

export interface AcceptanceOptions {
  readonly account: ProviderAccount;
  readonly versions: readonly ProviderVersion[];
  readonly user: PenggunaPenyedia;
  readonly izin: IzinPenyedia;
  /** DER of the anchors that the operator has confirmed. */
  readonly anchors: readonly Uint8Array[];
  /** May lock the user at the provider, so only where the operator asks for it. */
  readonly tryWrongPassphrase: boolean;
  readonly now: () => Date;
}

export interface Outcome {
  readonly hasil: 'lulus' | 'gagal' | 'peringatan' | 'dilewati';
  readonly rincian: string;
}

/** What earlier rows have found out. */
export interface State {
  /** Why no more signing calls are made; null: they may be. */
  stopped: string | null;
  readonly statuses: Map<ProviderVersion, UserStatus>;
  readonly answers: Map<ProviderVersion, Answer>;
}
export interface Answer {
  readonly sent: Uint8Array;
  readonly pdf: Uint8Array;
  readonly idDokumen: string | null;
  readonly milliseconds: number;
}

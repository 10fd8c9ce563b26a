import { NaskahError } from '../../shared/errors.ts';
import { rows } from './uji-baris.ts';
import type { AcceptanceOptions, Outcome, State } from './uji-tipe.ts';

export type { AcceptanceOptions } from './uji-tipe.ts';

export interface AcceptanceRow {
  readonly id: string;
  readonly pertanyaan: string;
  readonly hasil: Outcome['hasil'];
  readonly rincian: string;
  readonly milidetik: number;
}

export interface AcceptanceReport {
  readonly waktu: string;
  /** Scheme, host and port: the configuration allows no credentials in a URL. */
  readonly alamat: string;
  readonly terjangkau: boolean;
  readonly lulus: boolean;
  readonly baris: readonly AcceptanceRow[];
}

/**
 * An operator's acceptance test of their own account: every row is asked in turn and says what it saw. The report holds
 * no NIK, address, name, passphrase or code: rows write only codes, counts, times and fingerprints, and what they write is
 * searched for the secrets once more. Signing calls stop after the first that is refused, so that nobody is locked out.
 */
export async function acceptanceTest(options: AcceptanceOptions): Promise<AcceptanceReport> {
  const state: State = { stopped: null, statuses: new Map(), answers: new Map() };
  const hidden = secretsOf(options);
  const baris: AcceptanceRow[] = [];
  for (const { id, pertanyaan, run } of rows(options.versions)) {
    const from = performance.now();
    const { hasil, rincian } = await run(options, state).catch(failed);
    const milidetik = Math.round(performance.now() - from);
    baris.push({ id, pertanyaan, hasil, rincian: redacted(rincian, hidden), milidetik });
  }
  return {
    waktu: options.now().toISOString(),
    alamat: new URL(options.account.url).origin,
    terjangkau: state.statuses.size > 0,
    lulus: baris.every((satu) => satu.hasil !== 'gagal'),
    baris,
  };
}

/** The code and what is safe to show beside it; sentences and causes may hold a stranger's text. */
function failed(error: unknown): Outcome {
  if (!(error instanceof NaskahError)) return { hasil: 'gagal', rincian: 'KESALAHAN_INTERNAL' };
  const beside = Object.entries(error.extra)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => ` ${name}=${String(value)}`);
  return { hasil: 'gagal', rincian: `${error.code}${beside.join('')}` };
}

function secretsOf({ account, user, izin }: AcceptanceOptions): readonly string[] {
  const bytes = [account.password, izin.frasaSandi, izin.totp].filter((one) => one !== undefined);
  return [...Object.values(user), ...bytes.map((one) => Buffer.from(one).toString('utf8'))].filter(
    (one) => one !== '',
  );
}

const redacted = (text: string, hidden: readonly string[]): string =>
  hidden.reduce((clean, one) => clean.replaceAll(one, '(disamarkan)'), text);

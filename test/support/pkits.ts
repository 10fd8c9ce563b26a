import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolicyDemands } from '../../src/pades/x509/path-policies.ts';

/**
 * The NIST Public Key Interoperability Test Suite (public domain) with the case list of pyhanko-certvalidator (MIT). It lies
 * beside the project, not in it: in `NASKAH_VECTORS`, or in `../shared/vectors`.
 */
const folder = join(
  process.env['NASKAH_VECTORS'] ?? fileURLToPath(new URL('../../../shared/vectors', import.meta.url)),
  'pkits',
);
export const hasPkits = existsSync(join(folder, 'pkits.json'));

export interface PkitsCase {
  readonly id: string;
  readonly name: string;
  readonly cert: string;
  readonly other_certs?: readonly string[];
  readonly crls?: readonly string[];
  readonly path_len?: number;
  readonly params?: {
    readonly user_initial_policy_set?: readonly string[];
    readonly initial_explicit_policy?: boolean;
    readonly initial_policy_mapping_inhibit?: boolean;
    readonly initial_any_policy_inhibit?: boolean;
  };
  readonly error?: { readonly class: string; readonly msg_regex: string };
  /** Of the user-notice cases: what must be shown. */
  readonly notice?: string;
}

const bytes = (kind: 'certs' | 'crls', name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(folder, kind, name)));
export const pkitsCertificate = (name: string): Uint8Array => bytes('certs', name);
export const pkitsCrl = (name: string): Uint8Array => bytes('crls', name);

export const pkitsCases = (list: 'pkits' | 'pkits-user-notice'): readonly PkitsCase[] =>
  hasPkits ? (JSON.parse(readFileSync(join(folder, `${list}.json`), 'utf8')) as readonly PkitsCase[]) : [];

export const pkitsPolicies = ({ params = {} }: PkitsCase): PolicyDemands => ({
  ...(params.user_initial_policy_set && { initial: params.user_initial_policy_set }),
  requireExplicit: params.initial_explicit_policy === true,
  inhibitMapping: params.initial_policy_mapping_inhibit === true,
  inhibitAny: params.initial_any_policy_inhibit === true,
});

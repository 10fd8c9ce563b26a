import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { validateCertificatePath } from '../../src/pades/x509/validate-path.ts';
import type { PathCase } from './path-cases.ts';

const run = promisify(execFile);
const pem = (label: string, ders: readonly Uint8Array[]): string =>
  ders
    .map((der) => {
      const lines = (
        Buffer.from(der)
          .toString('base64')
          .match(/.{1,64}/g) ?? []
      ).join('\n');
      return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
    })
    .join('');

/** What `openssl verify` says of a case; `error` is its first complaint. Needs OpenSSL 3 on the PATH. */
export async function opensslVerdict({ options }: PathCase): Promise<{ valid: boolean; error: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'openssl-verify-'));
  try {
    const file = async (name: string, label: string, ders: readonly Uint8Array[]): Promise<string> => {
      await writeFile(join(folder, name), pem(label, ders));
      return join(folder, name);
    };
    const { policies = {}, crls = [], revocation } = options;
    const asked = revocation !== 'none' && !(revocation === 'if-available' && crls.length === 0);
    const initial = policies.initial ?? (policies.requireExplicit ? ['2.5.29.32.0'] : []);
    const args = [
      'verify',
      '-attime',
      String(options.at.getTime() / 1000),
      '-no-CApath',
      '-no-CAstore',
      '-CAfile',
      await file('anchors.pem', 'CERTIFICATE', options.anchors),
      // Trusted for its name and key, as here, whether or not it is self-signed.
      '-partial_chain',
      '-policy_check',
      ...initial.flatMap((policy) => ['-policy', policy]),
      ...(policies.requireExplicit ? ['-explicit_policy'] : []),
      ...(policies.inhibitMapping ? ['-inhibit_map'] : []),
      ...(policies.inhibitAny ? ['-inhibit_any'] : []),
      ...(options.intermediates?.length
        ? ['-untrusted', await file('untrusted.pem', 'CERTIFICATE', options.intermediates)]
        : []),
      ...(asked ? ['-crl_check_all'] : []),
      ...(asked && crls.length > 0 ? ['-CRLfile', await file('crls.pem', 'X509 CRL', crls)] : []),
      await file('certificate.pem', 'CERTIFICATE', [options.certificate]),
    ];
    await run('openssl', args);
    return { valid: true, error: '' };
  } catch (cause) {
    const { stderr = '', stdout = '' } = cause as { stderr?: string; stdout?: string };
    const [, error = ''] = /error \d+ at \d+ depth lookup: (.*)/.exec(stderr + stdout) ?? [];
    return { valid: false, error: error || (stderr + stdout).slice(0, 200) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Disagreement {
  readonly id: string;
  readonly ours: string;
  readonly theirs: string;
  /** Why, as the case says; null: nobody has explained it yet. */
  readonly reason: string | null;
}

/** PKI-4: every case on which OpenSSL answers otherwise than we do. One is unexplained: the run should fail. */
export async function compareWithOpenssl(cases: readonly PathCase[]): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (const one of cases) {
    const ours = validateCertificatePath(one.options);
    const theirs = await opensslVerdict(one);
    if (ours.valid === theirs.valid) continue;
    found.push({
      id: one.id,
      ours: ours.valid ? 'valid' : ours.code,
      theirs: theirs.valid ? 'valid' : theirs.error,
      reason: one.openssl ?? null,
    });
  }
  return found;
}

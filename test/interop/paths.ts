import { compareWithOpenssl } from '../support/openssl-verify.ts';
import { pathCases } from '../support/path-cases.ts';
import type { Verdict } from './verdict.ts';

/** Our own path validation beside `openssl verify`: a case on which they differ is explained in its row, or fails here. */
export async function paths(): Promise<Verdict[]> {
  const common = {
    judge: 'openssl verify',
    question: 'the same answer about a path as ours, or a reason why not',
  };
  const differ = await compareWithOpenssl(pathCases);
  const agreed: Verdict = {
    ...common,
    file: 'paths both judge alike',
    passed: differ.length < pathCases.length,
    detail: `${pathCases.length - differ.length} of ${pathCases.length}`,
  };
  const explained = differ.map(({ id, ours, theirs, reason }): Verdict => ({
    ...common,
    file: id,
    passed: reason !== null,
    detail: `ours ${ours}, theirs ${theirs}: ${reason ?? 'nobody has explained it'}`,
  }));
  return [agreed, ...explained];
}

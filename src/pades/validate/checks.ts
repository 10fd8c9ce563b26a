import type { Check } from './check.ts';
import { changeChecks } from './checks-changes.ts';
import { documentChecks } from './checks-document.ts';
import { signatureChecks } from './checks-format.ts';
import { policyChecks } from './checks-policy.ts';
import { timeChecks } from './checks-time.ts';
import { trustChecks } from './checks-trust.ts';

export type { Answer, Check } from './check.ts';

/**
 * Every question a signature is asked, in the order in which a failure decides (EN 319 102-1 §5.3: format, then the
 * cryptography even where trust fails, then trust, then constraints). All of them are asked; nothing stops early.
 */
export const checks: readonly Check[] = [
  ...signatureChecks,
  ...documentChecks,
  ...changeChecks,
  ...trustChecks,
  ...timeChecks,
  ...policyChecks,
];

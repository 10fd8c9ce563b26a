import { describe, expect, it } from 'vitest';
import { validateCertificatePath } from '../../../src/pades/x509/validate-path.ts';
import { pathCases } from '../../support/path-cases.ts';

describe('validateCertificatePath', () => {
  it('has cases enough, each with a name of its own', () => {
    expect(pathCases.length).toBeGreaterThanOrEqual(120);
    expect(new Set(pathCases.map(({ id }) => id)).size).toBe(pathCases.length);
  });
  it.each(pathCases.map((one) => [one.id, one] as const))('%s', (_, { options, expected }) => {
    const answer = validateCertificatePath(options);
    expect(answer.valid ? 'valid' : answer.code).toBe(expected);
  });
});

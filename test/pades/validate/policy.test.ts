import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { validationPolicies, type ValidationPolicy } from '../../../src/pades/validate/policy.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { ts119312 } from '../../../src/pades/x509/ts119312.ts';
import { basePdf, testPki, trusting } from './world.ts';

describe('a policy of one’s own', () => {
  let asked: (policy: Partial<ValidationPolicy>) => () => unknown;
  beforeAll(async () => {
    const options = trusting((await testPki()).root);
    asked = (policy) => () =>
      validatePdf(bytesSource(basePdf()), {
        ...options,
        policy: { ...validationPolicies.stranger, name: 'own', ...policy },
      });
  });
  const sha256 = 'ab'.repeat(32);

  it('is taken as it is where every date and fingerprint can be read', () => {
    expect(asked({ anchorSunsets: { [sha256]: '2026-02-28' }, algorithms: ts119312 })()).toMatchObject({
      policy: 'own',
    });
  });

  it.each([
    ['a fingerprint in upper case', { anchorSunsets: { [sha256.toUpperCase()]: '2026-01-01' } }],
    ['a day that is none', { anchorSunsets: { [sha256]: '2026-02-30' } }],
    ['a date in words', { anchorSunsets: { [sha256]: '1 January 2026' } }],
    [
      'an end of a digest that is none',
      { algorithms: { ...ts119312, digests: { ...ts119312.digests, MD5: 'soon' } } },
    ],
    [
      'an end of a key that is none',
      { algorithms: { ...ts119312, keys: [{ kinds: ['ec'], minBits: 256, until: '' }] } },
    ],
  ])('is refused with %s, which would never end', (_, policy) => {
    expect(asked(policy)).toThrow(expect.objectContaining({ code: 'PADES_OPTIONS_INVALID' }) as Error);
  });

  it('must exist where only a name is given', async () => {
    const options = trusting((await testPki()).root);
    for (const name of ['nobody', 'constructor'])
      expect(() => validatePdf(bytesSource(basePdf()), { ...options, policy: name as 'stranger' })).toThrow(
        expect.objectContaining({ code: 'PADES_OPTIONS_INVALID' }) as Error,
      );
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../../support/pki.ts';
import type { ReportedSignature } from '../../../src/pades/validate/types.ts';
import { contentStampedBy } from './content.ts';
import { signT } from './store.ts';
import { signaturesOf, testPki, trusting, verdict } from './world.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const signedWith = async (...recipe: Parameters<typeof contentStampedBy>): Promise<ReportedSignature> =>
  signaturesOf(await signT(pki.tsa, { attributes: contentStampedBy(...recipe) }), trusting(pki.root))[0]!;
const content = ({ findings }: ReportedSignature) =>
  findings.filter(({ check }) => check === 'timestamp.content');

describe('a content timestamp', () => {
  it('before the signature timestamp passes and does not move the proven time', async () => {
    const signature = await signedWith(pki.tsa, new Date('2026-04-30T00:00:00Z'));
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(content(signature)).toMatchObject([{ status: 'passed' }]);
    expect(signature.bestTime).toBe('2026-05-01T00:00:05.000Z');
    expect(signature.level).toBe('PAdES-BASELINE-T');
  });

  it('after the signature timestamp is out of order', async () => {
    const signature = await signedWith(pki.tsa, new Date('2026-05-03T00:00:00Z'));
    expect(verdict(signature)).toBe('INDETERMINATE/TIMESTAMP_ORDER_FAILURE');
  });

  it('over other content is not used, and the form is no baseline', async () => {
    const signature = await signedWith(pki.tsa, new Date('2026-04-30T00:00:00Z'), {
      digest: Buffer.alloc(32),
    });
    expect(verdict(signature)).toBe('TOTAL_PASSED');
    expect(content(signature)[0]?.detail).toContain('over something else');
    expect(signature.level).toBe('PAdES-BES');
  });

  it('by an authority nobody knows is not used', async () => {
    const signature = await signedWith(pki.rsa, new Date('2026-04-30T00:00:00Z'));
    expect(content(signature)).toMatchObject([{ status: 'warning' }]);
  });
});

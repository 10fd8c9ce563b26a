import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import { validationPolicies } from '../../../src/pades/validate/policy.ts';
import type { GateExpectation } from '../../../src/pades/validate/types.ts';
import type { TestPki } from '../../support/pki.ts';
import { basePdf, signRaw, stampedBy, testPki, trusting, usualSigner } from './world.ts';

let pki: TestPki;
let theirs: Buffer;
const base = basePdf();
beforeAll(async () => {
  pki = await testPki();
  theirs = signRaw(base, {
    dict: '/Type/Sig/SubFilter/adbe.pkcs7.detached/M(D:20260501000000Z)',
    rect: '10 10 90 60',
    cms: await usualSigner({ named: null, unsigned: stampedBy(pki.tsa) }),
  });
});
const refused = (changes: Partial<GateExpectation>): string[] => {
  const expectation = { earlier: bytesSource(base), certificateSha256: null, field: null, signatures: 1 };
  const asked = { ...expectation, level: 'PKCS7-T', policy: 'provider', ...changes } as const;
  const result = checkSignedPdf(bytesSource(theirs), asked, trusting(pki.root));
  return result.accepted ? [] : result.reasons.map(({ check }) => check);
};

describe('a file as the provider makes them', () => {
  it('passes under its own policy, whoever and wherever it signed', () => {
    expect(refused({})).toEqual([]);
    const certificateSha256 = createHash('sha256').update(pki.rsa.certificate).digest('hex');
    expect(refused({ certificateSha256, field: 'Ttd1' })).toEqual([]);
  });

  it('does not pass for one of ours, nor for PAdES, nor for a higher level', () => {
    expect(refused({ policy: 'baseline' })).toEqual(['gate.level', 'gate.committed']);
    expect(refused({ level: 'PAdES-BASELINE-B' })).toEqual(['gate.level']);
    expect(refused({ level: 'PKCS7-LT' })).toEqual(['gate.level']);
  });

  it('is refused when the policy wants nothing shown, or a certificate committed to', () => {
    const { provider } = validationPolicies;
    const unseen = { ...provider, gate: { ...provider.gate, visibleField: false } };
    expect(refused({ policy: unseen })).toEqual(['gate.additions']);
    expect(refused({ policy: { ...provider, unprotectedCertificate: 'refuse' } })).toEqual([
      'gate.committed',
    ]);
  });
});

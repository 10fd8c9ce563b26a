import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { extendPdf } from '../../../src/pades/sign/extend.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import type { PrepareOptions, SignatureLevel } from '../../../src/pades/sign/types.ts';
import { judgeBaseline } from '../../../src/pades/validate/baseline.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import type { GateExpectation, ValidateOptions } from '../../../src/pades/validate/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { other } from '../../support/pdf-kinds.ts';
import { authorities, type Authorities } from '../sign/authorities.ts';

/** Files nobody did anything wrong to: no level, key or order of signers may raise an alarm. */
let world: Authorities;
beforeAll(async () => {
  world = await authorities();
});

const sign = async (
  source: ByteSource,
  level: SignatureLevel,
  changes: Partial<PrepareOptions> = {},
): Promise<ByteSource> => {
  const { anchors, signer, tsa, transport, nonce, now } = world;
  const base = { ...changes, signer, signingTime: now, field: changes.field ?? 'Ttd' };
  const signed = await (level === 'B-B'
    ? signPdf(source, { ...base, level })
    : level === 'B-T'
      ? signPdf(source, { ...base, level, tsa, nonce })
      : signPdf(source, { ...base, level, tsa, nonce, anchors, transport, at: now }));
  return bytesSource(signedBytes(signed));
};
const options = (changes: Partial<ValidateOptions> = {}): ValidateOptions => ({
  anchors: world.anchors,
  at: new Date(world.now.getTime() + 3_600_000),
  ...changes,
});
const refusals = (
  file: ByteSource,
  earlier: ByteSource,
  changes: Partial<GateExpectation>,
  given = options(),
): string[] => {
  const result = checkSignedPdf(
    file,
    {
      earlier,
      certificateSha256: parseCertificate(world.signer.certificate).sha256Hex,
      level: 'PAdES-BASELINE-LTA',
      field: 'Ttd',
      signatures: 1,
      ...changes,
    },
    given,
  );
  return result.accepted ? [] : result.reasons.map(({ check, detail }) => `${check}: ${detail}`);
};
const verdicts = (file: ByteSource, given = options()): string[] => {
  const report = validatePdf(file, given);
  return report.readable
    ? report.signatures.map(
        ({ field, indication, subIndication, level }) =>
          `${field ?? '?'} ${subIndication ?? indication} ${level ?? ''}`,
      )
    : [report.error.code];
};

describe.each([
  'aes256.pdf',
  'aes256-objstm.pdf',
  'aes256-metadata-terbuka.pdf',
  'aes128.pdf',
  'aes128-objstm.pdf',
])('an encrypted file, %s,', (name) => {
  it.each([
    ['B-B', 'B'],
    ['B-T', 'T'],
    ['B-LT', 'LT'],
    ['B-LTA', 'LTA'],
  ] as const)('signed at %s with its password holds 30 of 30 rows', async (level, letter) => {
    const source = bytesSource(other(name));
    const password = 'pengguna';
    const file = await sign(source, level, { password });
    const given = options({ password });
    expect(refusals(file, source, { level: `PAdES-BASELINE-${letter}` }, given)).toEqual([]);
    const [answer] = judgeBaseline(file, letter, given);
    expect(answer?.rows.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(answer?.holding).toBe(30);
    expect(verdicts(file, given)[0]).toBe(`Ttd TOTAL_PASSED PAdES-BASELINE-${letter}`);
  });
});

describe('two signers one after the other', () => {
  // The data that the first one left also proves the second one's certificates, so with a timestamp it is LT already.
  it.each([
    ['B-B', 'B'],
    ['B-T', 'LT'],
    ['B-LT', 'LT'],
    ['B-LTA', 'LTA'],
  ] as const)('the first at B-LTA, the second at %s: both pass', async (level, reached) => {
    world.now = new Date('2026-11-24T03:00:00Z');
    const source = bytesSource(other('surat.pdf'));
    const first = await sign(source, 'B-LTA', { field: 'Pertama' });
    world.now = new Date('2026-11-24T05:00:00Z');
    const second = await sign(first, level, { field: 'Kedua' });
    const letter = level.slice(2);
    const asked = { field: 'Kedua', signatures: 2, level: `PAdES-BASELINE-${letter}` } as GateExpectation;
    expect(refusals(second, first, asked)).toEqual([]);
    expect(verdicts(second).filter((line) => line.includes('TOTAL_PASSED'))).toHaveLength(
      verdicts(second).length,
    );
    expect(verdicts(second)).toContain('Pertama TOTAL_PASSED PAdES-BASELINE-LTA');
    expect(verdicts(second)).toContain(`Kedua TOTAL_PASSED PAdES-BASELINE-${reached}`);
  });

  it('renewed years later, when the first timestamps have ended: both still pass', async () => {
    world.now = new Date('2026-11-24T03:00:00Z');
    const first = await sign(bytesSource(other('surat.pdf')), 'B-LTA', { field: 'Pertama' });
    const second = await sign(first, 'B-LTA', { field: 'Kedua' });
    const { anchors, tsa, transport, nonce } = world;
    world.now = new Date('2027-10-01T00:00:00Z');
    const { pdf } = await extendPdf(second, {
      level: 'B-LTA',
      at: world.now,
      anchors,
      tsa,
      transport,
      nonce,
    });
    const renewed = bytesSource(signedBytes(pdf));
    const passed = verdicts(renewed).filter((line) => line.includes('TOTAL_PASSED'));
    expect(passed).toHaveLength(verdicts(renewed).length);
    expect(refusals(renewed, second, { adds: 'long-term-data', field: 'Kedua', signatures: 2 })).toEqual([]);
    world.now = new Date('2026-11-24T03:00:00Z');
  });
});

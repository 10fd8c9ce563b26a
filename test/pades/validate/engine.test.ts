import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { extendPdf } from '../../../src/pades/sign/extend.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import type { PrepareOptions, SignatureLevel } from '../../../src/pades/sign/types.ts';
import { judgeBaseline } from '../../../src/pades/validate/baseline.ts';
import { checkSignedPdf } from '../../../src/pades/validate/gate.ts';
import type { GateExpectation, GateLevel, GateResult } from '../../../src/pades/validate/types.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { authorities, type Authorities } from '../sign/authorities.ts';
import { allAlgorithms, identityOf, signerBy } from '../sign/identities.ts';
import { signaturesOf, testPki, trusting, verdict } from './world.ts';

/** What the signing engine makes, judged by a validator that shares no decision with it. */
let world: Authorities;
let page: ByteSource;
let tagged: ByteSource;
beforeAll(async () => {
  world = await authorities();
  const document = await PDFDocument.create();
  document.addPage().drawText('Surat');
  document.getForm().createTextField('catatan').addToPage(document.getPage(0));
  page = bytesSource(await document.save());
  tagged = bytesSource(await document.save({ useObjectStreams: false }));
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
const options = () => ({ anchors: world.anchors, at: new Date('2026-11-24T04:00:00Z') });
const gate = (file: ByteSource, earlier: ByteSource, changes: Partial<GateExpectation> = {}): GateResult =>
  checkSignedPdf(
    file,
    {
      earlier,
      certificateSha256: parseCertificate(world.signer.certificate).sha256Hex,
      level: 'PAdES-BASELINE-B',
      field: 'Ttd',
      signatures: 1,
      ...changes,
    },
    options(),
  );
const refused = (result: GateResult): string[] =>
  result.accepted ? [] : result.reasons.map(({ check, detail }) => `${check}: ${detail}`);
const levels = [
  ['B-B', 'B'],
  ['B-T', 'T'],
  ['B-LT', 'LT'],
  ['B-LTA', 'LTA'],
] as const;

describe('what our engine writes', () => {
  it.each(levels)(
    'at %s passes the gate for that level and no higher, with 30 of 30 rows',
    async (level, letter) => {
      for (const source of [page, tagged]) {
        const file = await sign(source, level);
        expect(refused(gate(file, source, { level: `PAdES-BASELINE-${letter}` }))).toEqual([]);
        const [answer] = judgeBaseline(file, letter, options());
        expect(answer?.rows.filter(({ fault }) => fault !== null)).toEqual([]);
        const [signature] = signaturesOf(file.read(0, file.size), options());
        expect(signature?.level).toBe(`PAdES-BASELINE-${letter}`);
        const next = levels[levels.findIndex(([one]) => one === level) + 1];
        if (next)
          expect(
            refused(gate(file, source, { level: `PAdES-BASELINE-${next[1]}` as GateLevel })),
          ).not.toEqual([]);
      }
    },
  );

  it('at B-LTA does not pass for a gate that asked for one signature and nothing else', async () => {
    const file = await sign(page, 'B-LTA');
    expect(refused(gate(file, page, { level: 'PAdES-BASELINE-T' })).join()).toContain('gate.additions');
  });

  it('raised from B-B to B-LTA passes as long-term data, and as nothing else', async () => {
    const { anchors, tsa, transport, nonce, now } = world;
    const signed = await sign(page, 'B-B');
    const { pdf } = await extendPdf(signed, { level: 'B-LTA', at: now, anchors, tsa, transport, nonce });
    const file = bytesSource(signedBytes(pdf));
    const raised = { level: 'PAdES-BASELINE-LTA', adds: 'long-term-data' } as const;
    expect(refused(gate(file, signed, raised))).toEqual([]);
    expect(refused(gate(file, signed, { level: 'PAdES-BASELINE-LTA' })).join()).toContain('gate.additions');
    expect(refused(gate(file, page, raised)).join()).toContain('gate.additions');
  });

  it('certified without changes allowed still takes a DSS and a document timestamp, and no signature', async () => {
    const file = await sign(page, 'B-LTA', { certification: 1 });
    expect(refused(gate(file, page, { level: 'PAdES-BASELINE-LTA' }))).toEqual([]);
  });

  it.each([2, 3] as const)(
    'certified with P=%i takes further invisible signatures',
    async (certification) => {
      const first = await sign(page, 'B-T', { certification });
      const second = await sign(first, 'B-T', { field: 'Kedua' });
      expect(
        refused(gate(second, first, { field: 'Kedua', level: 'PAdES-BASELINE-T', signatures: 2 })),
      ).toEqual([]);
    },
  );

  it.each(allAlgorithms)('with %s passes, attributes and all', async (algorithm) => {
    const pki = await testPki();
    const who = await identityOf(algorithm, pki.issuing);
    const signed = await signPdf(page, {
      signer: signerBy(who),
      level: 'B-B',
      signingTime: new Date('2026-05-01T00:00:00Z'),
      field: 'Ttd',
      attributes: { commitment: 'proof-of-approval', claimedRoles: ['Sekretaris Daerah'] },
    });
    const [signature] = signaturesOf(signedBytes(signed), trusting(pki.root));
    expect(verdict(signature!)).toBe('TOTAL_PASSED');
    expect(signature?.level).toBe('PAdES-BASELINE-B');
  });
});

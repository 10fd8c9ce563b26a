import { beforeAll, expect, it } from 'vitest';
import { bytesSource } from '../../src/pades/bytes.ts';
import { signedBytes } from '../../src/pades/sign/output.ts';
import { signPdf } from '../../src/pades/sign/sign.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import type { Finding, ReportedSignature, ValidationReport } from '../../src/pades/index.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { readReport } from '../support/report.ts';

/**
 * SiVa's simple report (open-eid/SiVa, `validationConclusion`), from ours: the compatible answer comes later, and this
 * shows that nothing of it is missing from the report.
 */
function siva(laporan: Extract<ValidationReport, { readable: true }>) {
  const tandaTangan = laporan.signatures.filter(({ kind }) => kind === 'signature');
  return {
    validationTime: laporan.validationTime,
    signatureForm: 'PAdES',
    policy: { policyName: laporan.policy },
    signaturesCount: tandaTangan.length,
    validSignaturesCount: tandaTangan.filter((s) => s.indication === 'TOTAL_PASSED').length,
    signatures: tandaTangan.map(satu),
    timeStampTokens: laporan.signatures
      .filter(({ kind }) => kind === 'document-timestamp')
      .map((s) => ({ indication: kata(s), signedBy: umum(s), signedTime: s.bestTime })),
  };
}

const satu = (s: ReportedSignature) => ({
  id: `S-${s.object}`,
  signatureFormat: s.level === null ? null : s.level.startsWith('PKCS7') ? 'PKCS7' : 'PAdES',
  // SiVa has `PAdES_BASELINE_LT` for our `PAdES-BASELINE-LT`.
  signatureLevel: s.level?.replaceAll('-', '_') ?? null,
  signedBy: umum(s),
  subjectDistinguishedName: {
    commonName: umum(s),
    serialNumber: bagian(s, '(?:SERIALNUMBER|2\\.5\\.4\\.5)'),
  },
  indication: kata(s),
  subIndication: s.subIndication ?? '',
  errors: pesan(s, 'failed'),
  warnings: pesan(s, 'warning'),
  claimedSigningTime: s.claimedTime,
  signatureScopes: [
    {
      name: s.coverage === 'whole-file' ? 'Full PDF' : 'Partial PDF',
      scope: s.coverage === 'whole-file' ? 'FULL' : 'PARTIAL',
      content: s.signedBytes === null ? null : `bytes ${s.signedBytes.join(' to ')}`,
    },
  ],
  info: {
    bestSignatureTime: s.bestTime,
    signatureProductionPlace: { countryName: null, stateOrProvince: null, city: s.claimed.location },
    signerRole: s.claimed.roles.map((claimedRole) => ({ claimedRole })),
    signingReason: s.claimed.reason,
    timestampCreationTime: s.timestamps.find(({ usable }) => usable)?.time ?? null,
    timestamps: s.timestamps.map((t) => ({
      signedTime: t.time,
      signedBy: t.authority,
      indication: t.usable,
    })),
  },
  certificates: s.path.map((c) => ({ commonName: c.subject, type: c.role, issuer: c.issuer })),
});

/** SiVa hyphenates what EN 319 102-1 writes with an underscore. */
const kata = (s: ReportedSignature): string => s.indication.replace('_', '-');
const bagian = (s: ReportedSignature, nama: string): string | null =>
  new RegExp(`(?:^|[,+]\\s*)${nama}=((?:\\\\.|[^,+\\\\])*)`).exec(s.signer?.subject ?? '')?.[1] ?? null;
const umum = (s: ReportedSignature): string | null => bagian(s, 'CN');
const pesan = (s: ReportedSignature, status: Finding['status']) =>
  s.findings.filter((f) => f.status === status).map((f) => ({ nameId: f.check, content: f.detail }));

let baik: ReturnType<typeof siva>;
let rusak: ReturnType<typeof siva>;
beforeAll(async () => {
  const pki = await makePki();
  const berkas = signedBytes(
    await signPdf(bytesSource(tableFile()), {
      signer: signerOf(pki.ec),
      level: 'B-B',
      signingTime: new Date('2026-11-24T01:00:00Z'),
      reason: 'Menyetujui',
      location: 'Semarang',
    }),
  );
  const nilai = (isi: Uint8Array) =>
    siva(
      readReport(
        validatePdf(bytesSource(isi), {
          anchors: [pki.root.certificate],
          at: new Date('2026-11-24T02:00:00Z'),
        }),
      ),
    );
  baik = nilai(berkas);
  const lain = Uint8Array.from(berkas);
  lain[Buffer.from(berkas).indexOf('Isi surat')] = 0x58;
  rusak = nilai(lain);
});

it('every member of SiVa’s simple report can be told from ours', () => {
  expect(baik).toMatchObject({
    validationTime: '2026-11-24T02:00:00.000Z',
    policy: { policyName: 'stranger' },
    signaturesCount: 1,
    validSignaturesCount: 1,
    timeStampTokens: [],
    signatures: [
      {
        id: expect.stringMatching(/^S-\d+$/) as unknown,
        signatureFormat: 'PAdES',
        signatureLevel: 'PAdES_BASELINE_B',
        signedBy: 'TEST Signer EC',
        subjectDistinguishedName: { commonName: 'TEST Signer EC' },
        indication: 'TOTAL-PASSED',
        subIndication: '',
        errors: [],
        claimedSigningTime: '2026-11-24T01:00:00.000Z',
        signatureScopes: [{ scope: 'FULL', content: expect.stringMatching(/^bytes 0 to \d+$/) as unknown }],
        info: {
          bestSignatureTime: null,
          signatureProductionPlace: { city: 'Semarang' },
          signerRole: [],
          signingReason: 'Menyetujui',
          timestamps: [],
        },
      },
    ],
  });
  expect(baik.signatures[0]?.certificates.map(({ type }) => type)).toEqual([
    'signer',
    'intermediate',
    'anchor',
  ]);
});

it('what failed is told with its check and its words', () => {
  const [tandaTangan] = rusak.signatures;
  expect(tandaTangan).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  expect(tandaTangan?.errors.map(({ nameId }) => nameId)).toContain('crypto.digest');
  expect(rusak.validSignaturesCount).toBe(0);
});

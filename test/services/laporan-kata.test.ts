import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/pades/validate/checks.ts';
import type { ReportedSignature } from '../../src/pades/validate/types.ts';
import { pertanyaan, sebab } from '../../src/services/laporan-kata.ts';
import {
  golongan,
  golonganTeks,
  perubahanPerHalaman,
  tabelPeriksa,
  tidakDiperiksa,
} from '../../src/services/laporan-teks.ts';
import { unlooked } from '../support/report.ts';

const tanda: ReportedSignature = {
  ...unlooked,
  field: 'ttd',
  kind: 'signature',
  indication: 'TOTAL_PASSED',
  subIndication: null,
  integrity: 'intact',
  coverage: 'whole-file',
  modifications: 'none',
  level: 'PAdES-BASELINE-B',
  signer: { subject: 'CN=Contoh', issuer: 'CN=x', serialHex: '01' },
  claimedTime: null,
  bestTime: null,
  digestAlgorithm: null,
  signatureAlgorithm: null,
  findings: [{ check: 'trust.revocation', status: 'not-checked', detail: 'no data', evidence: [] }],
  certificateSha256: null,
  revocation: 'unknown',
  longTermUntil: null,
  revision: 0,
};
const perubahan = (ubah: Partial<ReportedSignature['changes'][number]>) => ({
  revision: 1,
  level: 'annotations' as const,
  permitted: false,
  kind: 'annotation-added',
  page: 0,
  field: null,
  subtype: 'FreeText',
  rect: [10, 20, 30.4, 40] as const,
  object: 9,
  detail: '',
  ...ubah,
});

describe('the report in words', () => {
  it('has a question in both languages for every check of the engine, and for no other', () => {
    expect(Object.keys(pertanyaan).sort()).toEqual(checks.map(({ id }) => id).sort());
    for (const { id, en } of Object.values(pertanyaan))
      expect([id, en].every((teks) => teks.endsWith('?'))).toBe(true);
  });

  it('has a reason in both languages for every sub-indication', () => {
    const tipe = readFileSync('src/pades/validate/finding.ts', 'utf8');
    const semua = /type SubIndication =([^;]*);/.exec(tipe)?.[1]?.match(/[A-Z_]{5,}/g) ?? [];
    expect(semua.length).toBeGreaterThan(20);
    expect(Object.keys(sebab).sort()).toEqual(semua.sort());
    expect(sebab.NO_CERTIFICATE_CHAIN_FOUND.id).toContain(
      'diterbitkan oleh pihak yang tidak dikenal sistem ini',
    );
  });

  it('says what was not checked even where the signature passed', () => {
    expect(
      tidakDiperiksa(tanda)
        .map(({ id }) => id)
        .join(' '),
    ).toMatch(/Pencabutan.*Waktu penandatanganan/);
    expect(tidakDiperiksa({ ...tanda, revocation: 'good', bestTime: '2026-01-01T00:00:00Z' })).toEqual([]);
    expect(tabelPeriksa(tanda, 'id')).toMatchObject([{ nada: 'netral', jawab: 'Tidak diperiksa' }]);
  });

  it('lists changes page by page, with rectangle and what may not be', () => {
    const changes = [
      perubahan({ page: null, subtype: null, rect: null, permitted: true, level: 'validation-data' }),
      perubahan({ page: 2 }),
      perubahan({}),
    ];
    expect(perubahanPerHalaman({ ...tanda, changes }, 'id')).toEqual([
      {
        halaman: 1,
        butir: [
          {
            diizinkan: false,
            kalimat: 'revisi 2: catatan atau tempelan pada halaman “FreeText” [10 20 30 40], TIDAK diizinkan',
          },
        ],
      },
      { halaman: 3, butir: [{ diizinkan: false, kalimat: expect.stringContaining('FreeText') as string }] },
      {
        halaman: null,
        butir: [{ diizinkan: true, kalimat: 'revisi 2: data pemeriksaan atau cap waktu, diizinkan' }],
      },
    ]);
  });

  it('calls a valid signature under a development CA not certified, and says why', () => {
    const anchor = {
      role: 'anchor',
      subject: '',
      issuer: '',
      serialHex: '',
      sha256: 'a',
      notBefore: '',
      notAfter: '',
      revocation: null,
      policies: [],
      qcStatements: [],
      extendedKeyUsage: [],
    } as const;
    const hasil = golongan({ ...tanda, path: [anchor] }, () => 'pengembangan');
    expect(hasil && golonganTeks(hasil, 'id')).toMatch(/^Tidak tersertifikasi: .*pengembangan/);
    expect(golongan({ ...tanda, path: [] }, () => 'psre-indonesia')?.alasan).toBe('penerbit-tidak-dikenal');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { baselineRows, type BaselineLevel } from '../../../src/pades/validate/baseline-rows.ts';
import { judgeBaseline } from '../../../src/pades/validate/baseline.ts';
import type { TestPki } from '../../support/pki.ts';
import { contentStampedBy } from './content.ts';
import { addStore, completeStore, makeOcsp, stampDocument, stampedAt, type Store } from './store.ts';
import {
  attribute,
  basePdf,
  makeCms,
  signRaw,
  stampedBy,
  testPki,
  trusting,
  type CmsRecipe,
  type RawSignature,
} from './world.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

interface Recipe {
  readonly cms?: Partial<CmsRecipe>;
  readonly raw?: Partial<RawSignature>;
  readonly store?: Store | null;
  readonly stamp?: 'after' | 'before' | 'none';
}

/** A file of level LTA, or with one thing wrong. */
function make({ cms, raw, store, stamp = 'after' }: Recipe = {}): Buffer {
  const signed = signRaw(basePdf(), {
    cms: (digest) =>
      makeCms({ signer: pki.rsa, digest, unsigned: stampedBy(pki.tsa, { genTime: stampedAt }), ...cms }),
    ...raw,
  });
  const early = stamp === 'before' ? stampDocument(signed, pki.tsa, 1, undefined, false) : signed;
  const fields = stamp === 'before' ? [11, 13] : [11];
  const stored = store === null ? early : addStore(early, { ...completeStore(pki), ...store }, fields);
  return stamp === 'after' ? stampDocument(stored, pki.tsa, 1, undefined, store !== null) : stored;
}

const failing = (file: Buffer, level: BaselineLevel = 'LTA'): number[] =>
  (judgeBaseline(bytesSource(file), level, trusting(pki.root))[0]?.rows ?? [])
    .filter(({ fault }) => fault !== null)
    .map(({ id }) => id);

const plain = (type: string): Uint8Array => attribute(type, der.sequence());
const adding =
  (...more: readonly Uint8Array[]): NonNullable<CmsRecipe['attributes']> =>
  (usual) => [...usual, ...more];
const dict = (entries: string): Recipe => ({ raw: { dict: entries } });
const usual = '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)';

/** For each row a file in which it does not hold (others may fall with it). */
const breaking: Readonly<Record<number, () => Recipe>> = {
  1: () => ({ cms: { certificates: [pki.issuing.certificate] } }),
  2: () => ({ cms: { attributes: (u) => u.slice(1) } }),
  3: () => ({ cms: { attributes: (u) => [u[0]!, ...u.slice(2)] } }),
  4: () => ({ cms: { attributes: adding(plain(oids.signerAttributesV2), plain(oids.signerAttributesV2)) } }),
  5: () => ({ cms: { attributes: contentStampedBy(pki.tsa, stampedAt, { digest: Buffer.alloc(32) }) } }),
  6: () => ({
    cms: { attributes: adding(plain(oids.signaturePolicy)) },
    raw: { dict: `${usual}/Reason(x)` },
  }),
  7: () => ({ cms: { attributes: adding(plain(oids.commitmentType)) }, raw: { dict: `${usual}/Reason(x)` } }),
  8: () => ({ cms: { named: null } }),
  9: () => ({ cms: { attributes: adding(plain(oids.signingCertificate)) } }),
  10: () => ({ cms: { attributes: (u) => [...u, u[2]!] } }),
  11: () => dict('/Type/Sig/SubFilter/ETSI.CAdES.detached/M(kemarin)'),
  12: () => dict('/Type/Sig/SubFilter/ETSI.CAdES.detached'),
  13: () => ({ cms: { attributes: adding(attribute(oids.signingTime, der.generalizedTime(stampedAt))) } }),
  14: () => ({ cms: { eContent: Buffer.from('isi') } }),
  15: () => ({ raw: { tail: '/Filter/Lain' } }),
  16: () => ({ raw: { cut: 3 } }),
  17: () => dict('/Type/Sig/SubFilter/adbe.pkcs7.detached/M(D:20260501000000Z)'),
  18: () => dict(`${usual}/Location(a)/Location(b)`),
  19: () => ({
    cms: { attributes: adding(plain(oids.commitmentType)) },
    raw: { dict: `${usual}/Reason(x)` },
  }),
  20: () => dict(`${usual}/Name(a)/Name(b)`),
  21: () => dict(`${usual}/ContactInfo(a)/ContactInfo(b)`),
  22: () => dict(`${usual}/Cert(x)`),
  23: () => ({ cms: { unsigned: () => [] }, stamp: 'none' }),
  24: () => ({ cms: { unsigned: () => stampedBy(pki.tsa)(Buffer.alloc(256)) } }),
  26: () => ({ store: { ocsps: [] } }),
  27: () => ({ store: null }),
  28: () => {
    const item = Buffer.from(makeOcsp({ about: pki.ec, issuer: pki.issuing })).toString('hex');
    return {
      store: {
        dss: `/VRI<</${'AB'.repeat(20)}<</OCSP[95 0 R]>>>>`,
        objects: { 95: `<</Filter/ASCIIHexDecode/Length ${item.length + 1}>>\nstream\n${item}>\nendstream` },
      },
    };
  },
  29: () => ({ stamp: 'before' }),
  30: () => ({ stamp: 'none' }),
};

describe('the 30 rows of the baseline matrix', () => {
  it('are 30, numbered in order', () => {
    expect(baselineRows.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it.each(['B', 'T', 'LT', 'LTA'] as const)('all hold at %s for a file that has everything', (level) => {
    const [answer] = judgeBaseline(bytesSource(make()), level, trusting(pki.root));
    expect(answer?.rows.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(answer?.holding).toBe(30);
  });

  // Row 25 asks nothing that row 23 does not: a document timestamp that did not pass is not counted.
  it.each(baselineRows.filter(({ id }) => id !== 25).map(({ id, item }) => [id, item] as const))(
    'row %i (%s) can fail',
    (id) => {
      expect(failing(make(breaking[id]!()))).toContain(id);
    },
  );

  it('what belongs to a higher level forbids nothing below it', () => {
    expect(failing(make({ stamp: 'none' }), 'LT')).toEqual([]);
    expect(failing(make({ store: null, stamp: 'none' }), 'T')).toEqual([]);
    expect(failing(make({ cms: { unsigned: () => [] }, store: null, stamp: 'none' }), 'B')).toEqual([]);
  });

  it('one document timestamp alone gives the time of row 23', () => {
    expect(failing(make({ cms: { unsigned: () => [] }, stamp: 'after' }), 'T')).toEqual([]);
  });
});

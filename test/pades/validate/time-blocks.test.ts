import { beforeAll, describe, expect, it, vi } from 'vitest';
import { freshUntil, isFresh } from '../../../src/pades/validate/blocks/freshness.ts';
import { Proofs } from '../../../src/pades/validate/blocks/proofs.ts';
import { isCertainlyLater, type Stamp } from '../../../src/pades/validate/blocks/timestamp-order.ts';
import * as judge from '../../../src/pades/revocation/judge.ts';
import * as paths from '../../../src/pades/x509/path.ts';
import { digestUntil, keyUntil, ts119312 } from '../../../src/pades/x509/ts119312.ts';
import { makeCms, basePdf, signRaw, signaturesOf, verdict } from './world.ts';
import { addStore } from './store.ts';
import { day, makePeople, said, type People } from './time-world.ts';

vi.mock('../../../src/pades/revocation/judge.ts', { spy: true });
vi.mock('../../../src/pades/x509/path.ts', { spy: true });

const time = (text: string): Date => new Date(`2026-05-${text}Z`);

describe('freshness (EN 319 102-1 §5.2.5)', () => {
  const issued = { thisUpdate: time('01T00:00:00'), nextUpdate: time('02T00:00:00') };
  const hour = 3_600_000;
  it.each<[string, Parameters<typeof isFresh>[0], Date, number | null, boolean]>([
    ['within its interval', issued, time('01T23:59:59'), null, true],
    ['at the end of its interval', issued, time('02T00:00:00'), null, false],
    ['within a maximum age', issued, time('01T00:59:59'), hour, true],
    ['beyond a maximum age, though within its interval', issued, time('01T01:00:00'), hour, false],
    ['beyond its interval, though within a maximum age', issued, time('02T12:00:00'), 48 * hour, true],
    ['of the same second, with no age allowed', issued, time('01T00:00:00.900'), 0, true],
    ['of the second before, with no age allowed', issued, time('01T00:00:01'), 0, false],
    ['issued after the time', issued, time('01T00:00:00'), 0, true],
    ['with no promise', { ...issued, nextUpdate: null }, time('01T00:00:01'), null, false],
    ['never issued', { thisUpdate: null, nextUpdate: null }, time('01T00:00:00'), hour, false],
  ])('of data %s', (_, item, at, maxAge, fresh) => {
    expect(isFresh(item, at, maxAge)).toBe(fresh);
  });

  it('ends with the maximum age, else with the interval', () => {
    expect(freshUntil(issued, hour)).toEqual(time('01T01:00:00'));
    expect(freshUntil(issued, null)).toEqual(time('02T00:00:00'));
  });
});

describe('proofs of existence (§5.6.2.3)', () => {
  it('the earliest counts, whichever comes first, and says by which token', () => {
    const proofs = new Proofs();
    proofs.add('aa', { time: time('02T00:00:00'), by: 'later' });
    proofs.add('aa', { time: time('01T00:00:00'), by: 'first' });
    proofs.add('aa', { time: time('03T00:00:00'), by: 'last' });
    expect(proofs.timeOf('aa')).toEqual(time('01T00:00:00'));
    expect(proofs.evidenceFor('aa')).toEqual([{ sha256: 'first', time: '2026-05-01T00:00:00.000Z' }]);
    expect(proofs.timeOf('bb')).toBeNull();
    expect(proofs.evidenceFor('bb')).toEqual([]);
  });
});

describe('the order of timestamps (RFC 3161 §2.4.2)', () => {
  const stamp = (seconds: number, more: Partial<Stamp> = {}): Stamp => ({
    time: new Date(seconds * 1000),
    sha256: '',
    authority: 'TSA',
    accuracyMs: null,
    ordering: false,
    ...more,
  });
  it.each<[string, Stamp, Stamp, boolean]>([
    ['apart by the usual accuracy of both', stamp(2), stamp(0), false],
    ['apart by more', stamp(2.001), stamp(0), true],
    ['the other way round', stamp(0), stamp(9), false],
    ['exact ones', stamp(0.001, { accuracyMs: 0 }), stamp(0, { accuracyMs: 0 }), true],
    ['one exact, one wide', stamp(5, { accuracyMs: 0 }), stamp(0, { accuracyMs: 5000 }), false],
    ['put in order by one authority', stamp(0.1, { ordering: true }), stamp(0, { ordering: true }), true],
    ['put in order by one of them', stamp(0.1, { ordering: true }), stamp(0), false],
    [
      'put in order by two authorities',
      stamp(0.1, { ordering: true }),
      stamp(0, { ordering: true, authority: 'another' }),
      false,
    ],
    [
      'put in order by nobody known',
      stamp(0.1, { ordering: true, authority: null }),
      stamp(0, { ordering: true, authority: null }),
      false,
    ],
  ])('%s', (_, first, second, later) => {
    expect(isCertainlyLater(first, second)).toBe(later);
  });
});

describe('TS 119 312 as data (pades.md 4)', () => {
  it.each<[string, number, 'rsa' | 'rsa-pss' | 'ec' | 'ed25519', string | null]>([
    ['rsa-pkcs1', 1023, 'rsa', '1970-01-01'],
    ['rsa-pkcs1', 1024, 'rsa', '2019-10-01'],
    ['rsa-pkcs1', 1899, 'rsa', '2019-10-01'],
    ['rsa-pkcs1', 1900, 'rsa', '2029-01-01'],
    ['rsa-pkcs1', 4096, 'rsa', '2029-01-01'],
    ['rsa-pss', 2999, 'rsa', '2029-01-01'],
    ['rsa-pss', 3000, 'rsa', null],
    ['rsa-pss', 3072, 'rsa-pss', null],
    ['ecdsa', 223, 'ec', '1970-01-01'],
    ['ecdsa', 224, 'ec', '2021-10-01'],
    ['ecdsa', 256, 'ec', null],
    ['eddsa', 255, 'ed25519', null],
  ])('%s with %i bits of %s ends %s', (scheme, bits, kind, until) => {
    expect(keyUntil(scheme, { kind, bits }, ts119312)).toBe(until);
  });

  it('a digest ends when the table says so; one it does not name was never reliable', () => {
    expect(
      ['MD5', 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-7', 'constructor'].map((name) => digestUntil(name)),
    ).toEqual(['2004-08-01', '2012-08-01', '2029-01-01', null, '1970-01-01', '1970-01-01']);
  });
});

describe('many signatures over one chain', () => {
  let p: People;
  beforeAll(async () => {
    p = await makePeople();
  }, 60_000);

  const signedBy = (count: number): Buffer => {
    let file = basePdf();
    for (let k = 0; k < count; k++)
      file = signRaw(file, { k, contents: 4096, cms: (digest) => makeCms({ signer: p.signer, digest }) });
    const ocsps = [said(p.signer, p.ca), said(p.ca, p.root)];
    return addStore(
      file,
      { ocsps },
      Array.from({ length: count }, (_, k) => 11 + 2 * k),
      200,
    );
  };
  const asked = (count: number): readonly number[] => {
    const file = signedBy(count);
    vi.mocked(judge.judgeRevocation).mockClear();
    vi.mocked(paths.findPaths).mockClear();
    const signatures = signaturesOf(file, { anchors: [p.root.certificate], at: day(5) });
    expect(signatures.map(verdict)).toEqual(Array(count).fill('TOTAL_PASSED'));
    expect(signatures.map(({ revocation }) => revocation)).toEqual(Array(count).fill('good'));
    return [judge.judgeRevocation, paths.findPaths].map((each) => vi.mocked(each).mock.calls.length);
  };

  it('are judged by the same few questions as one', () => {
    const one = asked(1);
    expect(one.every((calls) => calls > 0)).toBe(true);
    expect(asked(12)).toEqual(one);
  });
});

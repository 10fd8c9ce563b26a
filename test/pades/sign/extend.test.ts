import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readDss, type Dss } from '../../../src/pades/pdf/dss.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { extendPdf, renewPdf } from '../../../src/pades/sign/extend.ts';
import type { ExtendedPdf, ExtendOptions } from '../../../src/pades/sign/extend-types.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf, type SignResult } from '../../../src/pades/sign/sign.ts';
import { standing, survey, trustFor, type Proof } from '../../../src/pades/sign/survey.ts';
import { requestToken } from '../../../src/pades/sign/timestamp.ts';
import { TrustPaths } from '../../../src/pades/sign/trust-paths.ts';
import type { SignatureLevel } from '../../../src/pades/sign/types.ts';
import { validatePdf } from '../../../src/pades/validate/validate.ts';
import { hybridFile, letter, streamFile, tableFile } from '../../support/pdf.ts';
import { makePki } from '../../support/pki.ts';
import { tandatanganiLama } from '../../support/tanda-tangan-penyedia.ts';
import { makeTsa } from './tsa.ts';
import { authorities, type Authorities } from './authorities.ts';

const start = new Date('2026-11-24T03:00:00Z');
let world: Authorities;
beforeAll(async () => {
  world = await authorities(start);
});
beforeEach(() => {
  world.now = start;
  world.asked.length = 0;
  world.silent.clear();
});

const services = () => {
  const { anchors, tsa, nonce, transport, now: at } = world;
  return { anchors, tsa, nonce, transport, at };
};
const signed = (level: SignatureLevel, file = tableFile(), more: object = {}): Promise<SignResult> =>
  signPdf(bytesSource(file), { signer: world.signer, signingTime: world.now, level, ...services(), ...more });
const raised = (file: Uint8Array, options: Partial<ExtendOptions> = {}): Promise<ExtendedPdf> =>
  extendPdf(bytesSource(file), { level: 'B-LTA', ...services(), ...options });
const storeOf = (file: Uint8Array): Dss => {
  const dss = readDss(readPdf(bytesSource(file)).view());
  if (dss === null) throw new Error('no DSS');
  return dss;
};
const verdicts = (file: Uint8Array, at = world.now) => {
  const report = validatePdf(bytesSource(file), { anchors: world.anchors, at });
  if (!report.readable) throw new Error(report.error.code);
  return report.signatures.map((each) => [each.field, each.indication, each.level, each.modifications]);
};
const hashes = (items: readonly Uint8Array[]): string[] =>
  items.map((each) => createHash('sha256').update(each).digest('hex'));

describe('signPdf', () => {
  it.each([
    ['a table', tableFile()],
    ['an xref stream', streamFile()],
    ['a hybrid', hybridFile()],
  ])('reaches every level it is asked for, in a file with %s', async (_, file) => {
    for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) {
      const result = await signed(level, file);
      expect([result.asked, result.reached]).toEqual([level, level]);
      const [first] = verdicts(signedBytes(result));
      expect(first?.slice(1, 3)).toEqual(['TOTAL_PASSED', `PAdES-BASELINE-${level.slice(2)}`]);
      expect(Buffer.from(signedBytes(result).subarray(0, file.length)).equals(Buffer.from(file))).toBe(true);
    }
  });

  it('makes B-LTA with two waits for the authority and adds less than 40 KB', async () => {
    let open = 0;
    let rounds = 0;
    const slow = async <T>(ask: () => Promise<T>): Promise<T> => {
      if (open === 0) rounds += 1;
      open += 1;
      try {
        await new Promise((resolve) => setImmediate(resolve));
        return await ask();
      } finally {
        open -= 1;
      }
    };
    const { transport, tsa } = world;
    const kept = new Map<string, Promise<Uint8Array>>();
    const cached = (key: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const answer = kept.get(key) ?? slow(ask);
      kept.set(key, answer);
      return answer;
    };
    const counted = {
      tsa: { request: (query: Uint8Array) => slow(() => tsa.request(query)) },
      transport: {
        ...transport,
        ocsp: (url: string, request: Uint8Array) =>
          cached(Buffer.from(request).toString('hex'), () => transport.ocsp(url, request)),
        crl: (url: string) => cached(url, () => transport.crl(url)),
      },
    };
    await signed('B-LTA', tableFile(), counted);
    rounds = 0;
    const result = await signed('B-LTA', tableFile(), counted);
    expect(rounds).toBe(2);
    expect(result.update.length).toBeLessThan(40 * 1024);
  });

  it('makes nothing when the validation data cannot be had', async () => {
    world.silent.add('/ocsp').add('/crl/penerbit.crl');
    await expect(signed('B-LT')).rejects.toMatchObject({ code: 'PADES_REVOCATION_MISSING' });
  });
});

describe("other people's signatures", () => {
  it('of a kind we cannot raise, or broken, keep nobody from signing at a long-term level', async () => {
    const text = Buffer.from(signedBytes(await signed('B-B'))).toString('latin1');
    const foreign = text.replace('/SubFilter/ETSI.CAdES.detached', '/SubFilter/adbe.x509.rsa_sha1 ');
    for (const [file, code] of [
      [text.replace('Isi surat', 'Isi lain!'), 'PADES_SIGNATURE_BROKEN'],
      [foreign, 'PADES_SIGNATURE_UNSUPPORTED'],
    ] as const) {
      const result = await signed('B-LTA', Buffer.from(file, 'latin1'));
      expect(result.reached).toBe('B-LTA');
      await expect(raised(signedBytes(result))).rejects.toMatchObject({ code });
    }
  });
});

describe('extendPdf', () => {
  it('raises from any level to any higher one and never touches a byte that is there', async () => {
    for (const from of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const) {
      const file = signedBytes(await signed(from));
      for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
        const result = await raised(file, { level });
        const whole = signedBytes(result.pdf);
        expect(result.asked).toBe(level);
        expect(Buffer.compare(whole.subarray(0, file.length), file)).toBe(0);
        const all = verdicts(whole);
        expect(all.every(([, indication]) => indication === 'TOTAL_PASSED')).toBe(true);
        expect(['T', 'LT', 'LTA'].indexOf(String(all[0]?.[2]).slice(15))).toBeGreaterThanOrEqual(
          ['B-T', 'B-LT', 'B-LTA'].indexOf(level),
        );
      }
    }
  });

  it('adds nothing to a file that is there already, and says how far that one is', async () => {
    const long = signedBytes(await signed('B-LTA'));
    for (const level of ['B-T', 'B-LT'] as const) {
      const result = await raised(long, { level });
      expect([result.pdf.update.length, result.steps]).toEqual([0, []]);
    }
    expect((await raised(long, { level: 'B-LT' })).reached).toBe('B-LTA');
    const term = signedBytes(await signed('B-LT'));
    expect(await raised(term, { level: 'B-LT' })).toMatchObject({ reached: 'B-LT', steps: [] });
  });

  it('raises all signatures of a file together, asking for each thing once', async () => {
    const once = signedBytes(await signed('B-T'));
    const twice = signedBytes(await signed('B-B', once));
    world.asked.length = 0;
    const result = await raised(twice);
    expect(result.signatures).toEqual([
      { field: 'Signature1', family: 'PAdES', level: 'B-LTA' },
      { field: 'Signature2', family: 'PAdES', level: 'B-LTA' },
    ]);
    expect(result.steps.map(({ kind }) => kind)).toEqual([
      'document-timestamp',
      'validation-data',
      'document-timestamp',
    ]);
    expect(verdicts(signedBytes(result.pdf)).slice(0, 2)).toEqual([
      ['Signature1', 'TOTAL_PASSED', 'PAdES-BASELINE-LTA', 'permitted'],
      ['Signature2', 'TOTAL_PASSED', 'PAdES-BASELINE-LTA', 'permitted'],
    ]);
  });

  it('puts data and timestamp into one revision, nothing twice, nothing that a CMS holds', async () => {
    const file = signedBytes(await signed('B-T'));
    const result = await raised(file);
    const whole = signedBytes(result.pdf);
    expect(readPdf(bytesSource(whole)).revisions.length).toBe(
      readPdf(bytesSource(file)).revisions.length + 1,
    );
    const { certificates, crls, ocsps, faults } = storeOf(whole);
    const all = hashes([...certificates, ...crls, ...ocsps]);
    expect(new Set(all).size).toBe(all.length);
    expect(hashes(certificates)).toEqual(hashes([world.pki.root.certificate]));
    expect(faults).toEqual([]);
  });

  it('makes a file of the national provider long-term, and calls it what it is', async () => {
    const { signer, tsa, nonce, now: saat } = world;
    const file = await tandatanganiLama(tableFile(), { signer, tsa, saat, nonce: nonce() });
    const result = await raised(file);
    expect(result.signatures).toMatchObject([{ family: 'PKCS7', level: 'B-LTA' }]);
    const whole = signedBytes(result.pdf);
    expect(Buffer.compare(whole.subarray(0, file.length), file)).toBe(0);
    expect(verdicts(whole)[0]).toEqual([
      expect.stringMatching(/^sig_/),
      'TOTAL_PASSED',
      'PKCS7-LTA',
      'permitted',
    ]);
  });

  it('writes VRI only when asked, by the hash of the padded Contents', async () => {
    const file = signedBytes(await signed('B-T'));
    expect(storeOf(signedBytes((await raised(file, { level: 'B-LT' })).pdf)).vri.size).toBe(0);
    const with_ = signedBytes((await raised(file, { level: 'B-LT', vri: true })).pdf);
    const contents = /\/Contents<([0-9a-f]+)>/.exec(Buffer.from(file).toString('latin1'))?.[1] ?? '';
    const key = createHash('sha1').update(Buffer.from(contents, 'hex')).digest('hex').toUpperCase();
    expect([...storeOf(with_).vri.keys()]).toEqual([key]);
    expect(storeOf(with_).vri.get(key)?.ocsps).toHaveLength(2);
    expect(verdicts(with_)[0]?.[1]).toBe('TOTAL_PASSED');
    expect((await raised(with_, { level: 'B-LT', vri: true })).pdf.update).toHaveLength(0);
  });

  it('announces the extension before PDF 2.0 and leaves an existing announcement alone', async () => {
    const text = (file: Uint8Array): string => Buffer.from(file).toString('latin1');
    const plain = signedBytes(await signed('B-LT'));
    expect(text(plain)).toContain('/ESIC<</BaseVersion/1.7/ExtensionLevel 1>>');
    const modern = signedBytes(await signed('B-LT', tableFile(letter, { version: '2.0' })));
    expect(text(modern)).not.toContain('/ESIC');
    const catalog = String(letter[1]).replace(
      />>$/,
      '/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>>>',
    );
    const announced = signedBytes(await signed('B-LT', tableFile({ ...letter, 1: catalog })));
    expect(text(announced)).not.toContain('ExtensionLevel 1');
    expect(verdicts(announced)[0]?.[1]).toBe('TOTAL_PASSED');
  });

  it('stays within a certification that allows no change, and a lock on every field', async () => {
    const certified = signedBytes(await signed('B-B', tableFile(), { certification: 1 }));
    const locked = signedBytes(await signed('B-B', tableFile(), { lock: { action: 'All', fields: [] } }));
    for (const file of [certified, locked]) {
      const whole = signedBytes((await raised(file)).pdf);
      expect(verdicts(whole)[0]).toEqual(['Signature1', 'TOTAL_PASSED', 'PAdES-BASELINE-LTA', 'permitted']);
      // A new appearance would be filling in to a strict reader; the empty one of the signature serves again.
      expect(Buffer.from(whole.subarray(file.length)).includes('/XObject')).toBe(false);
    }
  });

  it('refuses a file it must not append to, or that is not what was signed', async () => {
    const file = signedBytes(await signed('B-T'));
    const changed = Uint8Array.from(file);
    changed[Buffer.from(file).indexOf('Isi surat')] = 0x58;
    const trailing = Buffer.concat([file, Buffer.from('%x')]);
    for (const [bytes, code] of [
      [tableFile(), 'PADES_NOT_SIGNED'],
      [changed, 'PADES_SIGNATURE_BROKEN'],
      [trailing, 'PADES_TRAILING_BYTES'],
    ] as const) {
      await expect(raised(bytes)).rejects.toMatchObject({ code });
    }
    expect(world.asked.filter((each) => each === 'tsa')).toHaveLength(1);
  });

  it('refuses what leads to no anchor, what was revoked, and what nobody answers for', async () => {
    const file = signedBytes(await signed('B-T'));
    await expect(raised(file, { anchors: [] })).rejects.toMatchObject({ code: 'PADES_CHAIN_MISSING' });
    await expect(raised(file, { transport: undefined as never })).rejects.toMatchObject({
      code: 'PADES_OPTIONS_INVALID',
    });
    const { register } = world;
    const serial = serialOf(world.signer.certificate);
    const revokedAt = (time: Date) => ({
      issued: (each: string) => register.issued(each),
      revocations: () => [{ serial, time, reason: 'keyCompromise' as const }],
    });
    try {
      world.register = revokedAt(new Date(start.getTime() - 3600_000));
      await expect(raised(file)).rejects.toMatchObject({ code: 'PADES_CERTIFICATE_REVOKED' });
      world.register = revokedAt(new Date(start.getTime() + 3600_000));
      world.now = new Date(start.getTime() + 7200_000);
      const late = await raised(file);
      expect(verdicts(signedBytes(late.pdf))[0]?.[1]).toBe('TOTAL_PASSED');
    } finally {
      world.register = register;
    }
    world.silent.add('/ocsp').add('/crl/penerbit.crl');
    const failure: unknown = await raised(file).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'PADES_REVOCATION_MISSING' });
    expect(String(failure)).toContain('Penguji TEST');
  });

  it('keeps to the room the caller names', async () => {
    const file = signedBytes(await signed('B-T'));
    await expect(raised(file, { timestampBytes: 100 })).rejects.toMatchObject({
      code: 'PADES_CONTENTS_TOO_SMALL',
    });
    const tight = await raised(file, { timestampBytes: 4096 });
    const roomy = await raised(file, { timestampBytes: 5096 });
    // A byte or two is the length of an ECDSA value.
    expect(Math.abs(roomy.pdf.update.length - tight.pdf.update.length - 2000)).toBeLessThan(16);
  });

  it('corrects its own guess of the room by the token that came', async () => {
    const pki = await makePki();
    const small = makeTsa({ ...pki.tsa, chain: [] }, world.now);
    const once = signedBytes(await signed('B-T', tableFile(), { tsa: small }));
    const twice = signedBytes(await signed('B-B', once));
    world.asked.length = 0;
    const result = await raised(twice, { level: 'B-T' });
    expect(world.asked).toEqual(['tsa', 'tsa']);
    expect(result.steps.map(({ kind }) => kind)).toEqual(['document-timestamp']);
    expect(verdicts(signedBytes(result.pdf))[1]).toEqual([
      'Signature2',
      'TOTAL_PASSED',
      'PAdES-BASELINE-T',
      'permitted',
    ]);
  });
});

describe('renewPdf', () => {
  it('adds the newest word on the previous timestamp, then a new one over it', async () => {
    const file = signedBytes(await signed('B-LTA'));
    world.now = new Date('2027-09-01T00:00:00Z');
    const renewed = await renewPdf(bytesSource(file), services());
    expect(renewed.steps.map(({ kind }) => kind)).toEqual(['validation-data', 'document-timestamp']);
    const whole = signedBytes(renewed.pdf);
    expect(verdicts(whole).map((each) => each.slice(0, 3))).toEqual([
      ['Signature1', 'TOTAL_PASSED', 'PAdES-BASELINE-LTA'],
      ['Timestamp1', 'TOTAL_PASSED', null],
      ['Timestamp2', 'TOTAL_PASSED', null],
    ]);
    // Old references stay: the store only grows.
    const [before, after] = [storeOf(file), storeOf(whole)];
    expect(hashes(after.ocsps).slice(0, before.ocsps.length)).toEqual(hashes(before.ocsps));
    expect(after.ocsps.length).toBeGreaterThan(before.ocsps.length);
  });

  it('says until when: the end of an algorithm before the end of a certificate', async () => {
    const result = await signed('B-LTA');
    // The chain is signed with RSA PKCS#1, whose last day in TS 119 312 is the end of 2028.
    expect(result.renewBefore).toEqual(new Date('2029-01-01T00:00:00Z'));
  });
});

describe('a timestamp that has ended', () => {
  it('proves nothing any more: nobody can renew a file whose signer has ended too', async () => {
    const file = signedBytes(await signed('B-LTA'));
    world.now = new Date('2030-06-01T00:00:00Z');
    for (const level of ['B-LT', 'B-LTA'] as const) {
      await expect(raised(file, { level })).rejects.toMatchObject({ code: 'PADES_PROOF_EXPIRED' });
    }
  });

  it('counts where a later one was made over it in time, and else not', async () => {
    const file = signedBytes(await signed('B-LTA'));
    world.now = new Date('2026-12-24T03:00:00Z');
    const renewed = bytesSource(signedBytes((await renewPdf(bytesSource(file), services())).pdf));
    const options = { level: 'B-T', ...services() } as const;
    const { subjects } = await survey(renewed, options, trustFor(options, new TrustPaths(options)));
    const [subject] = subjects;
    if (subject === undefined) throw new Error('no signature');
    const ended = (proof: Proof | undefined, day: string): Proof => {
      if (proof === undefined) throw new Error('no proof');
      return { ...proof, path: proof.path.map((each) => ({ ...each, notAfter: new Date(day) })) };
    };
    const [token, [older, newer]] = [ended(subject.tokens[0], '2026-11-30'), subject.stamps];
    const at = (day: string, stamps: (Proof | undefined)[]): (string | undefined)[] =>
      standing({ tokens: [token], stamps: stamps.flatMap((each) => each ?? []) }, new Date(day)).map(
        ({ time }) => time.toISOString().slice(0, 10),
      );
    // Token until the 30th; stamps of 24 November and of 24 December.
    expect(at('2027-01-01', [older, newer])).toHaveLength(3);
    expect(at('2027-01-01', [newer])).toEqual(['2026-12-24']);
    expect(at('2027-01-01', [ended(older, '2026-12-01'), newer])).toEqual(['2026-12-24']);
    expect(at('2026-11-29', [])).toEqual(['2026-11-24']);
    expect(at('2027-01-01', [])).toEqual([]);
  });

  it('is refused when it is made by an algorithm that has ended', async () => {
    const { tsa } = await makePki();
    const late = makeTsa(tsa, new Date('2029-01-02T00:00:00Z'));
    const asked = requestToken(new Uint8Array(32), { tsa: late, nonce: world.nonce() });
    await expect(asked).rejects.toMatchObject({ code: 'PADES_TSP_INVALID' });
  });
});

/** Magnitude in lower-case hexadecimal, as the register keeps it. */
function serialOf(certificate: Uint8Array): string {
  const text = Buffer.from(certificate).toString('hex');
  const found = /a0030201020(2[0-9a-f]{2})/.exec(text);
  const length = Number.parseInt((found?.[1] ?? '').slice(1), 16);
  const from = text.indexOf(found?.[0] ?? '') + 14;
  return text.slice(from, from + 2 * length).replace(/^(00)+/, '');
}

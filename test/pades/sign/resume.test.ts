import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { embedSignature, signPrepared } from '../../../src/pades/sign/embed.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { decodePrepared, encodePrepared } from '../../../src/pades/sign/resume.ts';
import type { PreparedPdf, PrepareOptions } from '../../../src/pades/sign/types.ts';
import { letter, tableFile } from '../../support/pdf.ts';
import { makePki, type TestPki } from '../../support/pki.ts';
import { allAlgorithms, identityOf, signerBy } from './identities.ts';

const signingTime = new Date('2026-01-02T03:04:05Z');
const file = tableFile({ ...letter, 7: ['', Buffer.from('isi')] });
let pki: TestPki;
let encoded: Buffer;
beforeAll(async () => {
  pki = await makePki();
  encoded = Buffer.from(encodePrepared(prepare()));
});

const prepare = (more: Partial<PrepareOptions> = {}): PreparedPdf =>
  prepareSignature(bytesSource(file), { signer: pki.ec, level: 'B-T', signingTime, ...more });
const codeOf = (bytes: Uint8Array, original: Uint8Array = file): unknown => {
  try {
    decodePrepared(bytes, bytesSource(original));
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
};

/** The same document with parts of its head changed and its check line made right again, as an attacker would. */
function forged(change: (head: Record<string, unknown>, update: Buffer) => Buffer | undefined): Buffer {
  const start = encoded.indexOf('\n') + 66;
  const line = encoded.indexOf('\n', start);
  const head = JSON.parse(encoded.toString('utf8', start, line)) as Record<string, unknown>;
  const given = Buffer.from(encoded.subarray(line + 1));
  const update = change(head, given) ?? given;
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), update]);
  const check = createHash('sha256').update(rest).digest('hex');
  return Buffer.concat([encoded.subarray(0, encoded.indexOf('\n') + 1), Buffer.from(`${check}\n`), rest]);
}

describe('a prepared document on its way to a key elsewhere', () => {
  it.each(allAlgorithms)('with %s gives the same file as one that never left', async (algorithm) => {
    const person = await identityOf(algorithm, pki.issuing);
    const prepared = prepare({
      signer: person,
      level: 'B-LTA',
      certification: 2,
      attributes: { commitment: 'proof-of-approval', claimedRoles: ['Bupati'] },
    });
    const again = decodePrepared(encodePrepared(prepared), bytesSource(Uint8Array.from(file)));
    expect(Buffer.compare(encodePrepared(again), encodePrepared(prepared))).toBe(0);
    const cms = await signPrepared(again, signerBy(person));
    const one = signedBytes(embedSignature(prepared, cms));
    expect(Buffer.compare(one, signedBytes(embedSignature(again, cms)))).toBe(0);
  });

  it('forged by nobody is accepted, and is what the forgeries below start from', () => {
    expect(codeOf(encoded)).toBeNull();
    expect(codeOf(forged(() => undefined))).toBeNull();
  });

  it('random bytes, and random bytes behind the first line, are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (bytes, headed) => {
        const all = headed ? Buffer.concat([encoded.subarray(0, 17), bytes]) : Buffer.from(bytes);
        expect(codeOf(all)).toBe('PADES_SIGNATURE_MISMATCH');
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('any flipped bit and any shorter length is refused', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(encoded);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(codeOf(changed)).toBe('PADES_SIGNATURE_MISMATCH');
        expect(codeOf(encoded.subarray(0, at))).toBe('PADES_SIGNATURE_MISMATCH');
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('any other value in the place of any field is refused, also behind a right check line', () => {
    const keys = [
      'byteRange',
      'capacity',
      'originalSize',
      'algorithm',
      'certificate',
      'digest',
      'signedAttributes',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys, 'level', 'chain', 'field'), fc.jsonValue(), (key, value) => {
        const same = typeof value === 'string' || (Array.isArray(value) && key === 'chain');
        if (same && ['field', 'chain'].includes(key)) return;
        expect(codeOf(forged((head) => void (head[key] = value)))).toMatch(
          /^PADES_(SIGNATURE_MISMATCH|CERTIFICATE_INVALID)$/,
        );
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it.each([
    ['a wider gap', (head) => void ((head['byteRange'] as number[])[2]! += 2)],
    ['a gap in the original', (head) => void ((head['byteRange'] as number[])[1] = 5)],
    ['more room than there is', (head) => void (head['capacity'] = (head['capacity'] as number) + 1)],
    ['a start that is not the file’s', (head) => void ((head['byteRange'] as number[])[0] = 1)],
    ['a byte behind the end', (_, update) => Buffer.concat([update, Buffer.from('\n')])],
    ['the digest of something else', (head) => void (head['digest'] = Buffer.alloc(32).toString('base64'))],
    ['a digest cut short', (head) => void (head['digest'] = 'AAAA')],
    ['attributes that are no DER', (head) => void (head['signedAttributes'] = 'MQ==')],
    ['base64 of another spelling', (head) => void (head['digest'] = `${String(head['digest'])}\n`)],
    ['one entry more', (head) => void (head['extra'] = 1)],
    [
      'one entry less',
      (head) => {
        delete head['level'];
        return undefined;
      },
    ],
    ['a number beyond 2^53', (head) => void (head['originalSize'] = 2 ** 60)],
    [
      'another ByteRange in the file than in the head',
      (_, update) =>
        Buffer.from(update.toString('latin1').replace(/ByteRange\[0 /, 'ByteRange[1 '), 'latin1'),
    ],
    [
      'digits already in /Contents',
      (_, update) => Buffer.from(update.toString('latin1').replace('/Contents<00', '/Contents<30'), 'latin1'),
    ],
  ] as const satisfies readonly (readonly [string, Parameters<typeof forged>[0]])[])('%s', (_, change) => {
    expect(codeOf(forged(change))).toBe('PADES_SIGNATURE_MISMATCH');
  });

  it('the attributes of another signer, another digest, or without their certificate are refused', () => {
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
    const other = prepare({ signer: pki.tsa });
    const later = prepare({ signingTime: new Date('2026-01-02T03:04:06Z') });
    for (const { signedAttributes } of [other, later]) {
      expect(codeOf(forged((head) => void (head['signedAttributes'] = base64(signedAttributes))))).toBe(
        'PADES_SIGNATURE_MISMATCH',
      );
    }
    expect(codeOf(forged((head) => void (head['certificate'] = base64(pki.issuing.certificate))))).toBe(
      'PADES_SIGNATURE_MISMATCH',
    );
    expect(codeOf(forged((head) => void (head['algorithm'] = 'ed25519')))).toBe('PADES_ALGORITHM_REFUSED');
    expect(codeOf(forged((head) => void (head['certificate'] = 'AAAA')))).toBe('PADES_CERTIFICATE_INVALID');
  });

  it('another original is refused: shorter, longer, or one bit different anywhere', () => {
    expect(codeOf(encoded, file.subarray(0, -1))).toBe('PADES_SIGNATURE_MISMATCH');
    expect(codeOf(encoded, Buffer.concat([file, Buffer.from('\n')]))).toBe('PADES_SIGNATURE_MISMATCH');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = Uint8Array.from(file);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(codeOf(encoded, changed)).toBe('PADES_SIGNATURE_MISMATCH');
      }),
      { numRuns: 100, seed: 6 },
    );
  });
});

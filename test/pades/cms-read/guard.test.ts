import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import * as der from '../../../src/pades/asn1/der.ts';
import { derLimits, parseDer, type Der, type DerGuardOptions } from '../../../src/pades/asn1/guard.ts';
import { integerHex, oid, octets, time } from '../../../src/pades/asn1/read.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const invalid: unknown = expect.objectContaining({ code: 'PADES_ASN1_INVALID' });
const nested = (depth: number): Uint8Array => {
  let bytes: Uint8Array = der.nullValue();
  for (let i = 0; i < depth; i++) bytes = der.sequence(bytes);
  return bytes;
};

/** Where the first element ends, unless it is refused. */
const guardDer = (bytes: Uint8Array, options: DerGuardOptions = {}): number => parseDer(bytes, options).end;

describe('parseDer', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a length beyond the bytes', '3005 0500'],
    ['a child beyond its parent', '3003 0402 00'],
    ['a length in long form that fits the short', '048101 00'],
    ['a length with a leading zero', '0482 0001 00'],
    ['an indefinite length', '3080 0500 0000'],
    ['a length of nine octets', '0489 010000000000000000'],
    ['a reserved length', '04ff'],
    ['bytes after the end', '0500 00'],
    ['a BOOLEAN that is neither', '0101 01'],
    ['an INTEGER padded with zeros', '0202 0001'],
    ['an INTEGER padded with ones', '0202 ff80'],
    ['an empty INTEGER', '0200'],
    ['a NULL with contents', '0501 00'],
    ['an OID that ends inside an arc', '0601 80'],
    ['an OID with a padded arc', '0603 2a8001'],
    ['a primitive SEQUENCE', '1000'],
    ['a BIT STRING of eight unused bits', '0302 0800'],
    ['a tag of six octets', 'bfffffffffff7f 00'],
    ['an end-of-contents', '3002 0000'],
  ])('refuses %s', (_, bytes) => {
    expect(() => guardDer(hex(bytes))).toThrow(invalid);
  });

  it('refuses what is nested too deeply, without recursion', () => {
    expect(guardDer(nested(derLimits.depth - 1))).toBeGreaterThan(0);
    expect(() => guardDer(nested(derLimits.depth))).toThrow(invalid);
    expect(() => guardDer(nested(5_000))).toThrow(invalid);
  });

  it('refuses too many elements and an OID that is too long', () => {
    expect(() => guardDer(der.sequence(Buffer.from('0500'.repeat(derLimits.nodes), 'hex')))).toThrow(invalid);
    expect(() => guardDer(der.tlv(6, Buffer.alloc(129, 1)))).toThrow(invalid);
    expect(guardDer(der.tlv(6, Buffer.alloc(128, 1)))).toBe(131);
  });

  it('names the offset of the fault', () => {
    expect(() => guardDer(hex('3006 0500 0202 0001'))).toThrow(expect.objectContaining({ offset: 4 }));
  });

  it('allows bytes after the end only when told so', () => {
    expect(guardDer(hex('0500 0000'), { trailing: true })).toBe(2);
  });

  it('reads BER only when told so: indefinite, nested, constructed', () => {
    const ber = parseDer(hex('3080 2480 0401 61 0402 6263 0000 0500 0000'), { ber: true });
    expect(ber.children.map(({ id }) => id)).toEqual([0x24, 0x05]);
    expect(Buffer.from(octets(ber.children[0]!)).toString()).toBe('abc');
    expect(ber.end).toBe(17);
    expect(() => guardDer(hex('3080 0500'), { ber: true })).toThrow(invalid);
  });

  it('agrees with the writer on any tree', () => {
    const tree = fc.letrec<{ node: Uint8Array }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map((n) => der.integer(n)),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => der.octetString(bytes)),
        fc.array(tie('node'), { maxLength: 5 }).map((parts) => der.sequence(...parts)),
      ),
    })).node;
    const rebuild = (node: Der): Uint8Array =>
      node.children.length > 0
        ? der.tlv(node.id, ...node.children.map(rebuild))
        : node.source.subarray(node.start, node.end);
    fc.assert(
      fc.property(tree, (bytes) => {
        expect(Buffer.from(rebuild(parseDer(bytes)))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('refuses or reads any bytes, with a coded error only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, ber) => {
        try {
          expect(guardDer(bytes, { ber, trailing: true })).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'PADES_ASN1_INVALID' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('values', () => {
  it.each(['0.4.0.127.0.7.1.1.4.1.3', '1.2.840.113549.1.7.2', '2.16.840.1.101.3.4.2.1', '2.999.3'])(
    'reads OID %s',
    (dotted) => {
      expect(oid(parseDer(dotted === '2.999.3' ? hex('0603 883703') : der.oid(dotted)))).toBe(dotted);
    },
  );
  it('reads magnitudes without the sign octet', () => {
    expect(['020101', '0202 00ff', '0201 00'].map((text) => integerHex(parseDer(hex(text))))).toEqual([
      '01',
      'ff',
      '00',
    ]);
  });
  it.each([
    ['a day that does not exist', '20260230000000Z'],
    ['a zone', '20260101000000+0700'],
    ['no seconds', '202601010000Z'],
    ['hour 24', '20260101240000Z'],
  ])('refuses a time with %s', (_, text) => {
    expect(() => time(parseDer(der.tlv(0x18, Buffer.from(text))))).toThrow(invalid);
  });
  it('reads both kinds of time, the century by RFC 5280', () => {
    const read = (tag: number, text: string): string =>
      time(parseDer(der.tlv(tag, Buffer.from(text)))).toISOString();
    expect(read(0x17, '490101000000Z')).toBe('2049-01-01T00:00:00.000Z');
    expect(read(0x17, '500101000000Z')).toBe('1950-01-01T00:00:00.000Z');
    expect(read(0x18, '20260601123456.5Z')).toBe('2026-06-01T12:34:56.500Z');
  });
});

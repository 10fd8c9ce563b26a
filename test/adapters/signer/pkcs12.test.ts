import { generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPkcs12 } from '../../../src/adapters/signer/pkcs12.ts';
import { createDevelopmentPki, type CreatedPki } from '../../../src/pki/buat.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { writePkcs12, type WritePkcs12 } from './pkcs12-penulis.ts';

let made: CreatedPki;
beforeAll(async () => {
  made = await createDevelopmentPki({
    now: new Date('2026-03-01T00:00:00Z'),
    baseUrl: 'http://127.0.0.1:1',
    people: [
      { id: 'rsa', nama: 'Orang Pertama', algoritma: 'rsa-3072' },
      { id: 'ec', nama: 'Orang Kedua', algoritma: 'p-256' },
    ],
  });
});

const certificateOf = (id: string): Uint8Array =>
  made.pki.signers.find((signer) => signer.id === id)!.certificate;
const keyOf = (id: string): Uint8Array => made.signerKeys.get(id)!;

/** Signer last and the root included: the reader must put it in order. */
function file(id: string, options: Partial<WritePkcs12> = {}): Uint8Array {
  return writePkcs12({
    passphrase: 'rahasia',
    scheme: 'aes256',
    keys: [{ pkcs8: keyOf(id), localKeyId: '1' }],
    certificates: [
      { der: made.pki.root.certificate },
      { der: made.pki.issuing.certificate },
      { der: certificateOf(id), localKeyId: '1' },
    ],
    ...options,
  });
}

describe('a PKCS#12 file', () => {
  for (const id of ['rsa', 'ec']) {
    for (const scheme of ['aes256', '3des', 'rc2-40'] as const) {
      it(`gives a signer for an ${id} key under ${scheme}`, async () => {
        const signer = openPkcs12(file(id, { scheme }), utf8('rahasia'));
        expect(Buffer.from(signer.certificate)).toEqual(Buffer.from(certificateOf(id)));
        expect(signer.chain.map((each) => Buffer.from(each))).toEqual([
          Buffer.from(made.pki.issuing.certificate),
        ]);
        const message = utf8('pesan');
        const signature = await signer.sign({ message, digest: message });
        const { publicKey } = new X509Certificate(certificateOf(id));
        expect(verify('sha256', message, publicKey, signature)).toBe(true);
      });
    }
  }

  it('opens with an empty passphrase in both encodings, and without a MAC', () => {
    for (const options of [
      { passphrase: '', scheme: '3des' },
      { passphrase: '', scheme: 'aes256', mac: false },
    ] as const) {
      expect(openPkcs12(file('ec', options), new Uint8Array(0)).algorithm).toBe('ecdsa-p256-sha256');
    }
    // A MAC over no passphrase at all, as some programs write it.
    expect(openPkcs12(file('ec', { passphrase: null }), new Uint8Array(0)).algorithm).toBe(
      'ecdsa-p256-sha256',
    );
  });

  it('opens with a passphrase beyond ASCII', () => {
    expect(
      openPkcs12(file('ec', { passphrase: 'sandi-é€😀', scheme: '3des' }), utf8('sandi-é€😀')),
    ).toBeDefined();
  });

  it('opens with a MAC of RFC 9579, and refuses what it does not fit', () => {
    const bytes = file('ec', { mac: 'pbmac1' });
    expect(openPkcs12(bytes, utf8('rahasia')).algorithm).toBe('ecdsa-p256-sha256');
    expect(() => openPkcs12(bytes, utf8('salah'))).toThrow(
      expect.objectContaining({ code: 'FRASA_SANDI_SALAH' }),
    );
  });

  it('opens with a passphrase that older programs took octet by octet', () => {
    const octets = Buffer.from('sandi-é', 'utf8').toString('latin1');
    expect(openPkcs12(file('ec', { passphrase: octets, scheme: '3des' }), utf8('sandi-é'))).toBeDefined();
    const latin1 = Buffer.from('sandi-é', 'latin1');
    expect(openPkcs12(file('ec', { passphrase: 'sandi-é', scheme: '3des' }), latin1)).toBeDefined();
  });

  it('tells a wrong passphrase without a MAC every time, though one padding in 256 looks right', () => {
    const bytes = file('ec', { mac: false });
    for (let i = 0; i < 300; i += 1) {
      expect(() => openPkcs12(bytes, utf8(`salah-${i}`))).toThrow(
        expect.objectContaining({ code: 'FRASA_SANDI_SALAH' }),
      );
    }
  });

  it('refuses a wrong passphrase with its own code', () => {
    for (const scheme of ['aes256', '3des'] as const) {
      for (const wrong of ['', 'Rahasia', 'rahasia ']) {
        expect(() => openPkcs12(file('rsa', { scheme }), utf8(wrong))).toThrow(
          expect.objectContaining({ code: 'FRASA_SANDI_SALAH' }),
        );
      }
    }
    expect(() => openPkcs12(file('rsa'), Uint8Array.of(0xff, 0xfe))).toThrow(
      expect.objectContaining({ code: 'FRASA_SANDI_SALAH' }),
    );
  });

  it('picks the key whose localKeyId names its certificate', () => {
    const both = file('rsa', {
      keys: [{ pkcs8: keyOf('ec') }, { pkcs8: keyOf('rsa'), localKeyId: 'b' }],
      certificates: [
        { der: certificateOf('ec'), localKeyId: 'a' },
        { der: certificateOf('rsa'), localKeyId: 'b' },
      ],
    });
    expect(openPkcs12(both, utf8('rahasia')).algorithm).toBe('rsa-pkcs1-sha256');
  });

  it('is refused when its key has no certificate', () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const pkcs8 = stranger.export({ format: 'der', type: 'pkcs8' });
    for (const keys of [[], [{ pkcs8, localKeyId: '1' }]]) {
      expect(() => openPkcs12(file('ec', { keys }), utf8('rahasia'))).toThrow(
        expect.objectContaining({ code: 'PADES_CERTIFICATE_INVALID' }),
      );
    }
  });

  it('gives its own signer or a coded error, whatever byte is changed or missing', () => {
    const good = file('ec');
    const coded = /^(FRASA_SANDI_SALAH|PADES_CERTIFICATE_INVALID|PADES_ALGORITHM_REFUSED)$/;
    const outcomes = new Set<string>();
    // Tags of the outermost wrapping are outside the MAC; what they wrap is not.
    const attempt = (bytes: Uint8Array): void => {
      try {
        const { certificate } = openPkcs12(bytes, utf8('rahasia'));
        expect(Buffer.from(certificate)).toEqual(Buffer.from(certificateOf('ec')));
      } catch (error) {
        const { code } = error as { code?: string };
        expect(String(code)).toMatch(coded);
        outcomes.add(String(code));
      }
    };
    for (let at = 0; at < good.length; at += 13) {
      const changed = Uint8Array.from(good);
      changed[at]! ^= 0x55;
      attempt(changed);
      attempt(good.subarray(0, at));
    }
    expect(outcomes).toContain('FRASA_SANDI_SALAH');
    expect(outcomes).toContain('PADES_CERTIFICATE_INVALID');
  });
});

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openKey, sealKey } from '../../../src/adapters/signer/segel.ts';
import { keyedHash, openWithSecret, sealWithSecret } from '../../../src/adapters/signer/rahasia.ts';
import { utf8 } from '../../../src/shared/bytes.ts';

const secret = randomBytes(32);
const key = randomBytes(120);
const passphrase = utf8('kuda hijau di atas meja');

describe('a sealed key', () => {
  it('opens with its passphrase and installation secret', async () => {
    const sealed = await sealKey(key, passphrase, secret);
    expect(await openKey(sealed, passphrase, secret)).toEqual(key);
    expect(Buffer.from(sealed).includes(key.subarray(0, 16))).toBe(false);
  });

  it('does not change the buffers it was given', async () => {
    const pass = utf8('tetap');
    const der = Buffer.from(key);
    await openKey(await sealKey(der, pass, secret), pass, secret);
    expect(pass).toEqual(utf8('tetap'));
    expect(der).toEqual(key);
  });

  it('refuses a wrong passphrase with its own code', async () => {
    const sealed = await sealKey(key, passphrase, secret);
    for (const wrong of ['', 'kuda hijau di atas meja ', 'Kuda hijau di atas meja']) {
      await expect(openKey(sealed, utf8(wrong), secret)).rejects.toMatchObject({ code: 'FRASA_SANDI_SALAH' });
    }
  });

  it('says that it belongs to another installation instead of blaming the passphrase', async () => {
    const sealed = await sealKey(key, passphrase, secret);
    await expect(openKey(sealed, passphrase, randomBytes(32))).rejects.toMatchObject({
      code: 'DATA_TIDAK_COCOK',
    });
  });

  it('says that it is damaged for any flipped bit and any lost byte', async () => {
    const sealed = await sealKey(key, passphrase, secret);
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = Uint8Array.from(sealed);
      flipped[at]! ^= 1 << (at % 8);
      await expect(openKey(flipped, passphrase, secret)).rejects.toMatchObject({ code: 'DATA_TIDAK_COCOK' });
      await expect(openKey(sealed.subarray(0, at), passphrase, secret)).rejects.toMatchObject({
        code: 'DATA_TIDAK_COCOK',
      });
    }
  });

  it('never asks for less work than this version seals with', async () => {
    const sealed = Buffer.from(await sealKey(key, passphrase, secret));
    const { createHash } = await import('node:crypto');
    const body = sealed.subarray(0, -32);
    const at = body.indexOf('"memoryKiB":65536');
    expect(at).toBeGreaterThan(0);
    body.write('"memoryKiB":00008', at);
    body.write('"memoryKiB":   64', at);
    const forged = Buffer.concat([body, createHash('sha256').update(body).digest()]);
    await expect(openKey(forged, passphrase, secret)).rejects.toMatchObject({ code: 'DATA_TIDAK_COCOK' });
  });

  it('differs each time, so equal keys do not look equal', async () => {
    const [a, b] = await Promise.all([sealKey(key, passphrase, secret), sealKey(key, passphrase, secret)]);
    expect(Buffer.from(a).equals(b)).toBe(false);
  });
});

describe('a value under the installation secret', () => {
  const plain = utf8('3374000000000000');

  it('opens for its own purpose and owner only', () => {
    const sealed = sealWithSecret(secret, 'nik', plain, utf8('orang-1'));
    expect(Uint8Array.from(openWithSecret(secret, 'nik', sealed, utf8('orang-1')))).toEqual(plain);
    const elsewhere = [
      () => openWithSecret(secret, 'kunci-log', sealed, utf8('orang-1')),
      () => openWithSecret(secret, 'nik', sealed, utf8('orang-2')),
      () => openWithSecret(randomBytes(32), 'nik', sealed, utf8('orang-1')),
      () => openWithSecret(secret, 'nik', sealed.subarray(1), utf8('orang-1')),
      () => openWithSecret(secret, 'nik', new Uint8Array(0), utf8('orang-1')),
    ];
    for (const open of elsewhere) expect(open).toThrow(expect.objectContaining({ code: 'DATA_TIDAK_COCOK' }));
  });

  it('does not open after any flipped bit', () => {
    const sealed = sealWithSecret(secret, 'nik', plain);
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = Uint8Array.from(sealed);
      flipped[at]! ^= 0x80;
      expect(() => openWithSecret(secret, 'nik', flipped)).toThrow(
        expect.objectContaining({ code: 'DATA_TIDAK_COCOK' }),
      );
    }
  });

  it('is found again by its keyed hash, which other purposes and installations do not share', () => {
    const hash = keyedHash(secret, 'nik', '3374000000000000');
    expect(keyedHash(secret, 'nik', '3374000000000000')).toEqual(hash);
    expect(keyedHash(secret, 'nip', '3374000000000000')).not.toEqual(hash);
    expect(keyedHash(randomBytes(32), 'nik', '3374000000000000')).not.toEqual(hash);
  });
});

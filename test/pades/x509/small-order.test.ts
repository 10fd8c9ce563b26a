import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { readPublicKey } from '../../../src/pades/x509/public-key.ts';

const spki = (hex: string): Buffer => Buffer.from(`302a300506032b6570032100${hex}`, 'hex');
const ones = `01${'00'.repeat(31)}`;

it('an Ed25519 key of small order, under which one signature fits every message, is no key', () => {
  const signature = Buffer.concat([Buffer.from(ones, 'hex'), Buffer.alloc(32)]);
  const key = createPublicKey({ key: spki(ones), format: 'der', type: 'spki' });
  // What OpenSSL says of it, and why it must not be asked.
  expect(['satu', 'dua'].map((text) => verify(null, Buffer.from(text), key, signature))).toEqual([
    true,
    true,
  ]);
  for (const hex of [ones, `01${'00'.repeat(30)}80`, '00'.repeat(32), `ec${'ff'.repeat(30)}7f`])
    expect(readPublicKey(parseDer(spki(hex))).kind).toBe('other');
  expect(readPublicKey(parseDer(spki(`58${'66'.repeat(31)}`))).kind).toBe('ed25519');
});

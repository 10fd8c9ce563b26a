import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { algorithm } from '../../../src/pades/asn1/read.ts';
import {
  signatureScheme,
  verifySignature,
  type SignatureScheme,
} from '../../../src/pades/x509/algorithms.ts';
import { importPublicKey, readPublicKey } from '../../../src/pades/x509/public-key.ts';

/** Edge cases that other verifiers got wrong (fixtures/wycheproof), each through the engine's own verification. */
type Vector = readonly [
  id: number,
  message: string,
  signature: string,
  result: 'v' | 'i' | 'a',
  flags: string,
];
interface Group {
  readonly file: string;
  readonly key: string;
  readonly tests: readonly Vector[];
}

const path = new URL('../../../fixtures/wycheproof/vectors.jsonl', import.meta.url);
const groups = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Group);

const pss = der.algorithm(
  oids.rsassaPss,
  der.sequence(
    der.context(0, der.algorithm(oids.sha256)),
    der.context(1, der.algorithm(oids.mgf1, der.algorithm(oids.sha256))),
    der.context(2, der.integer(32)),
  ),
);
const algorithms: readonly (readonly [prefix: string, Uint8Array])[] = [
  ['rsa_signature', der.algorithm(oids.sha256WithRsa, der.nullValue())],
  ['rsa_pss', pss],
  ['ecdsa_secp256r1_sha256_p1363', der.algorithm('0.4.0.127.0.7.1.1.4.1.3')],
  ['ecdsa_secp384r1', der.algorithm(oids.ecdsaWithSha384)],
  ['ecdsa', der.algorithm(oids.ecdsaWithSha256)],
  ['ed25519', der.algorithm(oids.ed25519)],
  ['ed448', der.algorithm('1.3.101.113')],
];

function schemeFor(file: string): SignatureScheme {
  const encoded = algorithms.find(([prefix]) => file.startsWith(prefix))?.[1];
  const scheme = encoded && signatureScheme(algorithm(parseDer(encoded)), null);
  if (!scheme || 'reason' in scheme) throw new Error(`no scheme for ${file}`);
  return scheme;
}

function verifies({ file, key }: Group, [, message, signature]: Vector): boolean {
  const spkiDer = Buffer.from(key, 'hex');
  const facts = readPublicKey(parseDer(spkiDer));
  const signer = {
    key: facts,
    spkiDer,
    get publicKey() {
      return importPublicKey(spkiDer, facts);
    },
  };
  return verifySignature(schemeFor(file), signer, Buffer.from(message, 'hex'), Buffer.from(signature, 'hex'));
}

describe('signature vectors of Wycheproof', () => {
  it.each([...new Set(groups.map(({ file }) => file))])('%s: every one as it should be', (file) => {
    const wrong: string[] = [];
    let asked = 0;
    for (const group of groups.filter((one) => one.file === file)) {
      for (const vector of group.tests) {
        const [id, , , result, flags] = vector;
        const accepted = verifies(group, vector);
        asked += 1;
        if (result !== 'a' && accepted !== (result === 'v')) wrong.push(`${id} (${flags}): ${accepted}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(80);
  });
});

import { createHash, randomBytes, sign, verify } from 'node:crypto';
import { parseCertificate } from '../../src/pades/x509/certificate.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import { append, basePdf, makeCms, signRaw, stream, testPki, trusting } from '../pades/validate/world.ts';

export interface BenchLine {
  readonly name: string;
  /** Milliseconds of CPU for one run, warm. */
  readonly value: number;
  /** The cryptography alone, measured in the same run. */
  readonly floor: number;
  readonly ratio: number;
  /** Milliseconds. */
  readonly bound: number;
}

/** Validation of a 60 KB letter with one and with ten signatures, beside bare hashing and verifying. */
export async function benchValidate(): Promise<BenchLine[]> {
  const { root, rsa } = await testPki();
  const cms = (digest: Buffer): Uint8Array => makeCms({ signer: rsa, digest });
  const body = randomBytes(32_000).toString('hex').slice(0, 42_000);
  const letter = append(basePdf(), { 8: stream(body) });
  const options = trusting(root);
  const { publicKey } = parseCertificate(rsa.certificate);
  const message = Buffer.alloc(512);
  const signature = sign('sha256', message, rsa.key);
  return [1, 10].map((count) => {
    let file = letter;
    for (let k = 0; k < count; k++) file = signRaw(file, { k, cms });
    const source = bytesSource(file);
    const value = cpuMs(() => void validatePdf(source, options));
    const floor = cpuMs(() => {
      createHash('sha256').update(file).digest();
      // One signature and two certificates of its path.
      for (let i = 0; i < count * 3; i++) verify('sha256', message, publicKey, signature);
    });
    return {
      name: `validate, ${count} signature${count > 1 ? 's' : ''}, ${Math.round(file.length / 1024)} KB`,
      value,
      floor,
      ratio: value / floor,
      bound: 5 * count,
    };
  });
}

/** CPU milliseconds of one run: the median of several batches, so that a busy machine does not decide. */
function cpuMs(run: () => void): number {
  for (let i = 0; i < 100; i++) run();
  const batches = Array.from({ length: 9 }, () => {
    const start = process.cpuUsage();
    for (let i = 0; i < 20; i++) run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / 20;
  });
  return batches.sort((a, b) => a - b)[4] ?? NaN;
}

import { sign, type KeyObject } from 'node:crypto';
import { signPdf, writePdf, type HashSigner } from 'naskah/pades';
import { createFile, openFile } from './files.ts';

/** A key in memory as the engine's signer. Certificates are DER, the signer's own first, the root left out. */
export function memorySigner(key: KeyObject, certificate: Uint8Array, chain: Uint8Array[]): HashSigner {
  return {
    certificate,
    chain,
    algorithm: 'ecdsa-p256-sha256',
    sign: ({ message }) => sign('sha256', message, { key, dsaEncoding: 'der' }),
  };
}

/** B-B, from file to file: the input is copied byte for byte and the signature appended. */
export async function signFile(input: string, output: string, signer: HashSigner): Promise<void> {
  const source = openFile(input);
  const sink = createFile(output);
  try {
    const signed = await signPdf(source, {
      level: 'B-B',
      signer,
      signingTime: new Date(),
      reason: 'Persetujuan',
      location: 'Semarang',
    });
    writePdf(signed, sink);
  } finally {
    source.close();
    sink.close();
  }
}

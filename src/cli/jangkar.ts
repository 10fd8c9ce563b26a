import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SalahPakai } from './keluaran.ts';

/** A PEM file (several certificates allowed), a DER file, or a folder of them. */
export function bacaJangkar(path: string): Uint8Array[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const berkas = readdirSync(path).filter((nama) => /\.(pem|crt|cer|der)$/i.test(nama));
    // An empty folder would silently mean "trust nothing", which nobody asks for by naming one.
    if (berkas.length === 0) throw new SalahPakai(`Tidak ada sertifikat jangkar di folder ${path}`);
    return berkas.sort().flatMap((nama) => bacaJangkar(join(path, nama)));
  }
  try {
    const isi = readFileSync(path);
    const pem = isi.toString('latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
    return (pem ?? [isi]).map((satu) => new X509Certificate(satu).raw);
  } catch (cause) {
    throw new SalahPakai(`Sertifikat jangkar tidak terbaca: ${path}`, { cause });
  }
}

import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NaskahError } from '../shared/errors.ts';

/** Trust anchors of the operator's: a PEM file (several certificates allowed), a DER file, or a folder of them, as DER. */
export function bacaJangkar(path: string): Uint8Array[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const berkas = readdirSync(path).filter((nama) => /\.(pem|crt|cer|der)$/i.test(nama));
    if (berkas.length === 0) throw tolak(`Tidak ada sertifikat jangkar di folder ${path}.`);
    return berkas.sort().flatMap((nama) => bacaJangkar(join(path, nama)));
  }
  try {
    const isi = readFileSync(path);
    const pem = isi.toString('latin1').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
    return (pem ?? [isi]).map((satu) => new X509Certificate(satu).raw);
  } catch (cause) {
    throw tolak(`Sertifikat jangkar tidak terbaca: ${path}.`, cause);
  }
}

const tolak = (detail: string, cause?: unknown): NaskahError =>
  new NaskahError('KONFIGURASI_TIDAK_SAH', { detail, cause });

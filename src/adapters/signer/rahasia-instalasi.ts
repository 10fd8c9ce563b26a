import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NaskahError } from '../../shared/errors.ts';
import { randomId } from '../../shared/bytes.ts';

const SECRET_BYTES = 32;

/**
 * The installation secret: 32 random bytes in `DATA/rahasia/instalasi.key` (0600, folder 0700). A stolen database
 * or backup of it alone decrypts nothing (reliability.md B13). Made once; it is never replaced by this function.
 *
 * Throws `KONFIGURASI_TIDAK_SAH` when others may read the file or its length is wrong.
 */
export async function loadOrCreateInstallationSecret(dataDir: string): Promise<Uint8Array> {
  const folder = join(dataDir, 'rahasia');
  const path = join(folder, 'instalasi.key');
  const existing = await readSecret(path);
  if (existing) return existing;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createOnce(folder, path);
  const made = await readSecret(path);
  if (!made) throw new NaskahError('BERKAS_HILANG', { detail: 'Rahasia instalasi tidak dapat dibuat.' });
  return made;
}

async function readSecret(path: string): Promise<Uint8Array | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
  const { mode } = await stat(path);
  // Windows has no such bits; elsewhere a secret that others can read is no secret, as ssh judges its keys.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
      detail: 'Berkas rahasia instalasi dapat dibaca pengguna lain; batasi izinnya menjadi 0600.',
    });
  }
  if (bytes.length !== SECRET_BYTES) {
    throw new NaskahError('KONFIGURASI_TIDAK_SAH', { detail: 'Berkas rahasia instalasi rusak.' });
  }
  return bytes;
}

/** Complete on disk before it has its name, and `link` never replaces: two starts at once agree on one secret. */
async function createOnce(folder: string, path: string): Promise<void> {
  const temporary = join(folder, `.instalasi.${randomId()}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(SECRET_BYTES));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

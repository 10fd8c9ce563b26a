import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadOrCreateInstallationSecret } from '../../../src/adapters/signer/rahasia-instalasi.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'naskah-rahasia-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('the installation secret', () => {
  it('is made once, 32 bytes that only its owner may read', async () => {
    const secret = await loadOrCreateInstallationSecret(data);
    expect(secret).toHaveLength(32);
    expect(await loadOrCreateInstallationSecret(data)).toEqual(secret);
    expect((await stat(join(data, 'rahasia', 'instalasi.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(data, 'rahasia'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(data, 'rahasia'))).toEqual(['instalasi.key']);
  });

  it('is one and the same for starts that race', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateInstallationSecret(data)));
    expect(new Set(all.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
  });

  it('is refused when others may read it or it is cut short, and never replaced', async () => {
    await loadOrCreateInstallationSecret(data);
    const path = join(data, 'rahasia', 'instalasi.key');
    await chmod(path, 0o644);
    await expect(loadOrCreateInstallationSecret(data)).rejects.toMatchObject({
      code: 'KONFIGURASI_TIDAK_SAH',
    });
    await chmod(path, 0o600);
    await writeFile(path, Buffer.alloc(31));
    await expect(loadOrCreateInstallationSecret(data)).rejects.toMatchObject({
      code: 'KONFIGURASI_TIDAK_SAH',
    });
    expect((await stat(path)).size).toBe(31);
  });
});

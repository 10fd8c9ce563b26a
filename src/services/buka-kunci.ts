import { waktu, type KunciId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan } from './layanan.ts';
import type { KunciTandaTangan, KunciTerbuka } from './ports.ts';

/** After this many wrong passphrases the key rests (SEC-502). */
const batasSalah = 5;

/**
 * Opens the signer's key for one signature. The try is counted in its own transaction before the key is touched, so a
 * crash or a hundred parallel tries never give a free one; tries of one key wait for each other, so a signer with many
 * letters is not locked out by his own right passphrase. Throws FRASA_SANDI_SALAH, FRASA_SANDI_TERKUNCI.
 */
export function bukaKunci(
  ctx: Konteks,
  p: Permintaan,
  kunci: KunciTandaTangan,
  frasaSandi: Uint8Array | undefined,
): Promise<KunciTerbuka> {
  return bergiliran(ctx, kunci.id, () => cobaBuka(ctx, p, kunci, frasaSandi));
}

async function bergiliran<T>(ctx: Konteks, id: KunciId, kerja: () => Promise<T>): Promise<T> {
  const sebelum = ctx.antreanKunci.get(id) ?? Promise.resolve();
  const hasil = sebelum.then(kerja);
  const selesai = hasil.catch(() => undefined);
  ctx.antreanKunci.set(id, selesai);
  try {
    return await hasil;
  } finally {
    if (ctx.antreanKunci.get(id) === selesai) ctx.antreanKunci.delete(id);
  }
}

async function cobaBuka(
  ctx: Konteks,
  p: Permintaan,
  kunci: KunciTandaTangan,
  frasaSandi: Uint8Array | undefined,
): Promise<KunciTerbuka> {
  if (frasaSandi === undefined || frasaSandi.length === 0) {
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      pointer: '/frasaSandi',
      detail: 'Frasa sandi wajib diisi.',
    });
  }
  const { salah } = await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const hitungan = await repos.kunci.mulaiCoba(kunci.id, waktu(ctx.clock.now()));
    catat(catatanKunci(kunci, 'kunci.pakai'));
    return hitungan;
  });
  try {
    const signer = await ctx.pembuka.buka(kunci, frasaSandi);
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.kunci.cobaBerhasil(kunci.id);
      catat(catatanKunci(kunci, 'kunci.terbuka'));
    });
    return signer;
  } catch (error) {
    if (error instanceof NaskahError && error.code === 'FRASA_SANDI_SALAH') {
      await ctx.uow.write(p.pelaku, p.korelasi, (_repos, catat) => {
        catat(
          catatanKunci(kunci, salah >= batasSalah ? 'sertifikat.frasa_terkunci' : 'sertifikat.frasa_gagal'),
        );
        return Promise.resolve();
      });
      throw new NaskahError('FRASA_SANDI_SALAH', {
        pointer: '/frasaSandi',
        extra: { sisaPercobaan: Math.max(0, batasSalah - salah) },
        cause: error,
      });
    }
    // Out of memory, a damaged key: nothing was learnt about the passphrase, so the try does not count.
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.kunci.cobaUrung(kunci.id);
      catat(catatanKunci(kunci, 'kunci.urung'));
    });
    throw error;
  }
}

const catatanKunci = (
  kunci: KunciTandaTangan,
  peristiwa:
    'kunci.pakai' | 'kunci.terbuka' | 'kunci.urung' | 'sertifikat.frasa_gagal' | 'sertifikat.frasa_terkunci',
) => ({ peristiwa, tenantId: kunci.tenantId, objek: { jenis: 'sertifikat', id: kunci.id } }) as const;

import { waktu, type KunciId } from '../shared/brand.ts';
import { NaskahError, type ErrorCode } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan, TindakanNaskah } from './layanan.ts';
import type { IzinPenyedia, KunciHash, KunciTandaTangan, KunciTerbuka } from './ports.ts';

/** After this many wrong passphrases the key rests (SEC-502). */
const batasSalah = 5;

/**
 * Opens the signer's key for one signature and hands it to `kerja`. A key at a remote service tells only when it signs
 * whether PIN and code were right: its try stays counted, and the next one waits, until `terbuka` is called. Throws
 * FRASA_SANDI_SALAH, OTP_SALAH, FRASA_SANDI_TERKUNCI and what `kerja` throws.
 */
export async function denganKunci<T>(
  ctx: Konteks,
  p: Permintaan,
  kunci: KunciHash,
  t: Pick<TindakanNaskah, 'frasaSandi' | 'totp'>,
  kerja: (signer: KunciTerbuka, terbuka: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { frasaSandi = new Uint8Array(0), totp } = t;
  const jauh = kunci.jenis === 'csc';
  if (frasaSandi.length === 0 && !(jauh && (totp?.length ?? 0) > 0)) {
    throw wajibDiisi('Frasa sandi wajib diisi.');
  }
  const buka = () => ctx.pembuka.buka(kunci, frasaSandi, totp);
  if (jauh) {
    return cobaKunci(ctx, p, kunci, async (terbuka) => lalu(await buka(), (s) => kerja(s, terbuka)));
  }
  const signer = await cobaKunci(ctx, p, kunci, async (terbuka) => {
    const terbukanya = await buka();
    await terbuka();
    return terbukanya;
  });
  return lalu(signer, (s) => kerja(s, () => Promise.resolve()));
}

async function lalu<T>(signer: KunciTerbuka, kerja: (signer: KunciTerbuka) => Promise<T>): Promise<T> {
  try {
    return await kerja(signer);
  } finally {
    signer.destroy();
  }
}

/** The provider takes one of the two (providers.md 1.3); both would leave open which one was meant. */
export function wajibSatuRahasia(t: Pick<TindakanNaskah, 'frasaSandi' | 'totp'>): IzinPenyedia {
  const frasaSandi = (t.frasaSandi?.length ?? 0) > 0 ? t.frasaSandi : undefined;
  const totp = (t.totp?.length ?? 0) > 0 ? t.totp : undefined;
  if ((frasaSandi === undefined) === (totp === undefined)) {
    throw wajibDiisi('Isi salah satu: frasa sandi atau kode TOTP.');
  }
  return { ...(frasaSandi === undefined ? {} : { frasaSandi }), ...(totp === undefined ? {} : { totp }) };
}

const wajibDiisi = (detail: string): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', { pointer: '/frasaSandi', detail });

/**
 * One counted try of a key's passphrase. It is counted in its own transaction before the key is touched, so a crash or
 * a hundred parallel tries never give a free one; tries of one key wait for each other, so a signer with many letters
 * is not locked out by his own right passphrase. `terbuka` says that the passphrase was right; a failure that says
 * nothing about it takes the try back. Throws FRASA_SANDI_TERKUNCI and what `kerja` throws.
 */
export function cobaKunci<T>(
  ctx: Konteks,
  p: Permintaan,
  kunci: KunciTandaTangan,
  kerja: (terbuka: () => Promise<void>) => Promise<T>,
): Promise<T> {
  return bergiliran(ctx, kunci.id, () => terhitung(ctx, p, kunci, kerja));
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

async function terhitung<T>(
  ctx: Konteks,
  p: Permintaan,
  kunci: KunciTandaTangan,
  kerja: (terbuka: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { salah } = await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const hitungan = await repos.kunci.mulaiCoba(kunci.id, waktu(ctx.clock.now()));
    catat(catatanKunci(kunci, 'kunci.pakai'));
    return hitungan;
  });
  const frasa = { benar: false };
  const terbuka = async () => {
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.kunci.cobaBerhasil(kunci.id);
      catat(catatanKunci(kunci, 'kunci.terbuka'));
    });
    frasa.benar = true;
  };
  try {
    return await kerja(terbuka);
  } catch (error) {
    if (frasa.benar) throw error;
    if (error instanceof NaskahError && rahasiaSalah.has(error.code)) {
      await ctx.uow.write(p.pelaku, p.korelasi, (_repos, catat) => {
        catat(
          catatanKunci(kunci, salah >= batasSalah ? 'sertifikat.frasa_terkunci' : 'sertifikat.frasa_gagal'),
        );
        return Promise.resolve();
      });
      throw new NaskahError(error.code, {
        pointer: error.code === 'OTP_SALAH' ? '/totp' : '/frasaSandi',
        extra: { sisaPercobaan: Math.max(0, batasSalah - salah) },
        cause: error,
      });
    }
    // Out of memory, a damaged key, a provider that does not answer: nothing was learnt, so the try does not count.
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.kunci.cobaUrung(kunci.id);
      catat(catatanKunci(kunci, 'kunci.urung'));
    });
    throw error;
  }
}

const rahasiaSalah: ReadonlySet<ErrorCode> = new Set(['FRASA_SANDI_SALAH', 'OTP_SALAH']);

const catatanKunci = (
  kunci: KunciTandaTangan,
  peristiwa:
    'kunci.pakai' | 'kunci.terbuka' | 'kunci.urung' | 'sertifikat.frasa_gagal' | 'sertifikat.frasa_terkunci',
) => ({ peristiwa, tenantId: kunci.tenantId, objek: { jenis: 'sertifikat', id: kunci.id } }) as const;

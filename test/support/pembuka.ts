import type { KunciTerbuka, PembukaKunci } from '../../src/services/ports.ts';

/**
 * Openers of keys that differ from the product's in one respect each. All of them open real keys with the real
 * passphrase, so what is signed is signed.
 */

/** Opens each key once and hands it out again: for tests that sign often and are not about passphrases. */
export function pembukaIngat(asli: PembukaKunci): PembukaKunci {
  const terbuka = new Map<string, Promise<KunciTerbuka>>();
  return {
    async buka(kunci, frasaSandi) {
      const lama = terbuka.get(kunci.id) ?? asli.buka(kunci, frasaSandi);
      terbuka.set(kunci.id, lama);
      return { ...bagian(await lama), destroy: () => undefined };
    },
  };
}

/** Counts how often a passphrase was really tried. */
export function pembukaHitung(asli: PembukaKunci): PembukaKunci & { readonly dicoba: number } {
  let dicoba = 0;
  return {
    get dicoba() {
      return dicoba;
    },
    buka(kunci, frasaSandi) {
      dicoba += 1;
      return asli.buka(kunci, frasaSandi);
    },
  };
}

/** A key that must not be asked any more. */
export const pembukaTerlarang: PembukaKunci = {
  buka: () => Promise.reject(new Error('the key was asked again')),
};

/** A key elsewhere that signs and whose answer is lost on the way back. */
export const pembukaJauhBisu = (asli: PembukaKunci): PembukaKunci =>
  pembukaDengan(
    asli,
    async (kunci, masukan) => {
      await kunci.sign(masukan);
      throw new Error('the request timed out');
    },
    true,
  );

/** A key whose signature value does not fit. */
export const pembukaRusak = (asli: PembukaKunci): PembukaKunci =>
  pembukaDengan(asli, async (kunci, masukan) => {
    const nilai = Uint8Array.from(await kunci.sign(masukan));
    nilai[nilai.length - 1]! ^= 1;
    return nilai;
  });

function pembukaDengan(
  asli: PembukaKunci,
  sign: (kunci: KunciTerbuka, masukan: Parameters<KunciTerbuka['sign']>[0]) => Promise<Uint8Array>,
  jauh = false,
): PembukaKunci {
  return {
    async buka(kunci, frasaSandi) {
      const terbuka = await asli.buka(kunci, frasaSandi);
      return {
        ...bagian(terbuka),
        sign: (masukan) => sign(terbuka, masukan),
        ...(jauh ? { jauh: true as const } : {}),
      };
    },
  };
}

const bagian = (k: KunciTerbuka): KunciTerbuka => ({
  algorithm: k.algorithm,
  certificate: k.certificate,
  chain: k.chain,
  sign: (masukan) => k.sign(masukan),
  destroy: () => k.destroy(),
});

import type { Sha256 } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, Permintaan } from './layanan.ts';
import type { Catat, Repos, ReposBaca } from './ports.ts';

/** An answer found while the transaction was already open: thrown to roll back, caught by `tulisSekali`. */
class SudahDijawab extends Error {
  readonly jawaban: string;
  constructor(jawaban: string) {
    super('already answered');
    this.jawaban = jawaban;
  }
}

/** Strangers share no key: for them one is bound to its very request, so that nobody can use up another's. */
function pemilik({ pelaku, idempotensi }: Permintaan): string {
  if (idempotensi?.pemilik !== undefined) return idempotensi.pemilik;
  if (pelaku.jenis === 'pengguna') return pelaku.orangId;
  return pelaku.jenis === 'publik' ? `publik-${idempotensi?.sidik ?? ''}` : pelaku.jenis;
}

/** The stored answer of this key, null when the request is new. Throws for another body or an effect still running. */
export async function jawabanLama(
  repos: Pick<ReposBaca, 'idempotensi'>,
  p: Permintaan,
): Promise<string | null> {
  if (p.idempotensi === null) return null;
  const entri = await repos.idempotensi.cari(pemilik(p), p.idempotensi.kunci);
  if (entri === null) return null;
  if (entri.sidik !== p.idempotensi.sidik) throw new NaskahError('KUNCI_IDEMPOTENSI_BEDA_ISI');
  if (entri.jawaban === null) throw new NaskahError('KUNCI_IDEMPOTENSI_BERJALAN');
  return entri.jawaban;
}

/**
 * Stores the answer (null: still running) in the running transaction. The first answer stands: a letter that waited
 * for its timestamp was answered when it began to wait, and finishing it later does not change what was said.
 */
export async function simpanJawaban(ctx: Konteks, repos: Repos, p: Permintaan, isi: unknown): Promise<void> {
  if (p.idempotensi === null) return;
  if (isi !== null && (await sudahDijawab(repos, p))) return;
  await repos.idempotensi.simpan({
    kunci: p.idempotensi.kunci,
    pemilik: pemilik(p),
    sidik: p.idempotensi.sidik as Sha256,
    jawaban: isi === null ? null : JSON.stringify(isi),
    dibuat: waktu(ctx.clock.now()),
  });
}

/** Forgets a key whose effect definitely did not happen, so that the caller may try again with it. */
export async function lupakanJawaban(repos: Repos, p: Permintaan): Promise<void> {
  if (p.idempotensi === null || (await sudahDijawab(repos, p))) return;
  await repos.idempotensi.hapus(pemilik(p), p.idempotensi.kunci);
}

async function sudahDijawab(repos: Repos, p: Permintaan): Promise<boolean> {
  if (p.idempotensi === null) return false;
  const entri = await repos.idempotensi.cari(pemilik(p), p.idempotensi.kunci);
  return entri !== null && entri.jawaban !== null;
}

/**
 * For effects that take longer than one transaction: a repetition that arrives while the first is under way waits for
 * it and gets its answer, instead of trying the signer's passphrase a second time.
 */
export async function jawabSekali<T>(
  ctx: Konteks,
  p: Permintaan,
  kerja: () => Promise<Hasil<T>>,
): Promise<Hasil<T>> {
  if (p.idempotensi === null) return kerja();
  const nama = `${pemilik(p)} ${p.idempotensi.kunci}`;
  const pertama = ctx.permintaanBerjalan.get(nama);
  if (pertama !== undefined) {
    if (pertama.sidik !== p.idempotensi.sidik) throw new NaskahError('KUNCI_IDEMPOTENSI_BEDA_ISI');
    return { ...((await pertama.hasil) as Hasil<T>), ulangan: true };
  }
  const hasil = jawabAtauKerjakan(ctx, p, kerja);
  ctx.permintaanBerjalan.set(nama, { sidik: p.idempotensi.sidik, hasil });
  try {
    return await hasil;
  } finally {
    ctx.permintaanBerjalan.delete(nama);
  }
}

async function jawabAtauKerjakan<T>(
  ctx: Konteks,
  p: Permintaan,
  kerja: () => Promise<Hasil<T>>,
): Promise<Hasil<T>> {
  const lama = await ctx.uow.read((repos) => jawabanLama(repos, p));
  return lama === null ? kerja() : { isi: JSON.parse(lama) as T, ulangan: true };
}

/** One transaction, at most once for each Idempotency-Key: effect and answer are committed together. */
export async function tulisSekali<T>(
  ctx: Konteks,
  p: Permintaan,
  kerja: (repos: Repos, catat: Catat) => Promise<T>,
): Promise<Hasil<T>> {
  try {
    const isi = await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      const lama = await jawabanLama(repos, p);
      if (lama !== null) throw new SudahDijawab(lama);
      const hasil = await kerja(repos, catat);
      await simpanJawaban(ctx, repos, p, hasil);
      return hasil;
    });
    return { isi, ulangan: false };
  } catch (error) {
    if (error instanceof SudahDijawab) return { isi: JSON.parse(error.jawaban) as T, ulangan: true };
    throw error;
  }
}

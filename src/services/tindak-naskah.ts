import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { AksiNaskah } from '../domain/naskah/alur.ts';
import type { LangkahParaf, Naskah } from '../domain/naskah/naskah.ts';
import { izinkan } from './putusan-tindakan.ts';
import { aduanNaskah, gerakkanAduan } from './gerakkan-aduan.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import { susunView } from './lihat-naskah.ts';
import { muatNaskah, sebagaiPengguna, type NaskahUtuh, type Pengguna } from './muat-naskah.ts';
import { lanjutkanCapWaktu } from './lanjutkan-penandatanganan.ts';
import { pastikanUpaya } from './pastikan-upaya.ts';
import { batalkanNomor } from './pesan-nomor.ts';
import { tandatanganiNaskah } from './tandatangani-naskah.ts';
import type { Catat, Repos } from './ports.ts';
import { tulisSekali } from './sekali.ts';

type Jalankan = (ctx: Konteks, p: Permintaan, id: string, t: TindakanNaskah) => Promise<Hasil<NaskahView>>;

/** One door for every act; the table in domain/naskah/alur.ts says who may do it when. */
export const tindakNaskah: Jalankan = (ctx, p, id, t) => jalankan[t.aksi](ctx, p, id, t);

/** Acts whose effect lies outside one transaction have a story of their own. */
const jalankan: Readonly<Record<AksiNaskah, Jalankan>> = {
  ubah: () => {
    throw new NaskahError('MASUKAN_TIDAK_SAH', { detail: 'Isi naskah diubah dengan membuat versi baru.' });
  },
  ajukan: langkah('naskah.ajukan', tanpaAkibat),
  paraf: langkah('naskah.paraf', beriParaf),
  kembalikan: langkah('naskah.kembalikan', kembalikan),
  tolak: langkah('naskah.tolak', tolak),
  kirim: langkah('naskah.kirim', tutupAduan),
  tandatangani: tandatanganiNaskah,
  lanjutkan_cap_waktu: lanjutkanCapWaktu,
  pastikan: pastikanUpaya,
};

interface Akibat {
  readonly ctx: Konteks;
  readonly repos: Repos;
  readonly catat: Catat;
  readonly pelaku: Pengguna;
  readonly utuh: NaskahUtuh;
}

/** An act that is one transaction: decide, change the steps, move the letter, record it. */
function langkah(
  peristiwa: 'naskah.ajukan' | 'naskah.paraf' | 'naskah.kembalikan' | 'naskah.tolak' | 'naskah.kirim',
  akibat: (a: Akibat) => Promise<NaskahUtuh>,
): Jalankan {
  return (ctx, p, id, t) => {
    const pelaku = sebagaiPengguna(p.pelaku);
    return tulisSekali(ctx, p, async (repos, catat) => {
      const utuh = await muatNaskah(repos, pelaku, id);
      const putusan = izinkan(utuh, pelaku, t.aksi, t);
      const naskah: Naskah = {
        ...utuh.naskah,
        keadaan: putusan.ke,
        revisi: utuh.naskah.revisi + 1,
        alasan: t.alasan ?? null,
        diubah: waktu(ctx.clock.now()),
      };
      const baru = await akibat({ ctx, repos, catat, pelaku, utuh: { ...utuh, naskah } });
      await repos.naskah.ubah(baru.naskah);
      catat({
        peristiwa,
        tenantId: naskah.tenantId,
        objek: { jenis: 'naskah', id: naskah.id },
        rincian: {
          versi: naskah.versi,
          ke: naskah.keadaan,
          ...(putusan.sebagai === null ? {} : { jabatan: putusan.sebagai }),
        },
        ...(t.alasan === undefined
          ? {}
          : { tertutup: [{ nama: 'rincian.alasan', nilai: t.alasan, subjek: pelaku.orangId }] }),
      });
      return susunView(ctx, repos, pelaku, baru);
    });
  };
}

async function tanpaAkibat({ utuh }: Akibat): Promise<NaskahUtuh> {
  return Promise.resolve(utuh);
}

async function beriParaf({ ctx, repos, pelaku, utuh }: Akibat): Promise<NaskahUtuh> {
  const giliran = utuh.paraf.find((l) => l.status === 'menunggu');
  return tulisParaf(repos, utuh, (l) =>
    l === giliran ? { ...l, status: 'disetujui', orangId: pelaku.orangId, waktu: waktu(ctx.clock.now()) } : l,
  );
}

/** Back to the drafter: the paraf given so far are void, and the next round starts from the first step again. */
async function kembalikan(a: Akibat): Promise<NaskahUtuh> {
  return tulisParaf(a.repos, a.utuh, (l) => ({ ...l, status: 'menunggu', orangId: null, waktu: null }));
}

/** The end of a letter: a number kept for it after a failed signature is void, so that no gap is unexplained. */
async function tolak(a: Akibat): Promise<NaskahUtuh> {
  const { ctx, repos, catat, pelaku, utuh } = a;
  // The citizen still waits: the unit drafts another answer.
  const aduan = await aduanNaskah(repos, utuh.naskah);
  if (aduan !== null) await gerakkanAduan({ ...a, naskah: utuh.naskah }, aduan, 'susun_ulang');
  const giliran = utuh.paraf.find((l) => l.status === 'menunggu');
  const ditolak = await tulisParaf(repos, utuh, (l) =>
    l === giliran ? { ...l, status: 'ditolak', orangId: pelaku.orangId, waktu: waktu(ctx.clock.now()) } : l,
  );
  const nomor = await repos.nomor.milik(utuh.naskah.id);
  // A number that stands in a file somebody has signed was used and stays so.
  if (nomor?.keadaan !== 'ditahan') return ditolak;
  await batalkanNomor(repos, catat, nomor, 'naskah-ditolak');
  return { ...ditolak, naskah: { ...utuh.naskah, nomor: null, tanggal: null } };
}

async function tulisParaf(
  repos: Repos,
  utuh: NaskahUtuh,
  ubah: (l: LangkahParaf) => LangkahParaf,
): Promise<NaskahUtuh> {
  const paraf = utuh.paraf.map(ubah);
  await repos.naskah.tulisParaf(utuh.naskah.id, utuh.naskah.versi, paraf);
  return { ...utuh, paraf };
}

/** Sending the answer closes the loop with the citizen: the ticket shows it from now on. */
async function tutupAduan(a: Akibat): Promise<NaskahUtuh> {
  const aduan = await aduanNaskah(a.repos, a.utuh.naskah);
  if (aduan !== null) await gerakkanAduan({ ...a, naskah: a.utuh.naskah }, aduan, 'tanggapi');
  return a.utuh;
}

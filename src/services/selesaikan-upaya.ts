import type { Sha256 } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import { putuskan, type AksiSistem } from '../domain/naskah/alur.ts';
import type { KeadaanNaskah, Naskah, UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import {
  embedSignature,
  PadesError,
  signedSource,
  timestampSignature,
  type CheckedPdf,
  type PreparedPdf,
} from '../pades/index.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan } from './layanan.ts';
import { susunView } from './lihat-naskah.ts';
import { kodePemerintah, muatUtuh, type NaskahUtuh } from './muat-naskah.ts';
import { catatNomor } from './pesan-nomor.ts';
import type { Catat, Repos, ReposBaca } from './ports.ts';
import { lupakanJawaban, simpanJawaban } from './sekali.ts';

/**
 * Steps 5 to 7: from the raw answer to a letter that is signed. Also the way on for a letter that waited for its
 * timestamp and for one whose process died after the key had answered: the key itself is never asked again.
 */
export async function selesaikanUpaya(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  prepared: PreparedPdf,
  cms: Uint8Array,
): Promise<Hasil<NaskahView>> {
  let akhir: Uint8Array;
  try {
    akhir =
      upaya.tingkat === 'B-B'
        ? cms
        : await timestampSignature(cms, { tsa: ctx.tsa, nonce: ctx.acak(16), at: ctx.clock.now() });
  } catch (error) {
    if (error instanceof PadesError && error.code.startsWith('PADES_TSP_')) {
      if (upaya.keadaan !== 'tak_pasti') return tungguCapWaktu(ctx, p, upaya, error);
      throw new NaskahError('CAP_WAKTU_TIDAK_TERSEDIA', { cause: error });
    }
    await tutupGagal(ctx, p, upaya, error);
    throw error;
  }
  ctx.titik('sesudah-cap-waktu');
  let pdf: CheckedPdf;
  try {
    pdf = await periksaHasil(ctx, upaya, prepared, akhir);
    ctx.titik('sesudah-periksa');
  } catch (error) {
    await tutupGagal(ctx, p, upaya, error);
    throw error;
  }
  return simpanSelesai(ctx, p, upaya, pdf);
}

/** Steps 6 and 7: what the validator accepted is stored, then everything is recorded at once. */
export async function simpanSelesai(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  pdf: CheckedPdf,
): Promise<Hasil<NaskahView>> {
  const sha256 = await ctx.blob.putChecked(pdf);
  ctx.titik('sesudah-simpan-hasil');
  return nyatakanSelesai(ctx, p, upaya, sha256, pdf);
}

/**
 * The error that led here is the one to tell; if even closing the attempt fails (a full disk, say), it stays open and
 * the recovery job closes it. An answer a person brought for an attempt of unknown outcome settles nothing when it is
 * refused: the key may still have signed.
 */
export async function tutupGagal(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  sebab: unknown,
): Promise<void> {
  if (upaya.keadaan === 'tak_pasti') return;
  await batalkanUpaya(ctx, p, upaya, sebab).catch(() => undefined);
}

/** Step 5: the gate. What the validator does not accept is not a signature, whoever made it. */
async function periksaHasil(
  ctx: Konteks,
  upaya: UpayaTandaTangan,
  prepared: PreparedPdf,
  cms: Uint8Array,
): Promise<CheckedPdf> {
  const hasil = await ctx.pemeriksa.gerbang(
    signedSource(embedSignature(prepared, cms)),
    {
      earlier: prepared.original,
      certificateSha256: upaya.sertifikatSha256,
      level: upaya.tingkat === 'B-B' ? 'PAdES-BASELINE-B' : 'PAdES-BASELINE-T',
      field: prepared.field,
      signatures: upaya.urutan,
    },
    await kodePemerintah(ctx, upaya.tenantId),
  );
  if (!hasil.accepted) {
    throw new NaskahError('TANDA_TANGAN_DITOLAK_PEMERIKSA', {
      extra: { alasan: hasil.reasons.map((r) => `${r.check}: ${r.detail}`) },
    });
  }
  return hasil.pdf;
}

/** T4: attempt, state, number and trail, all or nothing. */
async function nyatakanSelesai(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  sha256: Sha256,
  pdf: CheckedPdf,
): Promise<Hasil<NaskahView>> {
  const isi = await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const saat = waktu(ctx.clock.now());
    const utuh = await wajibUtuh(repos, upaya);
    await repos.upaya.pindah(upaya.keadaan, {
      ...upaya,
      keadaan: 'selesai',
      hasilSha256: sha256,
      alasan: null,
      diubah: saat,
    });
    const baru = await pindahkan(repos, utuh, upaya.keadaan, 'tanda_tangan_selesai', saat, {
      berkasSha256: sha256,
      alasan: null,
    });
    const penandatangan = utuh.penandatangan.map((l) =>
      l.urutan === upaya.urutan
        ? { ...l, status: 'selesai' as const, orangId: upaya.orangId, waktu: saat }
        : l,
    );
    await repos.naskah.tulisPenandatangan(utuh.naskah.id, penandatangan);
    await repos.naskah.tambahBerkas(utuh.naskah.id, sha256, pdf.source.size, saat);
    catat({
      peristiwa: 'naskah.tte.selesai',
      tenantId: upaya.tenantId,
      objek: { jenis: 'naskah', id: upaya.naskahId },
      artefak: { pdf: { sha256, ukuran: pdf.source.size } },
      rincian: {
        upaya: upaya.upaya,
        urutan: upaya.urutan,
        tingkat: upaya.tingkat,
        ...(upaya.jenisKunci === 'tersegel' ? {} : { kunci: upaya.jenisKunci, tercapai: tercapai(pdf) }),
      },
    });
    await terbitkanNomor(repos, catat, utuh);
    const view = await viewUntuk(ctx, repos, p, { ...utuh, naskah: baru, penandatangan });
    await simpanJawaban(ctx, repos, p, view);
    return view;
  });
  ctx.titik('sesudah-T4');
  return { isi, ulangan: false };
}

/** A provider's file is not PAdES: the level asked for and the one reached are both on record. */
const tercapai = ({ report }: CheckedPdf): string =>
  report.signatures.find(({ coverage }) => coverage === 'whole-file')?.level ?? 'tidak diketahui';

async function terbitkanNomor(repos: Repos, catat: Catat, utuh: NaskahUtuh): Promise<void> {
  const nomor = await repos.nomor.milik(utuh.naskah.id);
  if (nomor?.keadaan !== 'dipesan') return;
  const terbit = { ...nomor, keadaan: 'terbit' as const };
  await repos.nomor.ubah(terbit);
  catatNomor(catat, terbit, 'nomor.terbit');
}

/** The key has signed and its answer is aside; only the timestamp is missing. The letter waits where people see it. */
async function tungguCapWaktu(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  error: PadesError,
): Promise<Hasil<NaskahView>> {
  if (upaya.keadaan === 'menunggu_cap_waktu') return tetapMenunggu(ctx, p, upaya);
  const isi = await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const saat = waktu(ctx.clock.now());
    const utuh = await wajibUtuh(repos, upaya);
    const alasan = alasanCapWaktu(error);
    await repos.upaya.pindah(upaya.keadaan, {
      ...upaya,
      keadaan: 'menunggu_cap_waktu',
      alasan: error.code,
      diubah: saat,
    });
    const naskah = await pindahkan(repos, utuh, upaya.keadaan, 'cap_waktu_gagal', saat, { alasan });
    catat({
      peristiwa: 'naskah.tte.menunggu_cap_waktu',
      tenantId: upaya.tenantId,
      objek: { jenis: 'naskah', id: upaya.naskahId },
      rincian: { upaya: upaya.upaya, sebab: error.code },
    });
    const view = await viewUntuk(ctx, repos, p, { ...utuh, naskah });
    await simpanJawaban(ctx, repos, p, view);
    return view;
  });
  return { isi, ulangan: false };
}

/** Nothing has changed, so nothing is written: an authority that is down for a day must not fill the log. */
async function tetapMenunggu(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
): Promise<Hasil<NaskahView>> {
  const isi = await ctx.uow.read(async (repos) => viewUntuk(ctx, repos, p, await wajibUtuh(repos, upaya)));
  return { isi, ulangan: false };
}

const alasanCapWaktu = (error: PadesError): string =>
  error.code === 'PADES_TSP_UNREACHABLE'
    ? 'Layanan cap waktu tidak dapat dihubungi; tanda tangan disimpan dan dilanjutkan begitu layanan kembali.'
    : 'Jawaban layanan cap waktu tidak dapat diterima; tanda tangan disimpan dan cap waktu akan diminta lagi.';

/**
 * A definite failure: the attempt is over, the letter goes back to its signer with the reason, number and date are
 * kept for it. Profile and authority were frozen for a page that nobody signed: they are open again.
 */
export async function batalkanUpaya(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  sebab: unknown,
  jawaban: 'lupakan' | 'simpan' = 'lupakan',
): Promise<NaskahView> {
  return ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const saat = waktu(ctx.clock.now());
    const utuh = await wajibUtuh(repos, upaya);
    const kode = kodeSebab(sebab);
    await repos.upaya.pindah(upaya.keadaan, { ...upaya, keadaan: 'gagal', alasan: kode, diubah: saat });
    const belumAda = utuh.penandatangan.every((l) => l.status === 'menunggu');
    const naskah = await pindahkan(repos, utuh, upaya.keadaan, 'tanda_tangan_gagal', saat, {
      alasan: `Penandatanganan gagal (${kode}). Nomor dan tanggal disimpan untuk naskah ini.`,
      ...(belumAda ? { profilId: null } : {}),
    });
    const penandatangan = belumAda
      ? utuh.penandatangan.map((l) => ({ ...l, wewenang: null }))
      : utuh.penandatangan;
    await repos.naskah.tulisPenandatangan(utuh.naskah.id, penandatangan);
    catat({
      peristiwa: 'naskah.tte.gagal',
      tenantId: upaya.tenantId,
      objek: { jenis: 'naskah', id: upaya.naskahId },
      rincian: { upaya: upaya.upaya, sebab: kode },
    });
    const nomor = await repos.nomor.milik(utuh.naskah.id);
    if (nomor?.keadaan === 'dipesan') {
      const ditahan = { ...nomor, keadaan: 'ditahan' as const, alasan: kode };
      await repos.nomor.ubah(ditahan);
      catatNomor(catat, ditahan, 'nomor.tahan');
    }
    const view = await viewUntuk(ctx, repos, p, { ...utuh, naskah, penandatangan });
    if (jawaban === 'simpan') await simpanJawaban(ctx, repos, p, view);
    else await lupakanJawaban(repos, p);
    return view;
  });
}

/** The key may have signed and its answer is lost: number and letter stay locked until a person has found out. */
export async function nyatakanTakPasti(ctx: Konteks, p: Permintaan, upaya: UpayaTandaTangan): Promise<void> {
  await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const saat = waktu(ctx.clock.now());
    const utuh = await wajibUtuh(repos, upaya);
    await repos.upaya.pindah(upaya.keadaan, { ...upaya, keadaan: 'tak_pasti', diubah: saat });
    await pindahkan(repos, utuh, upaya.keadaan, 'tanda_tangan_tak_pasti', saat, {
      alasan: 'Penandatangan tidak menjawab dan mungkin sudah menandatangani; petugas harus memastikannya.',
    });
    catat({
      peristiwa: 'naskah.tte.tak_pasti',
      tenantId: upaya.tenantId,
      objek: { jenis: 'naskah', id: upaya.naskahId },
      rincian: { upaya: upaya.upaya },
    });
    await lupakanJawaban(repos, p);
  });
}

const kodeSebab = (sebab: unknown): string =>
  sebab instanceof NaskahError || sebab instanceof PadesError ? sebab.code : 'KESALAHAN_INTERNAL';

async function wajibUtuh(repos: ReposBaca, upaya: UpayaTandaTangan): Promise<NaskahUtuh> {
  const utuh = await muatUtuh(repos, upaya.tenantId, upaya.naskahId);
  if (utuh === null) throw new Error(`attempt ${upaya.id} has no letter`);
  return utuh;
}

/** Moves the letter by the table, as the system. A letter that waited for its timestamp resumes first. */
async function pindahkan(
  repos: Repos,
  utuh: NaskahUtuh,
  keadaanUpaya: UpayaTandaTangan['keadaan'],
  aksi: AksiSistem,
  saat: Naskah['diubah'],
  ubahan: Partial<Pick<Naskah, 'berkasSha256' | 'alasan' | 'profilId'>>,
): Promise<Naskah> {
  const dari: KeadaanNaskah = keadaanUpaya === 'dipesan' ? utuh.naskah.keadaan : 'menandatangani';
  const putusan = putuskan(aksi, {
    naskah: { ...utuh.naskah, keadaan: dari },
    paraf: utuh.paraf,
    penandatangan: utuh.penandatangan,
    jabatanPelaku: [],
    peran: ['sistem'],
  });
  if (!putusan.boleh) throw new NaskahError(putusan.kode);
  return ubahNaskah(repos, { ...utuh.naskah, ...ubahan, keadaan: putusan.ke, diubah: saat });
}

async function ubahNaskah(repos: Repos, naskah: Naskah): Promise<Naskah> {
  const baru = { ...naskah, revisi: naskah.revisi + 1 };
  await repos.naskah.ubah(baru);
  return baru;
}

/** The recovery job acts as the system and needs no view of its own; it gets the signer's. */
async function viewUntuk(
  ctx: Konteks,
  repos: ReposBaca,
  p: Permintaan,
  utuh: NaskahUtuh,
): Promise<NaskahView> {
  const pelaku =
    p.pelaku.jenis === 'pengguna'
      ? p.pelaku
      : {
          jenis: 'pengguna' as const,
          tenantId: utuh.naskah.tenantId,
          orangId: utuh.naskah.konseptorOrangId,
          peran: [],
          jabatan: [],
        };
  return susunView(ctx, repos, pelaku, utuh);
}

import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { bukaInstalasi, type Instalasi } from '../app.ts';
import type { Config } from '../config.ts';
import { jenisNaskah, skemaKonsep, type JenisNaskah, type KonsepNaskah } from '../domain/naskah/konsep.ts';
import { NaskahError } from '../shared/errors.ts';
import { bacaKonsep } from './baca-konsep.ts';
import { PerjalananNaskah } from './jalankan-konsep.ts';
import { SalahPakai, type Keluaran } from './keluaran.ts';
import { tulisAkar } from './pki.ts';

/** `naskah issue`: anyone's draft through the whole chain, with the seeded people. */
export async function issue(config: Config, input: string, out: string, keluaran: Keluaran): Promise<number> {
  const konsep = bacaKonsep(input);
  await pastikanDapatDitulis(out);
  const rumah = await bukaInstalasi(config);
  try {
    const perjalanan = new PerjalananNaskah(rumah, ({ oleh, aksi, keterangan }) =>
      keluaran.kata(`${aksi.padEnd(14)} ${oleh.padEnd(32)} ${keterangan}`),
    );
    await tulisAkar(config, rumah);
    pastikanKonseptor(rumah, konsep.konseptor);
    await pastikanAduan(rumah, perjalanan, konsep, keluaran);
    const naskah = await perjalanan.terbitkan(konsep);
    await tulisUtuh(out, await perjalanan.berkas(naskah, konsep.konseptor));
    keluaran.hasil(`${out}: ${naskah.nomor ?? ''} (${naskah.keadaan}), bukti ${naskah.bukti.url}`);
    return 0;
  } finally {
    await rumah.tutup();
  }
}

/** Before anything is numbered or signed: a letter that cannot be handed out is not begun. */
async function pastikanDapatDitulis(out: string): Promise<void> {
  const ada = await stat(out).catch(() => null);
  if (ada?.isDirectory() === true) throw new SalahPakai(`--out harus nama berkas, bukan folder: ${out}`);
  const coba = `${out}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(out), { recursive: true, mode: 0o700 });
    await writeFile(coba, '', { flag: 'wx' });
  } catch (cause) {
    throw new SalahPakai(
      `Berkas hasil tidak dapat ditulis: ${out} (${(cause as NodeJS.ErrnoException).code ?? ''})`,
      {
        cause,
      },
    );
  } finally {
    await rm(coba, { force: true }).catch(() => undefined);
  }
}

function pastikanKonseptor(rumah: Instalasi, kode: string): void {
  if (rumah.akun.some((a) => a.jabatan.includes(kode))) return;
  throw new NaskahError('JABATAN_TIDAK_DIKENAL', { pointer: '/konseptor', extra: { jabatan: kode } });
}

/** `naskah schema JENIS`. */
export function schema(jenis: string, keluaran: Keluaran): number {
  if (!(jenisNaskah as readonly string[]).includes(jenis)) {
    throw new SalahPakai(`Jenis naskah harus salah satu dari: ${jenisNaskah.join(', ')}.`);
  }
  const isi = skemaKonsep[jenis as JenisNaskah];
  keluaran.hasil(
    JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...isi }, null, 2),
  );
  return 0;
}

/**
 * An answer needs its complaint. One whose ticket nobody knows here is taken in as a complaint by letter with that
 * ticket as its outside reference, and forwarded to the unit that drafts the answer, the way Diskominfo would.
 */
async function pastikanAduan(
  rumah: Instalasi,
  perjalanan: PerjalananNaskah,
  konsep: KonsepNaskah,
  keluaran: Keluaran,
): Promise<void> {
  if (konsep.jenis !== 'jawaban-aduan') return;
  const kode = konsep.konseptor;
  const akun = rumah.akun.find((a) => a.jabatan.includes(kode));
  const verifikator = rumah.akun.find(
    (a) => a.pemerintah === akun?.pemerintah && a.peran.includes('verifikator-aduan'),
  );
  if (akun === undefined || verifikator === undefined) return;
  const dikenal = await rumah.layanan.aduan.status(konsep.tiket).then(
    () => true,
    () => false,
  );
  if (dikenal) return;
  await rumah.layanan.aduan.terima(perjalanan.permintaan({ jenis: 'publik' }), {
    pemerintah: akun.pemerintah,
    kanal: 'surat',
    rujukanMitra: konsep.tiket,
    judul: konsep.hal.slice(0, 200),
    uraian: `Aduan melalui surat dengan rujukan ${konsep.tiket}.`,
  });
  const p = await perjalanan.sebagai(verifikator.kode);
  const aduan = (await rumah.layanan.aduan.daftar(p)).baris.find((a) => a.rujukanMitra === konsep.tiket);
  if (aduan === undefined) return;
  if (aduan.tindakan.includes('teruskan')) {
    await rumah.layanan.aduan.tindakan(p, aduan.id, {
      aksi: 'teruskan',
      unit: await unitKonseptor(rumah, kode),
    });
    keluaran.kata(
      `aduan          ${verifikator.kode.padEnd(32)} ${konsep.tiket} dicatat sebagai ${aduan.tiket}`,
    );
  }
}

/** Code of the unit a post sits in. */
async function unitKonseptor(rumah: Instalasi, kodeJabatan: string): Promise<string> {
  return rumah.konteks.uow.read(async (repos) => {
    for (const tenant of await repos.tenant.semua()) {
      const jabatan = await repos.organisasi.jabatanKode(tenant.id, kodeJabatan);
      const unit = jabatan === null ? null : await repos.organisasi.unit(tenant.id, jabatan.unitId);
      if (unit !== null) return unit.kode;
    }
    throw new NaskahError('JABATAN_TIDAK_DIKENAL', { extra: { jabatan: kodeJabatan } });
  });
}

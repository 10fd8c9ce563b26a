import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as App from '../../src/app.ts';
import type * as Setelan from '../../src/config.ts';
import type { Angka } from './angka.ts';
import { ukurLantai, type Lantai } from './lantai.ts';
import { Meja, type SuratSiap } from './meja.ts';
import { Pewaktu } from './pewaktu.ts';

/** The built product is measured, with its own workers; tsx would add its own weight (DESIGN D16). */
const hasilBangun = (nama: string): string => fileURLToPath(new URL(`../../dist/${nama}`, import.meta.url));

const JUMLAH = 40;
const BERSAMAAN = 8;
const PEMANASAN = 8;

/**
 * One letter through the API from `siap_tanda_tangan` to stored and checked at B-T: real loopback HTTP, loopback TSA,
 * eight officials signing at a time. Answers milliseconds a letter, and where the time of a letter goes.
 */
export async function benchTerbit(): Promise<Angka[]> {
  const folder = await mkdtemp(join(tmpdir(), 'naskah-bench-'));
  try {
    const lantai = await ukurLantai(folder);
    return await denganInstalasi(join(folder, 'data'), async (meja, pewaktu) => {
      const surat = await meja.siapkan(PEMANASAN + BERSAMAAN + JUMLAH);
      await tandatangani(meja, surat.splice(0, PEMANASAN), BERSAMAAN);

      pewaktu.nolkan();
      const sendiri = await tandatangani(meja, surat.splice(0, BERSAMAAN), 1);
      const bagianSendiri = pewaktu.bagian();

      pewaktu.nolkan();
      const cpuAwal = process.cpuUsage();
      const ramai = await tandatangani(meja, surat, BERSAMAAN);
      const { user, system } = process.cpuUsage(cpuAwal);
      const bagianRamai = pewaktu.bagian();

      const tulis = bagianSendiri.find((b) => b.nama === 'basis data: tulis')?.kali ?? 0;
      const lantaiSurat = dasar(lantai, tulis / sendiri.jumlah);
      return [
        ...barisLantai(lantai),
        ...baris('satu per satu', sendiri, bagianSendiri, lantaiSurat),
        ...baris(`${BERSAMAAN} bersamaan`, ramai, bagianRamai, lantaiSurat),
        angka(`${BERSAMAAN} bersamaan: CPU semua utas per surat, ms`, (user + system) / 1000 / ramai.jumlah),
        angka(`${BERSAMAAN} bersamaan: surat per detik`, 1000 / (ramai.ms / ramai.jumlah)),
      ];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function denganInstalasi<T>(
  data: string,
  kerja: (meja: Meja, pewaktu: Pewaktu) => Promise<T>,
): Promise<T> {
  if (!existsSync(hasilBangun('app.js')))
    throw new Error('dist/app.js is missing: run `npm run build` first');
  const app = (await import(hasilBangun('app.js'))) as typeof App;
  const { bacaConfig } = (await import(hasilBangun('config.js'))) as typeof Setelan;
  const config = bacaConfig(
    { NASKAH_PORT_PKI: String(await portKosong()) },
    { data, port: await portKosong() },
  );
  const rumah = await app.bukaInstalasi(config);
  try {
    const pewaktu = new Pewaktu();
    pewaktu.pasang(rumah.konteks);
    const server = await app.bukaServer(rumah);
    try {
      const nota = JSON.parse(
        await readFile(new URL('../../fixtures/konsep/nota-dinas.json', import.meta.url), 'utf8'),
      ) as Record<string, unknown>;
      return await kerja(new Meja(server.alamat, rumah.akun, nota), pewaktu);
    } finally {
      await server.tutup();
    }
  } finally {
    await rumah.tutup();
  }
}

interface Putaran {
  readonly ms: number;
  readonly jumlah: number;
  /** Sum over letters of the time each took from request to answer. */
  readonly jumlahMs: number;
}

/** `serentak` letters under way at any time, until all are signed. */
async function tandatangani(meja: Meja, surat: readonly SuratSiap[], serentak: number): Promise<Putaran> {
  const antrean = [...surat];
  let jumlahMs = 0;
  const loket = async (): Promise<void> => {
    for (let satu = antrean.shift(); satu !== undefined; satu = antrean.shift()) {
      const mulai = performance.now();
      await meja.tandatangani(satu);
      jumlahMs += performance.now() - mulai;
    }
  };
  const mulai = performance.now();
  await Promise.all(Array.from({ length: serentak }, loket));
  return { ms: performance.now() - mulai, jumlah: surat.length, jumlahMs };
}

/** Bare costs of one letter: a request, its commits, one signature by the key and one by the TSA, the passphrase. */
const dasar = (l: Lantai, tulis: number): number =>
  l.permintaan + tulis * l.simpan + 2 * l.kunci + l.frasaSandi;

const barisLantai = (l: Lantai): Angka[] => [
  angka('lantai: Fastify inject, ms', l.permintaan),
  angka('lantai: SQLite commit dengan fsync, ms', l.simpan),
  angka('lantai: crypto.sign RSA-3072, ms', l.kunci),
  angka('lantai: argon2id 64 MiB, 3 putaran, ms', l.frasaSandi),
];

function baris(
  cara: string,
  putaran: Putaran,
  bagian: ReturnType<Pewaktu['bagian']>,
  lantai: number,
): Angka[] {
  const nilai = putaran.ms / putaran.jumlah;
  const lain = putaran.jumlahMs - bagian.reduce((jumlah, b) => jumlah + b.ms, 0);
  const semua = [...bagian, { nama: 'lain (HTTP, PAdES, JSON)', ms: lain, kali: putaran.jumlah }].sort(
    (a, b) => b.ms - a.ms,
  );
  const persen = (ms: number): string => `${((100 * ms) / putaran.jumlahMs).toFixed(0)}%`;
  return [
    {
      name: `${cara}: ms per surat; terbesar ${semua[0]?.nama ?? '-'} ${persen(semua[0]?.ms ?? 0)}`,
      value: nilai,
      floor: lantai,
      ratio: nilai / lantai,
      bound: null,
    },
    ...semua.map((b) =>
      angka(
        `  ${persen(b.ms).padStart(4)} ${b.nama}, ${(b.kali / putaran.jumlah).toFixed(1)}× per surat, ms`,
        b.ms / putaran.jumlah,
      ),
    ),
  ];
}

const angka = (name: string, value: number): Angka => ({
  name,
  value,
  floor: null,
  ratio: null,
  bound: null,
});

function portKosong(): Promise<number> {
  return new Promise((selesai, gagal) => {
    const server = createServer();
    server.once('error', gagal);
    server.listen(0, '127.0.0.1', () => {
      const alamat = server.address();
      server.close(() => selesai(typeof alamat === 'object' && alamat !== null ? alamat.port : 0));
    });
  });
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type * as App from '../../src/app.ts';
import type * as Setelan from '../../src/config.ts';
import { hostileFiles } from '../support/hostile.ts';
import { letter, tableFile } from '../support/pdf.ts';
import type { Angka } from './angka.ts';

const hasilBangun = (nama: string): string => fileURLToPath(new URL(`../../dist/${nama}`, import.meta.url));
const lamaMs = 30_000;

/**
 * Eight clients in a process of their own send hostile files without a pause (loopback, addresses of their own), while one
 * honest person asks about a letter again and again: how long does the service's thread stand still, how long does he wait?
 */
export async function benchSerangan(): Promise<readonly Angka[]> {
  const folder = await mkdtemp(join(tmpdir(), 'naskah-serangan-'));
  const { bukaInstalasi, bukaServer } = (await import(hasilBangun('app.js'))) as typeof App;
  const { bacaConfig } = (await import(hasilBangun('config.js'))) as typeof Setelan;
  const env = { NASKAH_PORT: '0', NASKAH_PORT_PKI: '0', NASKAH_CATATAN: 'silent' };
  const instalasi = await bukaInstalasi(bacaConfig(env, { data: join(folder, 'data') }));
  const server = await bukaServer(instalasi);
  try {
    const berkas = await tulisBerkas(folder);
    const surat = tableFile(letter);
    await tanya(server.alamat, surat);
    const tenang = await honest(server.alamat, surat, 5_000);
    const penyerang = fork(
      fileURLToPath(new URL('child/serangan.mjs', import.meta.url)),
      [server.alamat, ...berkas],
      {
        execArgv: [],
      },
    );
    const jeda = monitorEventLoopDelay({ resolution: 5 });
    jeda.enable();
    const diserang = await honest(server.alamat, surat, lamaMs);
    jeda.disable();
    penyerang.send('cukup');
    const [status] = (await once(penyerang, 'message')) as [Readonly<Record<string, number>>];
    const banyak = (bila: (kode: number) => boolean): number =>
      Object.entries(status).reduce((jumlah, [kode, n]) => jumlah + (bila(Number(kode)) ? n : 0), 0);
    return [
      baris('event loop p50, ms', jeda.percentile(50) / 1e6),
      baris('event loop p99, ms', jeda.percentile(99) / 1e6, 50),
      baris('event loop longest, ms', jeda.max / 1e6),
      baris('honest caller in peace, p50, ms', pada(tenang, 0.5)),
      baris(`honest caller under attack, p50 of ${diserang.length}, ms`, pada(diserang, 0.5)),
      baris('honest caller under attack, p99, ms', pada(diserang, 0.99)),
      baris(
        'hostile files answered with a report',
        banyak((kode) => kode === 200),
      ),
      baris(
        'hostile files told to wait (429)',
        banyak((kode) => kode === 429),
      ),
      baris(
        'hostile files answered otherwise',
        banyak((kode) => kode !== 200 && kode !== 429),
        0,
      ),
    ];
  } finally {
    await server.tutup();
    await instalasi.tutup();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tulisBerkas(folder: string): Promise<string[]> {
  const berkas = hostileFiles.map((satu, i) => ({ path: join(folder, `${i}.pdf`), isi: satu.make() }));
  // An empty body is refused before anybody looks into it.
  const berisi = berkas.filter(({ isi }) => isi.length > 0);
  for (const { path, isi } of berisi) await writeFile(path, isi);
  return berisi.map(({ path }) => path);
}

async function honest(alamat: string, surat: Uint8Array, ms: number): Promise<number[]> {
  const tunggu: number[] = [];
  for (const sampai = performance.now() + ms; performance.now() < sampai;) {
    const mulai = performance.now();
    if ((await tanya(alamat, surat)) !== 200) throw new Error('the honest caller was refused');
    tunggu.push(performance.now() - mulai);
    await new Promise((lanjut) => setTimeout(lanjut, 100));
  }
  return tunggu.sort((a, b) => a - b);
}

function tanya(alamat: string, isi: Uint8Array): Promise<number> {
  return new Promise((selesai, gagal) => {
    const headers = { 'content-type': 'application/pdf' };
    request(`${alamat}/v1/verifikasi`, { method: 'POST', headers, agent: false }, (jawaban) => {
      jawaban.resume();
      jawaban.on('close', () => selesai(jawaban.statusCode ?? 0));
    })
      .on('error', gagal)
      .end(isi);
  });
}

const pada = (urut: readonly number[], bagian: number): number =>
  urut[Math.floor((urut.length - 1) * bagian)] ?? NaN;

const baris = (nama: string, value: number, bound: number | null = null): Angka => ({
  name: `serangan: ${nama}`,
  value,
  floor: null,
  ratio: null,
  bound,
});

import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger } from 'fastify';
import { ulid } from 'ulid';
import { akunPengembangan, type AkunPengembangan } from './adapters/akun/akun-pengembangan.ts';
import { pembacaZip } from './adapters/arsip/zip.ts';
import { bukaBlob } from './adapters/blob/blob.ts';
import { bukaDatabase, diDalamTransaksi, type Database } from './adapters/db/index.ts';
import { bacaJangkar } from './adapters/jangkar.ts';
import { jangkarBawaan, sumberKepercayaan, type SumberKepercayaan } from './adapters/kepercayaan/sumber.ts';
import { kunciFolderData } from './adapters/kunci-data.ts';
import { openAccount } from './adapters/penyedia/buka-akun.ts';
import { documentSigner } from './adapters/penyedia/penyedia.ts';
import { pemeriksaPdf } from './adapters/pemeriksa/pemeriksa.ts';
import type { Pkcs11Module } from './adapters/signer/pkcs11.ts';
import { keyOpener } from './adapters/signer/pembuka.ts';
import { loadOrCreateInstallationSecret } from './adapters/signer/rahasia-instalasi.ts';
import { keyedHash, openWithSecret, sealWithSecret } from './adapters/signer/rahasia.ts';
import { segelLayanan } from './adapters/signer/segel-layanan.ts';
import { sealKey } from './adapters/signer/segel.ts';
import { ruangSementara } from './adapters/ruang-sementara.ts';
import { sisihanDiska } from './adapters/sisihan.ts';
import { operatorAuthorities } from './adapters/tsa/dari-setelan.ts';
import type { Config } from './config.ts';
import { parseBenih, type Benih } from './domain/benih.ts';
import { httpBawaan } from './http/batas.ts';
import { buatServer } from './http/server.ts';
import { parseCertificate } from './pades/index.ts';
import { startPkiServers } from './pki/server.ts';
import { loadOrCreatePki, type PkiStore, type PkiVault } from './pki/simpan.ts';
import { createRenderer } from './render/index.ts';
import { buatLayanan } from './services/buat-layanan.ts';
import type { Konteks, TitikTandaTangan } from './services/konteks.ts';
import type { Layanan } from './services/layanan.ts';
import { pulihkanUpaya } from './services/lanjutkan-penandatanganan.ts';
import type { PembukaKunci } from './services/ports.ts';
import { tanamBenih, type AkunBenih } from './services/tanam-benih.ts';
import { utf8 } from './shared/bytes.ts';
import { waktu } from './shared/brand.ts';
import type { Clock } from './shared/clock.ts';
import { NaskahError } from './shared/errors.ts';
import { halaman } from './web/index.ts';

/** A running installation without its HTTP face: what the commands of the CLI work on. */
export interface Instalasi {
  readonly config: Config;
  readonly layanan: Layanan;
  readonly konteks: Konteks;
  /** Seeded people with token and passphrase; empty outside development. */
  readonly akun: readonly AkunPengembangan[];
  /** DER of the anchors this installation trusts. */
  readonly akar: readonly Uint8Array[];
  /** These, and what operators added for a government (`naskah trust`), at a moment. */
  readonly kepercayaan: SumberKepercayaan;
  /** Waits for what is under way, then gives up the data folder. */
  tutup(): Promise<void>;
}

/** What tests exchange, and what the running service wants to hear of; otherwise the defaults. */
export interface Pengganti {
  readonly clock?: Clock;
  readonly titik?: (nama: TitikTandaTangan) => void;
  readonly tsaUrl?: string;
  readonly pembuka?: PembukaKunci;
  /** Loads the PKCS#11 module of the configuration. */
  readonly bukaModul?: (path: string) => Promise<Pkcs11Module>;
  /** Told of every authority that gave no acceptable timestamp, even where the next one did. */
  readonly saatCapWaktuGagal?: (nama: string, sebab: unknown) => void;
  /** Told of files in `DATA/kepercayaan` that are not used, at the start and whenever a folder changed. */
  readonly saatKepercayaanDitolak?: (berkas: string, alasan: string) => void;
  readonly saatRusak?: (sebab: unknown) => void;
  readonly workerUrl?: (nama: 'tata' | 'periksa') => URL;
}

const jedaPemulihanMs = 15_000;
const jamSistem: Clock = { now: () => new Date() };

/** Opens a data folder (making it on first use), closes what a crash left open, and hands out the use-cases. */
export async function bukaInstalasi(config: Config, pengganti: Pengganti = {}): Promise<Instalasi> {
  tolakProduksi(config);
  const clock = pengganti.clock ?? jamSistem;
  const kunci = await kunciFolderData(config.data);
  const penutup: (() => Promise<void>)[] = [() => kunci.lepas()];
  const tutup = async () => {
    for (const satu of penutup.toReversed()) await satu();
  };
  try {
    const rahasia = await loadOrCreateInstallationSecret(config.data);
    const benih = await bacaBenih();
    const akun = await akunPengembangan(config.data, orangBenih(benih));
    const pki = await bukaPki(config, clock, rahasia, benih, akun);
    const layananPki = await startPkiServers(pki.pki, {
      clock,
      register: pki,
      port: await portBebas(new URL(pki.pki.baseUrl).port),
    });
    penutup.push(() => layananPki.close());
    const db = bukaDatabase({
      berkas: join(config.data, 'naskah.db'),
      clock,
      host: config.host,
      rahasia: brankas(rahasia),
      saatRusak: pengganti.saatRusak ?? berhentiKarenaDiska,
    });
    penutup.push(() => db.tutup());
    await tanam(db, config, benih, akun, pki);
    const akar = [
      pki.pki.root.certificate,
      ...[config.jangkar, config.penyedia?.jangkar ?? null].flatMap((j) =>
        j === null ? [] : bacaJangkar(j),
      ),
    ];
    const bawaan = akar.map((satu) => jangkarBawaan(satu, 'konfigurasi'));
    const kepercayaan = sumberKepercayaan({
      folder: join(config.data, 'kepercayaan'),
      bawaan,
      pengembangan: bawaan.slice(0, 1).map(({ sha256 }) => sha256),
      saatDitolak: ({ ditolak }) => {
        for (const { berkas, alasan } of ditolak) pengganti.saatKepercayaanDitolak?.(berkas, alasan);
      },
    });
    // Read once now, so that a source that is not used is told of before the first file needs it.
    for (const { tenant } of benih) kepercayaan.semua(tenant.kode);
    const renderer = createRenderer({
      pekerja: config.pekerjaTata,
      ...(pengganti.workerUrl === undefined ? {} : { workerUrl: pengganti.workerUrl('tata') }),
    });
    penutup.push(() => renderer.close());
    const pemeriksa = pemeriksaPdf({
      kepercayaan: (instansi, at) => kepercayaan.untukPemeriksaan(instansi, at),
      clock,
      ...(pengganti.workerUrl === undefined ? {} : { workerUrl: pengganti.workerUrl('periksa') }),
    });
    penutup.push(() => pemeriksa.tutup());
    const tsaSendiri = pengganti.tsaUrl ?? (config.tsa.length === 0 ? `${layananPki.url}/tsa` : null);
    const kunciKunci = keyOpener({
      installationSecret: rahasia,
      vault: brankas(rahasia),
      token: {
        modul: config.modulPkcs11,
        ...(pengganti.bukaModul === undefined ? {} : { open: pengganti.bukaModul }),
      },
      csc: { settings: config.csc },
      before: tolakDalamTransaksi,
    });
    penutup.push(() => kunciKunci.close());
    const konteks: Konteks = {
      uow: db,
      clock,
      blob: await bukaBlob(join(config.data, 'berkas')),
      sisihan: sisihanDiska(join(config.data, 'sisihan')),
      renderer,
      pembuka: pengganti.pembuka ?? kunciKunci,
      kunciLuar: kunciKunci,
      penyedia: documentSigner({
        account: config.penyedia === null ? null : await openAccount(config.penyedia, tolakDalamTransaksi),
        version: config.penyedia?.versi ?? 'v2',
        vault: brankas(rahasia),
      }),
      tsa: await operatorAuthorities(
        tsaSendiri === null ? config.tsa : [{ url: tsaSendiri, kebijakan: null, akun: null, tls: null }],
        {
          clock,
          before: tolakDalamTransaksi,
          ...(pengganti.saatCapWaktuGagal === undefined ? {} : { onFailure: pengganti.saatCapWaktuGagal }),
        },
      ),
      pemeriksa,
      kepercayaan,
      segel: config.segel === null ? null : segelLayanan(config.segel),
      sementara: await ruangSementara(join(config.data, 'sementara')),
      arsip: pembacaZip,
      acak: (n) => randomBytes(n),
      idBaru: () => ulid(clock.now().getTime()),
      sedangBerjalan: new Set(),
      permintaanBerjalan: new Map(),
      antreanKunci: new Map(),
      titik: pengganti.titik ?? (() => undefined),
    };
    // What a crash left open is closed before anyone is served; letters that wait for a timestamp may wait on.
    await pulihkanUpaya(konteks, (upaya) => upaya.keadaan !== 'menunggu_cap_waktu');
    penutup.push(() => tungguTindakan(konteks));
    penutup.push(pulihkanBerkala(konteks));
    return { config, konteks, akun, akar, kepercayaan, tutup, layanan: buatLayanan(konteks, kesehatan(db)) };
  } catch (galat) {
    await tutup();
    throw galat;
  }
}

/** The HTTP face over an installation; development listens on loopback only (DESIGN D14). */
export async function bukaServer(
  instalasi: Instalasi,
  logger?: FastifyBaseLogger,
): Promise<{ readonly alamat: string; tutup(): Promise<void> }> {
  const { config, layanan } = instalasi;
  const server = await buatServer({
    layanan,
    halaman,
    config: { ...httpConfig, alamat: config.alamat },
    ...(logger === undefined ? {} : { logger }),
  });
  const alamat = await server.listen({ host: '127.0.0.1', port: config.port });
  return { alamat, tutup: () => server.close() };
}

const httpConfig = {
  ...httpBawaan,
  laju: { umumPerMenit: 6_000, frasaSandiPerMenit: 600, unggahPerMenit: 600, aduanPublikPerMenit: 60 },
};

/**
 * Production needs signers of a recognised authority; enrolling them is work of a following release. Until then it
 * refuses to start and says why, rather than running on development certificates.
 */
function tolakProduksi(config: Config): void {
  if (config.mode !== 'produksi') return;
  throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
    detail:
      'Mode produksi ditolak: satu-satunya jangkar kepercayaan adalah CA pengembangan dan belum ada penandatangan dari penyelenggara sertifikat yang diakui.',
  });
}

/** After an I/O error nobody knows what the disk holds: the process ends and the next start looks (audit-log.md 5.2). */
function berhentiKarenaDiska(): void {
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
}

function tolakDalamTransaksi(): void {
  if (diDalamTransaksi()) throw new Error('an outbound call inside a database transaction');
}

const folderBenih = fileURLToPath(new URL('../fixtures/benih', import.meta.url));

async function bacaBenih(): Promise<readonly Benih[]> {
  const nama = (await readdir(folderBenih)).filter((n) => n.endsWith('.json')).sort();
  return Promise.all(
    nama.map(async (n) => parseBenih(JSON.parse(await readFile(join(folderBenih, n), 'utf8')))),
  );
}

const orangBenih = (benih: readonly Benih[]) =>
  benih.flatMap((b) =>
    b.orang.map((o) => ({
      pemerintah: b.tenant.kode,
      kode: o.kode,
      nama: o.nama,
      jabatan: b.pemangku.filter((p) => p.orang === o.kode).map((p) => p.jabatan),
      peran: o.peran,
    })),
  );

const idPki = (akun: { readonly pemerintah: string; readonly kode: string }): string =>
  `${akun.pemerintah}/${akun.kode}`;

/** Everybody who holds a post may sign; the first post of each government signs with RSA, so both kinds are in use. */
function bukaPki(
  config: Config,
  clock: Clock,
  rahasia: Uint8Array,
  benih: readonly Benih[],
  akun: readonly AkunPengembangan[],
): Promise<PkiStore> {
  const frasa = new Map(akun.map((a) => [idPki(a), a.frasaSandi]));
  const vault: PkiVault = {
    seal: (plaintext, owner) => sealWithSecret(rahasia, 'pki', plaintext, utf8(owner)),
    open: (sealed, owner) => openWithSecret(rahasia, 'pki', sealed, utf8(owner)),
    sealSigner: (id, pkcs8) => sealKey(pkcs8, utf8(frasa.get(id) ?? ''), rahasia),
  };
  const kepala = new Set(benih.map((b) => b.jabatan.find((j) => j.kode.endsWith('.kepala'))?.kode));
  return loadOrCreatePki(config.data, {
    now: clock.now(),
    baseUrl: `http://127.0.0.1:${config.portPki}`,
    vault,
    people: akun
      .filter((a) => a.jabatan.length > 0)
      .map((a) => ({
        id: idPki(a),
        nama: a.nama,
        algoritma: a.jabatan.some((j) => kepala.has(j)) ? 'rsa-3072' : 'p-256',
      })),
  });
}

async function tanam(
  db: Database,
  config: Config,
  benih: readonly Benih[],
  akun: readonly AkunPengembangan[],
  pki: PkiStore,
): Promise<void> {
  const signer = new Map(pki.signers().map((s) => [s.id, s]));
  for (const satu of benih) {
    const milik = akun.filter((a) => a.pemerintah === satu.tenant.kode);
    const bahan = new Map(
      milik.map((a): [string, AkunBenih] => {
        const s = signer.get(idPki(a));
        if (s === undefined) return [a.kode, { token: a.token, kunci: null }];
        const { notBefore, notAfter } = parseCertificate(s.certificate);
        return [
          a.kode,
          {
            token: a.token,
            kunci: {
              certificate: s.certificate,
              chain: s.chain,
              algorithm: s.algorithm,
              tersegel: s.sealedKey,
              berlakuDari: waktu(notBefore),
              berlakuSampai: waktu(notAfter),
            },
          },
        ];
      }),
    );
    await tanamBenih({ uow: db, idBaru: () => ulid(), alamat: config.alamat }, satu, bahan);
  }
}

const brankas = (rahasia: Uint8Array) => ({
  seal: (purpose: string, plaintext: Uint8Array, aad: Uint8Array) =>
    sealWithSecret(rahasia, purpose, plaintext, aad),
  open: (purpose: string, sealed: Uint8Array, aad: Uint8Array) =>
    openWithSecret(rahasia, purpose, sealed, aad),
  keyedHash: (purpose: string, value: string) => keyedHash(rahasia, purpose, value),
});

/** Runs the recovery job again and again, so that a letter waiting for its timestamp goes on by itself. */
function pulihkanBerkala(konteks: Konteks): () => Promise<void> {
  let berhenti = false;
  let berjalan: Promise<unknown> | null = null;
  // A round that waits for a silent authority takes longer than the pause; the next one begins after it, not behind it.
  const putaran = () => {
    berjalan ??= pulihkanUpaya(konteks, () => !berhenti)
      .catch(() => undefined)
      .finally(() => {
        berjalan = null;
      });
  };
  putaran();
  const detak = setInterval(putaran, jedaPemulihanMs);
  detak.unref();
  return async () => {
    berhenti = true;
    clearInterval(detak);
    await berjalan;
  };
}

/**
 * A signature outlives its caller: one who hangs up leaves no connection for the server to wait for, and the folder
 * must not be given up while the key is being asked.
 */
async function tungguTindakan({ permintaanBerjalan }: Konteks): Promise<void> {
  while (permintaanBerjalan.size > 0) {
    await Promise.allSettled([...permintaanBerjalan.values()].map((satu) => satu.hasil));
  }
}

const kesehatan = (db: Database) => ({
  async siap() {
    const terbaca = await db
      .read((repos) => repos.tenant.semua())
      .then((semua) => semua.length > 0)
      .catch(() => false);
    const bagian = { penyimpanan: db.sehat() && terbaca };
    return { siap: Object.values(bagian).every(Boolean), bagian };
  },
});

/** The PKI's certificates name its port; where it is taken, the servers take any other (0) and only the names are stale. */
async function portBebas(port: string): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((selesai) => {
    const coba = createServer();
    coba.once('error', () => selesai(0));
    coba.listen(Number(port), '127.0.0.1', () => coba.close(() => selesai(Number(port))));
  });
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bukaInstalasi } from '../../src/app.ts';
import { daftarkanKunci, type PilihanKunci } from '../../src/cli/kunci.ts';
import { SalahPakai } from '../../src/cli/keluaran.ts';
import { akunCsc, bukaCscUji, type CscUji } from '../support/csc.ts';
import { kodeDari } from '../support/kode.ts';
import { configUji, pekerjaTs, salinCetakan } from '../support/rumah.ts';
import { buatCa, buatPemegang, type Pemegang } from '../support/sertifikat.ts';
import { rekam } from './rekam.ts';

let data: string;
let csc: CscUji;
let pemegang: Pemegang;
beforeEach(async () => {
  data = await salinCetakan();
  const ca = buatCa();
  pemegang = buatPemegang('p-256', ca);
  csc = await bukaCscUji({
    id: 'kredensial-7',
    key: pemegang.key,
    strangerKey: pemegang.key,
    certificates: [pemegang.certificate, ca.certificate],
    algorithms: ['1.2.840.10045.4.3.2'],
    pin: '123456',
  });
});
afterEach(async () => {
  await csc.tutup();
  rmSync(data, { recursive: true, force: true });
});

function config() {
  const berkas = join(data, 'sandi-csc');
  writeFileSync(berkas, akunCsc.password, { mode: 0o600 });
  return configUji(data, {
    NASKAH_CSC_URL: csc.url('v1'),
    NASKAH_CSC_PENGGUNA: akunCsc.user,
    NASKAH_CSC_SANDI_FILE: berkas,
  });
}

const pilihan = (orang: string, ubah: Partial<PilihanKunci> = {}): PilihanKunci => ({
  kind: 'csc',
  pemerintah: 'jateng',
  orang,
  token: null,
  serial: null,
  keyLabel: null,
  keyId: null,
  pinFile: null,
  cert: [],
  credential: 'kredensial-7',
  algorithm: null,
  ...ubah,
});

async function orang(): Promise<{ readonly id: string; readonly nip: string }> {
  const rumah = await bukaInstalasi(configUji(data), { workerUrl: pekerjaTs });
  try {
    const semua = await rumah.konteks.uow.read(async (repos) => {
      const tenant = await repos.tenant.cariKode('jateng');
      return tenant === null ? [] : repos.organisasi.daftarOrang(tenant.id);
    });
    const satu = semua.find(({ nip }) => nip !== null);
    if (satu?.nip == null) throw new Error('a person with a NIP was expected');
    return { id: satu.id, nip: satu.nip };
  } finally {
    await rumah.tutup();
  }
}

it('naskah key enroll asks the service who signs, says whose certificate it is, and writes the newest key', async () => {
  const { id, nip } = await orang();
  const keluaran = rekam();
  expect(await daftarkanKunci(config(), pilihan(nip), keluaran)).toBe(0);
  expect(keluaran.hasilnya.join('\n')).toContain('CN=TEST p-256');
  const rumah = await bukaInstalasi(configUji(data), { workerUrl: pekerjaTs });
  try {
    const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik(id as never));
    expect([kunci?.jenis, kunci?.algorithm]).toEqual(['csc', 'ecdsa-p256-sha256']);
    expect(Buffer.compare(kunci?.certificate ?? new Uint8Array(), pemegang.certificate)).toBe(0);
    expect(Buffer.from(kunci?.tersegel ?? []).includes('kredensial-7')).toBe(false);
  } finally {
    await rumah.tutup();
  }
});

it('naskah key enroll writes nothing where the service does not know the credential', async () => {
  const { id, nip } = await orang();
  const daftar = daftarkanKunci(config(), pilihan(nip, { credential: 'lain' }), rekam());
  expect(await kodeDari(daftar)).toBe('PENANDA_MENOLAK');
  expect(await kodeDari(daftarkanKunci(configUji(data), pilihan(nip), rekam()))).toBe(
    'KONFIGURASI_TIDAK_SAH',
  );
  const rumah = await bukaInstalasi(configUji(data), { workerUrl: pekerjaTs });
  try {
    const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik(id as never));
    expect(kunci?.jenis).not.toBe('csc');
  } finally {
    await rumah.tutup();
  }
});

it.each<Partial<PilihanKunci>>([
  { kind: 'tersegel' },
  { credential: null },
  { kind: 'pkcs11', keyLabel: 'tte' },
  { kind: 'pkcs11', token: 'a', serial: 'b', keyLabel: 'tte' },
  { kind: 'pkcs11', token: 'a' },
  { kind: 'pkcs11', token: 'a', keyId: 'bukan hex' },
  { kind: 'pkcs11', token: 'a', keyLabel: 'tte' },
  { algorithm: 'md5' },
])('naskah key enroll refuses %j before anything is opened', async (ubah) => {
  await expect(daftarkanKunci(config(), pilihan('x', ubah), rekam())).rejects.toBeInstanceOf(SalahPakai);
});

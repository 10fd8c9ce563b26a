import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extend, type PilihanExtend } from '../../src/cli/extend.ts';
import { sign } from '../../src/cli/sign.ts';
import { verify } from '../../src/cli/verify.ts';
import { createDevelopmentPki } from '../../src/pki/buat.ts';
import { startPkiServers, type PkiServers } from '../../src/pki/server.ts';
import { writePkcs12 } from '../adapters/signer/pkcs12-penulis.ts';
import { tableFile } from '../support/pdf.ts';
import { other } from '../support/pdf-kinds.ts';
import { pekerjaTs } from '../support/rumah.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-extend-'));
const di = (nama: string): string => join(folder, nama);
let layanan: PkiServers;

/** Certificates name the place of their servers, so the port is known before the servers are. */
const portBebas = (): Promise<number> =>
  new Promise((selesai) => {
    const sementara = createServer().listen(0, '127.0.0.1', () => {
      const { port } = sementara.address() as AddressInfo;
      sementara.close(() => selesai(port));
    });
  });

beforeAll(async () => {
  const port = await portBebas();
  const { pki, signerKeys } = await createDevelopmentPki({
    now: new Date(),
    people: [{ id: 'penguji', nama: 'Penguji TEST', algoritma: 'p-256' }],
    baseUrl: `http://127.0.0.1:${port}`,
  });
  layanan = await startPkiServers(pki, { clock: { now: () => new Date() }, port });
  const [orang] = pki.signers;
  const pkcs8 = signerKeys.get('penguji');
  if (!orang || !pkcs8) throw new Error('the PKI has no signer');
  const p12 = writePkcs12({
    passphrase: 'rahasia',
    scheme: 'aes256',
    keys: [{ pkcs8: Buffer.from(pkcs8), localKeyId: '1' }],
    certificates: [{ der: orang.certificate, localKeyId: '1' }, ...orang.chain.map((der) => ({ der }))],
  });
  writeFileSync(di('kunci.p12'), p12);
  writeFileSync(di('sandi'), 'rahasia\n');
  writeFileSync(di('akar.pem'), new X509Certificate(pki.root.certificate).toString());
  writeFileSync(di('surat.pdf'), tableFile());
  await tandatangani('B-T', 'sah.pdf');
});
afterAll(async () => {
  await layanan.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tandatangani(
  level: 'B-T' | 'B-LT' | 'B-LTA',
  out: string,
  { masukan = 'surat.pdf', passwordFile = null as string | null } = {},
): Promise<object> {
  const keluaran = rekam();
  const kunci = { p12: di('kunci.p12'), passphraseFile: di('sandi') };
  const pilihan = { ...kunci, out: di(out), level, tsa: `${layanan.url}/tsa`, trust: [di('akar.pem')] };
  const lain = {
    allow: [],
    vri: false,
    field: null,
    visible: null,
    reason: null,
    location: null,
    json: true,
  };
  expect(await sign(di(masukan), { ...pilihan, ...lain, passwordFile }, keluaran)).toBe(0);
  return JSON.parse(keluaran.hasilnya[0] ?? '') as object;
}

const pilihan = (out: string, ubah: Partial<PilihanExtend> = {}): PilihanExtend => ({
  out: di(out),
  level: 'B-LTA',
  tsa: `${layanan.url}/tsa`,
  trust: [di('akar.pem')],
  allow: [],
  vri: false,
  json: true,
  ...ubah,
});
const naikkan = async (masukan: string, satu: PilihanExtend): Promise<string> => {
  const keluaran = rekam();
  expect(await extend(di(masukan), satu, keluaran)).toBe(0);
  return keluaran.hasilnya[0] ?? '';
};
const tingkat = async (nama: string): Promise<unknown[]> => {
  const keluaran = rekam();
  const pakai = { trust: [di('akar.pem')], at: null, json: true, workerUrl: pekerjaTs('periksa') };
  expect(await verify([di(nama)], pakai, keluaran)).toBe(0);
  const { signatures } = JSON.parse(keluaran.hasilnya[0] ?? '') as { signatures: { level: unknown }[] };
  return signatures.map(({ level }) => level);
};

describe('naskah sign at the long-term levels', () => {
  it.each(['B-LT', 'B-LTA'] as const)(
    'signs %s in one go and says asked, reached and until when',
    async (level) => {
      const hasil = await tandatangani(level, `${level}.pdf`);
      expect(hasil).toMatchObject({
        asked: level,
        reached: level,
        renewBefore: expect.any(String) as string,
      });
      expect((await tingkat(`${level}.pdf`))[0]).toBe(`PAdES-BASELINE-${level.slice(2)}`);
    },
  );
});

describe('naskah extend', () => {
  it('raises a file against running services, and naskah verify sees the level', async () => {
    const hasil = JSON.parse(await naikkan('sah.pdf', pilihan('lta.pdf'))) as object;
    expect(hasil).toMatchObject({
      file: di('lta.pdf'),
      asked: 'B-LTA',
      reached: 'B-LTA',
      steps: [{ kind: 'validation-data' }, { kind: 'document-timestamp', field: 'Timestamp1' }],
      signatures: [{ field: 'Signature1', family: 'PAdES', level: 'B-LTA' }],
    });
    expect(await tingkat('lta.pdf')).toEqual(['PAdES-BASELINE-LTA', null]);
    const masukan = readFileSync(di('sah.pdf'));
    expect(readFileSync(di('lta.pdf')).subarray(0, masukan.length).equals(masukan)).toBe(true);
  });

  it('raises an encrypted file under its password, and under no other', async () => {
    writeFileSync(di('enkripsi.pdf'), other('aes256.pdf'));
    writeFileSync(di('kata-sandi'), 'pengguna\n');
    const passwordFile = di('kata-sandi');
    await tandatangani('B-T', 'enkripsi-t.pdf', { masukan: 'enkripsi.pdf', passwordFile });
    await expect(
      naikkan('enkripsi-t.pdf', pilihan('e.pdf', { passwordFile: di('sandi') })),
    ).rejects.toThrow();
    expect(existsSync(di('e.pdf'))).toBe(false);
    const hasil = JSON.parse(await naikkan('enkripsi-t.pdf', pilihan('e.pdf', { passwordFile }))) as object;
    expect(hasil).toMatchObject({ reached: 'B-LTA', lost: [] });
  });

  it('tells a person the same: asked, reached, and until when', async () => {
    const kalimat = await naikkan('sah.pdf', pilihan('lt.pdf', { level: 'B-LT', json: false }));
    expect(kalimat).toMatch(/diminta B-LT, dicapai B-LT.*terbukti sampai \d{4}-/);
  });

  it('refuses without the services it needs, and leaves no file', async () => {
    const rusak = readFileSync(di('sah.pdf'));
    rusak.write('palsu', rusak.indexOf('Isi surat'), 'latin1');
    writeFileSync(di('rusak.pdf'), rusak);
    const gagal = (masukan: string, ubah: Partial<PilihanExtend>): Promise<unknown> =>
      extend(di(masukan), pilihan('gagal.pdf', ubah), rekam()).catch((galat: unknown) => galat);
    expect(await gagal('sah.pdf', { trust: [] })).toBeInstanceOf(Error);
    expect(await gagal('sah.pdf', { tsa: null, allow: [layanan.url] })).toMatchObject({
      code: 'PADES_OPTIONS_INVALID',
    });
    // Without a word from the caller nothing on this machine is asked.
    expect(await gagal('sah.pdf', { tsa: null, level: 'B-LT' })).toMatchObject({
      code: 'PADES_REVOCATION_MISSING',
    });
    expect(await gagal('rusak.pdf', {})).toMatchObject({ code: 'PADES_SIGNATURE_BROKEN' });
    expect(await gagal('surat.pdf', {})).toMatchObject({ code: 'PADES_NOT_SIGNED' });
    expect(() => readFileSync(di('gagal.pdf'))).toThrow(/ENOENT/);
  });
});

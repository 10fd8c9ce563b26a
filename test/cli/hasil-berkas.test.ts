import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  diTempat,
  keBerkas,
  pastikanBerkas,
  periksaHasil,
  type Harapan,
} from '../../src/cli/hasil-berkas.ts';
import { bytesSource, type ByteSource } from '../../src/pades/bytes.ts';
import { signedBytes } from '../../src/pades/sign/output.ts';
import { signPdf, type SignResult } from '../../src/pades/sign/sign.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki, signerOf, type TestPki } from '../support/pki.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-hasil-'));
const di = (nama: string): string => join(folder, nama);
let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(di('asal.pdf'), tableFile());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tandaTangani = (sumber: ByteSource): Promise<SignResult> =>
  signPdf(sumber, { signer: signerOf(pki.rsa), level: 'B-B', signingTime: new Date() });
const harapan = ({ field }: SignResult): Harapan => ({ fields: [field], level: 'B-B', anchors: [] });

describe('two files of a command', () => {
  it('are told from one file under two names', () => {
    mkdirSync(di('dalam'));
    symlinkSync(folder, di('dalam/balik'));
    linkSync(di('asal.pdf'), di('nama-lain.pdf'));
    for (const out of ['asal.pdf', 'dalam/balik/asal.pdf', 'nama-lain.pdf'])
      expect(() => pastikanBerkas(di('asal.pdf'), di(out))).toThrow(/berkas lain/);
    expect(() => pastikanBerkas(di('asal.pdf'), di('baru.pdf'))).not.toThrow();
  });

  it('are files, neither folders nor devices', () => {
    expect(() => pastikanBerkas(folder, di('hasil.pdf'))).toThrow(/bukan berkas biasa/);
    expect(() => pastikanBerkas(di('asal.pdf'), folder)).toThrow(/bukan berkas biasa/);
    expect(() => pastikanBerkas(di('asal.pdf'), '/dev/null')).toThrow(/bukan berkas biasa/);
  });
});

describe('an output', () => {
  it('is published when it passes the validator', async () => {
    await keBerkas(di('asal.pdf'), di('hasil.pdf'), tandaTangani, harapan);
    expect(() =>
      periksaHasil(bytesSource(readFileSync(di('hasil.pdf'))), {
        fields: ['Signature1'],
        level: 'B-B',
        anchors: [],
      }),
    ).not.toThrow();
  });

  it('is not written when its input was changed meanwhile, though its length stayed', async () => {
    const sambilDiubah = async (sumber: ByteSource): Promise<SignResult> => {
      const hasil = await tandaTangani(sumber);
      const isi = readFileSync(di('asal.pdf'));
      isi.write('palsu', isi.indexOf('Isi surat'), 'latin1');
      writeFileSync(di('asal.pdf'), isi);
      return hasil;
    };
    const hasil = keBerkas(di('asal.pdf'), di('hasil.pdf'), sambilDiubah, harapan);
    await expect(hasil).rejects.toMatchObject({ code: 'PADES_OUTPUT_REFUSED' });
    expect(readdirSync(folder)).toEqual(['asal.pdf']);
  });

  it('that is no valid signature leaves the file in place as it was', async () => {
    const lama = readFileSync(di('asal.pdf'));
    const rusak = async (sumber: ByteSource): Promise<SignResult> => {
      const hasil = await tandaTangani(sumber);
      const teks = Buffer.from(hasil.update).toString('latin1');
      return { ...hasil, update: Buffer.from(teks.replace('/M(D:20', '/M(D:21'), 'latin1') };
    };
    await expect(diTempat(di('asal.pdf'), rusak, harapan)).rejects.toMatchObject({
      code: 'PADES_OUTPUT_REFUSED',
    });
    expect(Buffer.compare(readFileSync(di('asal.pdf')), lama)).toBe(0);
    expect(readdirSync(folder)).toEqual(['asal.pdf']);
  });

  it('below the level asked for is refused, and one without the field', async () => {
    const satu = bytesSource(signedBytes(await tandaTangani(bytesSource(tableFile()))));
    const dengan = (level: Harapan['level'], field: string) => (): void =>
      periksaHasil(satu, { fields: [field], level, anchors: [] });
    expect(dengan('B-B', 'Signature1')).not.toThrow();
    expect(dengan('B-T', 'Signature1')).toThrow(expect.objectContaining({ code: 'PADES_OUTPUT_REFUSED' }));
    expect(dengan('B-B', 'Signature2')).toThrow(expect.objectContaining({ code: 'PADES_OUTPUT_REFUSED' }));
  });
});

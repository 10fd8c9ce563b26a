import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { testDocument } from '../../../src/adapters/penyedia/berkas-uji.ts';
import { invisible } from '../../../src/adapters/penyedia/tampilan.ts';
import { signV1, statusV1 } from '../../../src/adapters/penyedia/v1.ts';
import { signV2, statusV2 } from '../../../src/adapters/penyedia/v2.ts';
import { buatPencatat } from '../../../src/http/catatan.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { akunUji } from '../../support/penyedia.ts';
import { akunKe } from './dunia.ts';

const nik = '3374010101900001';
const sandi = 'kenari-frasa-6613';
let server: Server;
afterEach(() => new Promise((selesai) => server.close(selesai)));

/** Throws the whole request back at the caller, as a careless service's error page does. */
async function gema(status: number): Promise<string> {
  server = createServer((permintaan, balasan) => {
    const potongan: Buffer[] = [];
    permintaan.on('data', (satu: Buffer) => potongan.push(satu));
    permintaan.on('end', () => {
      const isi = Buffer.concat(potongan).toString('latin1');
      const { authorization } = permintaan.headers;
      balasan.writeHead(status, { 'x-galat': nik });
      balasan.end(
        JSON.stringify({ error: `${permintaan.url} ${authorization} ${nik} ${sandi}`, message: isi }),
      );
    });
  });
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([400, 401, 408, 500, 503])(
  'an answer %i that repeats every secret reaches neither the error nor the log',
  async (status) => {
    const akun = akunKe(await gema(status));
    const izin = { frasaSandi: utf8(sandi) };
    const [file] = [testDocument('catatan')];
    const galat = await Promise.all(
      [
        signV1(akun, { nik, izin, file, look: invisible }),
        signV2(akun, { user: { nik }, izin, files: [file], properties: [{ look: invisible }] }),
        statusV1(akun, nik),
        statusV2(akun, { nik }),
      ].map((satu) =>
        satu.then(
          () => null,
          (g: unknown) => g,
        ),
      ),
    );
    let tertulis = '';
    const catatan = buatPencatat('trace', { write: (baris) => void (tertulis += baris) });
    for (const satu of galat) catatan.error({ err: satu }, 'panggilan penyelenggara gagal');
    expect(tertulis.match(/panggilan penyelenggara gagal/g)).toHaveLength(4);
    const diceritakan = JSON.stringify(galat.map((g) => ({ ...(g as object), pesan: String(g) })));
    const basic = Buffer.from(`${akunUji.user}:${akunUji.sandi}`).toString('base64');
    for (const rahasia of [nik, sandi, akunUji.sandi, basic]) {
      expect(tertulis).not.toContain(rahasia);
      expect(diceritakan).not.toContain(rahasia);
    }
  },
);

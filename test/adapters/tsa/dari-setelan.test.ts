import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operatorAuthorities, type AuthoritySettings } from '../../../src/adapters/tsa/dari-setelan.ts';
import { buildTimestampQuery, parseTimestampQuery, readTimestampResponse } from '../../../src/pades/index.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { developmentTsaPolicy } from '../../../src/pki/sertifikat.ts';
import { answerTimestampQuery } from '../../../src/pki/tsa.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';
import { sha256 } from '../../../src/shared/bytes.ts';
import { kodeDari } from '../../support/kode.ts';

const now = new Date('2026-03-01T10:00:00Z');
const request = { digest: sha256('naskah'), nonce: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
const query = buildTimestampQuery(request);
const akunDua = `Basic ${Buffer.from('naskah:sandi-tsa-dua').toString('base64')}`;

let pki: DevelopmentPki;
let folder: string;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  ({ pki } = await createDevelopmentPki({ now, people: [], baseUrl: 'http://127.0.0.1:1' }));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-tsa-'));
  closers.push(() => rmSync(folder, { recursive: true }));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An authority on loopback; what it was sent is kept. */
async function layanan(jawab: (tanya: Buffer, kepala: IncomingHttpHeaders) => Uint8Array | null) {
  const dikirim: { readonly kepala: IncomingHttpHeaders; readonly tanya: Buffer }[] = [];
  const server = createServer((req, res) => {
    const potongan: Buffer[] = [];
    req.on('data', (satu: Buffer) => potongan.push(satu));
    req.on('end', () => {
      const tanya = Buffer.concat(potongan);
      dikirim.push({ kepala: req.headers, tanya });
      const isi = jawab(tanya, req.headers);
      if (isi === null) res.writeHead(401).end();
      else res.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(isi);
    });
  });
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  closers.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, dikirim };
}

const stempel = (tanya: Buffer): Uint8Array => answerTimestampQuery(pki, tanya, now);
const setelan = (url: string, ubah: Partial<AuthoritySettings> = {}): AuthoritySettings => ({
  url,
  kebijakan: null,
  akun: null,
  tls: null,
  ...ubah,
});
const pilihan = { clock: { now: () => now }, before: () => undefined };
function rahasia(isi: string, mode = 0o600): string {
  const path = join(folder, 'rahasia');
  writeFileSync(path, isi, { mode });
  return path;
}

describe('timestamp authorities as the operator set them', () => {
  it('are asked in order, each with its own account and policy and with nobody else’s', async () => {
    const satu = await layanan(() => null);
    const dua = await layanan((tanya, { authorization }) =>
      authorization === akunDua ? stempel(tanya) : null,
    );
    const gagal: string[] = [];
    const tsa = await operatorAuthorities(
      [
        setelan(satu.url),
        setelan(dua.url, {
          kebijakan: developmentTsaPolicy,
          akun: { pengguna: 'naskah', berkasSandi: rahasia('sandi-tsa-dua\n') },
        }),
      ],
      { ...pilihan, onFailure: (nama) => gagal.push(nama) },
    );
    const jawaban = await tsa.request(query);
    expect(readTimestampResponse(jawaban, request, { now }).length).toBeGreaterThan(100);
    expect(gagal).toEqual([satu.url]);
    expect(satu.dikirim.map(({ kepala }) => kepala.authorization)).toEqual([undefined]);
    const diminta = [...satu.dikirim, ...dua.dikirim].map(
      ({ tanya }) => parseTimestampQuery(tanya).policyOid,
    );
    expect(diminta).toEqual([null, developmentTsaPolicy]);
  });

  it('are refused where a secret may be read by others, and where a key file is missing', async () => {
    const akun = { pengguna: 'naskah', berkasSandi: rahasia('sandi', 0o644) };
    expect(await kodeDari(operatorAuthorities([setelan('https://tsa.test/', { akun })], pilihan))).toBe(
      'KONFIGURASI_TIDAK_SAH',
    );
    const sertifikat = join(folder, 'cert.pem');
    writeFileSync(sertifikat, 'PEM');
    const tls = { berkasSertifikat: sertifikat, berkasKunci: akun.berkasSandi };
    expect(await kodeDari(operatorAuthorities([setelan('https://tsa.test/', { tls })], pilihan))).toBe(
      'KONFIGURASI_TIDAK_SAH',
    );
  });

  it('are never called inside a database transaction, and that is no failure of theirs', async () => {
    const satu = await layanan(stempel);
    const before = (): never => {
      throw new Error('an outbound call inside a database transaction');
    };
    const gagal: string[] = [];
    const tsa = await operatorAuthorities([setelan(satu.url)], {
      ...pilihan,
      before,
      onFailure: (nama) => gagal.push(nama),
    });
    await expect(Promise.resolve().then(() => tsa.request(query))).rejects.toThrow(
      'inside a database transaction',
    );
    expect([gagal, satu.dikirim]).toEqual([[], []]);
  });
});

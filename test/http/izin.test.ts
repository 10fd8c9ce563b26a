import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kanalAduan } from '../../src/domain/aduan/aduan.ts';
import { DaftarRute, tuntutKonteks } from '../../src/http/daftar-rute.ts';
import { barisIzin, izin, izinKanal, type Izin } from '../../src/http/izin.ts';
import { harusMasalah } from './masalah.ts';
import { bukaServer, konsep, type LayananPalsu, naskah, pengenal, subjek, type Subjek } from './palsu.ts';

const semuaSubjek: readonly Subjek[] = [
  'anonim',
  'pegawai',
  'verifikator',
  'penghubung',
  'admin',
  'mitra',
  'auditor',
];

/** The reviewed expectation, written by hand: which routes refuse whom. `-` stranger (401), `x` known but refused (403), `v` let in. */
const harapan: Readonly<Record<string, string>> = {
  //                                  anonim pegawai verifikator penghubung admin mitra auditor
  'GET /': 'v v v v v v v',
  'GET /aset/:nama': 'v v v v v v v',
  'GET /b/:buktiId': 'v v v v v v v',
  'GET /verifikasi': 'v v v v v v v',
  'POST /verifikasi': 'v v v v v v v',
  'GET /aduan': 'v v v v v v v',
  'POST /v1/aduan': 'v v v v v v v',
  'GET /v1/aduan/tiket/:tiket': 'v v v v v v v',
  'POST /v1/verifikasi': 'v v v v v v v',
  'POST /v1/naskah': '- v v v v x x',
  'GET /v1/naskah': '- v v v v x x',
  'GET /v1/naskah/:id': '- v v v v x x',
  'POST /v1/naskah/:id/tindakan': '- v v v v x x',
  'GET /v1/naskah/:id/versi': '- v v v v x x',
  'POST /v1/naskah/:id/versi': '- v v v v x x',
  'GET /v1/naskah/:id/versi/:versi': '- v v v v x x',
  'GET /v1/naskah/:id/berkas/:jenis': '- v v v v x x',
  'GET /v1/naskah/:id/jejak': '- x x x x x v',
  'GET /v1/aduan': '- v v v v x x',
  'GET /v1/aduan/:id': '- v v v v x x',
  'POST /v1/aduan/:id/tindakan': '- v v v v x x',
  'GET /v1/saya': '- v v v v v v',
  'GET /healthz': 'v v v v v v v',
  'GET /readyz': 'v v v v v v v',
};
const isiContoh: Readonly<Record<string, unknown>> = {
  'POST /v1/naskah': konsep,
  'POST /v1/naskah/:id/versi': konsep,
  'POST /v1/naskah/:id/tindakan': { aksi: 'ajukan' },
  'POST /v1/aduan/:id/tindakan': { aksi: 'proses' },
  'POST /v1/aduan': { pemerintah: 'jateng', kanal: 'web', judul: 'a', uraian: 'b' },
};
const nilai: Readonly<Record<string, string>> = {
  ':id': naskah.id,
  ':versi': '1',
  ':jenis': 'pratinjau',
  ':tiket': 'ADU-7K3M-9QXT',
  ':buktiId': 'AAAAAAAAAAAAAAAAAAAAAA',
  ':nama': 'naskah.css',
};
const alamat = (url: string) => url.replaceAll(/:\w+/g, (nama) => nilai[nama]!);

let app: FastifyInstance;
let palsu: LayananPalsu;
beforeAll(async () => {
  ({ app, palsu } = await bukaServer());
});
afterAll(() => app.close());
beforeEach(() => {
  palsu.panggilan.length = 0;
});

function minta(rute: string, siapa: Subjek, tambahan: Record<string, string> = {}) {
  const [method, url] = rute.split(' ') as ['GET' | 'POST', string];
  const pdf = url.endsWith('verifikasi') && method === 'POST';
  const payload = pdf
    ? '%PDF-1.7'
    : isiContoh[rute] === undefined
      ? undefined
      : JSON.stringify(isiContoh[rute]);
  return app.inject({
    method,
    url: alamat(url),
    headers: {
      ...pengenal(siapa),
      ...(payload === undefined
        ? {}
        : { 'content-type': pdf ? 'application/pdf' : 'application/json', 'idempotency-key': 'k' }),
      ...tambahan,
    },
    ...(payload === undefined ? {} : { payload }),
  });
}

describe('the permission matrix', () => {
  it('has a row for every route there is, and no other', () => {
    expect(daftarRute(app).sort()).toEqual(Object.keys(harapan).sort());
  });
  it.each(Object.entries(harapan))('%s: %s', async (rute, huruf) => {
    const kolom = huruf.split(' ');
    for (const [i, siapa] of semuaSubjek.entries()) {
      const jawaban = await minta(rute, siapa);
      const nama = `${rute} ${siapa}`;
      if (kolom[i] === '-') harusMasalah(jawaban, 'BELUM_MASUK');
      else if (kolom[i] === 'x') harusMasalah(jawaban, 'TIDAK_BERWENANG');
      else expect(jawaban.statusCode, nama).toBeLessThan(300);
      if (kolom[i] !== 'v') expect(palsu.panggilan, nama).toEqual([]);
      palsu.panggilan.length = 0;
    }
  });
  it('every permission is used by some route, and each role in it is one that the seeds know', () => {
    const dikenal = Object.values(subjek).flat() as string[];
    for (const nama of Object.keys(izin) as Izin[]) {
      for (const peran of barisIzin(nama).peran ?? []) expect(dikenal).toContain(peran);
    }
  });
});

describe('channels of complaints', () => {
  it.each(kanalAduan)('%s takes only those of its row', async (kanal) => {
    const peran = izinKanal[kanal] as readonly string[] | null;
    for (const siapa of semuaSubjek) {
      const jawaban = await app.inject({
        method: 'POST',
        url: '/v1/aduan',
        payload: { pemerintah: 'jateng', kanal, judul: 'a', uraian: 'b' },
        headers: { 'idempotency-key': 'k', ...pengenal(siapa) },
      });
      const punya = siapa === 'anonim' ? [] : (subjek[siapa] as readonly string[]);
      const boleh = peran === null || punya.some((p) => peran.includes(p));
      if (boleh) expect(jawaban.statusCode).toBe(201);
      else harusMasalah(jawaban, siapa === 'anonim' ? 'BELUM_MASUK' : 'TIDAK_BERWENANG');
    }
  });
});

describe('reading changes nothing', () => {
  it.each(Object.keys(harapan).filter((rute) => rute.startsWith('GET ')))(
    '%s calls no use-case with an effect',
    async (rute) => {
      for (const siapa of semuaSubjek) await minta(rute, siapa);
      expect(palsu.efek).toEqual([]);
    },
  );
  it.each(Object.keys(isiContoh))('%s without Idempotency-Key has no effect', async (rute) => {
    harusMasalah(await minta(rute, 'pegawai', { 'idempotency-key': '' }), 'KUNCI_IDEMPOTENSI_WAJIB');
    expect(palsu.efek).toEqual([]);
  });
});

describe('the server refuses to start', () => {
  const lengkap = {
    config: { izin: 'naskah.baca' },
    schema: { operationId: 'x', response: { 200: { type: 'object' } } },
  } as const;
  const mulai = async (opsi: Partial<RouteOptions>, method: 'GET' | 'POST' = 'GET') => {
    const kosong = Fastify();
    new DaftarRute().pasang(kosong);
    await kosong.register(async (konteks) => {
      tuntutKonteks(konteks, 'pegawai');
      konteks.route({ method, url: '/x', handler: () => ({}), ...lengkap, ...opsi });
      return Promise.resolve();
    });
    await kosong.ready();
  };
  it('starts with a complete route', async () => {
    await expect(mulai({})).resolves.toBeUndefined();
  });
  it.each([
    ['permission', { config: {} }, 'izin'],
    ['any config', { config: undefined }, 'izin'],
    ['operationId', { schema: { response: { 200: {} } } }, 'operationId'],
    ['response schema', { schema: { operationId: 'x' } }, 'skema tanggapan'],
    ['a permission of its own context', { config: { izin: 'jejak.baca' } }, 'konteks auditor'],
  ] as [string, Partial<RouteOptions>, string][])('with a route without %s', async (_nama, opsi, pesan) => {
    await expect(mulai(opsi)).rejects.toThrow(pesan);
  });
  it('with a POST that does not say whether it has an effect', async () => {
    await expect(mulai({}, 'POST')).rejects.toThrow('efek');
  });
});

/** Routes as the router itself prints them; the docs' own files are one permission and not in the matrix. */
function daftarRute(server: FastifyInstance): string[] {
  const teks = server.printRoutes({ commonPrefix: false });
  const hasil: string[] = [];
  const ruas: string[] = [];
  for (const baris of teks.split('\n')) {
    const cocok = /^([│ ]*)[├└]── (.*?) \(([A-Z, ]+)\)$/u.exec(baris);
    if (cocok === null) continue;
    const dalam = cocok[1]!.length / 4;
    ruas.length = dalam;
    ruas.push(cocok[2]!);
    const url = ruas.join('');
    for (const method of cocok[3]!.split(', ')) {
      if (method !== 'HEAD' && !url.startsWith('/dokumentasi')) hasil.push(`${method} ${url}`);
    }
  }
  return hasil;
}

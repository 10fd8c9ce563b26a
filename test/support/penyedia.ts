import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findTag } from '../../src/pades/pdf/text-find.ts';
import { bytesSource, type HashSigner, type TimestampAuthority } from '../../src/pades/index.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { tandatanganiLama } from './tanda-tangan-penyedia.ts';

/**
 * A faithful and hostile stand-in of the national provider's Esign Client Service, v1 and v2, on loopback (providers.md
 * 1 and 5). It really signs. How it behaves is `tabiat`; whatever is random follows from `benih`.
 */
export const tabiatPenyedia = [
  'baik',
  /** Answers rightly, but late. */
  'lambat',
  /** Signs, then says nothing until the caller has given up. */
  'diam-sesudah-tanda-tangan',
  /** Takes the request and drops the connection. */
  'putus-sebelum-tanda-tangan',
  /** Signs the file twice. */
  'dua-kali',
  /** A good signature on another document. */
  'pdf-lain',
  'orang-lain',
  /** One byte of the page is another, then signed. */
  'isi-berubah',
  /** The page is replaced by an update, then signed: the earlier bytes are kept. */
  'isi-ditimpa',
  /** Whatever was sent, unsigned. */
  'tanpa-tanda-tangan',
  'tanpa-cap-waktu',
  'galat-500',
  'galat-503',
  'kosong',
  'html',
  /** A whole HTTP answer with half a PDF. */
  'terpotong',
  /** Half an HTTP answer. */
  'putus-di-tengah',
  /** Refuses for a reason of its own, with the NIK in the text. */
  'menolak',
  /** HTTP 200 with the error object of a wrong passphrase. */
  'salah-200',
  /** One file too few (v2). */
  'kurang-satu',
] as const;
export type TabiatPenyedia = (typeof tabiatPenyedia)[number];

export interface PenggunaUji {
  readonly nik: string;
  readonly email?: string;
  readonly sandi: string;
  readonly signer: HashSigner;
  readonly status?: string;
}

export interface OpsiPenyediaUji {
  readonly pengguna: readonly PenggunaUji[];
  readonly tsa: TimestampAuthority;
  readonly clock: Clock;
  readonly benih?: number;
  /** Basic credentials of the application. */
  readonly akun?: { readonly user: string; readonly sandi: string };
  readonly lambatMs?: number;
  /** Agency seal: who signs it. */
  readonly segel?: { readonly idSubscriber: string; readonly signer: HashSigner };
}

export interface PenyediaUji {
  readonly url: string;
  tabiat: TabiatPenyedia;
  /** Requests to sign that arrived, and files really signed. */
  readonly diminta: number;
  readonly ditandatangani: number;
  /** Every request: method, path, and the fields or members of its body. */
  readonly masuk: readonly { readonly jalur: string; readonly isi: Readonly<Record<string, unknown>> }[];
  /** What was signed last, also where nobody was told. */
  readonly terakhir: Uint8Array | null;
  tutup(): Promise<void>;
}

export const akunUji = { user: 'aplikasi-naskah', sandi: 'kenari-basic-8841' };
export const totpUji = '918273';

interface Keadaan {
  tabiat: TabiatPenyedia;
  diminta: number;
  ditandatangani: number;
  masuk: { jalur: string; isi: Record<string, unknown> }[];
  terakhir: Uint8Array | null;
}

type Jawaban =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly bita: Uint8Array; readonly tajuk?: Readonly<Record<string, string>> };

export async function bukaPenyediaUji(opsi: OpsiPenyediaUji): Promise<PenyediaUji> {
  const keadaan: Keadaan = { tabiat: 'baik', diminta: 0, ditandatangani: 0, masuk: [], terakhir: null };
  const layanan = new Layanan(opsi, keadaan);
  const server = createServer((permintaan, balasan) => {
    bacaIsi(permintaan)
      .then((isi) => layanan.layani(permintaan, isi, balasan))
      .catch((galat: unknown) => {
        balasan.writeHead(500, { 'content-type': 'text/plain' }).end(String(galat));
      });
  });
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get tabiat() {
      return keadaan.tabiat;
    },
    set tabiat(baru) {
      keadaan.tabiat = baru;
    },
    get diminta() {
      return keadaan.diminta;
    },
    get ditandatangani() {
      return keadaan.ditandatangani;
    },
    get masuk() {
      return keadaan.masuk;
    },
    get terakhir() {
      return keadaan.terakhir;
    },
    tutup: () =>
      new Promise((selesai) => {
        server.close(() => selesai());
        server.closeAllConnections();
      }),
  };
}

class Layanan {
  readonly #opsi: OpsiPenyediaUji;
  readonly #keadaan: Keadaan;
  readonly #acak: (n: number) => Uint8Array;
  readonly #hasil = new Map<string, Uint8Array>();
  #aktivasi: string | null = null;

  constructor(opsi: OpsiPenyediaUji, keadaan: Keadaan) {
    this.#opsi = opsi;
    this.#keadaan = keadaan;
    this.#acak = acakDari(opsi.benih ?? 1);
  }

  async layani(permintaan: IncomingMessage, isi: Buffer, balasan: ServerResponse): Promise<void> {
    const jalur = new URL(permintaan.url ?? '/', 'http://x').pathname;
    const { user, sandi } = this.#opsi.akun ?? akunUji;
    const harapan = `Basic ${Buffer.from(`${user}:${sandi}`).toString('base64')}`;
    if (permintaan.headers.authorization !== harapan) {
      kirim(balasan, spring(401, 'Unauthorized', jalur));
      return;
    }
    const jenis = permintaan.headers['content-type'] ?? '';
    const bagian = await bacaBagian(jenis, isi);
    this.#keadaan.masuk.push({ jalur: `${permintaan.method ?? ''} ${jalur}`, isi: bagian });
    const jawaban = await this.#jawab(`${permintaan.method ?? ''} ${jalur}`, bagian);
    if (jawaban === 'putus') return void permintaan.socket.destroy();
    if (jawaban === 'diam') return; // until the caller hangs up or the server is closed
    if (this.#keadaan.tabiat === 'putus-di-tengah' && 'bita' in jawaban) {
      balasan.writeHead(200, { 'content-length': String(jawaban.bita.length), ...jawaban.tajuk });
      balasan.write(jawaban.bita.subarray(0, jawaban.bita.length >> 1));
      await new Promise((selesai) => setTimeout(selesai, 50));
      return void permintaan.socket.destroy();
    }
    kirim(balasan, jawaban);
  }

  async #jawab(jalur: string, isi: Record<string, unknown>): Promise<Jawaban | 'putus' | 'diam'> {
    if (jalur === 'POST /api/sign/pdf') return this.#tandatanganiV1(isi);
    if (jalur === 'POST /api/v2/sign/pdf') return this.#tandatanganiV2(isi, this.#tolakan(isi));
    if (jalur === 'POST /api/v2/seal/pdf') return this.#segel(isi);
    const nik = /^GET \/api\/user\/status\/(.+)$/.exec(jalur)?.[1];
    if (nik !== undefined) return this.#statusV1(decodeURIComponent(nik));
    const dokumen = /^GET \/api\/sign\/download\/(.+)$/.exec(jalur)?.[1];
    if (dokumen !== undefined) return this.#unduh(dokumen);
    if (jalur.startsWith('GET /api/v2/user/certificate/chain/')) return this.#rantai(jalur);
    if (jalur === 'POST /api/v2/user/check/status') return this.#statusV2(isi);
    if (jalur === 'POST /api/v2/sign/get/totp')
      return { status: 200, json: { success: true, message: 'Kode pada aplikasi BeSign' } };
    if (jalur === 'POST /api/v2/seal/get/activation') return this.#aktifkan(isi);
    if (jalur === 'POST /api/v2/seal/get/totp') return this.#totpSegel(isi);
    if (jalur === 'POST /api/v2/seal/revoke/activation') {
      this.#aktivasi = null;
      return { status: 200, json: { success: true, message: 'Aktivasi dicabut' } };
    }
    return spring(404, 'Not Found', jalur);
  }

  /** Null: may sign. v1's error object; v2's has more keys (providers.md, open question 2). */
  #tolakan(isi: Record<string, unknown>): Jawaban | null {
    const orang = this.#cari(isi);
    if (orang === undefined) return gagal('User tidak terdaftar 2011', 2011);
    if ((orang.status ?? 'ISSUE') !== 'ISSUE') return gagal('Sertifikat tidak ada 2021', 2021);
    const benar = isi['totp'] === undefined ? isi['passphrase'] === orang.sandi : isi['totp'] === totpUji;
    if (!benar) return gagal('Passphrase anda salah 2031', 2031);
    if (this.#keadaan.tabiat === 'menolak') return gagal(`Dokumen ditolak untuk ${orang.nik}`, 400);
    return null;
  }

  async #tandatanganiV1(isi: Record<string, unknown>): Promise<Jawaban | 'putus' | 'diam'> {
    const berkas = isi['file'];
    if (!(berkas instanceof Uint8Array)) return gagal('File tidak ada', 400);
    const tolakan = this.#tolakan(isi);
    const kotak = isi['tampilan'] === 'visible' ? kotakDari(isi, berkas) : null;
    const hasil = await this.#kerjakan([berkas], [kotak], this.#cari(isi)?.signer, tolakan);
    if (typeof hasil === 'string' || !('pdf' in hasil)) return hasil;
    const [pdf = new Uint8Array(0)] = hasil.pdf;
    const id = Buffer.from(this.#acak(16)).toString('hex');
    this.#hasil.set(id, pdf);
    if (isi['jenis_response'] === 'BASE64') {
      const json = { base64_signed_file: Buffer.from(pdf).toString('base64'), id_dokumen: id };
      return { status: 200, json };
    }
    const tajuk = {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="signed.pdf"',
      id_dokumen: id,
      'id-dokumen': id,
      signing_time: '862',
    };
    return { status: 200, bita: pdf, tajuk };
  }

  async #tandatanganiV2(
    isi: Record<string, unknown>,
    tolakan: Jawaban | null,
    signer: HashSigner | undefined = this.#cari(isi)?.signer,
  ): Promise<Jawaban | 'putus' | 'diam'> {
    const daftar = isi['file'];
    const properti = isi['signatureProperties'];
    if (!Array.isArray(daftar) || !Array.isArray(properti)) return gagal('Permintaan tidak lengkap', 400);
    if (properti.length !== 1 && properti.length !== daftar.length) return gagal('Properti tidak cocok', 400);
    const berkas = daftar.map((satu) => Buffer.from(String(satu), 'base64'));
    const kotak = berkas.map((satu, i) => {
      const p = (properti[i] ?? properti[0]) as Record<string, unknown>;
      return String(p['tampilan']).toUpperCase() === 'VISIBLE' ? kotakDari(p, satu) : null;
    });
    const hasil = await this.#kerjakan(berkas, kotak, signer, tolakan);
    if (typeof hasil === 'string' || !('pdf' in hasil)) return hasil;
    const file = hasil.pdf.map((satu) => Buffer.from(satu).toString('base64'));
    if (this.#keadaan.tabiat === 'kurang-satu') file.pop();
    const json = { time: 862, file };
    if (this.#keadaan.tabiat !== 'putus-di-tengah') return { status: 200, json };
    return {
      status: 200,
      bita: Buffer.from(JSON.stringify(json)),
      tajuk: { 'content-type': 'application/json' },
    };
  }

  async #kerjakan(
    berkas: readonly Uint8Array[],
    kotak: readonly Kotak[],
    signer: HashSigner | undefined,
    tolakan: Jawaban | null,
  ): Promise<Jawaban | 'putus' | 'diam' | { readonly pdf: readonly Uint8Array[] }> {
    this.#keadaan.diminta += 1;
    const { tabiat } = this.#keadaan;
    if (tabiat === 'putus-sebelum-tanda-tangan') return 'putus';
    if (tolakan !== null) return tolakan;
    if (tabiat === 'salah-200') return { status: 200, json: gagalJson('Passphrase anda salah 2031', 2031) };
    if (signer === undefined) throw new Error('a user without a key');
    const pdf: Uint8Array[] = [];
    for (const [i, satu] of berkas.entries()) pdf.push(await this.#satu(satu, kotak[i] ?? null, signer));
    this.#keadaan.terakhir = pdf[0] ?? null;
    if (tabiat === 'diam-sesudah-tanda-tangan') return 'diam';
    if (tabiat === 'galat-500') return spring(500, 'Internal Server Error', '/api/sign/pdf');
    if (tabiat === 'galat-503') return { status: 503, bita: Buffer.from('<html>503</html>') };
    if (tabiat === 'kosong') return { status: 200, bita: new Uint8Array(0) };
    if (tabiat === 'html') {
      const bita = Buffer.from('<!doctype html><title>Masuk</title>');
      return { status: 200, bita, tajuk: { 'content-type': 'text/html' } };
    }
    if (tabiat === 'lambat') await new Promise((selesai) => setTimeout(selesai, this.#opsi.lambatMs ?? 300));
    if (tabiat === 'terpotong') return { pdf: pdf.map((satu) => satu.subarray(0, satu.length - 6_000)) };
    return { pdf };
  }

  async #satu(pdf: Uint8Array, kotak: Kotak, signer: HashSigner): Promise<Uint8Array> {
    const { tabiat } = this.#keadaan;
    if (tabiat === 'tanpa-tanda-tangan') return pdf;
    const pelaku = tabiat === 'orang-lain' ? this.#lain(signer) : signer;
    const bahan = { 'pdf-lain': pdfLain, 'isi-berubah': ubahSatuBita, 'isi-ditimpa': timpaHalaman }[
      tabiat as string
    ];
    const sekali = await this.#bubuhi(bahan === undefined ? pdf : bahan(pdf), kotak, pelaku, 0);
    return tabiat === 'dua-kali' ? this.#bubuhi(sekali, kotak, pelaku, 1) : sekali;
  }

  async #bubuhi(pdf: Uint8Array, kotak: Kotak, signer: HashSigner, geser: number): Promise<Uint8Array> {
    const hasil = await tandatanganiLama(pdf, {
      signer,
      tsa: this.#keadaan.tabiat === 'tanpa-cap-waktu' ? null : this.#opsi.tsa,
      saat: new Date(this.#opsi.clock.now().getTime() + geser + this.#keadaan.ditandatangani),
      kotak,
      nonce: this.#acak(16),
    });
    this.#keadaan.ditandatangani += 1;
    return hasil;
  }

  #lain(signer: HashSigner): HashSigner {
    const lain = this.#opsi.pengguna.find((p) => p.signer !== signer)?.signer;
    if (lain === undefined) throw new Error('the stand-in knows one person only');
    return lain;
  }

  #cari(isi: Record<string, unknown>): PenggunaUji | undefined {
    return this.#opsi.pengguna.find(
      (p) => p.nik === isi['nik'] || (p.email !== undefined && p.email === isi['email']),
    );
  }

  #statusV1(nik: string): Jawaban {
    const status = this.#cari({ nik })?.status ?? (this.#cari({ nik }) ? 'ISSUE' : 'NOT_REGISTERED');
    const terdaftar = status !== 'NOT_REGISTERED';
    const status_code = status === 'ISSUE' ? 1111 : terdaftar ? 2021 : 1110;
    const message = terdaftar ? `User sudah terdaftar dengan status ${status}` : 'User belum terdaftar';
    return { status: 200, json: { status_code, status, message } };
  }

  #statusV2(isi: Record<string, unknown>): Jawaban {
    const orang = this.#cari(isi);
    if (orang === undefined) {
      const bentukNik = typeof isi['nik'] === 'string' && /^\d{16}$/.test(isi['nik']);
      const status = bentukNik ? 'NO_CERTIFICATE' : 'NOT_REGISTERED';
      return { status: 200, json: { status_code: bentukNik ? 2021 : 2011, message: 'tidak ada', status } };
    }
    return { status: 200, json: { status_code: 1111, message: 'ok', status: orang.status ?? 'ISSUE' } };
  }

  #unduh(id: string): Jawaban {
    const pdf = this.#hasil.get(id);
    this.#hasil.delete(id);
    if (pdf === undefined) return spring(404, 'Not Found', `/api/sign/download/${id}`);
    return { status: 200, bita: pdf, tajuk: { 'content-type': 'application/pdf', id_dokumen: id } };
  }

  #rantai(jalur: string): Jawaban {
    const id = decodeURIComponent(jalur.split('/').at(-1) ?? '');
    const orang = this.#cari({ nik: id, email: id });
    if (orang === undefined) return { status: 400, bita: Buffer.from('tidak ditemukan') };
    const data = [orang.signer.certificate, ...orang.signer.chain].map((der) =>
      Buffer.from(der).toString('base64'),
    );
    return { status: 200, json: { success: true, data } };
  }

  #aktifkan(isi: Record<string, unknown>): Jawaban {
    if (isi['idSubscriber'] !== this.#opsi.segel?.idSubscriber) return gagal('Subscriber tidak dikenal', 400);
    if (isi['totp'] === undefined) {
      this.#aktivasi = 'AKT-1';
      return { status: 200, json: { success: true, message: 'Kode dikirim ke surel' } };
    }
    if (isi['totp'] !== this.#aktivasi) return gagal('Kode aktivasi salah', 400);
    this.#aktivasi = 'AKT-2';
    const data = { message: 'ok', totp: 'AKT-2', expires: '2026-12-31T00:00:00.000+0000', result: true };
    return { status: 200, json: { success: true, data } };
  }

  #totpSegel(isi: Record<string, unknown>): Jawaban {
    if (this.#aktivasi === null || isi['totp'] !== this.#aktivasi) {
      return { status: 200, json: { message: 'Kode aktivasi salah', result: false } };
    }
    return {
      status: 200,
      json: { message: 'ok', totp: totpUji, expires: '2026-12-31T00:00:00.000+0000', result: true },
    };
  }

  #segel(isi: Record<string, unknown>): Promise<Jawaban | 'putus' | 'diam'> {
    const benar = isi['idSubscriber'] === this.#opsi.segel?.idSubscriber && isi['totp'] === totpUji;
    const tolakan = benar && this.#aktivasi !== null ? null : gagal('TOTP segel salah', 400);
    return this.#tandatanganiV2(isi, tolakan, this.#opsi.segel?.signer);
  }
}

type Kotak = { readonly page: number; readonly rect: readonly [number, number, number, number] } | null;

/** providers.md 1.4: the box is centred on the tag's glyph origin; without a tag the point is the lower-left corner. */
function kotakDari(isi: Record<string, unknown>, pdf: Uint8Array): Kotak {
  const lebar = Number(isi['width'] ?? 100);
  const tinggi = Number(isi['height'] ?? 100);
  const tag = isi['tag_koordinat'];
  if (typeof tag === 'string') {
    const { page, x, y } = findTag(bytesSource(pdf), tag);
    return { page, rect: [x - lebar / 2, y - tinggi / 2, lebar, tinggi] };
  }
  const x = Number(isi['xAxis'] ?? isi['originX'] ?? 0);
  const y = Number(isi['yAxis'] ?? isi['originY'] ?? 0);
  return { page: Number(isi['page'] ?? 1), rect: [x, y, lebar, tinggi] };
}

const gagalJson = (teks: string, status_code: number) => ({
  error: `Proses signing gagal : ${teks}`,
  status_code,
});
const gagal = (teks: string, status_code: number): Jawaban => ({
  status: 400,
  json: gagalJson(teks, status_code),
});
const spring = (status: number, error: string, path: string): Jawaban => ({
  status,
  json: { timestamp: '2026-11-24T02:00:00.000+00:00', status, error, path },
});

function kirim(balasan: ServerResponse, jawaban: Jawaban): void {
  if ('json' in jawaban) {
    balasan.writeHead(jawaban.status, { 'content-type': 'application/json' });
    balasan.end(JSON.stringify(jawaban.json));
    return;
  }
  balasan.writeHead(jawaban.status, jawaban.tajuk ?? {}).end(jawaban.bita);
}

async function bacaIsi(permintaan: IncomingMessage): Promise<Buffer> {
  const potongan: Buffer[] = [];
  for await (const satu of permintaan as AsyncIterable<Buffer>) potongan.push(satu);
  return Buffer.concat(potongan);
}

/** Multipart is read by the platform's own parser, so that our writer meets a stranger. */
async function bacaBagian(jenis: string, isi: Buffer): Promise<Record<string, unknown>> {
  if (jenis.startsWith('application/json'))
    return JSON.parse(isi.toString('utf8')) as Record<string, unknown>;
  if (!jenis.startsWith('multipart/form-data')) return {};
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- a small test body, and no dependency
  const formulir = await new Response(isi, { headers: { 'content-type': jenis } }).formData();
  const bagian: Record<string, unknown> = {};
  for (const [nama, nilai] of formulir.entries()) {
    bagian[nama] = typeof nilai === 'string' ? nilai : new Uint8Array(await nilai.arrayBuffer());
  }
  return bagian;
}

/** xorshift32: the same seed gives the same ids and nonces. */
function acakDari(benih: number): (n: number) => Uint8Array {
  let x = benih >>> 0 || 1;
  return (n) =>
    Uint8Array.from({ length: n }, () => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return x & 0xff;
    });
}

/** One byte of a comment after the header or of a stream: still a PDF that reads, and not the one sent. */
function ubahSatuBita(pdf: Uint8Array): Uint8Array {
  const lain = Buffer.from(pdf);
  const letak = lain.indexOf('%', 8);
  lain[letak + 1] = (lain[letak + 1] ?? 0) ^ 0x01;
  return lain;
}

/** An update that replaces the first page's contents; the bytes before it are kept. */
function timpaHalaman(pdf: Uint8Array): Uint8Array {
  const teks = Buffer.from(pdf).toString('latin1');
  const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(teks)?.[1];
  const akar = /\/Root\s+(\d+ \d+ R)/.exec(teks)?.[1];
  const ukuran = /\/Size\s+(\d+)/.exec(teks)?.[1];
  const isi = /\/Contents\s+(\d+) 0 R/.exec(teks)?.[1];
  if (prev === undefined || akar === undefined || ukuran === undefined || isi === undefined) {
    throw new Error('the letter is written otherwise');
  }
  const baru = 'BT /F1 12 Tf 72 700 Td (Lain) Tj ET';
  const objek = `\n${isi} 0 obj\n<</Length ${baru.length}>>\nstream\n${baru}\nendstream\nendobj\n`;
  const letak = pdf.length + objek.length;
  const xref =
    `xref\n${isi} 1\n${String(pdf.length + 1).padStart(10, '0')} 00000 n \n` +
    `trailer\n<</Size ${ukuran}/Root ${akar}/Prev ${prev}>>\nstartxref\n${letak}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(objek + xref, 'latin1')]);
}

/** A whole other document. */
function pdfLain(): Uint8Array {
  const objek = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>',
    '<</Type/Page/Parent 2 0 R>>',
  ];
  let teks = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const letak = objek.map((satu, i) => {
    const awal = teks.length;
    teks += `${i + 1} 0 obj\n${satu}\nendobj\n`;
    return awal;
  });
  const xref = teks.length;
  teks += `xref\n0 4\n0000000000 65535 f \n${letak.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`;
  teks += `trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(teks, 'latin1');
}

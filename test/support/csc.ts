import { createHash, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { integer, sequence } from '../../src/pades/asn1/der.ts';
import { tandaSidik, type CaraTanda } from './tanda-sidik.ts';

/** How the service treats the next `signatures/signHash`. */
export const tabiatCsc = [
  'baik',
  'terlambat', // signs, and answers after everybody has gone
  'tanda-lalu-putus', // signs, then the connection breaks
  'bisu', // does nothing and breaks the connection
  'galat-500', // signs, then fails
  'galat-503', // fails
  'kosong-200', // signs, and says nothing
  'html-200', // a proxy's page
  'kosong-daftar', // no signature in the list
  'dua', // one too many
  'bukan-base64',
  'nilai-salah', // one bit wrong
  'kunci-lain', // by another key
  'sidik-lain', // over another hash
] as const;
export type TabiatCsc = (typeof tabiatCsc)[number];

/** The credential as the service has it. */
export interface KredensialUji {
  readonly id: string;
  readonly key: KeyObject;
  /** Of somebody else, for the services that mix things up. */
  readonly strangerKey: KeyObject;
  /** Base64 goes out in this order. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithms: readonly string[];
  readonly pin?: string;
  readonly otp?: boolean;
  readonly mode?: 'explicit' | 'implicit' | 'oauth2code';
  readonly scal?: '1' | '2';
  readonly status?: string;
  /** r ‖ s instead of DER. */
  readonly rawEcdsa?: boolean;
}

export interface CscUji {
  /** Base of either version. */
  url(versi: 'v1' | 'v2'): string;
  tabiat: TabiatCsc;
  /** Every request: endpoint and body. */
  readonly panggilan: readonly { readonly endpoint: string; readonly body: Record<string, unknown> }[];
  /** Values that were made, sent or not. */
  readonly ditandatangani: number;
  /** The code that went to the signer's telephone. */
  readonly otpTerkirim: string | null;
  /** Forgets the activation data it has given out. */
  kedaluwarsakanSad(): void;
  /** Answers this once to an endpoint, whatever was asked. */
  jawabSekali(endpoint: string, status: number, body: string): void;
  tutup(): Promise<void>;
}

export const akunCsc = { user: 'naskah', password: 'kata-sandi-operator', token: 'token-operator-01' };

/**
 * A remote signing service on loopback after CSC API v1.0.4 and v2 (providers.md 4): PIN with three tries, one-time codes,
 * activation data bound to one hash and used once. Everything that looks random comes from the seed.
 */
export async function bukaCscUji(kredensial: KredensialUji, benih = 'benih'): Promise<CscUji> {
  const layanan = new Layanan(kredensial, benih);
  const server = createServer((req, res) => void layanan.terima(req, res));
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  const port = (server.address() as AddressInfo).port;
  return Object.assign(layanan, {
    url: (versi: 'v1' | 'v2') => `http://127.0.0.1:${port}/csc/${versi}`,
    tutup: () =>
      new Promise<void>((selesai) => {
        server.close(() => selesai());
        server.closeAllConnections();
      }),
  });
}

type Isi = Record<string, unknown>;
interface Jawaban {
  readonly status: number;
  readonly body: unknown;
}
const ok = (body: unknown): Jawaban => ({ status: 200, body });
const tolak = (status: number, error: string, error_description = 'refused'): Jawaban => ({
  status,
  body: { error, error_description },
});

const hashOid: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

class Layanan {
  tabiat: TabiatCsc = 'baik';
  ditandatangani = 0;
  otpTerkirim: string | null = null;
  readonly panggilan: { endpoint: string; body: Isi }[] = [];
  readonly #kredensial: KredensialUji;
  readonly #benih: string;
  readonly #sekali = new Map<string, Jawaban>();
  #undian = 0;
  #pinSalah = 0;
  /** Activation data → the hashes it was given for; null: for any (SCAL 1). */
  readonly #sad = new Map<string, string | null>();

  constructor(kredensial: KredensialUji, benih: string) {
    this.#kredensial = kredensial;
    this.#benih = benih;
  }

  kedaluwarsakanSad(): void {
    this.#sad.clear();
  }

  jawabSekali(endpoint: string, status: number, body: string): void {
    this.#sekali.set(endpoint, { status, body });
  }

  async terima(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const potongan: Buffer[] = [];
    for await (const satu of req as AsyncIterable<Buffer>) potongan.push(satu);
    const [, , versi = '', ...sisa] = (req.url ?? '').split('/');
    const endpoint = sisa.join('/');
    const body = JSON.parse(Buffer.concat(potongan).toString('utf8')) as Isi;
    this.panggilan.push({ endpoint, body });
    const sekali = this.#sekali.get(endpoint);
    this.#sekali.delete(endpoint);
    const jawaban = sekali ?? this.#jawab(versi === 'v2', endpoint, body, req.headers.authorization);
    if (endpoint === 'signatures/signHash' && jawaban.status === 200 && !sekali) {
      this.#kirimTandaTangan(res, jawaban);
      return;
    }
    kirim(res, jawaban);
  }

  #jawab(v2: boolean, endpoint: string, body: Isi, authorization: string | undefined): Jawaban {
    if (endpoint === 'info') {
      return ok({ specs: v2 ? '2.0.0.2' : '1.0.4.0', name: 'Uji', methods: ['signatures/signHash'] });
    }
    if (endpoint === 'auth/login') {
      const basic = `Basic ${Buffer.from(`${akunCsc.user}:${akunCsc.password}`).toString('base64')}`;
      return authorization === basic
        ? ok({ access_token: akunCsc.token, expires_in: 3600 })
        : tolak(401, 'authentication_error');
    }
    if (authorization !== `Bearer ${akunCsc.token}`) return tolak(401, 'invalid_token');
    if (body['credentialID'] !== this.#kredensial.id) {
      return tolak(400, 'invalid_request', 'Invalid parameter credentialID');
    }
    if (endpoint === 'credentials/info') return ok(this.#info(v2));
    if (endpoint === (v2 ? 'credentials/getChallenge' : 'credentials/sendOTP')) return this.#kirimOtp();
    if (endpoint === 'credentials/authorize') return this.#izinkan(v2, body);
    if (endpoint === 'signatures/signHash') return this.#tandatangani(v2, body);
    return tolak(404, 'invalid_request');
  }

  #info(v2: boolean): Isi {
    const { certificates, algorithms, pin, otp, mode = 'explicit', scal = '2' } = this.#kredensial;
    const cert = {
      status: 'valid',
      certificates: certificates.map((each) => Buffer.from(each).toString('base64')),
    };
    const key = { status: this.#kredensial.status ?? 'enabled', algo: algorithms, len: 2048 };
    const common = { key, cert, SCAL: scal, multisign: 1 };
    if (v2) {
      const objects = [
        ...(pin === undefined ? [] : [{ type: 'Password', id: 'PIN', format: 'N' }]),
        ...(otp === true ? [{ type: 'OTP', id: 'kode-sms', format: 'N', generator: 'totp' }] : []),
      ];
      return {
        ...common,
        auth: { mode, expression: 'PIN AND OTP', objects },
        signatureQualifier: 'eu_eidas_aes',
      };
    }
    return {
      ...common,
      authMode: mode,
      PIN: { presence: String(pin !== undefined), format: 'N' },
      OTP: { presence: String(otp === true), type: 'online', format: 'N' },
    };
  }

  #kirimOtp(): Jawaban {
    this.otpTerkirim = this.#acak('otp').replace(/\D/g, '').padEnd(6, '7').slice(0, 6);
    return { status: 204, body: null };
  }

  #izinkan(v2: boolean, body: Isi): Jawaban {
    const { pin, otp, scal = '2' } = this.#kredensial;
    const shown = shownFactors(body);
    if (this.#pinSalah >= 3) return tolak(400, 'invalid_request', 'Credential locked');
    if (pin !== undefined && shown['PIN'] !== pin) {
      this.#pinSalah += 1;
      // As services do it that help too much: what was typed is in the answer.
      return tolak(400, 'invalid_pin', `The PIN ${String(shown['PIN'])} is invalid`);
    }
    if (otp === true && (this.otpTerkirim === null || shown[v2 ? 'kode-sms' : 'OTP'] !== this.otpTerkirim)) {
      return tolak(400, 'invalid_otp', `The OTP is invalid`);
    }
    this.otpTerkirim = null;
    const hash = (body[v2 ? 'hashes' : 'hash'] as string[] | undefined)?.[0];
    if (scal === '2' && hash === undefined) return tolak(400, 'invalid_request', 'Missing parameter hash');
    const sad = `SAD-${this.#acak('sad')}`;
    this.#sad.set(sad, scal === '2' ? (hash ?? null) : null);
    return ok({ SAD: sad, expiresIn: 300 });
  }

  #tandatangani(v2: boolean, body: Isi): Jawaban {
    const hash = (body[v2 ? 'hashes' : 'hash'] as string[] | undefined)?.[0];
    const algo = body[v2 ? 'hashAlgorithmOID' : 'hashAlgo'];
    const signAlgo = body['signAlgo'];
    if (typeof hash !== 'string' || typeof algo !== 'string' || !(algo in hashOid)) {
      return tolak(400, 'invalid_request', 'Missing parameter hash');
    }
    if (typeof signAlgo !== 'string' || !this.#kredensial.algorithms.includes(signAlgo)) {
      return tolak(400, 'invalid_request', 'Invalid parameter signAlgo');
    }
    if (this.#kredensial.mode !== 'oauth2code' || !v2) {
      const sad = String(body['SAD']);
      if (!this.#sad.has(sad)) return tolak(400, 'invalid_request', 'Expired SAD');
      const bound = this.#sad.get(sad);
      this.#sad.delete(sad);
      if (bound !== null && bound !== hash)
        return tolak(400, 'invalid_request', 'Hash is not authorized by SAD');
    }
    return ok({ signAlgo, algo, hash });
  }

  #kirimTandaTangan(res: ServerResponse, diminta: Jawaban): void {
    const { signAlgo, algo, hash } = diminta.body as Record<'signAlgo' | 'algo' | 'hash', string>;
    const { tabiat } = this;
    if (tabiat === 'bisu') return void res.socket?.destroy();
    if (tabiat === 'galat-503') {
      kirim(res, tolak(503, 'temporarily_unavailable'));
      return;
    }
    const masukan = Buffer.from(hash, 'base64');
    if (tabiat === 'sidik-lain') masukan[0]! ^= 1;
    const key = tabiat === 'kunci-lain' ? this.#kredensial.strangerKey : this.#kredensial.key;
    const mentah = tandaSidik(key, cara(signAlgo), hashOid[algo]!, masukan);
    const asDer = cara(signAlgo) === 'ecdsa' && this.#kredensial.rawEcdsa !== true;
    const nilai = asDer ? derEcdsa(mentah) : mentah;
    this.ditandatangani += 1;
    if (tabiat === 'nilai-salah') nilai[nilai.length - 1]! ^= 1;
    const satu = nilai.toString('base64');
    const jawaban: Readonly<Partial<Record<TabiatCsc, () => void>>> = {
      terlambat: () => void setTimeout(() => res.destroy(), 60_000).unref(),
      'tanda-lalu-putus': () => void res.socket?.destroy(),
      'galat-500': () => kirim(res, { status: 500, body: 'Internal Server Error' }),
      'kosong-200': () => kirim(res, { status: 200, body: '' }),
      'html-200': () => kirim(res, { status: 200, body: '<html><body>Please log in</body></html>' }),
      'kosong-daftar': () => kirim(res, ok({ signatures: [] })),
      dua: () => kirim(res, ok({ signatures: [satu, satu] })),
      'bukan-base64': () => kirim(res, ok({ signatures: [`${satu}\n!`] })),
    };
    (jawaban[tabiat] ?? (() => kirim(res, ok({ signatures: [satu] }))))();
  }

  #acak(untuk: string): string {
    this.#undian += 1;
    return createHash('sha256').update(`${this.#benih}/${untuk}/${this.#undian}`).digest('hex').slice(0, 40);
  }
}

function shownFactors(body: Isi): Isi {
  const data = body['authData'];
  if (!Array.isArray(data)) return body;
  return Object.fromEntries((data as { id: string; value: string }[]).map(({ id, value }) => [id, value]));
}

function kirim(res: ServerResponse, { status, body }: Jawaban): void {
  const text = body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = text.startsWith('<') ? 'text/html' : 'application/json';
  res.writeHead(status, { 'content-type': type }).end(text);
}

const cara = (signAlgo: string): CaraTanda =>
  signAlgo === '1.2.840.113549.1.1.10'
    ? 'rsa-pss'
    : signAlgo.startsWith('1.2.840.113549.1.1.')
      ? 'rsa-pkcs1'
      : 'ecdsa';

const derEcdsa = (raw: Buffer): Buffer =>
  Buffer.from(sequence(integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2))));

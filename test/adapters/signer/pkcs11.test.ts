import { createHash, verify, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPkcs11, type Pkcs11Signer } from '../../../src/adapters/signer/pkcs11.ts';
import { signatureAlgorithms, type HashSigner, type SignatureAlgorithm } from '../../../src/pades/index.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import {
  buatCa,
  buatCaAntara,
  buatPemegang,
  jenisKunci,
  type Ca,
  type JenisKunciUji,
  type Pemegang,
} from '../../support/sertifikat.ts';
import { KriptoPalsu, type IsiToken } from '../../support/token.ts';

const PIN = 'pin-é-246810';
let root: Ca;
let antara: Ca;
const pemegang = new Map<JenisKunciUji, Pemegang>();
beforeAll(() => {
  root = buatCa();
  antara = buatCaAntara(root);
  for (const jenis of Object.keys(jenisKunci) as JenisKunciUji[])
    pemegang.set(jenis, buatPemegang(jenis, antara));
});

/** Every kind of key on one token, with the CA certificates beside them. */
function isi(ubah: Partial<IsiToken> = {}): IsiToken {
  return {
    label: 'naskah',
    pin: PIN,
    keys: [...pemegang].map(([jenis, { key }]) => ({ label: jenis, id: `id-${jenis}`, key })),
    certificates: [
      { id: 'akar', der: root.certificate },
      ...[...pemegang].map(([jenis, { certificate }]) => ({ id: `id-${jenis}`, der: certificate })),
      { id: 'antara', der: antara.certificate },
    ],
    ...ubah,
  };
}

const pilihan = (label: string, ubah: Partial<Pkcs11Signer> = {}): Pkcs11Signer => ({
  token: { label: 'naskah' },
  key: { label },
  pin: utf8(PIN),
  ...ubah,
});

const buka = (kripto: KriptoPalsu, sessions = 4) => openPkcs11('/modul', { cryptoki: kripto, sessions });

function masukan(algorithm: SignatureAlgorithm, text = 'pesan') {
  const message = utf8(text);
  return { message, digest: createHash(signatureAlgorithms[algorithm].digest).update(message).digest() };
}

async function cocok(signer: HashSigner, text = 'pesan'): Promise<boolean> {
  const nilai = await signer.sign(masukan(signer.algorithm, text));
  const { hash, parameters } = signatureAlgorithms[signer.algorithm];
  const key = new X509Certificate(signer.certificate).publicKey;
  return verify(hash, utf8(text), { key, ...parameters }, nilai);
}

async function galatDari(kerja: Promise<unknown>): Promise<Error & { code: string }> {
  try {
    await kerja;
  } catch (galat) {
    return galat as Error & { code: string };
  }
  throw new Error('nothing was refused');
}
const kodeDari = async (kerja: Promise<unknown>): Promise<string> => (await galatDari(kerja)).code;

const rows: readonly (readonly [JenisKunciUji, SignatureAlgorithm])[] = [
  ['rsa-2048', 'rsa-pkcs1-sha256'],
  ['rsa-2048', 'rsa-pkcs1-sha384'],
  ['rsa-3072', 'rsa-pkcs1-sha512'],
  ['rsa-2048', 'rsa-pss-sha256'],
  ['rsa-3072', 'rsa-pss-sha512'],
  ['p-256', 'ecdsa-p256-sha256'],
  ['p-384', 'ecdsa-p384-sha384'],
  ['ed25519', 'ed25519'],
];

describe('a key in a token', () => {
  for (const [jenis, algorithm] of rows) {
    it(`signs with ${algorithm} (${jenis}), whether the token hashes or we do`, async () => {
      for (const mechanisms of [
        undefined,
        [0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x1044, 0x1045, 0x1046, 0x1057],
      ]) {
        const kripto = new KriptoPalsu(isi(mechanisms === undefined ? {} : { mechanisms }));
        const signer = await (await buka(kripto)).openSigner(pilihan(jenis, { algorithm }));
        expect(await cocok(signer)).toBe(true);
        expect(signer.chain).toEqual([Buffer.from(antara.certificate)]);
        expect(Buffer.from(signer.certificate)).toEqual(Buffer.from(pemegang.get(jenis)!.certificate));
      }
    });
  }

  it('signs many at a time with no more sessions than it may, and uses them again', async () => {
    const kripto = new KriptoPalsu(isi({ maxSessions: 5 }));
    const signer = await (await buka(kripto, 4)).openSigner(pilihan('p-256'));
    const semua = await Promise.all(Array.from({ length: 50 }, (_, i) => cocok(signer, `surat ${i}`)));
    expect(semua.every(Boolean)).toBe(true);
    // Four and the one that keeps the login.
    expect([kripto.terbanyakSesi, kripto.terbanyakBersamaan]).toEqual([5, 4]);
    expect(kripto.catatan.filter((each) => each === 'login')).toHaveLength(1);
  });

  it('gives its PIN for every signature where the key wants it so', async () => {
    const { key } = pemegang.get('p-256')!;
    const kripto = new KriptoPalsu(isi({ keys: [{ label: 'k', id: 'id-p-256', key, always: true }] }));
    const signer = await (await buka(kripto)).openSigner(pilihan('k'));
    expect([await cocok(signer), await cocok(signer)]).toEqual([true, true]);
    expect(kripto.catatan.filter((each) => each === 'login-konteks')).toHaveLength(2);
  });

  it('is found by id, by serial number and by slot, with certificates from files', async () => {
    const kripto = new KriptoPalsu(isi({ certificates: [] }), isi({ label: 'lain' }));
    const modul = await buka(kripto);
    const certificates = [root.certificate, antara.certificate, pemegang.get('p-256')!.certificate];
    for (const token of [{ serial: 'S-naskah' }, { slot: 1 }]) {
      const signer = await modul.openSigner(
        pilihan('', { token, key: { id: utf8('id-p-256') }, certificates }),
      );
      expect(await cocok(signer)).toBe(true);
      signer.destroy();
    }
  });

  it('is refused where it is missing or ambiguous, or has no certificate of its own', async () => {
    const dua = { label: 'sama', id: 'id-p-256', key: pemegang.get('p-256')!.key };
    const kripto = new KriptoPalsu(
      isi({ keys: [...isi().keys, dua, dua] }),
      isi({ label: 'kembar' }),
      isi({ label: 'kembar' }),
    );
    const modul = await buka(kripto);
    expect(await kodeDari(modul.openSigner(pilihan('tak-ada')))).toBe('KUNCI_TIDAK_DITEMUKAN');
    expect(await kodeDari(modul.openSigner(pilihan('sama')))).toBe('KUNCI_TIDAK_DITEMUKAN');
    expect(await kodeDari(modul.openSigner(pilihan('p-256', { token: { label: 'kembar' } })))).toBe(
      'KUNCI_TIDAK_DITEMUKAN',
    );
    expect(await kodeDari(modul.openSigner(pilihan('p-256', { token: { label: 'tak-ada' } })))).toBe(
      'TOKEN_TIDAK_TERSEDIA',
    );
    const certificates = [pemegang.get('p-384')!.certificate];
    expect(await kodeDari(modul.openSigner(pilihan('p-256', { certificates })))).toBe(
      'KUNCI_TIDAK_DITEMUKAN',
    );
    expect(await kodeDari(modul.openSigner(pilihan('p-256', { algorithm: 'rsa-pss-sha256' })))).toBe(
      'PADES_ALGORITHM_REFUSED',
    );
    const tanpa = await buka(new KriptoPalsu(isi({ mechanisms: [0x01] })));
    expect(await kodeDari(tanpa.openSigner(pilihan('p-256')))).toBe('PENANDA_MENOLAK');
    // What failed has left nothing logged in.
    expect(kripto.sesi.size).toBe(0);
  });
});

describe('the PIN of a token', () => {
  it('is tried once when wrong, and told when locked', async () => {
    const kripto = new KriptoPalsu(isi());
    const modul = await buka(kripto);
    for (let i = 1; i <= 3; i += 1) {
      expect(await kodeDari(modul.openSigner(pilihan('p-256', { pin: utf8('salah-31') })))).toBe(
        'FRASA_SANDI_SALAH',
      );
      expect(kripto.catatan.filter((each) => each === 'login')).toHaveLength(i);
    }
    expect(await kodeDari(modul.openSigner(pilihan('p-256')))).toBe('PIN_TERKUNCI');
    expect(kripto.catatan.filter((each) => each === 'login')).toHaveLength(3);
  });

  it('is asked of every signer, though the token logs in once for all', async () => {
    const kripto = new KriptoPalsu(isi());
    const modul = await buka(kripto);
    const satu = await modul.openSigner(pilihan('p-256'));
    expect(await kodeDari(modul.openSigner(pilihan('p-384', { pin: utf8('pin-é-246811') })))).toBe(
      'FRASA_SANDI_SALAH',
    );
    const dua = await modul.openSigner(pilihan('p-384'));
    satu.destroy();
    expect(await cocok(dua)).toBe(true);
    dua.destroy();
    expect([kripto.sesi.size, kripto.catatan.at(-1)]).toEqual([0, 'logout']);
  });

  it('is not taken unread where somebody else has logged in', async () => {
    const kripto = new KriptoPalsu(isi());
    const milikLain = await buka(kripto);
    await milikLain.openSigner(pilihan('p-256'));
    const modul = await buka(kripto);
    expect(await kodeDari(modul.openSigner(pilihan('p-256', { pin: utf8('salah-31') })))).toBe(
      'TOKEN_TIDAK_TERSEDIA',
    );
  });

  it('is not sent again after the token was changed for one with another PIN', async () => {
    const awal = isi();
    const kripto = new KriptoPalsu(awal);
    const signer = await (await buka(kripto)).openSigner(pilihan('p-256'));
    kripto.cabut('naskah');
    kripto.pasang('naskah');
    Object.assign(awal, { pin: 'lain' });
    for (let i = 0; i < 5; i += 1) {
      expect(await kodeDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256'))))).toBe(
        'FRASA_SANDI_SALAH',
      );
    }
    expect(kripto.catatan.filter((each) => each === 'login')).toHaveLength(2);
  });

  it('is in no error', async () => {
    const salah = 'pin-salah-9917';
    const kripto = new KriptoPalsu(isi());
    const modul = await buka(kripto);
    const signer = await modul.openSigner(pilihan('p-256'));
    kripto.gagalBerikut = 0x30;
    const semua = [
      await galatDari(modul.openSigner(pilihan('p-384', { pin: utf8(salah) }))),
      await galatDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256')))),
    ];
    signer.destroy();
    semua.push(await galatDari(modul.openSigner(pilihan('p-384', { pin: utf8(salah) }))));
    semua.push(await galatDari(modul.openSigner(pilihan('p-384', { pin: Uint8Array.of(0xff, 0x31) }))));
    expect(semua.map((each) => each.code)).toEqual([
      'FRASA_SANDI_SALAH',
      'TOKEN_TIDAK_TERSEDIA',
      'FRASA_SANDI_SALAH',
      'FRASA_SANDI_SALAH',
    ]);
    for (const galat of semua) {
      const kata = inspect(galat, { depth: 9 }) + JSON.stringify(galat);
      expect(kata).not.toContain(salah);
      expect(kata).not.toContain(PIN);
    }
  });
});

describe('a token that goes away', () => {
  it('is logged in again once when it is back, for all that wait', async () => {
    const kripto = new KriptoPalsu(isi());
    const signer = await (await buka(kripto)).openSigner(pilihan('p-256'));
    expect(await cocok(signer)).toBe(true);
    kripto.cabut('naskah');
    kripto.pasang('naskah');
    const semua = await Promise.all(Array.from({ length: 12 }, (_, i) => cocok(signer, `surat ${i}`)));
    expect(semua.every(Boolean)).toBe(true);
    expect(kripto.catatan.filter((each) => each === 'login')).toHaveLength(2);
  });

  it('is told while it is gone, also in the middle of a signature, and works when it is back', async () => {
    const kripto = new KriptoPalsu(isi());
    const signer = await (await buka(kripto)).openSigner(pilihan('p-256'));
    const berjalan = galatDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256'))));
    await Promise.resolve();
    kripto.cabut('naskah');
    expect((await berjalan).code).toBe('TOKEN_TIDAK_TERSEDIA');
    expect(await kodeDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256'))))).toBe(
      'TOKEN_TIDAK_TERSEDIA',
    );
    kripto.pasang('naskah');
    expect(await cocok(signer)).toBe(true);
  });

  it('has its failures told by a table, and what failed is not done again', async () => {
    const tabel = [
      [0x30, 'TOKEN_TIDAK_TERSEDIA'],
      [0x70, 'PENANDA_MENOLAK'],
      [0xa3, 'PIN_PERLU_DIGANTI'],
      [0xa4, 'PIN_TERKUNCI'],
      [0x80001234, 'PENANDA_MENOLAK'],
    ] as const;
    const kripto = new KriptoPalsu(isi());
    const signer = await (await buka(kripto)).openSigner(pilihan('p-256'));
    for (const [ckr, kode] of tabel) {
      kripto.gagalBerikut = ckr;
      expect(await kodeDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256'))))).toBe(kode);
      expect(await cocok(signer)).toBe(true);
    }
    expect(kripto.catatan.filter((each) => each === 'sign')).toHaveLength(tabel.length);
  });
});

describe('a signer that is destroyed', () => {
  it('finishes what is under way, then logs out and closes everything', async () => {
    const kripto = new KriptoPalsu(isi());
    const modul = await buka(kripto, 2);
    const signer = await modul.openSigner(pilihan('p-256'));
    const berjalan = Array.from({ length: 6 }, (_, i) => cocok(signer, `surat ${i}`));
    signer.destroy();
    expect(await Promise.all(berjalan)).toEqual(Array.from({ length: 6 }, () => true));
    expect([kripto.sesi.size, kripto.catatan.at(-1)]).toEqual([0, 'logout']);
    expect(() => signer.sign(masukan('ecdsa-p256-sha256'))).toThrow();
    modul.close();
    expect(kripto.catatan.slice(-2)).toEqual(['finalize', 'close']);
  });
});

describe('a PKCS#11 module', () => {
  it('that cannot be loaded is told by its code', async () => {
    expect(await kodeDari(openPkcs11('/tidak/ada/modul.so'))).toBe('PKCS11_TIDAK_TERSEDIA');
  });
});

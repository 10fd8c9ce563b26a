import { constants, privateEncrypt, sign, type KeyObject } from 'node:crypto';
import type {
  Attribute,
  Cryptoki,
  Handle,
  Mechanism,
  TokenInfo,
} from '../../src/adapters/signer/pkcs11-antarmuka.ts';
import { tandaSidik } from './tanda-sidik.ts';

export interface IsiToken {
  readonly label: string;
  readonly pin: string;
  readonly keys: readonly {
    readonly label: string;
    readonly id: string;
    readonly key: KeyObject;
    /** CKA_ALWAYS_AUTHENTICATE. */
    readonly always?: boolean;
  }[];
  readonly certificates: readonly { readonly id: string; readonly der: Uint8Array }[];
  /** Missing: everything. */
  readonly mechanisms?: readonly number[];
  readonly maxSessions?: number;
}

/** All the mechanisms the fake knows. */
const semua = [0x01, 0x0d, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x1041, 0x1044, 0x1045, 0x1046, 0x1057];

/** As pkcs11js throws them. */
class Ckr extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`CKR ${code}`);
    this.code = code;
  }
}

interface Sesi {
  readonly token: TokenPalsu;
  operasi: {
    readonly key: KeyObject;
    readonly mechanism: Mechanism;
    readonly always: boolean;
    sah: boolean;
  } | null;
  dicari: Handle[];
}

class TokenPalsu {
  readonly isi: IsiToken;
  readonly slot: Handle;
  masuk = false;
  salah = 0;
  terpasang = true;
  constructor(isi: IsiToken, slot: number) {
    this.isi = isi;
    this.slot = angka(slot);
  }
}

/**
 * PKCS#11 in memory, with what makes real tokens difficult: one login for all sessions, three tries of the PIN, a limit
 * of sessions, a session whose operation failed, removal at any time, numbers that mean nothing after it.
 */
export class KriptoPalsu implements Cryptoki {
  readonly tokens: TokenPalsu[];
  readonly sesi = new Map<string, Sesi>();
  /** What was asked, in order. */
  readonly catatan: string[] = [];
  terbanyakSesi = 0;
  bersamaan = 0;
  terbanyakBersamaan = 0;
  /** CKR of the next C_SignInit, if any. */
  gagalBerikut: number | null = null;
  #nomor = 100;

  constructor(...isi: IsiToken[]) {
    this.tokens = isi.map((satu, i) => new TokenPalsu(satu, i + 1));
  }

  load(): void {}
  close(): void {
    this.catatan.push('close');
  }
  C_Initialize(): void {}
  C_Finalize(): void {
    this.catatan.push('finalize');
  }

  /** Pulled out: sessions and login are gone at once. */
  cabut(label: string): void {
    const token = this.#token((each) => each.isi.label === label);
    token.terpasang = false;
    token.masuk = false;
    for (const [id, sesi] of this.sesi) if (sesi.token === token) this.sesi.delete(id);
  }

  pasang(label: string): void {
    this.#token((each) => each.isi.label === label).terpasang = true;
  }

  C_GetSlotList(): Handle[] {
    return this.tokens.filter((each) => each.terpasang).map((each) => each.slot);
  }

  C_GetTokenInfo(slot: Handle): TokenInfo {
    const { isi, salah } = this.#diSlot(slot);
    return {
      label: isi.label.padEnd(32),
      serialNumber: `S-${isi.label}`.padEnd(16),
      flags: 0x04 | (salah >= 3 ? 0x40000 : 0),
    };
  }

  C_GetMechanismList(slot: Handle): number[] {
    return [...(this.#diSlot(slot).isi.mechanisms ?? semua)];
  }

  C_OpenSession(slot: Handle): Handle {
    const token = this.#diSlot(slot);
    const ada = [...this.sesi.values()].filter((each) => each.token === token).length;
    if (ada >= (token.isi.maxSessions ?? 64)) throw new Ckr(0xb1);
    this.#nomor += 1;
    const handle = angka(this.#nomor);
    this.sesi.set(handle.toString('hex'), { token, operasi: null, dicari: [] });
    this.terbanyakSesi = Math.max(this.terbanyakSesi, this.sesi.size);
    return handle;
  }

  C_CloseSession(session: Handle): void {
    const { token } = this.#sesi(session);
    this.sesi.delete(session.toString('hex'));
    if (![...this.sesi.values()].some((each) => each.token === token)) token.masuk = false;
  }

  C_Login(session: Handle, user: number, pin: string): void {
    const sesi = this.#sesi(session);
    const { token } = sesi;
    this.catatan.push(user === 1 ? 'login' : 'login-konteks');
    if (user === 1 && token.masuk) throw new Ckr(0x100);
    if (token.salah >= 3) throw new Ckr(0xa4);
    if (pin !== token.isi.pin) {
      token.salah += 1;
      throw new Ckr(0xa0);
    }
    token.salah = 0;
    if (user === 1) token.masuk = true;
    else if (sesi.operasi) sesi.operasi.sah = true;
  }

  C_Logout(session: Handle): void {
    this.#sesi(session).token.masuk = false;
    this.catatan.push('logout');
  }

  C_FindObjectsInit(session: Handle, template: Attribute[]): void {
    const sesi = this.#sesi(session);
    const { isi, masuk } = sesi.token;
    const nilai = (type: number): unknown => template.find((each) => each.type === type)?.value;
    const cocok = ({ label, id }: { label?: string; id: string }): boolean =>
      (nilai(3) === undefined || nilai(3) === label) &&
      (nilai(0x102) === undefined || (nilai(0x102) as Buffer).toString() === id);
    const pilih = (daftar: readonly { label?: string; id: string }[], kelas: number): Handle[] =>
      daftar.flatMap((each, i) => (cocok(each) ? [angka(kelas * 1000 + i)] : []));
    const kelas = nilai(0) as number;
    if (kelas === 3 && !masuk) sesi.dicari = [];
    else sesi.dicari = pilih(kelas === 1 ? isi.certificates : isi.keys, kelas);
  }

  C_FindObjects(session: Handle, most: number): Handle[] {
    return this.#sesi(session).dicari.slice(0, most);
  }

  C_FindObjectsFinal(session: Handle): void {
    this.#sesi(session).dicari = [];
  }

  C_GetAttributeValue(session: Handle, object: Handle, [wanted]: Attribute[]): { value: Buffer }[] {
    const { isi } = this.#sesi(session).token;
    const nomor = object.readUInt32LE(0);
    const [kelas, i] = [Math.floor(nomor / 1000), nomor % 1000];
    const type = wanted!.type;
    if (kelas === 1) {
      const { id, der } = isi.certificates[i]!;
      if (type === 0x102) return [{ value: Buffer.from(id) }];
      // As some cards do it: the object is larger than the certificate.
      if (type === 0x11) return [{ value: Buffer.concat([der, Buffer.alloc(7)]) }];
    } else {
      const { key, id, always } = isi.keys[i]!;
      const { n, x, y } = key.asymmetricKeyType === 'rsa-pss' ? {} : key.export({ format: 'jwk' });
      if (type === 0x102) return [{ value: Buffer.from(id) }];
      if (type === 0x202 && kelas === 3) return [{ value: Buffer.from([always === true ? 1 : 0]) }];
      if (type === 0x120 && typeof n === 'string') return [{ value: Buffer.from(n, 'base64url') }];
      if (type === 0x181 && kelas === 2 && typeof x === 'string') {
        const point = [Buffer.from(x, 'base64url'), Buffer.from(y ?? '', 'base64url')];
        const isi = Buffer.concat(y === undefined ? point : [Buffer.from([4]), ...point]);
        return [
          {
            value: Buffer.concat([
              Buffer.from(isi.length < 128 ? [4, isi.length] : [4, 0x81, isi.length]),
              isi,
            ]),
          },
        ];
      }
    }
    throw new Ckr(0x12);
  }

  C_SignInit(session: Handle, mechanism: Mechanism, key: Handle): void {
    const sesi = this.#sesi(session);
    if (this.gagalBerikut !== null) {
      const ckr = this.gagalBerikut;
      this.gagalBerikut = null;
      throw new Ckr(ckr);
    }
    if (!sesi.token.masuk) throw new Ckr(0x101);
    if (sesi.operasi) throw new Ckr(0x90);
    const found = sesi.token.isi.keys[key.readUInt32LE(0) - 3000];
    if (!found) throw new Ckr(0x60);
    sesi.operasi = { key: found.key, mechanism, always: found.always === true, sah: found.always !== true };
  }

  async C_SignAsync(session: Handle, data: Buffer, out: Buffer): Promise<Buffer> {
    const { operasi } = this.#sesi(session);
    if (!operasi?.sah) throw new Ckr(operasi ? 0x101 : 0x91);
    this.bersamaan += 1;
    this.terbanyakBersamaan = Math.max(this.terbanyakBersamaan, this.bersamaan);
    await new Promise((lanjut) => setImmediate(lanjut));
    this.bersamaan -= 1;
    this.#sesi(session).operasi = null;
    this.catatan.push('sign');
    const nilai = buat(operasi.key, operasi.mechanism, data);
    nilai.copy(out);
    return out.subarray(0, nilai.length);
  }

  #token(cari: (token: TokenPalsu) => boolean): TokenPalsu {
    const token = this.tokens.find(cari);
    if (!token) throw new Error('no such token');
    return token;
  }

  #diSlot(slot: Handle): TokenPalsu {
    const token = this.tokens.find((each) => each.slot.equals(slot));
    if (!token?.terpasang) throw new Ckr(0xe0);
    return token;
  }

  #sesi(session: Handle): Sesi {
    const sesi = this.sesi.get(session.toString('hex'));
    if (!sesi) throw new Ckr(0xb3);
    return sesi;
  }
}

const hashes = ['sha256', 'sha384', 'sha512'];

function buat(key: KeyObject, { mechanism, parameter }: Mechanism, data: Buffer): Buffer {
  if (mechanism === 0x01) return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, data);
  if (mechanism === 0x0d) return tandaSidik(key, 'rsa-pss', hashes[parameter!.mgf - 2]!, data);
  if (mechanism === 0x1041) return tandaSidik(key, 'ecdsa', '', data);
  if (mechanism === 0x1057) return sign(null, data, key);
  if (mechanism >= 0x1044) return sign(hashes[mechanism - 0x1044], data, { key, dsaEncoding: 'ieee-p1363' });
  if (mechanism >= 0x43) {
    const saltLength = parameter!.saltLen;
    return sign(hashes[mechanism - 0x43], data, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    });
  }
  return sign(hashes[mechanism - 0x40], data, key);
}

function angka(n: number): Handle {
  const handle = Buffer.alloc(8);
  handle.writeUInt32LE(n);
  return handle;
}

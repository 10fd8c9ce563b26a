import { randomUUID } from 'node:crypto';

interface Akun {
  readonly jabatan: readonly string[];
  readonly token: string;
  readonly frasaSandi: string;
}

interface Naskah {
  readonly id: string;
  readonly keadaan: string;
  readonly revisi: number;
  readonly persetujuan: string | null;
}

export interface SuratSiap {
  readonly id: string;
  readonly penandatangan: string;
  readonly revisi: number;
  readonly persetujuan: string;
}

/** Drafter and signer in turn: eight officials, so that eight passphrases can be opened at a time. */
const pasangan = [
  ...['kepala', 'sekretaris', 'kabid-tik', 'kabid-ikp'].map(
    (s) => ['jateng.diskominfo', 'pranata', s] as const,
  ),
  ...['kepala', 'sekretaris', 'kabid-angkutan'].map((s) => ['jateng.dishub', 'penghubung', s] as const),
  ['semarang.diskominfo', 'pranata', 'kepala'] as const,
];

/** A client of the API as people use it: bearer tokens, idempotency keys, `If-Match`. */
export class Meja {
  readonly #alamat: string;
  readonly #akun: readonly Akun[];
  readonly #nota: Readonly<Record<string, unknown>>;

  constructor(alamat: string, akun: readonly Akun[], nota: Readonly<Record<string, unknown>>) {
    this.#alamat = alamat;
    this.#akun = akun;
    this.#nota = nota;
  }

  /** Letters drafted and handed in, waiting for nothing but their signature. */
  async siapkan(jumlah: number): Promise<SuratSiap[]> {
    const siap: SuratSiap[] = [];
    for (let i = 0; i < jumlah; i++) {
      const [unit, konseptor, nama] = pasangan[i % pasangan.length]!;
      const penandatangan = `${unit}.${nama}`;
      const konsep = { ...this.#nota, konseptor: `${unit}.${konseptor}`, penandatangan: [penandatangan] };
      const naskah = await this.#minta(`${unit}.${konseptor}`, 'POST', '/v1/naskah', konsep);
      await this.#tindak(`${unit}.${konseptor}`, naskah.id, naskah.revisi, { aksi: 'ajukan' });
      const dibaca = await this.#minta(penandatangan, 'GET', `/v1/naskah/${naskah.id}`);
      if (dibaca.keadaan !== 'siap_tanda_tangan' || dibaca.persetujuan === null) {
        throw new Error(`letter ${i} of ${penandatangan} is not ready to be signed: ${dibaca.keadaan}`);
      }
      siap.push({ id: naskah.id, penandatangan, revisi: dibaca.revisi, persetujuan: dibaca.persetujuan });
    }
    return siap;
  }

  /** Throws unless the answer says that the letter is signed, which it never says before the gate has accepted it. */
  async tandatangani({ id, penandatangan, revisi, persetujuan }: SuratSiap): Promise<void> {
    const { frasaSandi } = this.#sebagai(penandatangan);
    const isi = { aksi: 'tandatangani', persetujuan, frasaSandi };
    const { keadaan } = await this.#tindak(penandatangan, id, revisi, isi);
    if (keadaan !== 'ditandatangani') throw new Error(`letter ${id} ended as ${keadaan}`);
  }

  #tindak(jabatan: string, id: string, revisi: number, isi: object): Promise<Naskah> {
    return this.#minta(jabatan, 'POST', `/v1/naskah/${id}/tindakan`, isi, { 'if-match': `"${revisi}"` });
  }

  async #minta(
    jabatan: string,
    method: 'GET' | 'POST',
    path: string,
    isi?: object,
    tajuk: Readonly<Record<string, string>> = {},
  ): Promise<Naskah> {
    const jawaban = await fetch(this.#alamat + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#sebagai(jabatan).token}`,
        ...(isi === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
        ...tajuk,
      },
      ...(isi === undefined ? {} : { body: JSON.stringify(isi) }),
    });
    if (!jawaban.ok) throw new Error(`${method} ${path} → ${jawaban.status} ${await jawaban.text()}`);
    return (await jawaban.json()) as Naskah;
  }

  #sebagai(jabatan: string): Akun {
    const akun = this.#akun.find((a) => a.jabatan.includes(jabatan));
    if (akun === undefined) throw new Error(`nobody holds ${jabatan}`);
    return akun;
  }
}

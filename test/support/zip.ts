import { crc32, deflateRawSync } from 'node:zlib';

export interface BagianZip {
  readonly nama: string;
  readonly isi: Uint8Array;
  /** Bytes stored, in place of what the content deflates to. */
  readonly tersimpan?: Uint8Array;
  readonly metode?: 0 | 8 | 99;
  readonly terenkripsi?: boolean;
  readonly crc?: number;
  readonly ukuran?: number;
  /** Where the directory says the entry begins, in place of where it does. */
  readonly letak?: number;
}

/** A ZIP archive written entry by entry (APPNOTE 4.3), with whatever an attacker may want to say in it. */
export function zip(bagian: readonly BagianZip[]): Buffer {
  const potongan: Buffer[] = [];
  const daftar: Buffer[] = [];
  let letak = 0;
  for (const satu of bagian) {
    const metode = satu.metode ?? 8;
    const data = Buffer.from(satu.tersimpan ?? (metode === 8 ? deflateRawSync(satu.isi) : satu.isi));
    const nama = Buffer.from(satu.nama, 'utf8');
    const bersama = Buffer.alloc(26);
    bersama.writeUInt16LE(20, 0);
    bersama.writeUInt16LE(0x0800 | (satu.terenkripsi === true ? 1 : 0), 2);
    bersama.writeUInt16LE(metode, 4);
    bersama.writeUInt32LE(satu.crc ?? crc32(satu.isi), 10);
    bersama.writeUInt32LE(data.length, 14);
    bersama.writeUInt32LE(satu.ukuran ?? satu.isi.length, 18);
    bersama.writeUInt16LE(nama.length, 22);
    const lokal = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), bersama, nama, data]);
    const ekor = Buffer.alloc(14);
    ekor.writeUInt32LE(satu.letak ?? letak, 10);
    daftar.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), bersama, ekor, nama]));
    potongan.push(lokal);
    letak += lokal.length;
  }
  const direktori = Buffer.concat(daftar);
  const akhir = Buffer.alloc(22);
  akhir.write('PK\x05\x06', 'latin1');
  akhir.writeUInt16LE(bagian.length, 8);
  akhir.writeUInt16LE(bagian.length, 10);
  akhir.writeUInt32LE(direktori.length, 12);
  akhir.writeUInt32LE(letak, 16);
  return Buffer.concat([...potongan, direktori, akhir]);
}

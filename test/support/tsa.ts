import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTimestampQuery } from '../../src/pki/tsa.ts';
import type { DevelopmentPki } from '../../src/pki/types.ts';
import type { Clock } from '../../src/shared/clock.ts';

/** How the authority behaves. `bisu`: the connection is closed without an answer, as when it is down. */
export type TabiatTsa = 'baik' | 'bisu' | 'sampah' | 'sidik-lain' | 'galat';

export interface TsaUji {
  readonly url: string;
  tabiat: TabiatTsa;
  /** Queries seen so far. */
  readonly ditanya: number;
  tutup(): Promise<void>;
}

/** A timestamp authority over HTTP on loopback that does as it is told: right, wrong, or silent. */
export async function bukaTsaUji(pki: DevelopmentPki, clock: Clock): Promise<TsaUji> {
  const keadaan = { tabiat: 'baik' as TabiatTsa, ditanya: 0 };
  const jawab: Readonly<Record<Exclude<TabiatTsa, 'bisu' | 'galat'>, (tanya: Buffer) => Uint8Array>> = {
    baik: (tanya) => answerTimestampQuery(pki, tanya, clock.now()),
    sampah: () => Buffer.from('bukan jawaban RFC 3161'),
    'sidik-lain': (tanya) => answerTimestampQuery(pki, sidikLain(tanya), clock.now()),
  };
  const server = createServer((permintaan, balasan) => {
    const potongan: Buffer[] = [];
    permintaan.on('data', (satu: Buffer) => potongan.push(satu));
    permintaan.on('end', () => {
      keadaan.ditanya += 1;
      const { tabiat } = keadaan;
      if (tabiat === 'bisu') return void permintaan.socket.destroy();
      if (tabiat === 'galat') return void balasan.writeHead(503).end();
      const tanya = Buffer.concat(potongan);
      balasan.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(jawab[tabiat](tanya));
    });
  });
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    get tabiat() {
      return keadaan.tabiat;
    },
    set tabiat(baru) {
      keadaan.tabiat = baru;
    },
    get ditanya() {
      return keadaan.ditanya;
    },
    tutup: () =>
      new Promise((selesai) => {
        server.close(() => selesai());
        server.closeAllConnections();
      }),
  };
}

/** The same query for another digest: the hash is the only OCTET STRING of 32 bytes in it. */
function sidikLain(tanya: Buffer): Buffer {
  const salinan = Buffer.from(tanya);
  const letak = salinan.indexOf(Buffer.from([0x04, 0x20]));
  if (letak < 0) throw new Error('the query holds no SHA-256');
  salinan.writeUInt8(salinan.readUInt8(letak + 2) ^ 1, letak + 2);
  return salinan;
}

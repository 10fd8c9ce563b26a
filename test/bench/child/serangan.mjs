// Eight clients on addresses of their own send one hostile file after another until told to stop; says the statuses.
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';

const [alamat, ...berkas] = process.argv.slice(2);
let berhenti = false;
process.once('message', () => (berhenti = true));

const kirim = (path, localAddress) =>
  new Promise((selesai) => {
    const headers = { 'content-type': 'application/pdf', 'content-length': statSync(path).size };
    const r = request(
      `${alamat}/v1/verifikasi`,
      { method: 'POST', headers, localAddress, agent: false },
      (jawaban) => {
        jawaban.resume();
        jawaban.on('close', () => selesai(jawaban.statusCode));
      },
    );
    r.on('error', () => selesai(0));
    createReadStream(path).pipe(r);
  });

const status = {};
await Promise.all(
  Array.from({ length: 8 }, async (_, i) => {
    for (let n = i; !berhenti; n++) {
      const satu = await kirim(berkas[n % berkas.length], `127.0.0.${10 + i}`);
      status[satu] = (status[satu] ?? 0) + 1;
    }
  }),
);
process.send(status, () => process.exit());

// Prepares and forgets statements while much else becomes garbage, so that collections run from idle tasks. With the
// driver's own `prepare`, Node 24.19 and later abort here within a fraction of a second.
import { setTimeout } from 'node:timers/promises';
import { bukaSqlite } from '../../src/adapters/sqlite.ts';

const db = bukaSqlite(process.argv[2]);
const sampah = [];
for (let i = 0; i < 150; i++) {
  for (let j = 0; j < 50; j++) db.prepare(`SELECT ${j}`).get();
  db.pragma('user_version');
  sampah.push(Array.from({ length: 20_000 }, (_, k) => ({ k })));
  if (sampah.length > 20) sampah.length = 0;
  await setTimeout(1);
}
db.close();
await setTimeout(300);
console.log('hidup');

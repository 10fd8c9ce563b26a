import { parsers } from './parsers.ts';
import { fuzz } from './run.ts';

/** `tsx test/fuzz/parser.ts NAME SECONDS [SEED]`; without a name, the names. */
const [name = '', seconds = '60', seed = String(Date.now() % 2 ** 32)] = process.argv.slice(2);
const all = await parsers();
const parser = all[name];
if (parser) fuzz(name, parser.target, Number(seconds), Number(seed), parser.corpus);
else console.log(Object.keys(all).join('\n'));

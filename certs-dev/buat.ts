/** The generator of the development PKI: `naskah pki` from the sources, without a build. `tsx certs-dev/buat.ts [DATA]`. */
import { keluaran } from '../src/cli/keluaran.ts';
import { pki } from '../src/cli/pki.ts';
import { bacaConfig } from '../src/config.ts';

const data = process.argv[2];
process.exitCode = await pki(bacaConfig(process.env, data === undefined ? {} : { data }), keluaran);

import { bacaConfig } from './config.ts';
import { serve } from './cli/serve.ts';
import { jelaskanGalat, keluaran } from './cli/keluaran.ts';

/** `npm start`: the service, configured by the environment alone. */
try {
  process.exitCode = await serve(bacaConfig(process.env), keluaran);
} catch (galat) {
  const { code, kalimat } = jelaskanGalat(galat);
  keluaran.kata(`[${code}] ${kalimat}`);
  process.exitCode = 1;
}

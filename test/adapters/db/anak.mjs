// Bootstrap of child processes in tests: TypeScript through tsx, as workers are started (DESIGN D16).
import { register } from 'tsx/esm/api';

register();
const [, , peran, ...masukan] = process.argv;
const { mulai } = await import(`./anak-${peran}.ts`);
await mulai(...masukan);

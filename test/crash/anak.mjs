// A process that will be killed: Node 20 runs TypeScript here through the same bootstrap as the workers (DESIGN D16).
import { register } from 'tsx/esm/api';

register();
const { mulai } = await import('./anak.ts');
await mulai(JSON.parse(process.argv[2]));

// As ts-worker.mjs, for the threads that judge strangers' files.
import { register } from 'tsx/esm/api';

register();
await import('../../src/adapters/pemeriksa/worker.ts');

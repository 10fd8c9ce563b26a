// As ts-worker.mjs, for the thread that judges strangers' files.
import { register } from 'tsx/esm/api';

register();
const { default: kerjakan } = await import('../../src/adapters/pemeriksa/worker.ts');
export default kerjakan;

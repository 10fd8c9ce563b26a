// Node 20 cannot start `new Worker('x.ts')` through tsx (DESIGN D16): register the loader here, then hand the worker on.
import { register } from 'tsx/esm/api';

register();
const { default: kerjakan } = await import('../../src/render/worker.ts');
export default kerjakan;

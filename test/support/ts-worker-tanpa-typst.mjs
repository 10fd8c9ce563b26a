// The render worker on a machine for which Typst has no binary: its package cannot be loaded.
import { register as registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

const hooks = `export async function resolve(nama, konteks, lanjut) {
  if (nama.startsWith('@myriaddreamin/')) throw new Error('Cannot find native binding');
  return lanjut(nama, konteks);
}`;
register();
registerHooks(`data:text/javascript,${encodeURIComponent(hooks)}`);
const { default: kerjakan } = await import('../../src/render/worker.ts');
export default kerjakan;

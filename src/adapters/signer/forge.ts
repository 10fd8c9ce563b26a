import { createRequire } from 'node:module';

import type forgeModule from 'node-forge';

type Forge = typeof forgeModule;

let loaded: Forge | null = null;

/** node-forge, loaded when a PKCS#12 file is read: 43 modules that no other key needs. */
export function forge(): Forge {
  loaded ??= createRequire(import.meta.url)('node-forge') as Forge;
  return loaded;
}

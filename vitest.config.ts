import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The package's own doors, from the sources: `dist` may be older.
  resolve: {
    alias: {
      'naskah/pades': fileURLToPath(new URL('src/pades/index.ts', import.meta.url)),
      'naskah/translog': fileURLToPath(new URL('src/translog/index.ts', import.meta.url)),
    },
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    // One less than the cores would leave a core of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

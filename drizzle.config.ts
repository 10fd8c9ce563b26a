import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/adapters/db/skema/index.ts',
  out: './migrations/sqlite',
});

// The engine as few files: a process that signs one letter spends most of its time on loading modules (ARCHITECTURE, Decisions).
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'rolldown';

const engine = 'dist/pades/';
rmSync(`${engine}parts`, { recursive: true, force: true });
const files = readdirSync('dist', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
  .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`);

/** The door, and the inner files that the development PKI shares: what others import keeps its place, all else becomes shared parts. */
const entered = new Set([`${engine}index.js`]);
for (const file of files.filter((each) => !each.startsWith(engine))) {
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/['"](?:\.{1,2}\/)+pades\/([\w/-]+\.js)['"]/g)) {
    entered.add(engine + path);
  }
}

/** Tables, octets and classes must stay `const` for V8 to take them as given; of classes alone the bundler makes variables. */
const constantClasses = {
  name: 'constant-classes',
  renderChunk: (code) => code.replace(/^var (\w+) = class\b/gm, 'const $1 = class'),
};

await build({
  input: Object.fromEntries([...entered].map((file) => [file.slice(engine.length, -'.js'.length), file])),
  platform: 'node',
  external: /^[^./]/,
  preserveEntrySignatures: 'strict',
  logLevel: 'warn',
  plugins: [constantClasses],
  output: {
    dir: engine,
    format: 'esm',
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[hash].js',
  },
});
for (const file of files.filter((each) => each.startsWith(engine) && !entered.has(each))) rmSync(file);
for (const file of files.filter((each) => each.startsWith(engine))) rmSync(`${file}.map`, { force: true });

import type { Angka } from './angka.ts';
import { benchDemo } from './demo.ts';
import { benchFiles } from './files.ts';
import { benchLevels } from './levels.ts';
import { benchRender } from './render.ts';
import { benchSerangan } from './serangan.ts';
import { benchSign } from './sign.ts';
import { benchTerbit } from './terbit.ts';
import { benchValidate } from './validate.ts';

/**
 * `npm run bench [-- PART...]`: the figures of the product, each beside its floor from the same run. Exit code 1 where a
 * promise is broken. `bounds` says what the promise is about: the value itself, or its ratio to the floor.
 */
const parts: readonly {
  readonly name: string;
  readonly unit: string;
  readonly bounds: 'value' | 'ratio';
  readonly bench: () => Promise<readonly Angka[]>;
}[] = [
  { name: 'sign', unit: 'µs CPU', bounds: 'ratio', bench: benchSign },
  { name: 'levels', unit: 'µs CPU', bounds: 'ratio', bench: benchLevels },
  { name: 'files', unit: 'µs CPU', bounds: 'ratio', bench: benchFiles },
  { name: 'validate', unit: 'µs CPU', bounds: 'ratio', bench: benchValidate },
  { name: 'render', unit: 'ms', bounds: 'value', bench: benchRender },
  { name: 'terbit', unit: '', bounds: 'value', bench: benchTerbit },
  { name: 'serangan', unit: '', bounds: 'value', bench: benchSerangan },
  { name: 'demo', unit: '', bounds: 'value', bench: benchDemo },
];

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((name) => parts.every((p) => p.name !== name));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);
  console.log(line(['', 'value', 'floor', 'ratio', 'bound', 'ok'], 'part: figure'));
  let broken = 0;
  for (const { name, unit, bounds, bench } of parts.filter(
    (p) => asked.length === 0 || asked.includes(p.name),
  )) {
    for (const figure of await bench()) {
      // A figure that is no number keeps no promise.
      const kept = figure.bound === null || (figure[bounds] ?? NaN) <= figure.bound;
      if (!kept) broken += 1;
      const bound = figure.bound === null ? '' : `${bounds} ≤ ${figure.bound}`;
      console.log(
        line(
          [unit, short(figure.value), short(figure.floor), short(figure.ratio), bound, verdict(figure, kept)],
          figure.name.startsWith(`${name}: `) ? figure.name : `${name}: ${figure.name}`,
        ),
      );
    }
  }
  console.log(broken === 0 ? 'every bound is kept' : `${broken} bound(s) broken`);
  return broken === 0 ? 0 : 1;
}

const verdict = (figure: Angka, kept: boolean): string =>
  figure.bound === null ? '' : kept ? 'ok' : 'BROKEN';

const short = (value: number | null): string =>
  value === null ? '' : value.toPrecision(value >= 100 ? Math.ceil(Math.log10(value + 1)) : 3);

const widths = [7, 9, 9, 8, 14, 7];
const line = (cells: readonly string[], name: string): string =>
  `${name.padEnd(84)}${cells.map((c, i) => c.padStart(widths[i] ?? 8)).join('')}`;

process.exitCode = await main(process.argv.slice(2));

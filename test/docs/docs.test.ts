import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bacaConfig } from '../../src/config.ts';
import { dokumen, sisipan, sisipkan } from './dokumen.ts';

const baca = (berkas: string): string => readFileSync(berkas, 'utf8');
const paket = JSON.parse(baca('package.json')) as {
  scripts: Record<string, string>;
  exports: Record<string, { default: string }>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

describe('the docs', () => {
  it.each(Object.entries(dokumen()))('%s says what the code says (npm run docs)', (berkas, isi) => {
    expect(baca(berkas)).toBe(isi);
  });

  it.each(Object.entries(sisipan()))('%s carries its tables as the code has them', (berkas, isi) => {
    expect(baca(berkas)).toBe(sisipkan(baca(berkas), isi));
  });

  it('README names every setting the configuration reads, with its default', () => {
    const dibaca: string[] = [];
    bacaConfig(
      new Proxy(
        {},
        {
          get(_target, nama) {
            dibaca.push(String(nama));
            return undefined;
          },
        },
      ),
    );
    const readme = baca('README.md');
    const setelan = dibaca.filter((nama) => nama.startsWith('NASKAH_'));
    expect(setelan.length).toBeGreaterThan(5);
    for (const nama of setelan) expect(readme).toContain(`\`${nama}\``);
    for (const [, nama] of readme.matchAll(/\| `(NASKAH_[A-Z_]+)`/g)) expect(setelan).toContain(nama);
  });

  it('README shows the two commands, and only scripts and verbs that exist', () => {
    const readme = baca('README.md');
    expect(readme).toContain('npm ci && npm run demo');
    expect(readme).toContain('npm ci && npm test');
    for (const [, skrip = ''] of readme.matchAll(/npm run (?:-s )?([a-z]+)/g)) {
      expect(Object.keys(paket.scripts)).toContain(skrip);
    }
    const cli = baca('src/cli.ts');
    for (const [, verba] of readme.matchAll(/run -s naskah -- ([a-z]+)/g)) {
      expect(cli).toMatch(new RegExp(`\\.command\\(\\s*'${verba}\\b`));
    }
  });

  it.each(['README.md', 'ARCHITECTURE.md'])('%s points only at files that exist', (berkas) => {
    const disebut = [...baca(berkas).matchAll(/`((?:src|test|docs|fixtures|certs-dev|migrations)\/[\w./-]+)`/g)];
    expect(disebut.length).toBeGreaterThan(0);
    for (const [, path = ''] of disebut) expect(existsSync(path), path).toBe(true);
  });

  it('the package has exact pins and its doors lead to sources', () => {
    for (const [nama, versi] of Object.entries({ ...paket.dependencies, ...paket.devDependencies })) {
      expect(versi, nama).toMatch(/^\d+\.\d+\.\d+$/);
    }
    for (const { default: pintu } of Object.values(paket.exports)) {
      expect(existsSync(pintu.replace('./dist/', 'src/').replace(/\.js$/, '.ts')), pintu).toBe(true);
    }
  });

  it('links between Markdown files lead somewhere', () => {
    for (const berkas of markdown('.')) {
      for (const [, tujuan = ''] of baca(berkas).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        expect(existsSync(join(dirname(berkas), tujuan)), `${berkas} → ${tujuan}`).toBe(true);
      }
    }
  });
});

function markdown(folder: string): string[] {
  return readdirSync(folder)
    .filter((nama) => !['node_modules', 'dist', 'coverage', '.git', 'data', 'keluaran'].includes(nama))
    .flatMap((nama) => {
      const path = join(folder, nama);
      if (statSync(path).isDirectory()) return markdown(path);
      return nama.endsWith('.md') ? [path] : [];
    });
}

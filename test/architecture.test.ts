import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

/**
 * The import table of DESIGN §2 as data: what a room may import besides itself. `pintu` names the only file of a
 * library others may enter by. Everything not listed is forbidden.
 */
interface Ruang {
  readonly jalur: string;
  readonly boleh: readonly string[];
  /** Packages and Node modules; null: any. */
  readonly paket: readonly string[] | null;
}

const pintuPades = '^src/pades/index\\.ts$';
const pintuTranslog = '^src/translog/index\\.ts$';
const pintuRender = '^src/render/index\\.ts$';

const ruang = {
  shared: { jalur: '^src/shared/', boleh: [], paket: ['crypto'] },
  domain: { jalur: '^src/domain/', boleh: ['^src/shared/'], paket: ['typebox'] },
  render: {
    jalur: '^src/render/',
    boleh: ['^src/shared/', '^src/domain/'],
    // Its own templates and fonts (fs), its threads (piscina); neither clock nor network.
    paket: [
      'fs',
      'path',
      'url',
      'timers/promises',
      'crypto',
      'piscina',
      'uqr',
      '@myriaddreamin/typst-ts-node-compiler',
    ],
  },
  pades: {
    jalur: '^src/pades/',
    boleh: [],
    paket: ['crypto', 'zlib', 'buffer', 'pdf-lib', '@pdf-lib/fontkit', 'uqr'],
  },
  translog: { jalur: '^src/translog/', boleh: [], paket: ['crypto', 'buffer'] },
  services: {
    jalur: '^src/services/',
    boleh: ['^src/shared/', '^src/domain/', pintuRender, pintuPades, pintuTranslog],
    paket: [],
  },
  adapters: {
    jalur: '^src/adapters/',
    boleh: ['^src/shared/', '^src/domain/', '^src/services/ports\\.ts$', pintuPades, pintuTranslog],
    paket: null,
  },
  pki: {
    jalur: '^src/pki/',
    boleh: [
      '^src/shared/',
      '^src/pades/(asn1|x509|cms|tsp|revocation)/',
      '^src/pades/(errors|bytes)\\.ts$',
      '^src/pades/sign/types\\.ts$',
    ],
    paket: null,
  },
  http: {
    jalur: '^src/http/',
    boleh: ['^src/shared/', '^src/domain/', '^src/services/'],
    paket: null,
  },
  web: { jalur: '^src/web/', boleh: ['^src/shared/', '^src/domain/', '^src/services/'], paket: null },
} as const satisfies Record<string, Ruang>;

/** Files that know every part. */
const puncak = '^src/(app|main|cli|config)\\.ts$|^src/cli/';

const aturan = [
  ...Object.entries(ruang).flatMap(([nama, { jalur, boleh, paket }]: [string, Ruang]) => [
    {
      name: `${nama}-mengimpor-ruang-lain`,
      severity: 'error' as const,
      from: { path: jalur },
      to: { path: '^src/', pathNot: [jalur, ...boleh] },
    },
    ...(paket === null
      ? []
      : [
          {
            name: `${nama}-mengimpor-paket-lain`,
            severity: 'error' as const,
            from: { path: jalur },
            to: { pathNot: ['^src/', ...paket.map((p) => `^(node:)?${p}$|^node_modules/${p}/`)] },
          },
        ]),
  ]),
  {
    name: 'sign-dan-validate-saling-asing',
    severity: 'error' as const,
    from: { path: '^src/pades/sign/' },
    to: { path: '^src/pades/validate/' },
  },
  {
    name: 'validate-hanya-membaca',
    severity: 'error' as const,
    from: { path: '^src/pades/validate/' },
    to: { path: '^src/pades/(sign/|pdf/writer|cms/build)' },
  },
  {
    name: 'services-tanpa-kerangka',
    severity: 'error' as const,
    from: { path: '^src/services/' },
    to: { path: 'fastify|drizzle|better-sqlite3' },
  },
  {
    name: 'hanya-config-membaca-lingkungan',
    severity: 'error' as const,
    from: { path: '^src/', pathNot: [puncak] },
    to: { path: '^src/(config|app|main|cli)\\.ts$|^src/cli/' },
  },
  { name: 'tanpa-lingkaran', severity: 'error' as const, from: { path: '^src/' }, to: { circular: true } },
];

async function jelajahi(forbidden: readonly object[]): Promise<ICruiseResult> {
  const hasil = await cruise(['src'], {
    ruleSet: { forbidden } as IFlattenedRuleSet,
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  });
  return hasil.output as ICruiseResult;
}

describe('the import table', () => {
  it('holds for every module, with type imports counted', async () => {
    const { summary, modules } = await jelajahi(aturan);
    const terlihat = new Set(modules.map((m) => m.source));
    for (const { jalur } of Object.values(ruang)) {
      expect(
        [...terlihat].some((s) => new RegExp(jalur).test(s)),
        `no module seen in ${jalur}`,
      ).toBe(true);
    }
    expect(modules.filter((m) => m.source.startsWith('src/')).length).toBeGreaterThan(150);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
  });

  it('would see a break: each rule fires when its permission is taken away', async () => {
    const tanpaIzin = Object.entries(ruang).flatMap(([nama, { jalur, boleh }]: [string, Ruang]) =>
      boleh.length === 0
        ? []
        : [
            {
              name: nama,
              severity: 'error' as const,
              from: { path: jalur },
              to: { path: '^src/', pathNot: [jalur] },
            },
          ],
    );
    const { summary } = await jelajahi(tanpaIzin);
    const kena = new Set(summary.violations.map((v) => v.rule.name));
    expect([...kena].sort()).toEqual(tanpaIzin.map((a) => a.name).sort());
  });

  it('keeps the word of the letters out of the engine', async () => {
    const { modules } = await jelajahi([]);
    const { readFileSync } = await import('node:fs');
    const bocor = modules
      .map((m) => m.source)
      .filter((s) => s.startsWith('src/pades/') && /naskah(?!\/pades)/i.test(readFileSync(s, 'utf8')));
    expect(bocor).toEqual([]);
  });
});

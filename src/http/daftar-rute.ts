import type { FastifyInstance, RouteOptions } from 'fastify';
import { barisIzin, type Izin, type Konteks } from './izin.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Permission of the route: a row of `izin`. */
    izin?: Izin;
    /** The request changes something, so it needs an Idempotency-Key. Required on every method but GET. */
    efek?: boolean;
  }
}

export interface Rute {
  readonly method: string;
  readonly url: string;
  readonly opsi: RouteOptions;
}
const membaca = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What exists: read by the start-up check, by 405 and by the permission tests. */
export class DaftarRute {
  readonly #rute: Rute[] = [];
  get semua(): readonly Rute[] {
    return this.#rute;
  }

  pasang(app: FastifyInstance): void {
    app.addHook('onRoute', (opsi) => {
      for (const method of [opsi.method].flat()) this.#rute.push({ method, url: opsi.url, opsi });
    });
    // Checked when everything is registered: hooks of later plugins may still complete a route before that.
    app.addHook('onReady', async () => {
      for (const rute of this.#rute) tuntutLengkap(rute);
      return Promise.resolve();
    });
  }

  /** Methods of the routes that this path matches, sorted; empty when no route does. */
  metode(jalur: string): string[] {
    const cocok = this.#rute.filter((rute) => pola(rute.url).test(jalur));
    return [...new Set(cocok.map((rute) => rute.method))].sort();
  }
}

/** A context takes only routes whose permission belongs to it. */
export function tuntutKonteks(app: FastifyInstance, nama: Konteks): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    const izin = config?.izin;
    if (izin === undefined) return;
    const milik = barisIzin(izin).konteks;
    if (milik !== nama)
      throw new Error(`Rute ${String(method)} ${url}: izin ${izin} milik konteks ${milik}, bukan ${nama}.`);
  });
}

/** The server refuses to start with a route that does not say who may use it, what it is called and what it answers. */
function tuntutLengkap({ method, url, opsi }: Rute): void {
  const { config, schema } = opsi;
  const gagal = (apa: string) => {
    throw new Error(`Rute ${method} ${url} tidak menyatakan ${apa}.`);
  };
  if (config?.izin === undefined) gagal('izin');
  if (!membaca.has(method) && config?.efek === undefined) gagal('efek');
  if (schema?.hide === true) return;
  if (schema?.operationId === undefined) gagal('operationId');
  if (schema?.response === undefined) gagal('skema tanggapan');
}

/** `/v1/naskah/:id` → the paths it matches; pages and API use no other form of parameters than these two. */
const pola = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((ruas) =>
        ruas.startsWith(':') ? '[^/]+' : ruas === '*' ? '.*' : ruas.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('/')}/?$`,
  );

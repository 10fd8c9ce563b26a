import Sqlite from 'better-sqlite3';

/**
 * Objects that must never be collected. Node 24.19 and later give `node::ObjectWrap` a destructor that aborts the process
 * when it runs outside a context, as in an idle garbage collection (nodejs/node#65446); better-sqlite3 12 derives from
 * it, and 13 no longer runs on Node 20. What is never collected is never destructed: statements are kept by their text,
 * of which a program has a bounded number, and so prepared only once.
 */
const abadi = new Set<object>();

/**
 * Opens a SQLite database whose statements live as long as the process. The only way the product opens one. Iterators
 * (`iterate`) are not covered and not used. A statement is shared by all who ask for its text, and asking sets its form
 * back: choose `raw` or `pluck` where it is run.
 */
export function bukaSqlite(berkas: string, opsi: Sqlite.Options = {}): Sqlite.Database {
  const sqlite = new Sqlite(berkas, opsi);
  const siap = new Map<string, Sqlite.Statement>();
  abadi.add(sqlite).add(siap);
  const baru = sqlite.prepare.bind(sqlite);

  /** The statement of this text, in the form it has when new: rows as objects. */
  const prepare = (sql: string): Sqlite.Statement => {
    const lama = siap.get(sql);
    if (lama === undefined) {
      const pernyataan: Sqlite.Statement = baru(sql);
      siap.set(sql, pernyataan);
      return pernyataan;
    }
    return lama.reader ? lama.raw(false).pluck(false) : lama;
  };
  /** As better-sqlite3's, whose own makes a statement that nobody keeps. */
  const pragma = (isi: string, { simple = false }: Sqlite.PragmaOptions = {}): unknown => {
    const pernyataan = prepare(`PRAGMA ${isi}`);
    if (pernyataan.reader) return simple ? pernyataan.pluck().get() : pernyataan.all();
    pernyataan.run();
    return simple ? undefined : [];
  };
  return Object.assign(sqlite, { prepare: prepare as Sqlite.Database['prepare'], pragma });
}

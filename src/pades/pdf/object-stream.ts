import { PadesError } from '../errors.ts';
import type { Anomalies } from './anomalies.ts';
import type { PdfLimits } from './file.ts';
import { integerOf, type IndirectContext } from './indirect.ts';
import type { PdfDict, PdfObject } from './objects.ts';
import { Octets } from './octets.ts';
import { ObjectParser } from './parser.ts';

type ObjectStreamContext = Pick<IndirectContext, 'limits' | 'anomalies' | 'spend'>;

/** An object stream, decoded (clause 7.5.7). Objects are parsed when asked for. */
export class ObjectStream {
  readonly #octets: Octets;
  readonly #limits: PdfLimits;
  readonly #anomalies: Anomalies;
  readonly #spend: IndirectContext['spend'];
  /** Offset of the stream in the file: the nearest place an anomaly can name. */
  readonly #offset: number;
  readonly #index: readonly { readonly num: number; readonly at: number }[];

  constructor(bytes: Uint8Array, dict: PdfDict, offset: number, context: ObjectStreamContext) {
    const { limits, anomalies, spend } = context;
    this.#octets = new Octets(bytes, true);
    this.#limits = limits;
    this.#anomalies = anomalies;
    this.#spend = spend;
    this.#offset = offset;
    this.#index = this.#readIndex(dict);
  }

  /** Object `num`, which the xref says is the `index`-th here; null where another one is. */
  get(num: number, index: number): PdfObject | null {
    const place = this.#index[index];
    if (place?.num !== num) {
      this.#anomalies.add(
        'object-header-mismatch',
        this.#offset,
        `Object ${num} is not where the xref says.`,
      );
      return null;
    }
    const parser = new ObjectParser(this.#octets, null, true, this.#limits, place.at);
    const object = parser.value();
    this.#spend(parser.values);
    for (const { key } of parser.duplicates) {
      this.#anomalies.add('duplicate-key', this.#offset, `Key ${key} occurs twice in one dictionary.`);
    }
    return object;
  }

  #readIndex(dict: PdfDict): { num: number; at: number }[] {
    const count = integerOf(dict.entries.get('N'));
    const first = integerOf(dict.entries.get('First'));
    const { length } = this.#octets.bytes;
    const sane = count !== null && first !== null && count >= 0 && first >= 0;
    if (!sane || first > length || count > length / 2) {
      throw new PadesError('PADES_PDF_SYNTAX', {
        offset: this.#offset,
        detail: 'An object stream has no index.',
      });
    }
    const parser = new ObjectParser(this.#octets, null, true, this.#limits);
    const index: { num: number; at: number }[] = [];
    const seen = new Set<number>();
    for (let i = 0; i < count; i += 1) {
      parser.skipSpace();
      const num = parser.unsigned();
      parser.skipSpace();
      const at = parser.unsigned();
      if (num === null || at === null || first + at > length) {
        throw new PadesError('PADES_PDF_SYNTAX', {
          offset: this.#offset,
          detail: 'An object stream index is damaged.',
        });
      }
      if (seen.has(num)) {
        this.#anomalies.add(
          'duplicate-object',
          this.#offset,
          `Object ${num} occurs twice in one object stream.`,
        );
      }
      seen.add(num);
      index.push({ num, at: first + at });
    }
    return index;
  }
}

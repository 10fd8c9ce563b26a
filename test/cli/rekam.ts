import type { Keluaran } from '../../src/cli/keluaran.ts';

/** What a command said, line by line. */
export interface Rekaman extends Keluaran {
  readonly hasilnya: string[];
  readonly katanya: string[];
}

export function rekam(): Rekaman {
  const hasilnya: string[] = [];
  const katanya: string[] = [];
  return {
    hasilnya,
    katanya,
    hasil: (baris) => void hasilnya.push(baris),
    kata: (baris) => void katanya.push(baris),
  };
}

import { PadesError } from '../../src/pades/index.ts';
import { NaskahError } from '../../src/shared/errors.ts';

/** The code an operation was refused with; anything but a coded refusal fails the test. */
export async function kodeDari(kerja: Promise<unknown>): Promise<string> {
  try {
    await kerja;
  } catch (galat) {
    if (galat instanceof NaskahError || galat instanceof PadesError) return galat.code;
    throw galat;
  }
  return 'tanpa galat';
}

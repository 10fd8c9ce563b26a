/** Runs work at most `banyak` at a time, first come first served; what is `mendesak` goes before what is not. */
export function buatGiliran(
  banyak: number,
): <T>(kerja: () => Promise<T>, urgensi?: 'biasa' | 'mendesak') => Promise<T> {
  const mendesak: (() => void)[] = [];
  const biasa: (() => void)[] = [];
  let bebas = banyak;
  return async (kerja, urgensi = 'biasa') => {
    const antre = urgensi === 'mendesak' ? mendesak : biasa;
    if (bebas === 0) await new Promise<void>((lanjut) => antre.push(lanjut));
    else bebas--;
    try {
      return await kerja();
    } finally {
      const berikut = mendesak.shift() ?? biasa.shift();
      if (berikut === undefined) bebas++;
      else berikut();
    }
  };
}

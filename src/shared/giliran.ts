/** Runs work at most `banyak` at a time, first come first served. */
export function buatGiliran(banyak: number): <T>(kerja: () => Promise<T>) => Promise<T> {
  const menunggu: (() => void)[] = [];
  let bebas = banyak;
  return async (kerja) => {
    if (bebas === 0) await new Promise<void>((lanjut) => menunggu.push(lanjut));
    else bebas--;
    try {
      return await kerja();
    } finally {
      const berikut = menunggu.shift();
      if (berikut === undefined) bebas++;
      else berikut();
    }
  };
}

/** Results in the order of the things, so many of them made at once; a failure is thrown where its turn comes. */
export async function* berurutan<T, H>(
  hal: Iterable<T>,
  serentak: number,
  kerja: (satu: T) => Promise<H>,
): AsyncGenerator<H> {
  const berjalan: Promise<H>[] = [];
  for (const satu of hal) {
    const ini = kerja(satu);
    // Whoever waits for an earlier one hears of this one's failure later.
    ini.catch(() => undefined);
    berjalan.push(ini);
    const pertama = berjalan[0];
    if (berjalan.length < serentak || pertama === undefined) continue;
    void berjalan.shift();
    yield await pertama;
  }
  for (const ini of berjalan) yield await ini;
}

/**
 * CPU microseconds of each piece of work, in this process. All are run in turns and each is judged by its best round, so that neighbours
 * on the machine disturb all alike.
 */
export async function cpuOf<K extends string>(
  works: Readonly<Record<K, () => unknown>>,
  {
    rounds,
    perRound,
    warmUp,
  }: { readonly rounds: number; readonly perRound: number; readonly warmUp: number },
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<K, number>;
  for (const name of names) for (let i = 0; i < warmUp; i += 1) await works[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) best[name] = Math.min(best[name], await once(works[name], perRound));
  }
  return best;
}

async function once(work: () => unknown, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

import type { Repos } from '../../services/ports.ts';

/** Repositories that work only while their transaction lives, and know how many of their calls are under way. */
export interface ReposTerjaga {
  readonly repos: Repos;
  /** Calls begun and not yet settled: more than none at the end means that somebody forgot an `await`. */
  berjalan(): number;
}

/** A call that came after COMMIT would run outside every transaction; it throws instead. */
export function jagaRepos(repos: Repos, hidup: () => boolean): ReposTerjaga {
  let berjalan = 0;
  type Fungsi = (...masukan: unknown[]) => Promise<unknown>;
  const jaga =
    (nama: string, fungsi: Fungsi): Fungsi =>
    async (...masukan) => {
      if (!hidup()) throw new Error(`repos.${nama} was called after its transaction had ended`);
      berjalan += 1;
      try {
        return await fungsi(...masukan);
      } finally {
        berjalan -= 1;
      }
    };
  const terjaga = Object.entries(repos as unknown as Record<string, Record<string, Fungsi>>).map(
    ([bagian, repo]) =>
      [
        bagian,
        Object.fromEntries(
          Object.entries(repo).map(([nama, fungsi]) => [nama, jaga(`${bagian}.${nama}`, fungsi)]),
        ),
      ] as const,
  );
  return { repos: Object.fromEntries(terjaga) as unknown as Repos, berjalan: () => berjalan };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lastWords, type Demo, type Verdict } from '../verdict.ts';
import { makeCells, type Cell } from './files.ts';
import { gaps } from './gaps.ts';
import { cellJudges, rootFile, type Said } from './judges.ts';
import { inputKinds } from './kinds.ts';
import { makeSigningWorld } from './world.ts';

/**
 * {level} × {algorithm} × {input kind}: every file this engine can make, before every judge that supports the combination. What a judge
 * does not support stands in `gaps.ts`, and must then be refused in the words that stand there.
 */
export async function matrix(demo: Demo, scratch: string): Promise<Verdict[]> {
  const now = (): Date => new Date();
  const world = await makeSigningWorld(now);
  const folder = join(scratch, 'files');
  await mkdir(folder);
  const cells = await makeCells(await inputKinds(demo), world, now, folder);
  const root = await rootFile(world.root, scratch);
  const verdicts: Verdict[] = [];
  for (const { name, ask } of cellJudges) {
    const answers = await ask(cells, root, scratch);
    for (const cell of cells) verdicts.push(verdict(name, cell, answers.get(cell)));
  }
  return verdicts;
}

function verdict(judge: string, cell: Cell, answer: Said | undefined): Verdict {
  const said = answer?.said ?? 'it said nothing';
  const gap = gaps.find((each) => each.judge === judge && each.matches(cell));
  const common = { detail: `${cell.kind} ${cell.algorithm} ${cell.level}: ${lastWords(said, 200)}` };
  if (gap) {
    const passed = answer !== undefined && !answer.accepted && gap.says.test(said);
    return {
      ...common,
      judge: 'matrix: what a judge does not support',
      file: judge,
      question: gap.about,
      passed,
    };
  }
  return {
    ...common,
    judge: `matrix: ${judge}`,
    file: cell.level,
    question: cell.algorithm,
    passed: answer?.accepted === true,
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Demo, Verdict } from '../verdict.ts';
import { makeCorpus, type Item } from './corpus.ts';
import { otherJudges, ours, type FileAnswer, type FileClass } from './judges.ts';
import { reasons, type Reason } from './reasons.ts';

/**
 * Every file before every judge and us. Where the answers differ, a row of `reasons.ts` must say why: an unexplained
 * disagreement fails the run, and so does a row that explains nothing.
 */
export async function differential(_demo: Demo, scratch: string): Promise<Verdict[]> {
  const folder = join(scratch, 'files');
  await mkdir(folder);
  const corpus = await makeCorpus(folder);
  const own = new Map<string, FileAnswer>();
  for (const item of corpus) own.set(item.path, await ours(item));

  const used = new Set<Reason>();
  const verdicts: Verdict[] = [];
  for (const { name, ask } of otherJudges) {
    const answers = await ask(corpus, scratch);
    for (const item of corpus) {
      verdicts.push(compare(name, item, answers.get(item.path), own.get(item.path)!, used));
    }
  }
  return [...verdicts, ...reasons.map((reason) => stillNeeded(reason, used))];
}

/** Whether it is taken for good, refused, or left open; in which words it is refused is each judge's own. */
const stand = (answer: FileClass): 'accepted' | 'open' | 'refused' =>
  answer === 'valid' ? 'accepted' : answer === 'undecided' ? 'open' : 'refused';

function compare(
  judge: string,
  { id }: Item,
  theirs: FileAnswer | undefined,
  own: FileAnswer,
  used: Set<Reason>,
): Verdict {
  const detail = `${id}: they ${theirs?.class ?? 'nothing'} (${theirs?.said ?? ''}), we ${own.class} (${own.said})`;
  const group = id.slice(0, id.indexOf('/'));
  if (theirs !== undefined && stand(theirs.class) === stand(own.class)) {
    return {
      judge: 'differential',
      file: judge,
      question: `${group}: they say what we say`,
      passed: true,
      detail,
    };
  }
  const reason = reasons.find(
    (each) =>
      each.judge === judge && each.theirs === theirs?.class && each.ours === own.class && each.id.test(id),
  );
  if (reason === undefined) {
    return {
      judge: 'differential',
      file: judge,
      question: `${group}: they say what we say`,
      passed: false,
      detail,
    };
  }
  used.add(reason);
  return explained(reason, true, detail);
}

const stillNeeded = (reason: Reason, used: ReadonlySet<Reason>): Verdict => ({
  judge: 'differential: rows that explain something',
  file: reason.judge,
  question: 'every row of the table is needed',
  passed: used.has(reason),
  detail: `${reason.id} ${reason.reason}`,
});

const explained = (
  { judge, theirs, ours: own, reason }: Reason,
  passed: boolean,
  detail: string,
): Verdict => ({
  judge: 'differential: disagreements explained',
  file: judge,
  question: `they ${theirs}, we ${own}: ${reason}`,
  passed,
  detail,
});

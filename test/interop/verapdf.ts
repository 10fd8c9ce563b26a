import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unsignedPart } from './byte-range.ts';
import { jars, source } from './cache.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

/** veraPDF against PDF/A-2b: the letter as it was rendered, as it was signed, and one that only claims another part. */
export async function verapdf(demo: Demo, scratch: string): Promise<Verdict[]> {
  const classPath = await jars('verapdf');
  const questions: { readonly name: string; readonly question: string; readonly path: string }[] = [];
  for (const { name, path } of demo.files) {
    const rendered = join(scratch, `${name}.rendered.pdf`);
    await writeFile(rendered, unsignedPart(await readFile(path)));
    questions.push({ name, question: 'PDF/A-2b as rendered, before the first signature', path: rendered });
    questions.push({ name, question: 'PDF/A-2b with every signature', path });
  }
  const other = join(scratch, 'other-part.pdf');
  await writeFile(other, await claimingAnotherPart(questions[0]!.path));

  const paths = [...questions.map((q) => q.path), other];
  const { code, stdout, stderr } = await command(
    'java',
    ['-cp', classPath, source('verapdf/VeraPdf.java'), ...paths],
    { timeoutMs: 300_000 },
  );
  if (code !== 0) throw new Error(lastWords(stderr, 1500));
  const answers = new Map(stdout.split('\n').map((line) => [line.split('\t')[0], line.split('\t').slice(1)]));
  const answer = (path: string) => {
    const [claimed = '', compliant = '', assertions = '', broken = ''] = answers.get(path) ?? [];
    const passed = claimed === '2b' && compliant === 'true' && Number(assertions) > 0;
    return { passed, detail: `claims ${claimed}, ${assertions} checks ${broken}`.trim() };
  };
  const refused = answer(other);
  return [
    ...questions.map(({ name, question, path }) => ({
      judge: 'veraPDF',
      file: name,
      question,
      ...answer(path),
    })),
    {
      judge: 'veraPDF',
      file: demo.files[0]!.name,
      question: 'refuses the same file claiming PDF/A-3b',
      passed: !refused.passed && answers.get(other)?.[1] === 'false',
      detail: refused.detail,
    },
  ];
}

async function claimingAnotherPart(path: string): Promise<Buffer> {
  const pdf = await readFile(path);
  const claim = '<pdfaid:part>';
  const at = pdf.indexOf(claim);
  if (at < 0) throw new Error('the rendered file claims no part of PDF/A');
  pdf.write('3', at + claim.length, 'latin1');
  return pdf;
}

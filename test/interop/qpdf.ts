import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

/** `qpdf --check`: exit 0 without a warning (3 would be a file qpdf had to repair). */
export function qpdf(demo: Demo): Promise<Verdict[]> {
  return Promise.all(
    demo.files.map(async (file): Promise<Verdict> => {
      const { code, stdout, stderr } = await command('qpdf', ['--check', file.path]);
      return {
        judge: 'qpdf',
        file: file.name,
        question: '--check finds neither error nor warning',
        passed: code === 0,
        detail: code === 0 ? 'exit 0' : `exit ${code}: ${lastWords(stdout + stderr)}`,
      };
    }),
  );
}

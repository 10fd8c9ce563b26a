import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiReport, apiReports } from './api.ts';

describe.each(Object.entries(apiReports))('%s', (file, door) => {
  const report = apiReport(door);

  it('is the public surface as the code has it (npm run docs)', () => {
    expect(readFileSync(file, 'utf8')).toBe(report);
  });

  it('documents everything that is exported', () => {
    const undocumented = [...report.matchAll(/^\/\/ @public \(undocumented\)\n(.*)$/gm)].map(([, line]) => line);
    expect(undocumented).toEqual([]);
  });
});

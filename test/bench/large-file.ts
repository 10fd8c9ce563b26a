import { closeSync, openSync, statSync, writeSync } from 'node:fs';

/** One page, and a stream that makes the file `megabytes` long; a classic table at the end. */
export function largeFile(path: string, megabytes: number): void {
  const head = Buffer.from(
    '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n' +
      '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n',
  );
  const length = megabytes * 1024 * 1024;
  const open = `4 0 obj\n<</Length ${length}>>\nstream\n`;
  const chunk = Buffer.alloc(1024 * 1024, 'isi arsip ');
  const fd = openSync(path, 'w');
  writeSync(fd, head);
  writeSync(fd, open);
  for (let i = 0; i < megabytes; i += 1) writeSync(fd, chunk);
  writeSync(fd, '\nendstream\nendobj\n');
  const offsets = [1, 2, 3].map((num) => head.indexOf(`${num} 0 obj`));
  const at = statSync(path).size;
  const rows = [...offsets, head.length]
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  writeSync(
    fd,
    `xref\n0 5\n0000000000 65535 f \n${rows}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
  );
  closeSync(fd);
}

import { expect } from 'vitest';
import { errors, type ErrorCode } from '../../src/shared/errors.ts';

interface Jawaban {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}
const anggota = new Set([
  'type',
  'title',
  'status',
  'code',
  'detail',
  'retryable',
  'traceId',
  'pointer',
  'rincian',
]);

/** The answer is an RFC 9457 problem with exactly our members, and with this code when one is named. */
export function harusMasalah(jawaban: Jawaban, kode?: ErrorCode): Record<string, unknown> {
  expect(jawaban.headers['content-type']).toBe('application/problem+json');
  const isi = JSON.parse(jawaban.body) as Record<string, unknown>;
  const code = isi['code'] as ErrorCode;
  if (kode !== undefined) expect(code, jawaban.body).toBe(kode);
  expect(Object.keys(errors)).toContain(code);
  const { status, retryable, kalimat } = errors[code];
  expect(isi).toMatchObject({
    type: `urn:naskah:kesalahan:${code}`,
    title: kalimat,
    status,
    retryable,
    traceId: jawaban.headers['trace-id'],
  });
  expect(jawaban.statusCode).toBe(status);
  expect(isi['detail']).toMatch(/^[A-Z].*[.:]?/);
  expect(Object.keys(isi).filter((nama) => !anggota.has(nama))).toEqual([]);
  expect(jawaban.body).not.toMatch(/node_modules|\.ts:\d|at async/);
  return isi;
}

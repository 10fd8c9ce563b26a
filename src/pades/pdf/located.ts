import { PadesError } from '../errors.ts';

/** The error with the place of what was being read, where it names none of its own: people look for the byte. */
export function located(error: unknown, offset: number | undefined): unknown {
  if (!(error instanceof PadesError) || error.offset !== null || offset === undefined) return error;
  const { code, detail, cause } = error;
  return new PadesError(code, { offset, cause, ...(detail === null ? {} : { detail }) });
}

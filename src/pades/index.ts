/** The only door of the engine (`naskah/pades`). PAdES per EN 319 142-1, validation per EN 319 102-1. */
export { bytesSource, readAll, type ByteSink, type ByteSource } from './bytes.ts';
export { PadesError, padesErrors, type PadesErrorCode } from './errors.ts';
export type * from './sign/types.ts';
export type * from './validate/types.ts';

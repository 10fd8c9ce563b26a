import type { FastifySerializerCompiler } from 'fastify/types/schema.js';

/**
 * For answers that hold a draft: trying every kind of block against every branch of its schema costs more than the
 * letter; the draft was validated when it came in and is given back as it was.
 */
export const apaAdanya: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data);

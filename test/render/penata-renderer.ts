import { createRenderer } from '../../src/render/index.ts';
import type { RendererOptions } from '../../src/render/index.ts';
import type { Renderer } from '../../src/render/types.ts';

export const workerUrl = new URL('../support/ts-worker.mjs', import.meta.url);

export const buatRenderer = (options: RendererOptions = {}): Renderer =>
  createRenderer({ workerUrl, ...options });

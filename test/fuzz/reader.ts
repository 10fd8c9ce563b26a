import { fuzz } from './run.ts';
import { readerTarget } from './targets.ts';

fuzz('reader', readerTarget);

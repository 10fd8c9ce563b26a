import { makePki } from '../support/pki.ts';
import { fuzz } from './run.ts';
import { writerTarget } from './targets.ts';

fuzz('writer', writerTarget((await makePki()).ec));

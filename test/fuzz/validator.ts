import { fuzz } from './run.ts';
import { validatorTarget } from './targets.ts';

fuzz('validator', validatorTarget);

import { NaskahError } from './errors.ts';

/**
 * A key elsewhere that is known not to have signed: it was never asked, or it refused and said so. Whatever else a call
 * to such a key throws leaves open whether it signed (DESIGN D2): `PENANDATANGANAN_TAK_PASTI`, never repeated by machine.
 */
export class TidakDitandatangani extends NaskahError {}

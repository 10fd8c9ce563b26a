import { PadesError } from '../errors.ts';
import type { PdfFile } from './file.ts';
import { pdfNull } from './objects.ts';
import { serialize } from './serialize.ts';

/**
 * Refuses a file whose encryption this engine cannot keep: what is appended must be encrypted like the rest, under a password that the caller
 * gave and that permits it. Throws PADES_ENCRYPTED, PADES_ENCRYPTION_UNSUPPORTED, PADES_PERMISSION_DENIED.
 */
export function refuseUnwritable(file: PdfFile): void {
  const { security } = file;
  const encrypted = file.revisions.map(({ trailer }) => trailer.entries.get('Encrypt') ?? pdfNull);
  if (encrypted.some((each) => each !== pdfNull) && new Set(encrypted.map(serialize)).size > 1) {
    const detail = 'Its revisions are not encrypted alike.';
    throw new PadesError('PADES_ENCRYPTION_UNSUPPORTED', { detail });
  }
  if (security === null) return;
  if (security.state === 'unsupported') {
    throw new PadesError(
      'PADES_ENCRYPTION_UNSUPPORTED',
      security.detail === null ? {} : { detail: security.detail },
    );
  }
  if (!security.given) throw new PadesError('PADES_ENCRYPTED');
  if (!security.maySign) throw new PadesError('PADES_PERMISSION_DENIED');
}

import { validatePdf, type ByteSource } from 'naskah/pades';

/** One sentence for each signature of a file. */
export function describe(source: ByteSource, anchors: readonly Uint8Array[]): string[] {
  const report = validatePdf(source, { anchors, at: new Date() });
  if (!report.readable) return [`cannot be read: ${report.error.message}`];
  if (report.signatures.length === 0) return ['carries no signature'];
  return report.signatures.map(({ field, indication, subIndication, level, signer, modifications }) =>
    [
      `${field ?? '?'}: ${indication}`,
      subIndication ?? level ?? 'no level',
      signer?.subject ?? 'unknown signer',
      `later changes: ${modifications}`,
    ].join(', '),
  );
}

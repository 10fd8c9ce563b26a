import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import { findPathOnline, type RevocationTransport } from '../revocation/index.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { IssuerChecks } from '../x509/path.ts';

/** Paths to the caller's anchors. Missing issuers are fetched where a certificate says they are (RFC 5280 §4.2.2.1). */
export class TrustPaths {
  readonly anchors: readonly Certificate[];
  readonly #given: readonly Certificate[];
  readonly #transport: Pick<RevocationTransport, 'issuer'>;
  readonly #checks = new IssuerChecks();
  readonly #fetched: Certificate[] = [];

  /** Anchors are the caller's own words: an unreadable one throws PADES_ASN1_INVALID. */
  constructor(options: {
    readonly anchors: readonly Uint8Array[];
    readonly intermediates?: readonly Uint8Array[];
    readonly transport?: RevocationTransport;
  }) {
    this.anchors = options.anchors.map(parseCertificate);
    this.#given = readCertificates(options.intermediates ?? []);
    this.#transport = options.transport ?? { issuer: () => Promise.resolve(new Uint8Array(0)) };
  }

  /**
   * From the certificate to an anchor, every link and the certificate itself valid at a time.
   * Throws PADES_CHAIN_MISSING, naming the certificate where the path ends.
   */
  async to(leaf: Certificate, candidates: readonly Certificate[], at: Date): Promise<readonly Certificate[]> {
    refuseOutside(leaf, at);
    const { result, fetched } = await findPathOnline({
      leaf,
      anchors: this.anchors,
      candidates: [...this.#given, ...this.#fetched, ...candidates],
      at,
      transport: this.#transport,
      checks: this.#checks,
    });
    if (!result.found) throw missing(`${result.reason}.`);
    this.#fetched.push(...fetched);
    return result.path;
  }
}

/** A signature is worth nothing when its certificate was not valid; Throws PADES_CHAIN_MISSING. */
export function refuseOutside({ subject, notBefore, notAfter }: Certificate, at: Date): void {
  if (at < notBefore || at > notAfter) throw missing(`"${subject}" was not valid at ${at.toISOString()}.`);
}

const missing = (detail: string): PadesError => new PadesError('PADES_CHAIN_MISSING', { detail });

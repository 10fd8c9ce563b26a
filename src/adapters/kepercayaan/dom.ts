import { createRequire } from 'node:module';

/**
 * As much of the DOM as lists of trust need. The packages' own types bring the browser's globals into every file of the
 * program, where they hide mistakes; so they are loaded without them.
 */
export interface Simpul {
  readonly nodeType: number;
  readonly parentNode: Simpul | null;
  readonly textContent: string | null;
}
export interface Unsur extends Simpul {
  readonly localName: string;
  readonly namespaceURI: string | null;
  readonly childNodes: ArrayLike<Simpul>;
  getAttribute(nama: string): string | null;
  hasAttribute(nama: string): boolean;
  getElementsByTagName(nama: string): ArrayLike<Unsur>;
  getElementsByTagNameNS(ns: string, nama: string): ArrayLike<Unsur>;
}
export interface Dokumen {
  readonly documentElement: Unsur | null;
}

interface Parser {
  parseFromString(teks: string, jenis: string): Dokumen | undefined;
}
type Tangani = (pesan: unknown) => void;
interface CaraNilai {
  getAlgorithmName(): string;
  getSignature(isi: unknown, kunci: unknown): string;
  verifySignature(isi: string, kunci: unknown, nilai: string): boolean;
}
/** Verifier and, for the tests' own lists, signer. */
export interface TandaXml {
  CanonicalizationAlgorithms: Record<string, unknown>;
  HashAlgorithms: Record<string, unknown>;
  SignatureAlgorithms: Record<string, new () => CaraNilai>;
  loadSignature(tanda: Unsur): void;
  checkSignature(teks: string): boolean;
  getSignedReferences(): string[];
}

const muat = createRequire(import.meta.url);
const xmldom = muat('@xmldom/xmldom') as {
  DOMParser: new (opsi: {
    errorHandler: { warning: Tangani; error: Tangani; fatalError: Tangani };
  }) => Parser;
};
const xmlCrypto = muat('xml-crypto') as {
  SignedXml: new (opsi: { publicCert: string | Buffer; getCertFromKeyInfo: () => null }) => TandaXml;
};

export const { DOMParser } = xmldom;
export const { SignedXml } = xmlCrypto;

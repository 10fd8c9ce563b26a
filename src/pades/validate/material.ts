import { createHash } from 'node:crypto';
import { Fields, raw } from '../asn1/read.ts';
import { singleValue } from '../cms/attributes.ts';
import type { SignedDataFacts } from '../cms/read.ts';
import { readCertificates } from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import { readDss, type Dss } from '../pdf/dss.ts';
import type { PdfFile } from '../pdf/file.ts';
import { parseCrl } from '../revocation/crl-read.ts';
import { parseOcspResponse } from '../revocation/ocsp-read.ts';
import type { Crl, OcspResponse } from '../revocation/types.ts';
import type { Certificate } from '../x509/certificate.ts';

/** Certificates and revocation data that may help a judgement. Anybody may have written any of it. */
export interface Material {
  readonly certificates: readonly Certificate[];
  readonly ocsps: readonly OcspResponse[];
  readonly crls: readonly Crl[];
}

export const noMaterial: Material = { certificates: [], ocsps: [], crls: [] };

export const joined = (...parts: readonly Material[]): Material => ({
  certificates: unique(parts.flatMap(({ certificates }) => certificates)),
  ocsps: unique(parts.flatMap(({ ocsps }) => ocsps)),
  crls: unique(parts.flatMap(({ crls }) => crls)),
});

function unique<T extends { readonly sha256Hex: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.sha256Hex, item])).values()];
}

/** The store of one revision: what could be read of it, and what stands there that the standard does not put there. */
export interface StoredMaterial extends Material {
  readonly faults: readonly string[];
  readonly kind: 'plain' | 'with-vri' | 'beyond';
}

/** An OCSP response is looked up by the parsed form of its bytes; each is parsed once for all revisions that hold it. */
export class MaterialReader {
  readonly #known = new Map<string, OcspResponse | Crl | Certificate | null>();
  readonly #stores = new Map<number, StoredMaterial | null>();
  readonly #file: PdfFile;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The DSS as a revision shows it; null where there is none. What is too large to be honest is a fault. */
  storeAt(revision: number): StoredMaterial | null {
    const known = this.#stores.get(revision);
    if (known !== undefined) return known;
    const store = this.#read(revision);
    this.#stores.set(revision, store);
    return store;
  }

  parse(data: {
    readonly certificates?: readonly Uint8Array[];
    readonly ocsps: readonly Uint8Array[];
    readonly crls: readonly Uint8Array[];
  }): Material & { readonly faults: readonly string[] } {
    const faults: string[] = [];
    const each = <T extends OcspResponse | Crl | Certificate>(
      ders: readonly Uint8Array[],
      kind: string,
      parse: (der: Uint8Array) => T,
    ): T[] =>
      ders.flatMap((der) => {
        const item = this.#parsed(der, kind, parse);
        if (item === null) faults.push(`an unreadable ${kind}`);
        return item ?? [];
      });
    return {
      certificates: each(data.certificates ?? [], 'certificate', oneCertificate),
      ocsps: each(data.ocsps, 'OCSP response', parseOcspResponse),
      crls: each(data.crls, 'CRL', parseCrl),
      faults,
    };
  }

  #read(revision: number): StoredMaterial | null {
    try {
      const dss = readDss(this.#file.view(revision));
      if (dss === null) return null;
      const parsed = this.parse(dss);
      return { ...joined(parsed), faults: [...dss.faults, ...parsed.faults], kind: kindOf(dss) };
    } catch (error) {
      if (!(error instanceof PadesError)) throw error;
      return { ...noMaterial, faults: [error.message], kind: 'plain' };
    }
  }

  #parsed<T extends OcspResponse | Crl | Certificate>(
    der: Uint8Array,
    kind: string,
    parse: (der: Uint8Array) => T,
  ): T | null {
    const key = `${kind}:${createHash('sha256').update(der).digest('hex')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known as T | null;
    let item: T | null = null;
    try {
      item = parse(der);
    } catch (error) {
      if (!(error instanceof PadesError)) throw error;
    }
    this.#known.set(key, item);
    return item;
  }
}

/** Streams are decoded once, so one that stands in both places is the same bytes. */
function kindOf({ vri, certificates, ocsps, crls }: Dss): StoredMaterial['kind'] {
  if (vri.size === 0) return 'plain';
  const listed = new Set([...certificates, ...ocsps, ...crls]);
  const inVri = [...vri.values()].flatMap((each) => [...each.certificates, ...each.ocsps, ...each.crls]);
  return inVri.every((item) => listed.has(item)) ? 'with-vri' : 'beyond';
}

function oneCertificate(der: Uint8Array): Certificate {
  const [certificate] = readCertificates([der]);
  if (certificate === undefined) throw new PadesError('PADES_CERTIFICATE_INVALID');
  return certificate;
}

const revocationInfoArchival = '1.2.840.113583.1.1.8';

/** Revocation data inside a CMS: its `crls` and the signed attribute of older Acrobat (pades.md 2.2). */
export function materialInCms(data: SignedDataFacts | null, reader: MaterialReader): Material {
  if (data === null) return noMaterial;
  const attributes = data.signerInfos[0]?.signedAttributes?.attributes ?? [];
  const archived: { ocsps: Uint8Array[]; crls: Uint8Array[] } = { ocsps: [], crls: [...data.crls] };
  try {
    const value = singleValue(attributes, revocationInfoArchival);
    if (value !== null) {
      const fields = new Fields(value);
      const crls = fields.optional(0xa0);
      const ocsps = fields.optional(0xa1);
      archived.crls.push(...(crls?.children[0]?.children ?? []).map(raw));
      archived.ocsps.push(...(ocsps?.children[0]?.children ?? []).map(raw));
    }
  } catch (error) {
    // A malformed optional attribute is treated as absent (EN 319 102-1 §5.2.8).
    if (!(error instanceof PadesError)) throw error;
  }
  return reader.parse(archived);
}

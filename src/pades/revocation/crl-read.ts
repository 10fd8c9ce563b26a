import { createHash } from 'node:crypto';
import { parseDer, type Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import {
  algorithm,
  bitOctets,
  boolean,
  content,
  Fields,
  integerHex,
  malformed,
  raw,
  smallInt,
  time,
} from '../asn1/read.ts';
import { readTlv, type Tlv } from '../asn1/tlv.ts';
import { PadesError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { Kept, keyOf } from '../x509/kept.ts';
import { nameKey, nameText } from '../x509/name.ts';
import { EntryCursor } from './crl-entries.ts';
import { extensionList, unprocessed, type Extension } from './extensions.ts';
import { revocationLimits } from './limits.ts';
import { accessUrls, directoryName, pointNames, readPoints, reasonFlags } from './points.ts';
import { reasonOf } from './reason.ts';
import type { Crl, CrlEntry, CrlScope } from './types.ts';

const listExtensions: ReadonlySet<string> = new Set([
  oids.authorityKeyId,
  oids.crlNumber,
  oids.deltaCrlIndicator,
  oids.issuingDistributionPoint,
  oids.freshestCrl,
  oids.expiredCertsOnCrl,
  oids.authorityInfoAccess,
]);
const entryExtensions: ReadonlySet<string> = new Set([
  oids.reasonCode,
  oids.invalidityDate,
  oids.certificateIssuer,
]);

/**
 * Reads a CertificateList (RFC 5280 §5.1), judging nothing. Every entry is looked at once and none is kept.
 * Throws PADES_CRL_INVALID with the offset.
 */
export function parseCrl(der: Uint8Array): Crl {
  if (der.length > revocationLimits.keptBytes) return parsed(der);
  // Of its own bytes, so that nobody can change what is kept.
  return kept.get(keyOf(der), () => parsed(Uint8Array.from(der)));
}
const kept = new Kept<Crl>(128);

function parsed(der: Uint8Array): Crl {
  try {
    return readList(der);
  } catch (cause) {
    if (!(cause instanceof PadesError) || cause.code === 'PADES_CRL_INVALID') throw cause;
    throw new PadesError('PADES_CRL_INVALID', {
      ...(cause.offset !== null && { offset: cause.offset }),
      detail: 'not a CRL',
      cause,
    });
  }
}

function readList(der: Uint8Array): Crl {
  if (der.length > revocationLimits.crlBytes)
    throw new PadesError('PADES_CRL_INVALID', { detail: 'too large' });
  const outer = new Walk(der, element(der, 0, der.length, 0x30));
  if (outer.end !== der.length) throw new PadesError('PADES_CRL_INVALID', { offset: outer.end });
  const tbsElement = outer.take(0x30);
  const outerAlgorithm = outer.small(0x30);
  const signature = bitOctets(outer.small(0x03));
  outer.done();

  const tbs = new Walk(der, tbsElement);
  const version = tbs.tag === 0x02 ? smallInt(tbs.small(0x02)) + 1 : 1;
  const innerAlgorithm = tbs.small(0x30);
  if (Buffer.compare(raw(innerAlgorithm), raw(outerAlgorithm)) !== 0) {
    malformed(outerAlgorithm, 'the two signature algorithms differ');
  }
  const issuer = tbs.small(0x30);
  const thisUpdate = time(tbs.small());
  const nextUpdate = tbs.tag === 0x17 || tbs.tag === 0x18 ? time(tbs.small()) : null;
  const listed = tbs.tag === 0x30 ? tbs.take(0x30) : null;
  const extensions = extensionList(tbs.tag === 0xa0 ? tbs.small(0xa0) : null);
  tbs.done();
  if (version > 2) malformed(outerAlgorithm, 'CRL version');

  const issuerDer = raw(issuer);
  const issuerKey = nameKey(issuer);
  const survey = surveyed(der, listed);
  const number = (id: string): bigint | null => {
    const found = extensions.get(id);
    return found ? BigInt(`0x${integerHex(parseDer(found.value))}`) : null;
  };
  const scope = extensions.get(oids.issuingDistributionPoint);
  const expired = extensions.get(oids.expiredCertsOnCrl);
  let sha256Hex: string | null = null;
  return {
    der,
    get sha256Hex() {
      return (sha256Hex ??= createHash('sha256').update(der).digest('hex'));
    },
    tbsDer: der.subarray(tbsElement.start, tbsElement.end),
    signatureAlgorithm: algorithm(outerAlgorithm),
    signature,
    issuer: nameText(issuer),
    issuerDer,
    issuerKey,
    thisUpdate,
    nextUpdate,
    authorityKeyId: keyIdOf(extensions.get(oids.authorityKeyId)),
    number: number(oids.crlNumber),
    baseNumber: number(oids.deltaCrlIndicator),
    scope: scope ? readScope(parseDer(scope.value), issuerDer) : null,
    expiredCertsFrom: expired ? time(parseDer(expired.value)) : null,
    unprocessedCritical: [...unprocessed(extensions, listExtensions), ...survey.unprocessedCritical],
    entryCount: survey.count,
    freshestUrls: readPoints(extensions.get(oids.freshestCrl), issuerDer).flatMap((point) => point.urls),
    issuerUrls: accessUrls({ extensions }).issuers,
    find: (certificate) => find(der, listed, survey.indirect, issuerKey, certificate),
  };
}

/** One pass over all entries: their shape, critical extensions, and whether any names an issuer of its own. */
function surveyed(der: Uint8Array, listed: Tlv | null) {
  const critical = new Set<string>();
  let count = 0;
  let indirect = false;
  const cursor = entries(der, listed);
  while (cursor.next()) {
    count += 1;
    if (cursor.extensionsEnd === cursor.extensionsStart) continue;
    if (isPlainReason(cursor)) continue;
    const extensions = entryExtensionsOf(cursor);
    indirect ||= extensions.has(oids.certificateIssuer);
    for (const id of unprocessed(extensions, entryExtensions)) critical.add(id);
  }
  return { count, indirect, unprocessedCritical: [...critical] };
}

/** Most entries with extensions have exactly one, a reason code, not critical: 30 0A 06 03 55 1D 15 04 03 0A 01 xx. */
const plainReason = Buffer.from('300a0603551d1504030a01', 'hex');
function isPlainReason({ bytes, extensionsStart, extensionsEnd }: EntryCursor): boolean {
  if (extensionsEnd - extensionsStart !== plainReason.length + 1) return false;
  for (let i = 0; i < plainReason.length; i++) {
    if (bytes[extensionsStart + i] !== plainReason[i]) return false;
  }
  return true;
}

function find(
  der: Uint8Array,
  listed: Tlv | null,
  indirect: boolean,
  listIssuer: string,
  { serialDer, issuerKey }: Pick<Certificate, 'serialDer' | 'issuerKey'>,
): CrlEntry | null {
  if (!indirect && listIssuer !== issuerKey) return null;
  const serial = content(parseDer(serialDer));
  const cursor = entries(der, listed);
  let found: CrlEntry | null = null;
  let entryIssuer = listIssuer;
  while (cursor.next()) {
    // RFC 5280 §5.3.3: an entry without certificateIssuer belongs to the issuer of the one before it.
    if (indirect && cursor.extensionsEnd > cursor.extensionsStart && !isPlainReason(cursor)) {
      const named = entryExtensionsOf(cursor).get(oids.certificateIssuer);
      if (named) entryIssuer = certificateIssuer(named);
    }
    if (cursor.has(serial) && entryIssuer === issuerKey) found = readEntry(cursor);
  }
  return found;
}

function readEntry(cursor: EntryCursor): CrlEntry {
  const extensions = entryExtensionsOf(cursor);
  const reason = extensions.get(oids.reasonCode);
  const invalidity = extensions.get(oids.invalidityDate);
  return {
    revocationTime: time(parseDer(cursor.bytes.subarray(cursor.timeStart, cursor.timeEnd))),
    reason: reason ? reasonOf(parseDer(reason.value)) : null,
    invalidityDate: invalidity ? time(parseDer(invalidity.value)) : null,
  };
}

function certificateIssuer({ value }: Extension): string {
  const names = parseDer(value).children.filter((name) => name.id === 0xa4);
  const [first] = names;
  // Entries of an issuer that has no directory name concern no certificate this engine reads.
  return first ? nameKey(directoryName(first)) : '';
}

const entries = (der: Uint8Array, listed: Tlv | null): EntryCursor =>
  new EntryCursor(der, listed?.content ?? 0, listed?.end ?? 0);

/** The cursor stands on the contents of the SEQUENCE; `extensionList` wants a wrapper, so the pair is read as one. */
function entryExtensionsOf(cursor: EntryCursor): ReadonlyMap<string, Extension> {
  if (cursor.extensionsEnd === cursor.extensionsStart) return new Map();
  const list = parseDer(cursor.bytes.subarray(cursor.timeEnd, cursor.extensionsEnd));
  return extensionList({ ...list, id: 0xa0, children: [list] });
}

function readScope(node: Der, issuerDer: Uint8Array): CrlScope {
  const fields = new Fields(node);
  const point = fields.optional(0xa0);
  const flag = (id: number): boolean => {
    const found = fields.optional(id);
    return found !== null && boolean({ ...found, id: 0x01 });
  };
  const onlyUserCerts = flag(0x81);
  const onlyCaCerts = flag(0x82);
  const reasons = fields.optional(0x83);
  const indirect = flag(0x84);
  const onlyAttributeCerts = flag(0x85);
  fields.done();
  return {
    point: point && pointNames(point, issuerDer),
    onlyUserCerts,
    onlyCaCerts,
    onlyAttributeCerts,
    indirect,
    reasons: reasons && reasonFlags(reasons),
  };
}

function keyIdOf(extension: Extension | undefined): string | null {
  const keyId = extension && parseDer(extension.value).children.find((part) => part.id === 0x80);
  return keyId ? Buffer.from(content(keyId)).toString('hex') : null;
}

/** Parts other than the entries are small; each is read whole, and only after its size is known. */
const maxPartBytes = 64 * 1024;

class Walk {
  readonly end: number;
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, parent: Tlv) {
    this.#bytes = bytes;
    this.#at = parent.content;
    this.end = parent.end;
  }

  /** Tag of the next element; 0 where there is none. */
  get tag(): number {
    return this.#at < this.end ? (this.#bytes[this.#at] ?? 0) : 0;
  }

  take(tag: number): Tlv {
    const found = element(this.#bytes, this.#at, this.end, tag);
    this.#at = found.end;
    return found;
  }

  small(tag = this.tag): Der {
    const { start, end } = this.take(tag);
    return parseDer(this.#bytes.subarray(start, end), { maxBytes: maxPartBytes });
  }

  done(): void {
    if (this.#at !== this.end) throw new PadesError('PADES_CRL_INVALID', { offset: this.#at });
  }
}

function element(bytes: Uint8Array, at: number, limit: number, tag: number): Tlv {
  const found = readTlv(bytes, at, limit);
  if (found.tag !== tag) throw new PadesError('PADES_CRL_INVALID', { offset: at });
  return found;
}

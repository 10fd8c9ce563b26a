import { isBase64Of, isBase64UrlOf } from './bytes.ts';
import { canonicalBytes, parseCanonical, type CanonicalValue } from './canonical.ts';
import { TranslogError } from './errors.ts';
import { isOrigin } from './origin.ts';

/** One event (audit-log.md 3.2). Member names are the format's; they are never translated. */
export interface Leaf {
  readonly fmt: 'naskah-audit/1';
  readonly log: string;
  readonly urut: number;
  readonly waktu: string;
  readonly peristiwa: string;
  readonly pelaku: LeafActor;
  readonly objek?: LeafObject;
  readonly artefak?: Readonly<Record<string, LeafArtefact>>;
  readonly rincian?: Readonly<Record<string, CanonicalValue>>;
  /** Ascending, duplicate-free digests of disclosures; absent if empty. */
  readonly tertutup?: readonly string[];
  readonly korelasi?: string;
  readonly acak: string;
}
export interface LeafActor {
  readonly jenis: 'pengguna' | 'sistem' | 'api' | 'publik' | 'operator';
  readonly id: string;
  readonly peran?: string;
  readonly unit?: string;
  readonly wakil?: string;
  readonly sesi?: string;
}
export interface LeafObject {
  readonly jenis: string;
  readonly id: string;
  readonly n: number;
  /** base64 leaf hash of this object's event n−1; absent iff n = 0. */
  readonly prev?: string;
}
export interface LeafArtefact {
  readonly alg: 'SHA-256';
  readonly nilai: string;
  readonly ukuran: number;
}

export const LEAF_FORMAT = 'naskah-audit/1';
const PRODUCER_MAX_BYTES = 16_384;
/** tlog-tiles writes a leaf's length in 16 bits. */
const VERIFIER_MAX_BYTES = 65_535;

type Check = (value: unknown) => boolean;
const text: Check = (v) => typeof v === 'string' && v.length > 0 && v.length <= 200;
const ordinal: Check = (v) => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;
const record: Check = (v) => typeof v === 'object' && v !== null && !Array.isArray(v);
const matches =
  (pattern: RegExp): Check =>
  (v) =>
    typeof v === 'string' && pattern.test(v);

/** Shape of every object in a leaf: required members, optional members, nothing else. */
interface Shape {
  readonly need: Readonly<Record<string, Check>>;
  readonly may: Readonly<Record<string, Check>>;
}
const artefactShape: Shape = {
  need: {
    alg: (v) => v === 'SHA-256',
    nilai: (v) => typeof v === 'string' && isBase64Of(v, 32),
    ukuran: ordinal,
  },
  may: {},
};
const actorShape: Shape = {
  need: { jenis: matches(/^(pengguna|sistem|api|publik|operator)$/), id: text },
  may: { peran: text, unit: text, wakil: text, sesi: (v) => typeof v === 'string' && isBase64UrlOf(v, 16) },
};
const objectShape: Shape = {
  need: { jenis: text, id: text, n: ordinal },
  may: { prev: (v) => typeof v === 'string' && isBase64Of(v, 32) },
};
const leafShape: Shape = {
  need: {
    fmt: (v) => v === LEAF_FORMAT,
    log: (v) => typeof v === 'string' && isOrigin(v),
    urut: ordinal,
    waktu: isTime,
    peristiwa: matches(/^[a-z]+(\.[a-z_]+){1,3}$/),
    pelaku: (v) => fits(v, actorShape),
    acak: (v) => typeof v === 'string' && isBase64UrlOf(v, 16),
  },
  may: {
    objek: (v) => fits(v, objectShape) && isChainLink(v as LeafObject),
    artefak: (v) => record(v) && Object.values(v as object).every((item) => fits(item, artefactShape)),
    rincian: record,
    tertutup: isDigestList,
    korelasi: text,
  },
};

/**
 * Member names that only people or their words can fill (audit-log.md 3.2, last paragraph). Such values belong into
 * disclosures; a producer that writes one in clear is stopped here, because a leaf can never be unwritten.
 */
const personal = new Set(
  (
    'nama nip nik email surel telepon telp hp kontak ip ua alamat perihal hal judul subjek_surat uraian ' +
    'catatan keterangan isi teks nama_berkas tanggal_lahir frasa frasa_sandi'
  ).split(' '),
);

/** Bytes of a new leaf. Throws LEAF_INVALID, LEAF_PERSONAL, LEAF_TOO_LARGE, CANONICAL_VALUE. */
export function buildLeaf(leaf: Omit<Leaf, 'fmt'>): Uint8Array {
  const full = { fmt: LEAF_FORMAT, ...leaf };
  const bytes = canonicalBytes(full);
  assertShape(full);
  refusePersonal(leaf.rincian ?? {}, 'rincian');
  if (bytes.length > PRODUCER_MAX_BYTES) throw new TranslogError('LEAF_TOO_LARGE', `${bytes.length} bytes`);
  return bytes;
}

/**
 * Reads a stored leaf strictly. `place` binds it to the log and position it was found at.
 * Throws LEAF_NOT_CANONICAL, UNKNOWN_FORMAT, LEAF_INVALID, LEAF_TOO_LARGE, LEAF_WRONG_LOG, LEAF_WRONG_INDEX.
 */
export function parseLeaf(bytes: Uint8Array, place?: { readonly log: string; readonly urut: number }): Leaf {
  if (bytes.length > VERIFIER_MAX_BYTES) throw new TranslogError('LEAF_TOO_LARGE', `${bytes.length} bytes`);
  const value = parseCanonical(bytes);
  if (!record(value)) throw new TranslogError('LEAF_INVALID', 'not an object');
  if ((value as Partial<Leaf>).fmt !== LEAF_FORMAT) throw new TranslogError('UNKNOWN_FORMAT');
  assertShape(value);
  const leaf = value as unknown as Leaf;
  if (place !== undefined && leaf.log !== place.log) throw new TranslogError('LEAF_WRONG_LOG');
  if (place !== undefined && leaf.urut !== place.urut) throw new TranslogError('LEAF_WRONG_INDEX');
  return leaf;
}

function assertShape(value: unknown): void {
  const wrong = misfit(value, leafShape);
  if (wrong !== null) throw new TranslogError('LEAF_INVALID', `member ${wrong}`);
}

const fits = (value: unknown, shape: Shape): boolean => misfit(value, shape) === null;

/** Name of the first member that is missing, wrong or unknown; null when all is well. */
function misfit(value: unknown, shape: Shape): string | null {
  if (!record(value)) return '(not an object)';
  const members = value as Record<string, unknown>;
  for (const [key, check] of Object.entries(shape.need)) {
    if (!Object.hasOwn(members, key) || !check(members[key])) return key;
  }
  for (const [key, member] of Object.entries(members)) {
    if (Object.hasOwn(shape.need, key)) continue;
    const check = Object.hasOwn(shape.may, key) ? shape.may[key] : undefined;
    if (check?.(member) !== true) return key;
  }
  return null;
}

const isChainLink = (objek: LeafObject): boolean => (objek.n === 0) === (objek.prev === undefined);

function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}

function isDigestList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const digests = value as unknown[];
  return digests.every((digest, i) => {
    if (typeof digest !== 'string' || !isBase64UrlOf(digest, 32)) return false;
    const before = digests[i - 1];
    return typeof before !== 'string' || before < digest;
  });
}

/** `alasan` may hold a code of a program; a person's reason has words and belongs into a disclosure. */
const isCode: Check = matches(/^[A-Za-z0-9_.:-]{1,64}$/);

function refusePersonal(value: CanonicalValue, path: string): void {
  if (typeof value !== 'object') return;
  for (const [key, member] of Object.entries<CanonicalValue>(value)) {
    if (personal.has(key) || (key === 'alasan' && !isCode(member)))
      throw new TranslogError('LEAF_PERSONAL', `${path}.${key}`);
    refusePersonal(member, `${path}.${key}`);
  }
}

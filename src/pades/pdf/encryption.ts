import { PadesError } from '../errors.ts';
import { aesCipher, mapDict, mapStrings, type Cipher } from './encryption-cipher.ts';
import {
  openKey,
  permissionsAreGenuine,
  type EncryptionParameters,
  type OpenedKey,
} from './encryption-keys.ts';
import { integerOf } from './indirect.ts';
import { pdfNull, type PdfDict, type PdfObject } from './objects.ts';
import type { Resolve, Security } from './security.ts';

/**
 * `dictionary` is the value of the trailer's /Encrypt, read without decryption; `dictNum` its object number, where it has one: its own
 * strings are in clear. Without a password the empty one is tried, as every reader does. Throws PADES_PASSWORD_WRONG for one that was given.
 */
export function openSecurity(
  dictionary: PdfObject,
  dictNum: number | null,
  id: PdfObject,
  password: string | undefined,
  resolve: Resolve,
): Security {
  const scheme = readScheme(dictionary, id, resolve);
  if (typeof scheme === 'string') return closed('unsupported', scheme);
  const opened = openKey(scheme.parameters, password ?? '');
  if (opened === null) {
    if (password !== undefined) throw new PadesError('PADES_PASSWORD_WRONG');
    return closed('locked', null);
  }
  if (!permissionsAreGenuine(scheme.parameters, opened.key))
    return closed('unsupported', 'Perms contradicts P.');
  return openedSecurity(scheme, opened, dictNum, password !== undefined);
}

interface Scheme {
  readonly parameters: EncryptionParameters;
  readonly strings: boolean;
  readonly streams: boolean;
}

/** The handler's parameters, or why they are not ours. */
function readScheme(object: PdfObject, id: PdfObject, resolve: Resolve): Scheme | string {
  if (object.kind !== 'dict') return 'Encrypt is not a dictionary.';
  const at = (key: string): PdfObject => resolve(object.entries.get(key));
  const filter = nameOf(at('Filter'));
  if (filter !== 'Standard') return `Security handler ${filter ?? 'without a name'}.`;
  // ISO/TS 32004: a signature without the MAC it wants would break the file.
  if (object.entries.has('AuthCode') || object.entries.has('KDFSalt'))
    return 'An integrity code over the file.';
  const [v, revision] = [integerOf(at('V')), integerOf(at('R'))];
  const aes128 = v === 4 && revision === 4;
  if (!aes128 && !(v === 5 && revision === 6)) return `Version ${v} revision ${revision}.`;
  const method = aes128 ? 'AESV2' : 'AESV3';
  const streams = usesCipher(object, 'StmF', method, resolve);
  const strings = usesCipher(object, 'StrF', method, resolve);
  if (streams === null || strings === null) return `A crypt filter that is neither ${method} nor Identity.`;
  const bytes = (key: string): Buffer => {
    const value = at(key);
    return Buffer.from(value.kind === 'string' ? value.bytes : []);
  };
  const first = id.kind === 'array' ? resolve(id.items[0]) : pdfNull;
  const metadata = at('EncryptMetadata');
  const parameters: EncryptionParameters = {
    revision: aes128 ? 4 : 6,
    owner: bytes('O'),
    user: bytes('U'),
    ownerKey: bytes('OE'),
    userKey: bytes('UE'),
    perms: bytes('Perms'),
    // Some writers give the 32 bits as an unsigned number.
    permissions: (integerOf(at('P')) ?? 0) | 0,
    encryptMetadata: !(metadata.kind === 'bool' && !metadata.value),
    id: Buffer.from(first.kind === 'string' ? first.bytes : []),
  };
  return complete(parameters) ? { parameters, strings, streams } : 'A key entry is missing or too short.';
}

const complete = (p: EncryptionParameters): boolean =>
  p.revision === 4
    ? p.owner.length >= 32 && p.user.length >= 16
    : p.owner.length >= 48 &&
      p.user.length >= 48 &&
      p.ownerKey.length === 32 &&
      p.userKey.length === 32 &&
      p.perms.length === 16;

/** Whether a class of data is encrypted, by its crypt filter (table 25); null for a filter that is not ours. */
function usesCipher(dict: PdfDict, key: string, method: string, resolve: Resolve): boolean | null {
  const filter = nameOf(resolve(dict.entries.get(key))) ?? 'Identity';
  if (filter === 'Identity') return false;
  const filters = resolve(dict.entries.get('CF'));
  const found = filters.kind === 'dict' ? resolve(filters.entries.get(filter)) : pdfNull;
  const named = found.kind === 'dict' ? nameOf(resolve(found.entries.get('CFM'))) : null;
  return named === method ? true : null;
}

function openedSecurity(scheme: Scheme, opened: OpenedKey, dictNum: number | null, given: boolean): Security {
  const cipher: Cipher = aesCipher(opened.key);
  const { permissions, encryptMetadata } = scheme.parameters;
  const covers = (dict: PdfDict, resolve: Resolve): boolean =>
    scheme.streams && !isExempt(dict, encryptMetadata, resolve);
  return {
    state: 'open',
    detail: null,
    given,
    maySign:
      opened.access === 'owner' || (permissions & MAY_ANNOTATE) !== 0 || (permissions & MAY_FILL) !== 0,
    decryptObject: (object, num, gen) =>
      scheme.strings && num !== dictNum && !isXref(object)
        ? mapStrings(object, (bytes) => cipher.decrypt(bytes, num, gen))
        : object,
    decryptStream: (raw, stream, resolve) =>
      covers(stream.dict, resolve) ? cipher.decrypt(raw, stream.num, stream.gen) : raw,
    encryptObject: (object, num, gen) =>
      scheme.strings ? mapStrings(object, (bytes) => cipher.encrypt(bytes, num, gen)) : object,
    encryptStream: (bytes, dict, num, gen) => ({
      bytes: covers(dict, (object) => object ?? pdfNull) ? cipher.encrypt(bytes, num, gen) : bytes,
      dict: scheme.strings ? mapDict(dict, (each) => cipher.encrypt(each, num, gen)) : dict,
    }),
  };
}

/** Bits 6 and 9 of /P (table 22). */
const MAY_ANNOTATE = 1 << 5;
const MAY_FILL = 1 << 8;

const isXref = (object: PdfObject): boolean =>
  object.kind === 'stream' && nameOf(object.dict.entries.get('Type') ?? pdfNull) === 'XRef';

/** Cross-reference streams never, metadata where the file says so, and streams that name the Identity filter (clause 7.6.6). */
function isExempt(dict: PdfDict, encryptMetadata: boolean, resolve: Resolve): boolean {
  const type = nameOf(resolve(dict.entries.get('Type')));
  if (type === 'XRef' || (type === 'Metadata' && !encryptMetadata)) return true;
  const given = resolve(dict.entries.get('Filter'));
  const first = given.kind === 'array' ? resolve(given.items[0]) : given;
  if (nameOf(first) !== 'Crypt') return false;
  const parameters = resolve(dict.entries.get('DecodeParms'));
  const own = parameters.kind === 'array' ? resolve(parameters.items[0]) : parameters;
  const named = own.kind === 'dict' ? (nameOf(resolve(own.entries.get('Name'))) ?? 'Identity') : 'Identity';
  if (named === 'Identity') return true;
  if (named === 'StdCF') return false;
  throw new PadesError('PADES_ENCRYPTION_UNSUPPORTED', { detail: `Crypt filter ${named}.` });
}

/** Strings are handed on as they stand; whatever needs a stream, or would write, is refused. */
function closed(state: 'locked' | 'unsupported', detail: string | null): Security {
  const refuse = (): never => {
    throw state === 'locked'
      ? new PadesError('PADES_ENCRYPTED')
      : new PadesError('PADES_ENCRYPTION_UNSUPPORTED', detail === null ? {} : { detail });
  };
  return {
    state,
    detail,
    given: false,
    maySign: false,
    decryptObject: (object) => object,
    decryptStream: refuse,
    encryptObject: refuse,
    encryptStream: refuse,
  };
}

const nameOf = (object: PdfObject): string | null => (object.kind === 'name' ? object.name : null);

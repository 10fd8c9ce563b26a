import forge from 'node-forge';

const { asn1 } = forge;
const { Class } = asn1;
/** Universal tag numbers; forge's types give them an enum that lint wants used as one. */
const Type = asn1.Type;
type Node = forge.asn1.Asn1;

/** Parts of forge that its types leave out. */
const library = forge as unknown as {
  pkcs12: {
    generateKey(
      p: string | null,
      salt: forge.util.ByteBuffer,
      id: number,
      count: number,
      n: number,
    ): forge.util.ByteBuffer;
  };
  pki: { encryptPrivateKeyInfo(info: Node, password: string, options: object): Node };
};

export interface WritePkcs12 {
  /** Binary string of the passphrase's bytes for PBES2, text for the older schemes and the MAC. */
  readonly passphrase: string | null;
  readonly scheme: 'aes256' | '3des' | 'rc2-40';
  readonly keys: readonly { readonly pkcs8: Uint8Array; readonly localKeyId?: string }[];
  readonly certificates: readonly { readonly der: Uint8Array; readonly localKeyId?: string }[];
  /** `pbmac1`: RFC 9579, PBKDF2 with HMAC-SHA256 for key and MAC. */
  readonly mac?: boolean | 'pbmac1';
}

/** A PKCS#12 file made with forge's cryptography, which is not the reader's: an independent oracle without openssl. */
export function writePkcs12(input: WritePkcs12): Uint8Array {
  const keyBags = input.keys.map((key) =>
    bag('1.2.840.113549.1.12.10.1.2', shrouded(key.pkcs8, input), key.localKeyId),
  );
  const certificateBags = input.certificates.map(({ der, localKeyId }) =>
    bag(
      '1.2.840.113549.1.12.10.1.3',
      sequence(oid('1.2.840.113549.1.9.22.1'), explicit(octets(binary(der)))),
      localKeyId,
    ),
  );
  const certificates =
    input.scheme === 'rc2-40'
      ? rc2Safe(sequence(...certificateBags), input.passphrase)
      : data(sequence(...certificateBags));
  const authSafe = sequence(data(sequence(...keyBags)), certificates);
  const content = encode(authSafe);
  const pfx = sequence(
    integer(3),
    sequence(oid('1.2.840.113549.1.7.1'), explicit(octets(content))),
    ...(input.mac === false
      ? []
      : [input.mac === 'pbmac1' ? pbmac1(content, input.passphrase ?? '') : mac(content, input.passphrase)]),
  );
  return Buffer.from(encode(pfx), 'latin1');
}

function shrouded(pkcs8: Uint8Array, { scheme, passphrase }: WritePkcs12): Node {
  const info = asn1.fromDer(binary(pkcs8));
  const options =
    scheme === 'aes256'
      ? { algorithm: 'aes256', prfAlgorithm: 'sha256', count: 2048 }
      : { algorithm: '3des', count: 2048 };
  return library.pki.encryptPrivateKeyInfo(info, passphrase ?? '', options);
}

function rc2Safe(contents: Node, passphrase: string | null): Node {
  const salt = forge.random.getBytesSync(8);
  const derive = (id: number, n: number): forge.util.ByteBuffer =>
    library.pkcs12.generateKey(passphrase, forge.util.createBuffer(salt), id, 2048, n);
  const cipher = forge.rc2.createEncryptionCipher(derive(1, 5).getBytes(), 40);
  cipher.start(derive(2, 8).getBytes());
  cipher.update(forge.util.createBuffer(encode(contents)));
  cipher.finish();
  const algorithm = sequence(oid('1.2.840.113549.1.12.1.6'), sequence(octets(salt), integer(2048)));
  const encrypted = asn1.create(Class.CONTEXT_SPECIFIC, Type.NONE, false, cipher.output.getBytes());
  return sequence(
    oid('1.2.840.113549.1.7.6'),
    explicit(sequence(integer(0), sequence(oid('1.2.840.113549.1.7.1'), algorithm, encrypted))),
  );
}

function mac(content: string, passphrase: string | null): Node {
  const salt = forge.random.getBytesSync(8);
  const key = library.pkcs12.generateKey(passphrase, forge.util.createBuffer(salt), 3, 2048, 20);
  const hmac = forge.hmac.create();
  hmac.start('sha1', key);
  hmac.update(content);
  return sequence(
    sequence(
      sequence(oid('1.3.14.3.2.26'), asn1.create(Class.UNIVERSAL, Type.NULL, false, '')),
      octets(hmac.digest().getBytes()),
    ),
    octets(salt),
    integer(2048),
  );
}

function pbmac1(content: string, passphrase: string): Node {
  const salt = forge.random.getBytesSync(8);
  const hmac = forge.hmac.create();
  hmac.start('sha256', forge.pkcs5.pbkdf2(passphrase, salt, 2048, 32, forge.md.sha256.create()));
  hmac.update(content);
  const hmacWithSha256 = sequence(
    oid('1.2.840.113549.2.9'),
    asn1.create(Class.UNIVERSAL, Type.NULL, false, ''),
  );
  const kdf = sequence(octets(salt), integer(2048), integer(32), hmacWithSha256);
  const parameters = sequence(sequence(oid('1.2.840.113549.1.5.12'), kdf), hmacWithSha256);
  return sequence(
    sequence(sequence(oid('1.2.840.113549.1.5.14'), parameters), octets(hmac.digest().getBytes())),
    octets('unused'),
    integer(1),
  );
}

function bag(type: string, value: Node, localKeyId: string | undefined): Node {
  const attribute = (id: string): Node =>
    asn1.create(Class.UNIVERSAL, Type.SET, true, [
      sequence(oid('1.2.840.113549.1.9.21'), asn1.create(Class.UNIVERSAL, Type.SET, true, [octets(id)])),
    ]);
  return sequence(oid(type), explicit(value), ...(localKeyId === undefined ? [] : [attribute(localKeyId)]));
}

const data = (contents: Node): Node =>
  sequence(oid('1.2.840.113549.1.7.1'), explicit(octets(encode(contents))));
const sequence = (...parts: Node[]): Node => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts);
const explicit = (part: Node): Node => asn1.create(Class.CONTEXT_SPECIFIC, Type.NONE, true, [part]);
const octets = (text: string): Node => asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, text);
const oid = (dotted: string): Node =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());
const integer = (value: number): Node =>
  asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const encode = (node: Node): string => asn1.toDer(node).getBytes();
const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

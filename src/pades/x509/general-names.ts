import { parseDer, type Der } from '../asn1/guard.ts';
import { content, Fields, malformed, oid } from '../asn1/read.ts';
import type { Certificate } from './certificate.ts';
import { nameParts, nameText, nameValues, stringText } from './name.ts';

/** GeneralName (RFC 5280 §4.2.1.6), in the order of its tags. */
const kinds = [
  'otherName',
  'rfc822Name',
  'dNSName',
  'x400Address',
  'directoryName',
  'ediPartyName',
  'uniformResourceIdentifier',
  'iPAddress',
  'registeredID',
] as const;
export type GeneralNameKind = (typeof kinds)[number];

/** One name, as its subject wrote it; comparing it is the business of `name-forms.ts`. */
export interface GeneralName {
  readonly kind: GeneralNameKind;
  /** For people, and for comparing the forms that are text; never sanitised. Empty for forms that have none. */
  readonly text: string;
  /** Contents of the element as received. */
  readonly bytes: Uint8Array;
  /** Comparable relative names of a directoryName; empty for the others. */
  readonly parts: readonly string[];
}

export const maxNames = 10_000;
const emailAddress = '1.2.840.113549.1.9.1';
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9';
const subjectAltName = '2.5.29.17';

/** GeneralName; also the `base` of a subtree. Throws PADES_ASN1_INVALID. */
export function readGeneralName(node: Der): GeneralName {
  const kind = kinds[node.id & 0x1f];
  if ((node.id & 0xc0) !== 0x80 || kind === undefined) return malformed(node, 'not a GeneralName');
  const bytes = content(node);
  if (kind === 'directoryName') {
    const fields = new Fields(node, 0xa4);
    const name = fields.take(0x30);
    fields.done();
    return { kind, bytes, text: nameText(name), parts: nameParts(name) };
  }
  if (kind === 'registeredID') return { kind, bytes, text: oid({ ...node, id: 0x06 }), parts: [] };
  return { kind, bytes, text: texts[kind]?.(bytes) ?? '', parts: [] };
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const texts: Partial<Record<GeneralNameKind, (bytes: Uint8Array) => string>> = {
  rfc822Name: latin1,
  dNSName: latin1,
  uniformResourceIdentifier: latin1,
  iPAddress: (bytes) =>
    bytes.length === 4
      ? bytes.join('.')
      : (
          Buffer.from(bytes)
            .toString('hex')
            .match(/.{1,4}/g) ?? []
        ).join(':'),
};

/** subjectAltName, in order; empty where there is none. Throws PADES_ASN1_INVALID. */
export function subjectAltNames(certificate: Certificate): readonly GeneralName[] {
  const extension = certificate.extensions.get(subjectAltName);
  if (!extension) return [];
  const list = parseDer(extension.value);
  if (list.id !== 0x30 || list.children.length === 0) malformed(list, 'subjectAltName without names');
  if (list.children.length > maxNames) malformed(list, 'too many names');
  return list.children.map(readGeneralName);
}

/**
 * Every name that name constraints speak about (RFC 5280 §6.1.3 b, c): the subject, e-mail addresses inside it (whether
 * or not there are alternative names: the stricter reading), alternative names, and mailboxes of RFC 9598, which the
 * constraints on rfc822Name bind too. Throws PADES_ASN1_INVALID.
 */
export function constrainedNames(certificate: Certificate): readonly GeneralName[] {
  const subject = parseDer(certificate.subjectDer);
  const own: GeneralName[] = nameValues(subject, emailAddress).map(mailbox);
  if (subject.children.length > 0) {
    own.unshift({
      kind: 'directoryName',
      text: certificate.subject,
      bytes: certificate.subjectDer,
      parts: nameParts(subject),
    });
  }
  const others = subjectAltNames(certificate);
  return [...own, ...others, ...others.flatMap(utf8Mailbox)];
}

const mailbox = (text: string): GeneralName => ({
  kind: 'rfc822Name',
  text,
  bytes: Buffer.from(text, 'utf8'),
  parts: [],
});

function utf8Mailbox({ kind, bytes }: GeneralName): readonly GeneralName[] {
  if (kind !== 'otherName') return [];
  const type = parseDer(bytes, { trailing: true });
  if (oid(type) !== smtpUtf8Mailbox) return [];
  const value = parseDer(bytes.subarray(type.end)).children[0];
  return value ? [mailbox(stringText(value))] : [];
}

import type { Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { content, oid } from '../asn1/read.ts';
import { singleValue } from '../cms/attributes.ts';
import type { CmsAttribute } from '../cms/read.ts';
import type { PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import { textOf } from './pdf-values.ts';
import { reportLimits, type ReportedClaims } from './reported.ts';

/** What a signer says of itself in the dictionary and the signed attributes. What cannot be read was not said. */
export function readClaims(
  view: PdfView,
  dict: PdfDict,
  attributes: readonly CmsAttribute[],
): ReportedClaims {
  const text = (key: string): string | null => {
    const said = textOf(view.resolve(dict.entries.get(key)));
    return said === null ? null : said.slice(0, reportLimits.text);
  };
  return {
    name: text('Name'),
    reason: text('Reason'),
    location: text('Location'),
    contactInfo: text('ContactInfo'),
    roles: said(attributes, oids.signerAttributesV2, claimedRoles) ?? [],
    policy: said(attributes, oids.signaturePolicy, (value) =>
      value.id === 0x05 ? 'implied' : firstOid(value),
    ),
    commitment: said(attributes, oids.commitmentType, firstOid),
  };
}

function said<T>(attributes: readonly CmsAttribute[], type: string, read: (value: Der) => T): T | null {
  const value = singleValue(attributes, type);
  try {
    return value && read(value);
  } catch {
    return null;
  }
}

const firstOid = (value: Der): string | null => (value.children[0] ? oid(value.children[0]) : null);

/** The texts inside claimedAttributes [0] (EN 319 122-1 §5.2.6.1), whatever attribute holds them. */
function claimedRoles(value: Der): readonly string[] {
  const texts: string[] = [];
  const open = value.children.filter(({ id }) => id === 0xa0);
  for (let node = open.pop(); node && texts.length < reportLimits.roles; node = open.pop()) {
    const encoding = encodings.get(node.id);
    if (encoding) texts.push(Buffer.from(content(node)).toString(encoding).slice(0, reportLimits.text));
    else open.push(...[...node.children].reverse());
  }
  return texts;
}

/** UTF8String, PrintableString, IA5String. */
const encodings: ReadonlyMap<number, 'utf8' | 'latin1'> = new Map([
  [0x0c, 'utf8'],
  [0x13, 'latin1'],
  [0x16, 'latin1'],
]);

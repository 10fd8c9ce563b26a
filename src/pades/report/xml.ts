/** A tree that becomes XML. Text is escaped when it is written, so nothing a document says can become markup. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

type Content = XmlElement | string | null | readonly (XmlElement | null)[];

/** Absent content (null) is left out. */
export const element = (name: string, ...content: readonly Content[]): XmlElement => ({
  name,
  attributes: {},
  children: content.flat().filter((one): one is XmlElement | string => one !== null),
});

export const withAttributes = (
  one: XmlElement,
  attributes: Readonly<Record<string, string>>,
): XmlElement => ({ ...one, attributes });

/** UTF-8 text with a declaration; the same tree always gives the same bytes. */
export const writeXml = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}`;

function write({ name, attributes, children }: XmlElement, indent: string): string {
  const open = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const head = `${indent}<${name}${open.join('')}`;
  if (children.length === 0) return `${head}/>\n`;
  if (children.every((child) => typeof child === 'string'))
    return `${head}>${children.map(escapeXml).join('')}</${name}>\n`;
  const inner = children.map((child) =>
    typeof child === 'string' ? `${indent}  ${escapeXml(child)}\n` : write(child, `${indent}  `),
  );
  return `${head}>\n${inner.join('')}${indent}</${name}>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
/** Control characters and lone surrogates, which XML 1.0 §2.2 forbids even as references, become U+FFFD. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(forbidden, '\ufffd')
    .replaceAll(/[&<>"'\t\n\r]/g, (one) => entities[one] ?? one);

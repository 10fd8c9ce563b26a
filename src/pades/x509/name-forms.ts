import type { GeneralName, GeneralNameKind } from './general-names.ts';

/** How names of one kind are compared with a subtree (RFC 5280 §4.2.1.10). */
export interface NameForm {
  /** Can this name be judged at all? What cannot be judged never passes a constraint. */
  readonly judgeable: (name: GeneralName) => boolean;
  /** Can this base of a subtree be understood? */
  readonly usable: (base: GeneralName) => boolean;
  /** Does the name lie inside the subtree, with everything it stands for? */
  readonly within: (name: GeneralName, base: GeneralName) => boolean;
  /** Could anything the name stands for lie inside? Where absent, the same as `within`. */
  readonly touches?: (name: GeneralName, base: GeneralName) => boolean;
}

/** Kinds that are not here (otherName, x400Address, ediPartyName, registeredID) cannot be judged where they are constrained. */
export const nameForms: ReadonlyMap<GeneralNameKind, NameForm> = new Map<GeneralNameKind, NameForm>([
  [
    'directoryName',
    {
      judgeable: () => true,
      usable: () => true,
      within: (name, base) => base.parts.every((part, index) => name.parts[index] === part),
    },
  ],
  [
    'dNSName',
    {
      judgeable: ({ text }) => isHost(text.startsWith('*.') ? text.slice(2) : text),
      usable: ({ text }) => text === '' || isHost(text.replace(/^\./, '')),
      within: (name, base) => isBelow(lower(name.text), lower(base.text)),
      touches: (name, base) => mayBeBelow(lower(name.text), lower(base.text)),
    },
  ],
  [
    'rfc822Name',
    {
      judgeable: ({ text }) => mailboxOf(text) !== null,
      usable: ({ text }) =>
        text.includes('@') ? mailboxOf(text) !== null : text === '' || isHost(text.replace(/^\./, '')),
      within: (name, base) => base.text !== '' && isMailboxOf(name.text, base.text),
      touches: (name, base) => base.text === '' || isMailboxOf(name.text, base.text),
    },
  ],
  [
    'uniformResourceIdentifier',
    {
      judgeable: ({ text }) => uriHost(text) !== null,
      usable: ({ text }) => text === '' || isHost(text.replace(/^\./, '')),
      within: (name, base) => base.text !== '' && isHostOf(uriHost(name.text) ?? '', base.text),
      touches: (name, base) => base.text === '' || isHostOf(uriHost(name.text) ?? '', base.text),
    },
  ],
  [
    'iPAddress',
    {
      judgeable: ({ bytes }) => bytes.length === 4 || bytes.length === 16,
      usable: ({ bytes }) => bytes.length === 8 || bytes.length === 32,
      within: ({ bytes: address }, { bytes: base }) => isInNetwork(address, base),
    },
  ],
]);

const lower = (text: string): string => text.toLowerCase();

/** Labels of letters, digits, `-` and `_`; no empty label, no dot at the end, nothing but ASCII. */
const isHost = (text: string): boolean =>
  text.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i.test(text);

/** Zero or more labels to the left; after a leading dot one or more, as everybody writes it though the RFC does not. */
function isBelow(host: string, base: string): boolean {
  if (base === '') return true;
  return base.startsWith('.') ? host.endsWith(base) : host === base || host.endsWith(`.${base}`);
}

/** `*.a.b` stands for `x.a.b`, and so touches the subtree `x.a.b` without lying in it (Go CVE-2025-61727). */
function mayBeBelow(host: string, base: string): boolean {
  if (isBelow(host, base)) return true;
  if (!host.startsWith('*.')) return false;
  const rest = host.slice(1);
  return base.endsWith(rest) && !base.slice(0, -rest.length).includes('.');
}

interface Mailbox {
  readonly local: string;
  readonly host: string;
}

/** `local@host`; quoted local parts have more than one spelling and are not judged. */
function mailboxOf(text: string): Mailbox | null {
  const at = text.indexOf('@');
  const local = text.slice(0, at);
  const host = lower(text.slice(at + 1));
  const plain = at > 0 && local.length <= 256 && !/["\\(),:;<>@[\]\s\u0000-\u001f\u007f]/.test(local);
  return plain && isHost(host) ? { local, host } : null;
}

/** A mailbox, all mailboxes of a host, or of all hosts below a domain. */
function isMailboxOf(text: string, base: string): boolean {
  const mailbox = mailboxOf(text);
  if (mailbox === null) return false;
  const one = base.includes('@') ? mailboxOf(base) : null;
  return one ? one.local === mailbox.local && one.host === mailbox.host : isHostOf(mailbox.host, base);
}

/** Exactly this host; after a leading dot, any host below it. */
const isHostOf = (host: string, base: string): boolean =>
  base.startsWith('.') ? lower(host).endsWith(lower(base)) : lower(host) === lower(base);

/** The host of a URI with an authority that is a name: others cannot meet a constraint (RFC 5280 §4.2.1.10). */
function uriHost(uri: string): string | null {
  const [, authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return isHost(host) && !/^[\d.]+$/.test(host) ? host : null;
}

function isInNetwork(address: Uint8Array, network: Uint8Array): boolean {
  const size = address.length;
  return (
    network.length === 2 * size &&
    address.every((octet, index) => {
      const mask = network[size + index] ?? 0xff;
      return (octet & mask) === ((network[index] ?? 0) & mask);
    })
  );
}

/**
 * Why a call failed, for the operator's log and for programs. The message is one sentence for all of them: who asked
 * must not learn from it whether an address was forbidden or merely silent (reliability.md B12 rule 6).
 */
export const outboundReasons = {
  'url-refused': 'the URL is not one this client calls',
  'host-refused': 'the host is not on the allow-list',
  'address-refused': 'an address of the host is not public',
  'name-unresolved': 'the name could not be resolved',
  'connect-refused': 'nothing listens there',
  'connect-failed': 'the connection could not be made',
  'tls-failed': 'the TLS handshake or certificate was not acceptable',
  timeout: 'the time allowed has passed',
  reset: 'the connection broke before the answer was whole',
  redirect: 'the answer is a redirect, which is never followed',
  encoded: 'the answer is compressed, which was not asked for',
  'too-large': 'the answer is larger than allowed',
} as const satisfies Record<string, string>;

export type OutboundReason = keyof typeof outboundReasons;

/** Reasons that are known before the first byte of a request can have left. */
const beforeSending: ReadonlySet<OutboundReason> = new Set([
  'url-refused',
  'host-refused',
  'address-refused',
  'name-unresolved',
  'connect-refused',
  'connect-failed',
  'tls-failed',
]);

export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly reason: OutboundReason;
  /** Whether the other side may have got the request. False is certain; who must not ask twice may then ask again. */
  readonly sent: boolean;

  constructor(reason: OutboundReason, cause?: unknown, sent = !beforeSending.has(reason)) {
    super('Layanan luar tidak dapat dihubungi.', { cause });
    this.reason = reason;
    this.sent = sent;
  }
}

import type { Certificate } from '../../x509/certificate.ts';
import type { FindingEvidence, SubIndication } from '../types.ts';
import type { Conclusion, Setting, Subject } from './subject.ts';

/** The times at which a path must hold; with a proven time they part (EN 319 102-1 §5.5). */
export interface Moments {
  /** Of the signer's certificate, its revocation, and the algorithms of what it signed. */
  readonly signed: Date;
  /** Of the algorithms of certificates and revocation data. */
  readonly chain: Date;
}

/** One path, and all that a step of §5.2.6 weighs it against. */
export interface Asked {
  readonly path: readonly Certificate[];
  readonly subject: Subject;
  readonly setting: Setting;
  readonly times: Moments;
  readonly statuses: NonNullable<Conclusion['statuses']>;
}

/** What a step found wrong. */
export interface Fault {
  readonly failure: SubIndication;
  readonly detail: string;
  readonly evidence: readonly FindingEvidence[];
}

import { beforeAll, describe, expect, it } from 'vitest';
import { makeCrl } from './store.ts';
import {
  day,
  in2029,
  judgeCase,
  makePeople,
  revoked,
  said,
  saidBy,
  timingOf,
  type Case,
  type People,
} from './time-world.ts';
import { verdict } from './world.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';

/**
 * Times and revocations of a signature made on day 0, as rows: what is there, and what EN 319 102-1 concludes of it, by
 * which question. Rows come in pairs, so that each rule has one that fails when the rule is dropped.
 */
let p: People;
beforeAll(async () => {
  p = await makePeople();
}, 60_000);

const passed = 'TOTAL_PASSED';
const open = (sub: string): string => `INDETERMINATE/${sub}`;
const required = { revocation: 'required' } as const;
const dayMs = 86_400_000;
/** Good word on the signer and on its authority, both until the day. */
const good = (until = 7, from = 1 / 24) => ({
  ocsps: [
    said(p.signer, p.ca, { thisUpdate: day(from), nextUpdate: day(until) }),
    said(p.ca, p.root, { thisUpdate: day(from), nextUpdate: day(until) }),
  ],
});
const stampedGood = () => ({ ocsps: [...good().ocsps, said(p.tsa, p.root, { nextUpdate: day(1000) })] });
const sha256 = ({ certificate }: { certificate: Uint8Array }): string =>
  parseCertificate(certificate).sha256Hex;

type Row = Omit<Case, 'name'>;
type Rows = Readonly<Record<string, () => Row>>;

const basic: Rows = {
  'no data, none demanded': () => ({ at: 5, verdict: passed }),
  'no data, demanded': () => ({
    at: 5,
    policy: required,
    verdict: open('TRY_LATER'),
    by: 'trust.revocation',
    says: /no revocation data/,
  }),
  'fresh data, demanded': () => ({ at: 5, policy: required, data: good(), verdict: passed }),
  'fresh data about the signer alone, demanded': () => ({
    at: 5,
    policy: required,
    data: { ocsps: good().ocsps.slice(0, 1) },
    verdict: open('TRY_LATER'),
    says: /TEST CA/,
  }),
  'stale data, demanded': () => ({
    at: 9,
    policy: required,
    data: good(),
    verdict: open('TRY_LATER'),
    says: /newer data is due 2026-05-08/,
  }),
  'stale data, none demanded': () => ({ at: 9, data: good(), verdict: passed }),
  'data older than the policy allows': () => ({
    at: 5,
    policy: { ...required, freshnessMs: dayMs },
    data: good(),
    verdict: open('TRY_LATER'),
  }),
  'data past its promise and young enough for the policy': () => ({
    at: 9,
    policy: { ...required, freshnessMs: 10 * dayMs },
    data: good(),
    verdict: passed,
  }),
  'data without a promise': () => ({
    at: 0.5,
    policy: required,
    data: { ocsps: [said(p.signer, p.ca, { nextUpdate: null }), good().ocsps[1]!] },
    verdict: open('TRY_LATER'),
    says: /promises nothing/,
  }),
  'data without a promise from this very second': () => ({
    at: 1 / 24,
    policy: required,
    data: { ocsps: [said(p.signer, p.ca, { nextUpdate: null }), good().ocsps[1]!] },
    verdict: passed,
  }),
  'data from the future': () => ({
    at: 0.01,
    policy: required,
    data: good(),
    verdict: open('TRY_LATER'),
    says: /future/,
  }),
  revoked: () => ({
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, -1)] },
    verdict: open('REVOKED_NO_POE'),
    by: 'trust.revocation',
    says: /revoked at 2026-04-30/,
  }),
  'revoked after the time it claims, which nothing proves': () => ({
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'revoked, then an older "good"': () => ({
    at: 5,
    data: { ocsps: [...good().ocsps, revoked(p.signer, p.ca, 2)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  suspended: () => ({
    at: 2,
    data: { ocsps: [revoked(p.signer, p.ca, -1, 6)] },
    verdict: open('TRY_LATER'),
    by: 'trust.revocation',
    says: /suspended/,
  }),
  'suspended as of long ago, nobody knows what since': () => ({
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, -1, 6, { nextUpdate: day(1) })] },
    verdict: open('TRY_LATER'),
  }),
  'suspended, and released since': () => ({
    at: 5,
    policy: required,
    data: { ocsps: [...good().ocsps, revoked(p.signer, p.ca, -2, 6, { nextUpdate: day(1) })] },
    verdict: passed,
  }),
  'authority revoked': () => ({
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, -1)] },
    verdict: open('REVOKED_CA_NO_POE'),
    by: 'trust.revocation',
    says: /TEST CA/,
  }),
  'authority revoked by the list of its issuer': () => ({
    at: 5,
    data: { crls: [makeCrl(p.root, [p.ca])] },
    verdict: open('REVOKED_CA_NO_POE'),
  }),
  'authority revoked on one of two paths': () => ({
    at: 5,
    anchors: [p.root, p.otherRoot],
    certificates: [p.signer.certificate, p.ca.certificate, p.crossed],
    data: { ocsps: [revoked(p.ca, p.root, -1)] },
    verdict: passed,
  }),
  'signer revoked on both paths': () => ({
    at: 5,
    anchors: [p.root, p.otherRoot],
    certificates: [p.signer.certificate, p.ca.certificate, p.crossed],
    data: { ocsps: [revoked(p.signer, p.ca, -1)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'authority that says it is never revoked, data demanded': () => ({
    at: 5,
    signer: p.belowWithoutBooks,
    policy: required,
    data: { ocsps: [said(p.belowWithoutBooks, p.caWithoutBooks)] },
    verdict: open('TRY_LATER'),
    says: /Silent CA/,
  }),
  'signer that is never revoked, data demanded': () => ({
    at: 5,
    signer: p.withoutBooks,
    policy: required,
    data: { ocsps: [good().ocsps[1]!] },
    verdict: passed,
  }),
  'signer ended': () => ({
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
    by: 'trust.path',
  }),
  'signer ended, good to the last': () => ({
    at: 35,
    signer: p.until30,
    data: { ocsps: [said(p.until30, p.ca, { thisUpdate: day(29), nextUpdate: day(31) })] },
    verdict: open('OUT_OF_BOUNDS_NOT_REVOKED'),
    by: 'trust.path',
    says: /was not revoked/,
  }),
  'signer ended, good long before': () => ({
    at: 35,
    signer: p.until30,
    data: { ocsps: [said(p.until30, p.ca)] },
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'signer ended, revoked before that': () => ({
    at: 35,
    signer: p.until30,
    data: { ocsps: [revoked(p.until30, p.ca, 20)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'signer not begun': () => ({ at: 5, signer: p.from10, verdict: open('OUT_OF_BOUNDS_NO_POE') }),
  'authority ended': () => ({
    at: 45,
    signer: p.below40,
    verdict: open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
    by: 'trust.path',
  }),
  'nobody’s anchor': () => ({
    at: 5,
    anchors: [p.otherRoot],
    verdict: open('NO_CERTIFICATE_CHAIN_FOUND'),
    by: 'trust.path',
  }),
  'anchor trusted for the past only': () => ({
    at: 5,
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    verdict: open('NO_CERTIFICATE_CHAIN_FOUND_NO_POE'),
    by: 'trust.path',
    says: /no longer trusted since 2026-05-04/,
  }),
  'anchor trusted still': () => ({
    at: 2,
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    verdict: passed,
  }),
  'one of two anchors trusted still': () => ({
    at: 5,
    anchors: [p.root, p.otherRoot],
    certificates: [p.signer.certificate, p.ca.certificate, p.crossed],
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    verdict: passed,
  }),
  'responder ended': () => ({
    at: 25,
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca)] },
    policy: { freshnessMs: 100 * dayMs },
    verdict: open('REVOCATION_OUT_OF_BOUNDS_NO_POE'),
    by: 'trust.revocation',
    says: /ended 2026-05-21/,
  }),
  'responder not ended': () => ({
    at: 15,
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca)] },
    policy: { freshnessMs: 100 * dayMs },
    verdict: passed,
  }),
  'key of 2048 bits after its end': () => ({
    at: in2029(30),
    signer: p.rsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    by: 'crypto.strength',
    says: /not reliable since 2029-01-01/,
  }),
  'key of 2048 bits on its last day': () => ({ at: in2029(-1), signer: p.rsa, verdict: passed }),
  'authority’s key of 2048 bits after its end': () => ({
    at: in2029(30),
    signer: p.belowRsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    by: 'crypto.strength',
    says: /below RSA/,
  }),
  'an algorithm that the policy ended': () => ({
    at: 5,
    policy: {
      algorithms: {
        digests: { 'SHA-256': '2026-05-03' },
        keys: [{ kinds: ['ec'], minBits: 256, until: null }],
      },
    },
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    says: /SHA-256 is not reliable since 2026-05-03/,
  }),
  'an algorithm that the policy does not know': () => ({
    at: 5,
    policy: {
      algorithms: { digests: { 'SHA-512': null }, keys: [{ kinds: ['ec'], minBits: 256, until: null }] },
    },
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    says: /never reliable/,
  }),
  'an algorithm that the policy keeps': () => ({
    at: in2029(30),
    signer: p.rsa,
    policy: {
      algorithms: {
        digests: { 'SHA-256': null },
        keys: [{ kinds: ['ec', 'rsa'], minBits: 256, until: null }],
      },
    },
    verdict: passed,
  }),
  'a certificate policy that nobody granted': () => ({
    at: 5,
    policy: { certificatePolicies: ['1.2.3.4'] },
    verdict: open('CHAIN_CONSTRAINTS_FAILURE'),
  }),
  'a use of the key that the policy does not take': () => ({
    at: 5,
    policy: { keyUsage: [] },
    verdict: open('CHAIN_CONSTRAINTS_FAILURE'),
    by: 'trust.key-usage',
  }),
};

const withTime: Rows = {
  'a timestamp': () => ({ stamp: 0, at: 5, verdict: passed }),
  'none, one demanded': () => ({
    at: 5,
    policy: { provenTime: 'required' },
    verdict: open('NO_POE'),
    by: 'time.proven',
  }),
  'one, one demanded': () => ({ stamp: 0, at: 5, policy: { provenTime: 'required' }, verdict: passed }),
  'revoked later': () => ({
    stamp: 0,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: passed,
  }),
  'revoked before': () => ({
    stamp: 3,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'revoked in that very moment': () => ({
    stamp: 2,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'suspended later': () => ({
    stamp: 0,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2, 6)] },
    verdict: passed,
  }),
  'suspended before': () => ({
    stamp: 3,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2, 6)] },
    verdict: open('TRY_LATER'),
  }),
  'data stale now and fresh then, demanded': () => ({
    stamp: 0,
    at: 9,
    policy: required,
    data: stampedGood(),
    verdict: passed,
  }),
  'data superseded before, demanded': () => ({
    stamp: 8,
    at: 9,
    policy: required,
    data: stampedGood(),
    verdict: open('TRY_LATER'),
  }),
  'data from before, of no age allowed': () => ({
    stamp: 1,
    at: 5,
    policy: { ...required, freshnessMs: 0 },
    data: { ocsps: [...good().ocsps, said(p.tsa, p.root, { thisUpdate: day(5) })] },
    verdict: open('TRY_LATER'),
  }),
  'data from after, of no age allowed': () => ({
    stamp: 0,
    at: 5,
    policy: { ...required, freshnessMs: 0 },
    data: { ocsps: [...good().ocsps, said(p.tsa, p.root, { thisUpdate: day(5) })] },
    verdict: passed,
  }),
  'signer ended since, good then': () => ({
    stamp: 0,
    at: 35,
    signer: p.until30,
    data: { ocsps: [said(p.until30, p.ca)] },
    verdict: passed,
  }),
  'signer ended since, no data': () => ({ stamp: 0, at: 35, signer: p.until30, verdict: passed }),
  'signer ended since, no data, demanded': () => ({
    stamp: 0,
    at: 35,
    signer: p.until30,
    policy: required,
    data: {
      ocsps: [said(p.tsa, p.root, { nextUpdate: day(1000) }), said(p.ca, p.root, { nextUpdate: day(1000) })],
    },
    verdict: open('NO_POE'),
  }),
  'signer ended since, revoked in between': () => ({
    stamp: 0,
    at: 35,
    signer: p.until30,
    data: { ocsps: [revoked(p.until30, p.ca, 20)] },
    verdict: passed,
  }),
  'signer ended before': () => ({
    stamp: 32,
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'before the signer began': () => ({
    stamp: 0,
    at: 15,
    signer: p.from10,
    verdict: 'TOTAL_FAILED/NOT_YET_VALID',
    by: 'trust.path',
  }),
  'authority given up later': () => ({
    stamp: 0,
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2, 4)] },
    verdict: passed,
  }),
  'authority broken later, nothing older than that': () => ({
    stamp: 0,
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2, 1)] },
    verdict: open('REVOKED_CA_NO_POE'),
    says: /nothing proves/,
  }),
  'authority revoked later without a reason': () => ({
    stamp: 0,
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2)] },
    verdict: open('REVOKED_CA_NO_POE'),
  }),
  'authority broken later, its word sealed before': () => ({
    stamp: 0,
    seals: [[1, p.tsa]],
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2, 1)] },
    verdict: passed,
  }),
  'authority broken later, its word sealed after': () => ({
    stamp: 0,
    seals: [[3, p.tsa]],
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2, 1)] },
    verdict: open('REVOKED_CA_NO_POE'),
  }),
  'authority broken before': () => ({
    stamp: 3,
    at: 5,
    data: { ocsps: [good().ocsps[0]!, revoked(p.ca, p.root, 2, 1)] },
    verdict: open('REVOKED_CA_NO_POE'),
  }),
  'key of 2048 bits before its end': () => ({ stamp: 0, at: in2029(30), signer: p.rsa, verdict: passed }),
  'key of 2048 bits too late': () => ({
    stamp: in2029(5),
    at: in2029(30),
    signer: p.rsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  }),
  'authority’s key ended, its certificates not sealed': () => ({
    stamp: 0,
    at: in2029(30),
    signer: p.belowRsa,
    data: { certs: [p.rsaCa.certificate], ocsps: [said(p.belowRsa, p.rsaCa)] },
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    says: /revocation data/,
  }),
  'authority’s key ended, all sealed before': () => ({
    stamp: 0,
    seals: [[1, p.tsa]],
    at: in2029(30),
    signer: p.belowRsa,
    data: { certs: [p.rsaCa.certificate], ocsps: [said(p.belowRsa, p.rsaCa)] },
    verdict: passed,
  }),
  'authority’s key ended, all sealed after': () => ({
    stamp: 0,
    seals: [[in2029(5), p.tsa]],
    at: in2029(30),
    signer: p.belowRsa,
    data: { certs: [p.rsaCa.certificate], ocsps: [said(p.belowRsa, p.rsaCa)] },
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  }),
  'too long after the claimed time': () => ({
    stamp: 3,
    at: 5,
    policy: { maxStampDelayMs: dayMs },
    verdict: open('SIG_CONSTRAINTS_FAILURE'),
    by: 'time.delay',
  }),
  'soon after the claimed time': () => ({
    stamp: 0.5,
    at: 5,
    policy: { maxStampDelayMs: dayMs },
    verdict: passed,
  }),
};

const content: Rows = {
  'made after the revocation': () => ({
    content: 3,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: 'TOTAL_FAILED/REVOKED',
    by: 'trust.revocation',
    says: /signed after 2026-05-04/,
  }),
  'made at an unknown time after something older than the revocation': () => ({
    content: 1,
    at: 5,
    data: { ocsps: [revoked(p.signer, p.ca, 2)] },
    verdict: open('REVOKED_NO_POE'),
  }),
  'made after the end of the certificate': () => ({
    content: 32,
    at: 35,
    signer: p.until30,
    verdict: 'TOTAL_FAILED/EXPIRED',
    by: 'trust.path',
  }),
  'made at an unknown time after something older than that end': () => ({
    content: 20,
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'made after that end, good to the last': () => ({
    content: 32,
    at: 35,
    signer: p.until30,
    data: { ocsps: [said(p.until30, p.ca, { thisUpdate: day(29), nextUpdate: day(31) })] },
    verdict: 'TOTAL_FAILED/EXPIRED',
  }),
  'made after the end of the algorithm': () => ({
    content: in2029(5),
    at: in2029(30),
    signer: p.rsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE'),
    by: 'crypto.strength',
  }),
  'made before the end of the algorithm, for all we know': () => ({
    content: 1,
    at: in2029(30),
    signer: p.rsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  }),
  'after the signature’s timestamp': () => ({
    content: 2,
    stamp: 1,
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
    by: 'timestamp.order',
  }),
  'after it by less than clocks differ': () => ({
    content: 1 + 1.5 / 86_400,
    stamp: 1,
    at: 5,
    verdict: passed,
  }),
  'after it by more than clocks differ': () => ({
    content: 1 + 3 / 86_400,
    stamp: 1,
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
  }),
  'after it by less than both admit': () => ({
    content: 1 + 30 / 86_400,
    contentTiming: timingOf(20),
    stampTiming: timingOf(20),
    stamp: 1,
    at: 5,
    verdict: passed,
  }),
  'after it by more than both admit': () => ({
    content: 1 + 50 / 86_400,
    contentTiming: timingOf(20),
    stampTiming: timingOf(20),
    stamp: 1,
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
  }),
  'after it, by an authority that puts them in order': () => ({
    content: 1 + 30 / 86_400,
    contentTiming: timingOf(20, true),
    stampTiming: timingOf(20, true),
    stamp: 1,
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
  }),
  'after it, by another authority that puts its own in order': () => ({
    content: 1 + 30 / 86_400,
    contentTiming: timingOf(20, true),
    stampTiming: timingOf(20, true),
    stamp: 1,
    stampBy: p.tsa2,
    at: 5,
    verdict: passed,
  }),
  'and a document timestamp that is older than the signature’s': () => ({
    stamp: 2,
    seals: [[1, p.tsa]],
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
    by: 'timestamp.order',
  }),
  'and document timestamps in the wrong order': () => ({
    seals: [
      [2, p.tsa],
      [1, p.tsa],
    ],
    at: 5,
    verdict: open('TIMESTAMP_ORDER_FAILURE'),
  }),
};

const below40 = () => ({ ocsps: [said(p.below40, p.caUntil40), said(p.caUntil40, p.root)] });
const past: Rows = {
  'authority ended since, no data': () => ({ stamp: 0, at: 45, signer: p.below40, verdict: passed }),
  'authority ended before': () => ({
    stamp: 42,
    at: 45,
    signer: p.below40,
    verdict: open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  }),
  'authority ended since, its word sealed by nothing': () => ({
    stamp: 0,
    at: 45,
    signer: p.below40,
    data: below40(),
    verdict: open('NO_POE'),
    by: 'trust.path',
    says: /nothing proves that revocation data/,
  }),
  'authority ended since, its word sealed while it was fresh': () => ({
    stamp: 0,
    seals: [[1, p.tsa]],
    at: 45,
    signer: p.below40,
    data: below40(),
    verdict: passed,
  }),
  'authority ended since, its word sealed after its end': () => ({
    stamp: 0,
    seals: [[42, p.tsa]],
    at: 45,
    signer: p.below40,
    data: below40(),
    verdict: open('NO_POE'),
  }),
  'authority ended since, its word sealed when nobody knew whether it still held': () => ({
    stamp: 0,
    seals: [[20, p.tsa]],
    at: 45,
    signer: p.below40,
    data: below40(),
    verdict: open('NO_POE'),
  }),
  'authority ended since, demanded and not there': () => ({
    stamp: 0,
    seals: [[1, p.tsa]],
    at: 45,
    signer: p.below40,
    policy: required,
    data: { ocsps: [said(p.tsa, p.root, { nextUpdate: day(1000) })] },
    verdict: open('NO_POE'),
  }),
  'authority ended since, the signer revoked before the timestamp': () => ({
    stamp: 3,
    seals: [[4, p.tsa]],
    at: 45,
    signer: p.below40,
    data: { ocsps: [revoked(p.below40, p.caUntil40, 2), said(p.caUntil40, p.root)] },
    verdict: open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  }),
  'authority ended since, the signer revoked after the timestamp': () => ({
    stamp: 0,
    seals: [[4, p.tsa]],
    at: 45,
    signer: p.below40,
    data: { ocsps: [revoked(p.below40, p.caUntil40, 2), said(p.caUntil40, p.root)] },
    verdict: passed,
  }),
  'anchor trusted no longer, older than that': () => ({
    stamp: 0,
    stampBy: p.tsa,
    anchors: [p.root, p.otherRoot],
    at: 5,
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    seals: [[1, p.tsa]],
    verdict: open('NO_CERTIFICATE_CHAIN_FOUND_NO_POE'),
  }),
  'anchor trusted no longer, older than that by the word of another': () => ({
    stamp: 0,
    stampBy: p.tsaElsewhere,
    seals: [[1, p.tsaElsewhere]],
    anchors: [p.root, p.otherRoot],
    at: 5,
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    verdict: passed,
  }),
  'anchor trusted no longer, younger than that by the word of another': () => ({
    stamp: 4,
    stampBy: p.tsaElsewhere,
    seals: [[4.1, p.tsaElsewhere]],
    anchors: [p.root, p.otherRoot],
    at: 5,
    policy: { anchorSunsets: { [sha256(p.root)]: '2026-05-04' } },
    verdict: open('NO_CERTIFICATE_CHAIN_FOUND_NO_POE'),
  }),
  'responder ended, its word sealed before': () => ({
    stamp: 0,
    seals: [[10, p.tsa]],
    at: 25,
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca)] },
    verdict: passed,
  }),
  'responder ended, its word sealed after': () => ({
    stamp: 0,
    seals: [[22, p.tsa]],
    at: 25,
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca)] },
    policy: { freshnessMs: 100 * dayMs },
    verdict: open('REVOCATION_OUT_OF_BOUNDS_NO_POE'),
  }),
  'timestamp authority ended': () => ({
    stamp: 0,
    stampBy: p.tsaUntil30,
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'timestamp authority ended, sealed before by another': () => ({
    stamp: 0,
    stampBy: p.tsaUntil30,
    seals: [[10, p.tsa]],
    at: 35,
    signer: p.until30,
    verdict: passed,
  }),
  'timestamp authority ended, sealed after by another': () => ({
    stamp: 0,
    stampBy: p.tsaUntil30,
    seals: [[32, p.tsa]],
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'timestamp authority revoked': () => ({
    stamp: 0,
    at: 35,
    signer: p.until30,
    data: { ocsps: [revoked(p.tsa, p.root, 20)] },
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'timestamp authority revoked, sealed before by another': () => ({
    stamp: 0,
    seals: [[10, p.tsa2]],
    at: 35,
    signer: p.until30,
    data: { ocsps: [revoked(p.tsa, p.root, 20)] },
    verdict: passed,
  }),
  'timestamp authority revoked, sealed after by another': () => ({
    stamp: 0,
    seals: [[22, p.tsa2]],
    at: 28,
    signer: p.signer,
    policy: { provenTime: 'required', maxStampDelayMs: dayMs },
    data: { ocsps: [revoked(p.tsa, p.root, 20)] },
    verdict: open('SIG_CONSTRAINTS_FAILURE'),
  }),
  'timestamp authority without data, demanded': () => ({
    stamp: 0,
    at: 5,
    policy: { ...required, provenTime: 'required' },
    data: good(),
    verdict: open('NO_POE'),
  }),
  'signer trusted for itself, ended before': () => ({
    stamp: 32,
    anchors: [p.root, p.until30],
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
  'signer trusted for itself, ended since': () => ({
    stamp: 20,
    anchors: [p.root, p.until30],
    at: 35,
    signer: p.until30,
    verdict: passed,
  }),
  'timestamp whose algorithm ended, sealed before': () => ({
    stamp: in2029(-9),
    stampBy: p.tsaRsa,
    seals: [[in2029(-2), p.tsa]],
    at: in2029(30),
    signer: p.rsa,
    verdict: passed,
  }),
  'timestamp whose algorithm ended, sealed after': () => ({
    stamp: in2029(-9),
    stampBy: p.tsaRsa,
    seals: [[in2029(5), p.tsa]],
    at: in2029(30),
    signer: p.rsa,
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  }),
  'a chain of document timestamps': () => ({
    seals: [
      [1, p.tsaUntil30],
      [20, p.tsa],
    ],
    at: 35,
    signer: p.until30,
    verdict: passed,
  }),
  'a chain of document timestamps that broke': () => ({
    seals: [
      [1, p.tsaUntil30],
      [31, p.tsa],
    ],
    at: 35,
    signer: p.until30,
    verdict: open('OUT_OF_BOUNDS_NO_POE'),
  }),
};

/** Lists of the authority's name and by nobody it knows, each newer than anything honest. */
const floodOf = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, index) =>
    makeCrl({ ...p.ca, key: p.otherRoot.key }, [], day(0.5 + index / 1000)),
  );
/** From the month in which its key was lost, and known to the caller alone. */
const lost = () => ({ ocsps: [revoked(p.signer, p.ca, 2, 1)] });

/** The whole file is the forger's: what he leaves out, repeats and puts in. */
const forged: Rows = {
  'the caller’s word "revoked" under a flood of newer lists that nobody signed': () => ({
    at: 5,
    given: { crls: [makeCrl(p.ca, [p.signer])] },
    data: { crls: floodOf(40) },
    verdict: open('REVOKED_NO_POE'),
  }),
  'the caller’s word "good" under that flood': () => ({
    at: 1,
    given: { crls: [makeCrl(p.ca), makeCrl(p.root)] },
    policy: required,
    data: { crls: floodOf(40) },
    verdict: passed,
  }),
  'the forger’s old "good", sealed, and an authority whose data ends before the caller’s word': () => ({
    stamp: 20,
    seals: [[25, p.tsa]],
    at: 45,
    given: lost(),
    data: {
      ocsps: [
        said(p.signer, p.ca, { thisUpdate: day(1), nextUpdate: day(100) }),
        said(p.ca, p.root, { nextUpdate: day(30) }),
      ],
    },
    verdict: open('REVOKED_NO_POE'),
  }),
  'the same of a signature from before the loss': () => ({
    stamp: 1.5,
    seals: [[25, p.tsa]],
    at: 45,
    given: lost(),
    data: {
      ocsps: [
        said(p.signer, p.ca, { thisUpdate: day(1), nextUpdate: day(100) }),
        said(p.ca, p.root, { nextUpdate: day(30) }),
      ],
    },
    verdict: passed,
  }),
  'the same of an authority that ended since': () => ({
    signer: p.below40,
    stamp: 20,
    seals: [[25, p.tsa]],
    at: 45,
    given: { ocsps: [revoked(p.below40, p.caUntil40, 2, 1)] },
    data: {
      ocsps: [
        said(p.below40, p.caUntil40, { thisUpdate: day(1), nextUpdate: day(100) }),
        said(p.caUntil40, p.root, { nextUpdate: day(30) }),
      ],
    },
    verdict: open('CERTIFICATE_CHAIN_GENERAL_FAILURE'),
  }),
  'a certificate without books that a stolen authority may have made since': () => ({
    signer: p.withoutBooks,
    unprotected: true,
    stamp: 0,
    at: 5,
    data: { ocsps: [revoked(p.ca, p.root, 2, 1)] },
    verdict: open('REVOKED_CA_NO_POE'),
    says: /nothing proves/,
  }),
  'the same, sealed before the theft': () => ({
    signer: p.withoutBooks,
    unprotected: true,
    stamp: 0,
    seals: [[1, p.tsa]],
    at: 5,
    data: { ocsps: [revoked(p.ca, p.root, 2, 1)] },
    verdict: passed,
  }),
  'an authority’s key ended, a signature that names no certificate, which may be younger': () => ({
    signer: p.belowRsa,
    unprotected: true,
    stamp: 0,
    at: in2029(30),
    verdict: open('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
  }),
  'the same, sealed before that end': () => ({
    signer: p.belowRsa,
    unprotected: true,
    stamp: 0,
    seals: [[1, p.tsa]],
    at: in2029(30),
    verdict: passed,
  }),
  'the same, naming it': () => ({ signer: p.belowRsa, stamp: 0, at: in2029(30), verdict: passed }),
  'a responder whose certificate the caller alone has': () => ({
    at: 0.5,
    policy: required,
    given: { certs: [p.responderUntil20.certificate.der] },
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca, []), good().ocsps[1]!] },
    verdict: passed,
  }),
  'the same, and nobody has it': () => ({
    at: 0.5,
    policy: required,
    data: { ocsps: [saidBy(p.responderUntil20, p.signer, p.ca, []), good().ocsps[1]!] },
    verdict: open('TRY_LATER'),
  }),
  'the same, named by what it signed': () => ({
    signer: p.withoutBooks,
    stamp: 0,
    at: 5,
    data: { ocsps: [revoked(p.ca, p.root, 2, 1)] },
    verdict: passed,
  }),
};

const tables: Readonly<Record<string, Rows>> = {
  'a basic signature (§5.2.5, §5.2.6, §5.3)': basic,
  'a signature with a timestamp (§5.5)': withTime,
  'a signature with a content timestamp (§5.3, §5.5)': content,
  'a signature of the past (§5.4, §5.6)': past,
  'a forgery': forged,
};

for (const [title, rows] of Object.entries(tables)) {
  describe(title, () => {
    it.each(Object.entries(rows))('%s', (name, make) => {
      const row = make();
      const signature = judgeCase(p, { name, ...row });
      const decided = signature.findings.find(
        ({ check, status }) => check === signature.decidedBy && status === 'failed',
      );
      expect([verdict(signature), decided?.detail ?? '']).toEqual([row.verdict, expect.any(String)]);
      if (row.by) expect(signature.decidedBy).toBe(row.by);
      if (row.says) expect(decided?.detail).toMatch(row.says);
      // Every conclusion says on what it rests; where there is nothing, there is nothing to show.
      const bare = signature.decidedBy === 'time.proven' || row.verdict.endsWith('CHAIN_FOUND');
      if (decided && !bare) expect(decided.evidence.length).toBeGreaterThan(0);
    });
  });
}

it('concludes every sub-indication that trust and time can', () => {
  const verdicts = Object.values(tables).flatMap((rows) =>
    Object.values(rows).map((make) => make().verdict.split('/')[1]),
  );
  expect(verdicts).toEqual(
    expect.arrayContaining([
      'REVOKED',
      'EXPIRED',
      'NOT_YET_VALID',
      'NO_CERTIFICATE_CHAIN_FOUND',
      'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
      'CHAIN_CONSTRAINTS_FAILURE',
      'SIG_CONSTRAINTS_FAILURE',
      'CRYPTO_CONSTRAINTS_FAILURE',
      'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
      'TIMESTAMP_ORDER_FAILURE',
      'REVOKED_NO_POE',
      'REVOKED_CA_NO_POE',
      'OUT_OF_BOUNDS_NO_POE',
      'OUT_OF_BOUNDS_NOT_REVOKED',
      'REVOCATION_OUT_OF_BOUNDS_NO_POE',
      'NO_POE',
      'TRY_LATER',
    ]),
  );
});

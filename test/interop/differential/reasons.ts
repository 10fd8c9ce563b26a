import type { FileClass } from './judges.ts';

/** Why a judge's answer differs from ours; a row that explains nothing any more fails the run too. */
export interface Reason {
  readonly judge: 'pdfsig' | 'pyHanko' | 'EU DSS';
  readonly theirs: FileClass;
  readonly ours: FileClass;
  /** `group/name` of the file. */
  readonly id: RegExp;
  readonly reason: string;
}

/** One file, by the end of its name. */
const others = (...names: readonly string[]): RegExp => new RegExp(`^others/(${names.join('|')})\\.pdf$`);
const changedByMaker = others(
  'pyhanko-sertifikasi-1-diisi',
  'pyhanko-sertifikasi-[12]-catatan',
  'pyhanko-setuju-lalu-isi-diganti',
  'pyhanko-kunci-dilanggar',
  'dss-sertifikasi-3-lalu-setuju',
);
const covering = /^attack\/A-10 (FreeText|Stamp|Redact|a small note|free text in front)/;

const pdfsig: readonly Reason[] = [
  {
    judge: 'pdfsig',
    theirs: 'valid',
    ours: 'changed-later',
    id: /^attack\//,
    reason:
      'pdfsig compares no revisions: it says that not the total document is signed, and nothing of what came later',
  },
  {
    judge: 'pdfsig',
    theirs: 'valid',
    ours: 'changed-later',
    id: changedByMaker,
    reason: 'pdfsig does not ask what a certification, a lock or an approval permits later',
  },
  {
    judge: 'pdfsig',
    theirs: 'valid',
    ours: 'undecided',
    id: covering,
    reason: 'pdfsig does not look at annotations over the text',
  },
  {
    judge: 'pdfsig',
    theirs: 'valid',
    ours: 'broken',
    id: /^attack\/A-02 an update that copies the signature/,
    reason: 'pdfsig takes a ByteRange that another dictionary names as well',
  },
  {
    judge: 'pdfsig',
    theirs: 'broken',
    ours: 'valid',
    id: others('pyhanko-b-t-ed25519'),
    reason: 'NSS has no Ed25519 in CMS',
  },
  {
    judge: 'pdfsig',
    theirs: 'broken',
    ours: 'valid',
    id: others('pyhanko-b-t-sha3'),
    reason: 'NSS knows no SHA-3',
  },
  {
    judge: 'pdfsig',
    theirs: 'broken',
    ours: 'valid',
    id: others('openssl-pkcs7-pengenal-kunci'),
    reason: 'poppler does not find a signer named by the identifier of its key (RFC 5652 §5.3 allows it)',
  },
  {
    judge: 'pdfsig',
    theirs: 'valid',
    ours: 'broken',
    id: others('openssl-tanpa-atribut'),
    reason:
      'a CMS without signed attributes: allowed by RFC 5652, refused by us, as content and attributes could be confused',
  },
  {
    judge: 'pdfsig',
    theirs: 'broken',
    ours: 'undecided',
    id: others('openssl-pkcs7-sha1'),
    reason:
      'poppler takes adbe.pkcs7.sha1 for a detached signature; we verify it and leave SHA-1 to the policy',
  },
  {
    judge: 'pdfsig',
    theirs: 'not-read',
    ours: 'undecided',
    id: others('openssl-x509-rsa-sha1'),
    reason: 'poppler has no adbe.x509.rsa_sha1; we verify it and leave SHA-1 to the policy',
  },
];

const pyHanko: readonly Reason[] = [
  {
    judge: 'pyHanko',
    theirs: 'valid',
    ours: 'changed-later',
    id: /^attack\/A-02 objects (without|and a bare)/,
    reason: 'pyHanko does not look at bytes behind the last end of file: no xref of its own leads there',
  },
  {
    judge: 'pyHanko',
    theirs: 'valid',
    ours: 'changed-later',
    id: /^attack\/A-08 replace:/,
    reason:
      'pyHanko lets any new appearance of a form field pass as form filling; we ask that it shows the value and nothing else',
  },
  {
    judge: 'pyHanko',
    theirs: 'valid',
    ours: 'changed-later',
    id: /^attack\/A-08 a field filled in that the \/Lock/,
    reason: 'pyHanko reads locks from the signature only; we also keep the /Lock of the signed field',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'undecided',
    id: covering,
    reason: 'pyHanko permits no annotations, whatever DocMDP says; we leave one that can cover text open',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'valid',
    id: /^attack\/A-10 \w+ over the sum|^honest\/a note|^others\/pyhanko-sertifikasi-3-catatan/,
    reason:
      'pyHanko permits no annotations; DocMDP P=3 does (ISO 32000-2 table 257), so we permit them and name each',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'valid',
    id: /^others\/itext-|^honest\/(an object freed|a text, its appearance written under)/,
    reason: 'pyHanko allows no object to be freed; we allow those that nothing of the signed revision uses',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'valid',
    id: /^honest\/(a text in an object|a rich text|a radio button|a choice, by|several choices|an empty field of the certified)/,
    reason:
      'pyHanko knows fewer ways of filling in a field (indirect values, RV, kids, /I) than the standard has',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'valid',
    id: /^honest\/document information and metadata on a file certified/,
    reason: 'pyHanko permits new metadata only from P=2 on; it shows on no page, and Acrobat takes it',
  },
  {
    judge: 'pyHanko',
    theirs: 'changed-later',
    ours: 'valid',
    id: others('pyhanko-kunci-semua-lalu-tanda-tangan'),
    reason:
      'pyHanko counts a field that came later among «all fields» of FieldMDP; we lock the fields there were',
  },
  {
    judge: 'pyHanko',
    theirs: 'not-read',
    ours: 'valid',
    id: /^honest\/a reference that leads nowhere/,
    reason:
      'pyHanko, reading strictly, stops at a reference that leads nowhere; ISO 32000-2 §7.3.10 makes it null',
  },
  {
    judge: 'pyHanko',
    theirs: 'valid',
    ours: 'broken',
    id: others('openssl-tanpa-atribut'),
    reason:
      'a CMS without signed attributes: allowed by RFC 5652, refused by us, as content and attributes could be confused',
  },
  {
    judge: 'pyHanko',
    theirs: 'not-read',
    ours: 'undecided',
    id: others('openssl-pkcs7-sha1', 'openssl-x509-rsa-sha1'),
    reason: 'pyHanko does not judge the SubFilters with SHA-1; we verify them and leave SHA-1 to the policy',
  },
];

const euDss: readonly Reason[] = [
  {
    judge: 'EU DSS',
    theirs: 'valid',
    ours: 'changed-later',
    id: /^attack\//,
    reason:
      'later changes are warnings in the default policy of DSS, whatever they are; they void the verdict here',
  },
  {
    judge: 'EU DSS',
    theirs: 'valid',
    ours: 'changed-later',
    id: changedByMaker,
    reason:
      'what a certification, a lock or an approval does not permit is a warning in the default policy of DSS',
  },
  {
    judge: 'EU DSS',
    theirs: 'valid',
    ours: 'undecided',
    id: covering,
    reason: 'annotations over the text are warnings in the default policy of DSS',
  },
  {
    judge: 'EU DSS',
    theirs: 'undecided',
    ours: 'valid',
    id: others('pyhanko-b-t-ed25519'),
    reason: 'Ed25519 is not in the TS 119 312 of the default policy of DSS',
  },
  {
    judge: 'EU DSS',
    theirs: 'undecided',
    ours: 'broken',
    id: others('openssl-tanpa-atribut'),
    reason: 'a CMS without signed attributes: DSS leaves it open for want of a message-digest, we refuse it',
  },
  {
    judge: 'EU DSS',
    theirs: 'valid',
    ours: 'undecided',
    id: others('openssl-pkcs7-sha1'),
    reason:
      'DSS judges the SHA-256 of the attributes and not the SHA-1 that stands between them and the file',
  },
  {
    judge: 'EU DSS',
    theirs: 'not-read',
    ours: 'undecided',
    id: others('openssl-x509-rsa-sha1'),
    reason: 'DSS does not read adbe.x509.rsa_sha1; we verify it and leave SHA-1 to the policy',
  },
];

export const reasons: readonly Reason[] = [...pdfsig, ...pyHanko, ...euDss];

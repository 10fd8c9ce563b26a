import type { Answers, AnswerState, ReportedSignature } from '../pades/index.ts';
import type { Bahasa, Frasa } from '../shared/bahasa.ts';
import { sebabTanda, type Nada } from './laporan-kalimat.ts';
import { tanyaKata } from './laporan-kata.ts';
import { waktuWib } from './waktu-teks.ts';

const f = (id: string, en: string): Frasa => ({ id, en });

/** One of the separate answers about a signature. */
export interface BarisJawaban {
  readonly kunci: keyof Answers;
  readonly tanya: string;
  readonly nada: Nada;
  readonly jawab: string;
  /** Why, or what exactly; sentences. */
  readonly keterangan: readonly string[];
}

const pertanyaan = {
  integrity: f('Isinya utuh?', 'Is the content intact?'),
  signature: f('Dibuat dengan kunci pemilik sertifikat?', 'Made with the certificate holder’s key?'),
  trust: f('Sertifikatnya dipercaya?', 'Is the certificate trusted?'),
  time: f('Waktunya terbukti?', 'Is the time proven?'),
  coverage: f('Seluruh dokumen tercakup?', 'Is the whole document covered?'),
  changes: f('Perubahan sesudahnya hanya yang diizinkan?', 'Were later changes only permitted ones?'),
  longTerm: f('Dapat diperiksa dalam jangka panjang?', 'Can it be checked in the long term?'),
} as const satisfies Record<keyof Answers, Frasa>;

const kata: Readonly<Record<AnswerState['state'], { nada: Nada; kata: Frasa }>> = {
  yes: { nada: 'ya', kata: f('Ya', 'Yes') },
  no: { nada: 'tidak', kata: f('Tidak', 'No') },
  open: { nada: 'ragu', kata: f('Belum dapat dipastikan', 'Not certain') },
  'not-checked': { nada: 'netral', kata: f('Tidak diperiksa', 'Not checked') },
};

const takTerbukti = { nada: 'ragu', kata: f('Tidak terbukti', 'Not proven') } as const;

/** Integrity, signature, trust, time, coverage, changes and the long term, kept apart; only `ya` means that it holds. */
export const tabelJawaban = (t: ReportedSignature, bahasa: Bahasa): BarisJawaban[] =>
  (Object.keys(pertanyaan) as (keyof Answers)[]).map((kunci) => {
    const { state } = t.answers[kunci];
    // Nothing spoke against the claimed time, which is not yet a proof of it.
    const jawab = kunci === 'time' && state === 'yes' && t.bestTime === null ? takTerbukti : kata[state];
    return {
      kunci,
      tanya: pertanyaan[kunci][bahasa],
      nada: jawab.nada,
      jawab: jawab.kata[bahasa],
      keterangan: [...alasan(t, kunci, bahasa), ...rincian[kunci](t, bahasa)],
    };
  });

/** Of an answer that is not yes: the reason that decided, or the questions that nobody could answer well. */
function alasan(t: ReportedSignature, kunci: keyof Answers, bahasa: Bahasa): string[] {
  const { state, checks } = t.answers[kunci];
  if (state === 'yes' || state === 'not-checked') return [];
  if (t.decidedBy !== null && checks.includes(t.decidedBy)) {
    return [sebabTanda(t)[bahasa]];
  }
  return checks.filter((check) => !diceritakan.has(check)).map((check) => tanyaKata(check, bahasa));
}

/** Told by the row itself, in better words. */
const diceritakan = new Set(['trust.revocation', 'format.long-term']);

type Rincian = (t: ReportedSignature, bahasa: Bahasa) => string[];
const tanpa: Rincian = () => [];

/** What the facts add to an answer, whatever it is. */
const rincian: Readonly<Record<keyof Answers, Rincian>> = {
  integrity: ({ integrity, subIndication }, bahasa) =>
    integrity === 'broken' && subIndication !== 'HASH_FAILURE'
      ? [f('Isinya tidak sama dengan yang ditandatangani.', 'The content is not what was signed.')[bahasa]]
      : [],
  signature: tanpa,
  trust: ({ revocation }, bahasa) => (revocation === null ? [] : [pencabutan[revocation][bahasa]]),
  time: ({ bestTime, claimedTime }, bahasa) => {
    if (bestTime !== null)
      return [
        f(`${waktuWib(bestTime, 'id')}, menurut cap waktu.`, `${waktuWib(bestTime, 'en')}, by a timestamp.`)[
          bahasa
        ],
      ];
    if (claimedTime === null) return [f('Tidak ada cap waktu.', 'There is no timestamp.')[bahasa]];
    return [
      f(
        `Hanya menurut penandatangan: ${waktuWib(claimedTime, 'id')}.`,
        `Only by the signer’s word: ${waktuWib(claimedTime, 'en')}.`,
      )[bahasa],
    ];
  },
  coverage: ({ coverage }, bahasa) => (coverage === 'partial' ? [cakupan.partial[bahasa]] : []),
  changes: ({ modifications }, bahasa) =>
    modifications === 'forbidden' ? [perubahan.forbidden[bahasa]] : [perubahan[modifications][bahasa]],
  longTerm: ({ longTermUntil }, bahasa) =>
    longTermUntil === null
      ? []
      : [
          f(
            `Terbukti sampai ${waktuWib(longTermUntil, 'id')}.`,
            `Provable until ${waktuWib(longTermUntil, 'en')}.`,
          )[bahasa],
        ],
};

const pencabutan: Readonly<Record<NonNullable<ReportedSignature['revocation']>, Frasa>> = {
  good: f('Tidak dicabut ketika dipakai.', 'Not revoked when it was used.'),
  revoked: f('Dicabut atau ditangguhkan.', 'Revoked or suspended.'),
  unknown: f(
    'Pencabutan tidak diperiksa: tidak ada data yang masih berlaku.',
    'Revocation not checked: there is no current data.',
  ),
};
const cakupan = { partial: f('Hanya sebagian berkas yang dijamin.', 'Only a part of the file is covered.') };
const perubahan: Readonly<Record<ReportedSignature['modifications'], Frasa>> = {
  none: f('Tidak ada perubahan sesudahnya.', 'Nothing was changed later.'),
  permitted: f(
    'Sesudahnya hanya ada tambahan yang diizinkan.',
    'Later there were only additions that are permitted.',
  ),
  forbidden: f(
    'Ada perubahan sesudahnya yang tidak diizinkan.',
    'There are later changes that are not permitted.',
  ),
};

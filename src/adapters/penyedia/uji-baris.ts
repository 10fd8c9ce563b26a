import { createHash } from 'node:crypto';
import { bytesSource, checkSignedPdf, validatePdf, type ReportedSignature } from '../../pades/index.ts';
import type { IzinPenyedia } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { SIGN_TIMEOUT_MS } from './akun.ts';
import { testDocument, testTag } from './berkas-uji.ts';
import { readAnswer } from './jawaban.ts';
import type { ProviderVersion } from './penyedia.ts';
import { userStatuses } from './status.ts';
import { invisible, type Look } from './tampilan.ts';
import type { AcceptanceOptions, Answer, Outcome, State } from './uji-tipe.ts';
import { downloadV1, signV1, statusV1 } from './v1.ts';
import { certificateChain, signV2, statusV2 } from './v2.ts';

export interface Row {
  readonly id: string;
  readonly pertanyaan: string;
  readonly run: (options: AcceptanceOptions, state: State) => Promise<Outcome>;
}

/** The questions, in the order they are asked; those of a version carry its name. */
export const rows = (versions: readonly ProviderVersion[]): readonly Row[] =>
  versions.flatMap((version) =>
    [...common, ...(version === 'v1' ? onlyV1 : onlyV2), ...last].map((row) => ({
      id: `${version}.${row.id}`,
      pertanyaan: row.pertanyaan,
      run: (options: AcceptanceOptions, state: State) => row.run({ version, options, state }),
    })),
  );

interface Ask {
  readonly version: ProviderVersion;
  readonly options: AcceptanceOptions;
  readonly state: State;
}
interface VersionRow {
  readonly id: string;
  readonly pertanyaan: string;
  readonly run: (ask: Ask) => Promise<Outcome>;
}

const passed = (rincian: string): Outcome => ({ hasil: 'lulus', rincian });
const refused = (rincian: string): Outcome => ({ hasil: 'gagal', rincian });
const skipped = (rincian: string): Outcome => ({ hasil: 'dilewati', rincian });
const judged = (good: boolean, rincian: string): Outcome => (good ? passed(rincian) : refused(rincian));

const common: readonly VersionRow[] = [
  {
    id: 'jangkau',
    pertanyaan: 'Apakah layanan terjangkau dan menerima akun aplikasi?',
    async run({ version, options, state }) {
      if (version === 'v1' && !('nik' in options.user)) return skipped('versi 1 memerlukan NIK');
      const status =
        version === 'v1' && 'nik' in options.user
          ? await statusV1(options.account, options.user.nik)
          : await statusV2(options.account, options.user);
      state.statuses.set(version, status);
      return passed('terjangkau, akun diterima');
    },
  },
  {
    id: 'status',
    pertanyaan: 'Apakah pengguna uji boleh menandatangani?',
    run: ({ version, state }) => {
      const status = state.statuses.get(version);
      if (status === undefined) return Promise.resolve(skipped('layanan tidak terjangkau'));
      return Promise.resolve(judged(userStatuses[status] === null, status));
    },
  },
  {
    id: 'tanda',
    pertanyaan: 'Apakah berkas uji kembali bertanda tangan, dalam batas waktu?',
    async run(ask) {
      const answer = await sign(ask, invisible, 'tak terlihat');
      if (typeof answer === 'string') return skipped(answer);
      ask.state.answers.set(ask.version, answer);
      return judged(answer.milliseconds < SIGN_TIMEOUT_MS, `${answer.milliseconds} ms`);
    },
  },
  {
    id: 'awalan',
    pertanyaan: 'Apakah berkas yang dikirim utuh sebagai awal berkas yang kembali?',
    run: withAnswer(({ sent, pdf }) => {
      const kept = pdf.length > sent.length && Buffer.compare(pdf.subarray(0, sent.length), sent) === 0;
      return judged(kept, `${pdf.length - sent.length} bita ditambahkan`);
    }),
  },
  {
    id: 'gerbang',
    pertanyaan: 'Apakah pemeriksa Naskah menerima berkas itu sebagai bertanda tangan?',
    run: withAnswer(({ sent, pdf }, { options }) => {
      const result = checkSignedPdf(
        bytesSource(pdf),
        {
          earlier: bytesSource(sent),
          certificateSha256: null,
          field: null,
          level: 'PKCS7-B',
          signatures: 1,
          policy: 'provider',
        },
        { anchors: options.anchors, at: options.now() },
      );
      return result.accepted ? passed('diterima') : refused(result.reasons.map((r) => r.check).join(', '));
    }),
  },
  {
    id: 'tingkat',
    pertanyaan: 'Tingkat apa yang dicapai, dan dengan algoritma apa?',
    run: withSignature((s) =>
      judged(s.level !== null, [s.level, s.signatureAlgorithm, s.digestAlgorithm].join(', ')),
    ),
  },
  {
    id: 'rantai',
    pertanyaan: 'Apakah sertifikat penandatangan berantai ke jangkar yang dipercaya?',
    run: withSignature((s) =>
      judged(
        s.indication === 'TOTAL_PASSED',
        `${s.subIndication ?? s.indication}, sertifikat ${s.certificateSha256?.slice(0, 16) ?? 'tidak ada'}…`,
      ),
    ),
  },
  {
    id: 'cap-waktu',
    pertanyaan: 'Apakah ada cap waktu tepercaya yang sesuai jam mesin ini?',
    run: withSignature((s, { options }) => {
      if (s.bestTime === null) return refused('tidak ada cap waktu yang terbukti');
      const seconds = Math.round(Math.abs(options.now().getTime() - Date.parse(s.bestTime)) / 1000);
      return { hasil: seconds <= 300 ? 'lulus' : 'peringatan', rincian: `selisih ${seconds} detik` };
    }),
  },
  {
    id: 'tag',
    pertanyaan: 'Apakah kotak tanda tangan berpusat pada titik awal tag?',
    async run(ask) {
      const size = { width: 100, height: 60 };
      const picture = ask.version === 'v1' ? { picture: { qr: 'Uji terima Naskah' } } : {};
      const answer = await sign(
        ask,
        { visible: true, placement: { tag: testTag.tag, size }, ...picture },
        'tag',
      );
      return typeof answer === 'string' ? skipped(answer) : centred(answer, size);
    },
  },
];

const onlyV1: readonly VersionRow[] = [
  {
    id: 'unduh',
    pertanyaan: 'Apakah berkas dapat diunduh sekali, dan hanya sekali?',
    async run({ options, state }) {
      const answer = state.answers.get('v1');
      if (answer === undefined) return skipped('tidak ada berkas yang ditandatangani');
      if (answer.idDokumen === null) return { hasil: 'peringatan', rincian: 'tajuk id_dokumen tidak ada' };
      const bytes = await downloadV1(options.account, answer.idDokumen, answer.pdf.length + 1024);
      const second = await downloadV1(options.account, answer.idDokumen, answer.pdf.length + 1024).then(
        () => 'masih ada',
        (error: unknown) => (error instanceof NaskahError ? error.code : 'KESALAHAN_INTERNAL'),
      );
      const same = Buffer.compare(bytes, answer.pdf) === 0;
      return judged(same && second === 'TIDAK_DITEMUKAN', `sama: ${same ? 'ya' : 'tidak'}, kedua: ${second}`);
    },
  },
];

const onlyV2: readonly VersionRow[] = [
  {
    id: 'sertifikat',
    pertanyaan: 'Apakah rantai sertifikat pengguna dapat diambil?',
    async run({ options, state }) {
      if (!state.statuses.has('v2')) return skipped('layanan tidak terjangkau');
      const chain = await certificateChain(options.account, options.user);
      return passed(
        chain.map((der) => createHash('sha256').update(der).digest('hex').slice(0, 16)).join(', '),
      );
    },
  },
  {
    id: 'banyak',
    pertanyaan: 'Apakah beberapa berkas dalam satu panggilan kembali menurut urutannya?',
    async run({ options, state }) {
      if (state.stopped !== null) return skipped(state.stopped);
      if (!state.answers.has('v2')) return skipped('tidak ada berkas yang ditandatangani');
      if (options.izin.totp !== undefined) return skipped('kode TOTP hanya untuk satu panggilan');
      const files = [testDocument('satu'), testDocument('dua')];
      const { account, user, izin } = options;
      const raw = await guarded(state, () =>
        signV2(account, { user, izin, files, properties: [{ look: invisible }] }),
      );
      const kept = readAnswer(raw, files.length).map(
        (one, i) =>
          'pdf' in one && Buffer.compare(one.pdf.subarray(0, files[i]?.length), files[i] ?? raw) === 0,
      );
      return judged(kept.every(Boolean), `${kept.filter(Boolean).length} dari ${files.length} sesuai`);
    },
  },
];

const last: readonly VersionRow[] = [
  {
    id: 'sandi-salah',
    pertanyaan: 'Apakah frasa sandi yang salah dijawab dengan kode 2031?',
    async run({ version, options, state }) {
      // A passphrase that was refused already is one wrong try; a second one brings the lock nearer and shows no more.
      if (state.stopped !== null) return skipped(state.stopped);
      if (!options.tryWrongPassphrase) return skipped('hanya dengan --try-wrong-passphrase');
      if (!state.statuses.has(version)) return skipped('layanan tidak terjangkau');
      const izin = { frasaSandi: Buffer.from('bukan-frasa-sandi-uji-terima') };
      try {
        await send({ version, options }, izin, testDocument('salah'), invisible);
        return refused('frasa sandi yang salah diterima');
      } catch (error) {
        if (!(error instanceof NaskahError)) throw error;
        const { kodePenyedia } = error.extra;
        const code = typeof kodePenyedia === 'number' ? kodePenyedia : '-';
        return judged(error.code === 'FRASA_SANDI_SALAH', `${error.code}, kode ${code}`);
      }
    },
  },
];

/** One signing call; a refusal ends all further ones of this test. The text says why none was made. */
async function sign({ version, options, state }: Ask, look: Look, label: string): Promise<Answer | string> {
  const status = state.statuses.get(version);
  if (state.stopped !== null) return state.stopped;
  if (status === undefined || userStatuses[status] !== null) return 'pengguna uji tidak dapat menandatangani';
  if (options.izin.totp !== undefined && state.answers.size > 0)
    return 'kode TOTP hanya untuk satu panggilan';
  const sent = testDocument(label);
  const from = performance.now();
  const { raw, idDokumen } = await guarded(state, () => send({ version, options }, options.izin, sent, look));
  const milliseconds = Math.round(performance.now() - from);
  const [file] = readAnswer(raw, 1);
  if (file === undefined || !('pdf' in file))
    throw new NaskahError(file?.kode ?? 'PENANDA_JAWABAN_TIDAK_SAH');
  return { sent, pdf: file.pdf, idDokumen, milliseconds };
}

async function guarded<T>(state: State, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    state.stopped = 'panggilan tanda tangan sebelumnya gagal';
    throw error;
  }
}

async function send(
  { version, options: { account, user } }: Pick<Ask, 'version' | 'options'>,
  izin: IzinPenyedia,
  file: Uint8Array,
  look: Look,
): Promise<{ readonly raw: Uint8Array; readonly idDokumen: string | null }> {
  if (version === 'v1') return signV1(account, { nik: 'nik' in user ? user.nik : '', izin, file, look });
  const raw = await signV2(account, { user, izin, files: [file], properties: [{ look }] });
  return { raw, idDokumen: null };
}

function withAnswer(judge: (answer: Answer, ask: Ask) => Outcome): VersionRow['run'] {
  return (ask) => {
    const answer = ask.state.answers.get(ask.version);
    return Promise.resolve(
      answer === undefined ? skipped('tidak ada berkas yang ditandatangani') : judge(answer, ask),
    );
  };
}

function withSignature(judge: (signature: ReportedSignature, ask: Ask) => Outcome): VersionRow['run'] {
  return withAnswer(({ pdf }, ask) => {
    const { anchors, now } = ask.options;
    const report = validatePdf(bytesSource(pdf), { anchors, at: now() });
    const signature = report.readable
      ? report.signatures.find(({ kind }) => kind === 'signature')
      : undefined;
    return signature === undefined ? refused('tidak ada tanda tangan yang terbaca') : judge(signature, ask);
  });
}

/** Of the rectangles that were appended, the one of the asked size; a provider that compresses its update hides them. */
function centred({ sent, pdf }: Answer, size: { readonly width: number; readonly height: number }): Outcome {
  const added = Buffer.from(pdf.subarray(sent.length)).toString('latin1');
  const boxes = [...added.matchAll(/\/Rect\s*\[\s*([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s*\]/g)]
    .map((match) => match.slice(1, 5).map(Number))
    .filter((box) => box.some((one) => one !== 0));
  const [box] = boxes;
  if (box === undefined) return { hasil: 'peringatan', rincian: 'kotak tanda tangan tidak terbaca' };
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box;
  const [dx, dy] = [(x0 + x1) / 2 - testTag.x, (y0 + y1) / 2 - testTag.y];
  const asked = Math.abs(x1 - x0 - size.width) <= 1 && Math.abs(y1 - y0 - size.height) <= 1;
  const rincian = `bergeser ${dx.toFixed(2)}, ${dy.toFixed(2)} poin; ukuran ${asked ? 'sesuai' : 'lain'}`;
  return { hasil: Math.hypot(dx, dy) <= 1 && asked ? 'lulus' : 'peringatan', rincian };
}

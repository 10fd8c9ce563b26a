import type { Bahasa } from '../shared/bahasa.ts';
import type { TandaView } from '../services/layanan.ts';
import { tabelJawaban } from '../services/laporan-jawaban.ts';
import type { Nada } from '../services/laporan-kalimat.ts';
import {
  golonganTeks,
  namaTingkat,
  namaUmum,
  perubahanPerHalaman,
  tabelPeriksa,
  type TandaTangan,
} from '../services/laporan-teks.ts';
import { waktuWib } from '../services/waktu-teks.ts';
import { ucap } from './bahasa.ts';
import { Baris, Tanda } from './tata.tsx';

interface Satu {
  readonly tandaTangan: TandaTangan;
  readonly kata: TandaView | null;
  readonly urutan: number;
  readonly bahasa: Bahasa;
}

/** One signature: who and when, what the law calls it, the separate answers, what was not checked, what came later. */
export function SatuTandaTangan({ tandaTangan: tt, kata, urutan, bahasa }: Satu): JSX.Element {
  const t = ucap(bahasa);
  const tingkat = namaTingkat(tt, bahasa);
  const kepala = t(tt.kind === 'signature' ? 'tandaTangan' : 'capWaktuDokumen');
  return (
    <section class="tanda-tangan">
      <h2 safe>{`${kepala} ${urutan}`}</h2>
      <dl>
        <Baris istilah={t('siapa')}>
          <strong safe>{tt.signer === null ? t('tidakDiketahui') : namaUmum(tt.signer.subject)}</strong>
          {tt.signer !== null && (
            <small class="subjek" safe>
              {tt.signer.subject}
            </small>
          )}
        </Baris>
        <Baris istilah={t('kapan')}>
          <span safe>{kapan(tt, bahasa)}</span>
        </Baris>
        {kata?.golongan != null && (
          <Baris istilah={t('golongan')}>
            <span safe>{golonganTeks(kata.golongan, bahasa)}</span>
          </Baris>
        )}
        {tingkat !== null && (
          <Baris istilah={t('tingkat')}>
            <span safe>{tingkat}</span>
          </Baris>
        )}
      </dl>
      <TabelJawaban tandaTangan={tt} bahasa={bahasa} />
      <TidakDiperiksa kata={kata} bahasa={bahasa} />
      <Perubahan tandaTangan={tt} bahasa={bahasa} />
      <Rincian tandaTangan={tt} bahasa={bahasa} />
    </section>
  );
}

interface Bagian {
  readonly tandaTangan: TandaTangan;
  readonly bahasa: Bahasa;
}

function TabelJawaban({ tandaTangan, bahasa }: Bagian): JSX.Element {
  return (
    <>
      <h3 safe>{ucap(bahasa)('jawabanJudul')}</h3>
      <dl class="jawaban">
        {tabelJawaban(tandaTangan, bahasa).map(({ tanya, nada, jawab, keterangan }) => (
          <Baris istilah={tanya}>
            <Nilai nada={nada} kata={jawab} />
            {keterangan.map((satu) => (
              <small safe>{satu}</small>
            ))}
          </Baris>
        ))}
      </dl>
    </>
  );
}

function Nilai({ nada, kata }: { nada: Nada; kata: string }): JSX.Element {
  return (
    <span class={`nilai ${nada}`}>
      <Tanda nada={nada} />
      <span safe>{kata}</span>
    </span>
  );
}

function TidakDiperiksa({ kata, bahasa }: { kata: TandaView | null; bahasa: Bahasa }): JSX.Element {
  if (kata === null || kata.tidakDiperiksa.length === 0) return <></>;
  return (
    <>
      <h3 safe>{ucap(bahasa)('tidakDiperiksa')}</h3>
      <ul class="daftar">
        {kata.tidakDiperiksa.map((satu) => (
          <li safe>{satu[bahasa]}</li>
        ))}
      </ul>
    </>
  );
}

/** Closed where all is permitted; what is forbidden must be seen. */
function Perubahan({ tandaTangan, bahasa }: Bagian): JSX.Element {
  const t = ucap(bahasa);
  const halaman = perubahanPerHalaman(tandaTangan, bahasa);
  if (halaman.length === 0) return <></>;
  return (
    <details open={tandaTangan.changes.some(({ permitted }) => !permitted)}>
      <summary safe>{`${t('perubahanSesudahnya')} (${tandaTangan.changes.length})`}</summary>
      {halaman.map((satu) => (
        <>
          <h4 safe>{satu.halaman === null ? t('tanpaHalaman') : `${t('halaman')} ${satu.halaman}`}</h4>
          <ul class="daftar">
            {satu.butir.map(({ diizinkan, kalimat }) => (
              <li class={diizinkan ? '' : 'failed'} safe>
                {kalimat}
              </li>
            ))}
          </ul>
        </>
      ))}
    </details>
  );
}

function Rincian({ tandaTangan, bahasa }: Bagian): JSX.Element {
  if (tandaTangan.findings.length === 0) return <></>;
  return (
    <details>
      <summary safe>{ucap(bahasa)('rincian')}</summary>
      <ul class="temuan">
        {tabelPeriksa(tandaTangan, bahasa).map(({ check, tanya, nada, jawab, rincian }) => (
          <li>
            <span class={`putus ${nada}`} safe>
              {`${tanya} ${jawab}.`}
            </span>
            <small>
              <code safe>{check}</code> <span safe>{rincian}</span>
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A proven time is told apart from a claimed one. */
function kapan(tt: TandaTangan, bahasa: Bahasa): string {
  const t = ucap(bahasa);
  if (tt.bestTime !== null) return `${waktuWib(tt.bestTime, bahasa)} (${t('waktuTerbukti')})`;
  if (tt.claimedTime !== null) return `${waktuWib(tt.claimedTime, bahasa)} (${t('waktuKlaim')})`;
  return t('tidakDiketahui');
}

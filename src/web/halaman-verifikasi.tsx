import type { VerifikasiView } from '../services/layanan.ts';
import { denganBahasa, ucap, type Bahasa } from './bahasa.ts';
import { FormulirPeriksa } from './formulir-periksa.tsx';
import { Sidik } from './halaman-bukti.tsx';
import {
  kepercayaan,
  keutuhan,
  namaTingkat,
  namaUmum,
  pencabutan,
  simpulkan,
  type Jawaban,
  type TandaTangan,
} from './laporan-teks.ts';
import { Baris, dokumen, Tanda, Tata } from './tata.tsx';
import { waktuWib } from './waktu.ts';

interface Opsi {
  readonly bahasa: Bahasa;
  readonly batasUnggahBytes: number;
}

/** The form, and after an upload the report for people above it. */
export function halamanVerifikasi(hasil: VerifikasiView | null, { bahasa, batasUnggahBytes }: Opsi): string {
  const t = ucap(bahasa);
  return dokumen(
    <Tata bahasa={bahasa} jalur="/verifikasi" judul={t(hasil === null ? 'periksaJudul' : 'hasil')}>
      {hasil === null ? <h1 safe>{t('periksaJudul')}</h1> : <Hasil hasil={hasil} bahasa={bahasa} />}
      <FormulirPeriksa
        bahasa={bahasa}
        batasUnggahBytes={batasUnggahBytes}
        judul={t(hasil === null ? 'periksa' : 'periksaLain')}
      />
    </Tata>,
  );
}

function Hasil({ hasil, bahasa }: { hasil: VerifikasiView; bahasa: Bahasa }): JSX.Element {
  const t = ucap(bahasa);
  const { nada, judul, kalimat } = simpulkan(hasil, bahasa);
  const tandaTangan = hasil.laporan.readable ? hasil.laporan.signatures : [];
  return (
    <article class="kartu lembar">
      <div class={`putusan ${nada}`}>
        <Tanda nada={nada} />
        <div>
          <h1 safe>{judul}</h1>
          <p safe>{kalimat}</p>
        </div>
      </div>
      {tandaTangan.map((satu, i) => (
        <SatuTandaTangan tandaTangan={satu} urutan={i + 1} bahasa={bahasa} />
      ))}
      <Tercatat tercatat={hasil.tercatat} bahasa={bahasa} />
      <h2 safe>{t('sidik')}</h2>
      <Sidik hex={hasil.sha256} />
    </article>
  );
}

function SatuTandaTangan({
  tandaTangan: tt,
  urutan,
  bahasa,
}: {
  tandaTangan: TandaTangan;
  urutan: number;
  bahasa: Bahasa;
}): JSX.Element {
  const t = ucap(bahasa);
  const dicabut = pencabutan(tt, bahasa);
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
        <Baris istilah={t('utuh')}>
          <Nilai jawaban={keutuhan(tt, bahasa)} />
        </Baris>
        <Baris istilah={t('dipercaya')}>
          <Nilai jawaban={kepercayaan(tt, bahasa)} />
        </Baris>
        {dicabut !== null && (
          <Baris istilah={t('pencabutan')}>
            <Nilai jawaban={dicabut} />
          </Baris>
        )}
        {tingkat !== null && (
          <Baris istilah={t('tingkat')}>
            <span safe>{tingkat}</span>
          </Baris>
        )}
        {tt.longTermUntil !== null && (
          <Baris istilah={t('jangkaPanjang')}>
            <span safe>{waktuWib(tt.longTermUntil, bahasa)}</span>
          </Baris>
        )}
      </dl>
      {tt.findings.length > 0 && (
        <details>
          <summary safe>{t('rincian')}</summary>
          <ul class="temuan">
            {tt.findings.map((temuan) => (
              <li class={temuan.status}>
                <code safe>{temuan.check}</code> <span safe>{temuan.detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Nilai({ jawaban }: { jawaban: Jawaban }): JSX.Element {
  return (
    <span class={`nilai ${jawaban.nada}`}>
      <Tanda nada={jawaban.nada} />
      <span safe>{jawaban.kalimat}</span>
    </span>
  );
}

/** A proven time is told apart from a claimed one. */
function kapan(tt: TandaTangan, bahasa: Bahasa): string {
  const t = ucap(bahasa);
  if (tt.bestTime !== null) return `${waktuWib(tt.bestTime, bahasa)} (${t('waktuTerbukti')})`;
  if (tt.claimedTime !== null) return `${waktuWib(tt.claimedTime, bahasa)} (${t('waktuKlaim')})`;
  return t('tidakDiketahui');
}

function Tercatat({
  tercatat,
  bahasa,
}: {
  tercatat: VerifikasiView['tercatat'];
  bahasa: Bahasa;
}): JSX.Element {
  const t = ucap(bahasa);
  if (tercatat === null) {
    return (
      <p class="kecil tak-tercatat" safe>
        {t('takTercatat')}
      </p>
    );
  }
  return (
    <section class="tercatat">
      <h2 safe>{t('tercatatJudul')}</h2>
      <p safe>{t('tercatat')}</p>
      <p>
        {tercatat.nomor !== null && (
          <span class="nomor" safe>
            {tercatat.nomor}
          </span>
        )}{' '}
        <a href={denganBahasa(alamatBukti(tercatat.bukti), bahasa)} safe>
          {t('lihatBukti')}
        </a>
      </p>
    </section>
  );
}

/** A proof id, or the permanent address printed in the QR code. */
export const alamatBukti = (bukti: string): string =>
  /^https?:\/\//.test(bukti) ? bukti : `/b/${encodeURIComponent(bukti)}`;

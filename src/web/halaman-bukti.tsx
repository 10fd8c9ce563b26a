import type { BuktiView } from '../services/layanan.ts';
import { golonganTeks } from '../services/laporan-teks.ts';
import { jenisTeks, ucap, type Bahasa } from './bahasa.ts';
import { FormulirPeriksa } from './formulir-periksa.tsx';
import { Baris, dokumen, Tanda, Tata } from './tata.tsx';
import { tanggalPanjang, waktuWib } from '../services/waktu-teks.ts';

type Terdaftar = Extract<BuktiView, { keadaan: 'ditandatangani' }>;
interface Opsi {
  readonly bahasa: Bahasa;
  readonly jalur: string;
  readonly batasUnggahBytes: number;
}

/** What the QR opens: at most what domain.md 12 allows, and what it does not prove (1.4). */
export function halamanBukti(bukti: BuktiView, { bahasa, jalur, batasUnggahBytes }: Opsi): string {
  const t = ucap(bahasa);
  const terdaftar = bukti.keadaan === 'ditandatangani';
  return dokumen(
    <Tata bahasa={bahasa} jalur={jalur} judul={t(terdaftar ? 'terdaftar' : 'belumJudul')}>
      {bukti.keadaan === 'ditandatangani' ? (
        <>
          <Lembar bukti={bukti} bahasa={bahasa} />
          <section class="kartu imbauan" aria-labelledby="judul-banding">
            <h2 id="judul-banding" safe>
              {t('bandingkanJudul')}
            </h2>
            <p safe>{t('bandingkan')}</p>
          </section>
        </>
      ) : (
        <section class="putusan ragu kartu">
          <Tanda nada="ragu" />
          <div>
            <h1 safe>{t('belumJudul')}</h1>
            <p safe>{t('belumUraian')}</p>
          </div>
        </section>
      )}
      <FormulirPeriksa bahasa={bahasa} batasUnggahBytes={batasUnggahBytes} judul={t('periksaJudul')} />
    </Tata>,
  );
}

function Lembar({ bukti, bahasa }: { bukti: Terdaftar; bahasa: Bahasa }): JSX.Element {
  const t = ucap(bahasa);
  return (
    <article class="kartu lembar">
      <div class="putusan ya">
        <Tanda nada="ya" />
        <div>
          <h1 safe>{t('terdaftar')}</h1>
          <p safe>{`${t('terdaftarUraian')} ${bukti.pemerintah}.`}</p>
          <p>
            <a href="#judul-banding" safe>
              {t('bandingkanJudul')}
            </a>
          </p>
        </div>
      </div>
      {bukti.pengembangan && (
        <p class="peringatan" role="note">
          <strong safe>{t('pengembanganJudul')}</strong>
          <span safe>{t('pengembangan')}</span>
        </p>
      )}
      <h2 class="tersembunyi" safe>
        {t('dataNaskah')}
      </h2>
      <dl>
        <Baris istilah={t('pemerintah')}>
          <span safe>{bukti.pemerintah}</span>
        </Baris>
        <Baris istilah={t('jenis')}>
          <span safe>{jenisTeks[bukti.jenis][bahasa]}</span>
        </Baris>
        <Baris istilah={t('nomor')}>
          <span class="nomor" safe>
            {bukti.nomor}
          </span>
        </Baris>
        <Baris istilah={t('tanggal')}>
          <time datetime={bukti.tanggal} safe>
            {tanggalPanjang(bukti.tanggal, bahasa)}
          </time>
        </Baris>
        <Baris istilah={t('hal')}>
          {bukti.hal === null ? <em safe>{t('halDitahan')}</em> : <span safe>{bukti.hal}</span>}
        </Baris>
        <Baris istilah={t('status')}>
          <span safe>{t(bukti.dikirim ? 'statusDikirim' : 'statusDitandatangani')}</span>
        </Baris>
      </dl>
      <h2 safe>{t('penandatangan')}</h2>
      <ol class="penandatangan">
        {bukti.penandatangan.map((p) => (
          <li>
            <strong safe>{p.nama}</strong>
            <span safe>{p.jabatan}</span>
            <time datetime={p.waktu} safe>
              {`${t('ditandatanganiPada')} ${waktuWib(p.waktu, bahasa)}`}
            </time>
            <small safe>{p.golongan === null ? t('golonganBelum') : golonganTeks(p.golongan, bahasa)}</small>
          </li>
        ))}
      </ol>
      <h2 safe>{t('sidik')}</h2>
      <Sidik hex={bukti.berkasSha256} />
      <p class="kecil" safe>
        {t('sidikUraian')}
      </p>
    </article>
  );
}

/** In groups of eight, so that two people can read it to each other. */
export function Sidik({ hex }: { hex: string }): JSX.Element {
  return (
    <p class="sidik">
      {(hex.match(/.{1,8}/gs) ?? []).map((kelompok) => (
        <code safe>{kelompok}</code>
      ))}
    </p>
  );
}

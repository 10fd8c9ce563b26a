import type { AduanPublik } from '../services/layanan.ts';
import { aksiAduanTeks, keadaanAduanTeks, denganBahasa, ucap, type Bahasa } from './bahasa.ts';
import { alamatBukti } from './halaman-verifikasi.tsx';
import { Baris, dokumen, Tata } from './tata.tsx';
import { tanggalPanjang, waktuWib } from '../services/waktu-teks.ts';

/** Form, and what anyone who holds the ticket may see (domain.md 7.3): no text, no identity. */
export function halamanAduan(
  hasil: AduanPublik | 'tidak-ada' | null,
  { bahasa, tiket }: { readonly bahasa: Bahasa; readonly tiket: string },
): string {
  const t = ucap(bahasa);
  const jalur = tiket === '' ? '/aduan' : `/aduan?tiket=${encodeURIComponent(tiket)}`;
  return dokumen(
    <Tata bahasa={bahasa} jalur={jalur} judul={t('lacakJudul')}>
      <h1 safe>{t('lacakJudul')}</h1>
      <section class="kartu periksa">
        <p id="ket-tiket" safe>
          {t('lacakUraian')}
        </p>
        {hasil === 'tidak-ada' && (
          <p class="peringatan" role="alert" safe>
            {t('tiketTidakAda')}
          </p>
        )}
        <form method="get" action="/aduan">
          <label for="tiket" safe>
            {t('tiket')}
          </label>
          <input
            id="tiket"
            name="tiket"
            type="text"
            value={tiket}
            required
            maxlength={40}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-describedby="ket-tiket"
          />
          {bahasa === 'en' && <input type="hidden" name="bahasa" value="en" />}
          <button type="submit" safe>
            {t('tombolLacak')}
          </button>
        </form>
      </section>
      {hasil !== null && hasil !== 'tidak-ada' && <Keadaan aduan={hasil} bahasa={bahasa} />}
    </Tata>,
  );
}

function Keadaan({ aduan, bahasa }: { aduan: AduanPublik; bahasa: Bahasa }): JSX.Element {
  const t = ucap(bahasa);
  return (
    <article class="kartu lembar">
      <h2 safe>{`${t('tiket')} ${aduan.tiket}`}</h2>
      <dl>
        <Baris istilah={t('status')}>
          <strong safe>{keadaanAduanTeks[aduan.keadaan][bahasa]}</strong>
        </Baris>
        <Baris istilah={t('diterima')}>
          <time datetime={aduan.diterima} safe>
            {waktuWib(aduan.diterima, bahasa)}
          </time>
        </Baris>
        <Baris istilah={t('unit')}>
          <span safe>{aduan.unit ?? t('belumUnit')}</span>
        </Baris>
        {aduan.tenggat !== null && (
          <Baris istilah={t('tenggat')}>
            <span safe>{tanggalPanjang(aduan.tenggat.tanggal, bahasa)}</span>
            {aduan.tenggat.sementara && <small safe>{t('sementara')}</small>}
          </Baris>
        )}
        {aduan.jawaban !== null && (
          <Baris istilah={t('jawaban')}>
            <span safe>{`${aduan.jawaban.nomor}, ${tanggalPanjang(aduan.jawaban.tanggal, bahasa)}`}</span>{' '}
            <a href={denganBahasa(alamatBukti(aduan.jawaban.bukti), bahasa)} safe>
              {t('lihatBukti')}
            </a>
          </Baris>
        )}
      </dl>
      <h2 safe>{t('riwayat')}</h2>
      <ol class="riwayat">
        {aduan.riwayat.map((langkah) => (
          <li>
            <span safe>{namaAksi(langkah.aksi, bahasa)}</span>
            <time datetime={langkah.waktu} safe>
              {waktuWib(langkah.waktu, bahasa)}
            </time>
          </li>
        ))}
      </ol>
    </article>
  );
}

const namaAksi = (aksi: string, bahasa: Bahasa): string =>
  Object.hasOwn(aksiAduanTeks, aksi) ? aksiAduanTeks[aksi as keyof typeof aksiAduanTeks][bahasa] : aksi;

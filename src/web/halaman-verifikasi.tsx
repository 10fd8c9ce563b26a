import type { VerifikasiView } from '../services/layanan.ts';
import { simpulkan } from '../services/laporan-kalimat.ts';
import { alasanTeks, indikasiTeks, namaUmum, type TandaTangan } from '../services/laporan-teks.ts';
import { denganBahasa, ucap, type Bahasa } from './bahasa.ts';
import { FormulirPeriksa } from './formulir-periksa.tsx';
import { Sidik } from './halaman-bukti.tsx';
import { SatuTandaTangan } from './tanda-tangan.tsx';
import { dokumen, Tanda, Tata } from './tata.tsx';

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
  const { nada, judul, kalimat } = simpulkan(hasil.laporan);
  return (
    <article class="kartu lembar">
      <div class={`putusan ${nada}`}>
        <Tanda nada={nada} />
        <div>
          <h1 safe>{judul[bahasa]}</h1>
          <p safe>{kalimat[bahasa]}</p>
          {hasil.instansi !== null && (
            <p class="kecil" safe>{`${t('kepercayaanInstansi')} ${hasil.instansi}.`}</p>
          )}
        </div>
      </div>
      <DaftarTandaTangan hasil={hasil} bahasa={bahasa} />
      <Tercatat tercatat={hasil.tercatat} bahasa={bahasa} />
      <h2 safe>{t('sidik')}</h2>
      <Sidik hex={hasil.sha256} />
    </article>
  );
}

/** More signatures than this are told in a line each: nobody reads 512 tables, and the page would be megabytes. */
const batasTabel = 50;

function DaftarTandaTangan({ hasil, bahasa }: { hasil: VerifikasiView; bahasa: Bahasa }): JSX.Element {
  const t = ucap(bahasa);
  const semua = hasil.laporan.readable ? hasil.laporan.signatures : [];
  return (
    <>
      {semua.slice(0, batasTabel).map((satu, i) => (
        <SatuTandaTangan
          tandaTangan={satu}
          kata={hasil.tandaTangan[i] ?? null}
          urutan={i + 1}
          bahasa={bahasa}
        />
      ))}
      {semua.length > batasTabel && (
        <section class="tanda-tangan">
          <h2 safe>{t('tandaTanganLain')}</h2>
          <ol class="daftar" start={batasTabel + 1}>
            {semua.slice(batasTabel).map((satu) => (
              <li safe>{sebaris(satu, bahasa)}</li>
            ))}
          </ol>
        </section>
      )}
      {hasil.perubahanDihilangkan > 0 && (
        <p class="kecil" safe>{`${hasil.perubahanDihilangkan} ${t('perubahanLain')}`}</p>
      )}
    </>
  );
}

function sebaris(satu: TandaTangan, bahasa: Bahasa): string {
  const siapa = satu.signer === null ? ucap(bahasa)('tidakDiketahui') : namaUmum(satu.signer.subject);
  const alasan = alasanTeks(satu);
  return `${siapa}: ${indikasiTeks[satu.indication][bahasa]}${alasan === null ? '' : `. ${alasan[bahasa]}`}`;
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

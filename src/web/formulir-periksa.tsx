import { denganBahasa, ucap, type Bahasa } from './bahasa.ts';

/** Upload of one PDF, or of a ZIP; a plain form, so that it works without any script. */
export function FormulirPeriksa({
  bahasa,
  batasUnggahBytes,
  judul,
}: {
  bahasa: Bahasa;
  batasUnggahBytes: number;
  judul: string;
}): JSX.Element {
  const t = ucap(bahasa);
  const megabita = Math.floor(batasUnggahBytes / 1024 / 1024);
  return (
    <section class="kartu periksa" aria-labelledby="judul-periksa">
      <h2 id="judul-periksa" safe>
        {judul}
      </h2>
      <p
        id="ket-periksa"
        safe
      >{`${t('periksaUraian')} ${t('paling')} ${megabita} MB. ${t('arsipUraian')}`}</p>
      <form method="post" action={denganBahasa('/verifikasi', bahasa)} enctype="multipart/form-data">
        <label for="berkas" safe>
          {t('pilihBerkas')}
        </label>
        <input
          id="berkas"
          name="berkas"
          type="file"
          accept="application/pdf,.pdf,application/zip,.zip"
          required
          aria-describedby="ket-periksa"
        />
        <button type="submit" safe>
          {t('tombolPeriksa')}
        </button>
      </form>
    </section>
  );
}

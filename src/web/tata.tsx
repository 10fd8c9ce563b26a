import type { Children, PropsWithChildren } from '@kitajs/html';
import { aset } from './aset.ts';
import { denganBahasa, ucap, type Bahasa } from './bahasa.ts';
import type { Nada } from '../services/laporan-kalimat.ts';

/** Kita renders to a string unless something inside is awaited; these pages await nothing. */
export function dokumen(elemen: JSX.Element): string {
  if (typeof elemen !== 'string') throw new TypeError('Halaman harus selesai saat disusun.');
  return `<!doctype html>${elemen}`;
}

/** The frame of every page: landmarks, language, one style sheet, no script. */
export function Tata({
  bahasa,
  judul,
  jalur,
  children,
}: PropsWithChildren<{ bahasa: Bahasa; judul: string; jalur: string }>): JSX.Element {
  const t = ucap(bahasa);
  return (
    <html lang={bahasa}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="robots" content="noindex" />
        <title safe>{`${judul} — ${t('situs')}`}</title>
        <link rel="stylesheet" href={aset['naskah.css'].alamat} />
        <link rel="icon" type="image/svg+xml" href={aset['lambang.svg'].alamat} />
      </head>
      <body>
        <a class="lompat" href="#isi" safe>
          {t('lompat')}
        </a>
        <header class="kepala">
          <div class="lebar">
            <a class="merek" href={denganBahasa('/', bahasa)}>
              <img src={aset['lambang.svg'].alamat} alt="" width="44" height="44" />
              <span>
                <strong safe>{t('situs')}</strong>
                <small safe>{t('semboyan')}</small>
              </span>
            </a>
            <nav aria-label={t('navigasi')}>
              <a href={denganBahasa('/verifikasi', bahasa)} safe>
                {t('periksa')}
              </a>
              <a href={denganBahasa('/aduan', bahasa)} safe>
                {t('lacak')}
              </a>
            </nav>
            <PilihBahasa bahasa={bahasa} jalur={jalur} />
          </div>
        </header>
        <main id="isi" class="lebar">
          {children}
        </main>
        <footer class="kaki">
          <div class="lebar">
            <p safe>{t('kaki')}</p>
          </div>
        </footer>
      </body>
    </html>
  );
}

function PilihBahasa({ bahasa, jalur }: { bahasa: Bahasa; jalur: string }): JSX.Element {
  return (
    <div class="bahasa" role="group" aria-label={ucap(bahasa)('pilihBahasa')}>
      <a href={jalur} lang="id" hreflang="id" aria-current={bahasa === 'id' ? 'true' : undefined}>
        ID
      </a>
      <a
        href={denganBahasa(jalur, 'en')}
        lang="en"
        hreflang="en"
        aria-current={bahasa === 'en' ? 'true' : undefined}
      >
        EN
      </a>
    </div>
  );
}

const goresan: Readonly<Record<Nada, string>> = {
  ya: 'M14 25.5l7 7 14-16',
  ragu: 'M24 13v14M24 34.2v.3',
  tidak: 'M16 16l16 16M32 16L16 32',
  netral: 'M15 24h18',
};
/** Drawn, not coloured only: the answer is readable without colour. */
export function Tanda({ nada }: { nada: Nada }): JSX.Element {
  return (
    <svg class={`tanda ${nada}`} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle cx="24" cy="24" r="22" />
      <path d={goresan[nada]} />
    </svg>
  );
}

/** A term and what it is; `nilai` must already be safe markup (use `safe` where it is written). */
export function Baris({ istilah, children }: { istilah: string; children?: Children }): JSX.Element {
  return (
    <div class="baris">
      <dt safe>{istilah}</dt>
      <dd>{children}</dd>
    </div>
  );
}

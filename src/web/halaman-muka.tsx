import { denganBahasa, ucap, type Bahasa, type KunciTeks } from './bahasa.ts';
import { dokumen, Tata } from './tata.tsx';

const pintu: readonly {
  readonly jalur: string | null;
  readonly judul: KunciTeks;
  readonly uraian: KunciTeks;
}[] = [
  { jalur: '/verifikasi', judul: 'periksaJudul', uraian: 'mukaPeriksa' },
  { jalur: null, judul: 'mukaPindaiJudul', uraian: 'mukaPindai' },
  { jalur: '/aduan', judul: 'lacakJudul', uraian: 'mukaLacak' },
  { jalur: '/dokumentasi', judul: 'dokumentasi', uraian: 'mukaDokumentasi' },
];

export function halamanMuka(bahasa: Bahasa): string {
  const t = ucap(bahasa);
  return dokumen(
    <Tata bahasa={bahasa} jalur="/" judul={t('beranda')}>
      <div class="pembuka">
        <h1 safe>{t('mukaJudul')}</h1>
        <p safe>{t('mukaUraian')}</p>
      </div>
      <ul class="pintu">
        {pintu.map(({ jalur, judul, uraian }) => (
          <li class="kartu">
            <h2>
              {jalur === null ? (
                <span safe>{t(judul)}</span>
              ) : (
                <a href={denganBahasa(jalur, bahasa)} safe>
                  {t(judul)}
                </a>
              )}
            </h2>
            <p safe>{t(uraian)}</p>
          </li>
        ))}
      </ul>
    </Tata>,
  );
}

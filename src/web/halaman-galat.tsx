import type { ErrorCode } from '../shared/errors.ts';
import { denganBahasa, ucap, type Bahasa } from './bahasa.ts';
import { galatTeks } from './galat-teks.ts';
import { dokumen, Tanda, Tata } from './tata.tsx';

export interface GalatHalaman {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly traceId: string;
}

/** A refusal in the same calm look as every other page. */
export function halamanGalat({ code, detail, traceId }: GalatHalaman, bahasa: Bahasa): string {
  const t = ucap(bahasa);
  const { judul, uraian } = galatTeks(code, bahasa);
  return dokumen(
    <Tata bahasa={bahasa} jalur="/" judul={judul}>
      <section class="putusan netral kartu">
        <Tanda nada="netral" />
        <div>
          <h1 safe>{judul}</h1>
          <p safe>{uraian ?? detail}</p>
          <p>
            <a href={denganBahasa('/', bahasa)} safe>
              {t('galatKembali')}
            </a>
          </p>
          <p class="kecil">
            <span safe>{t('galatJejak')}</span>: <code safe>{traceId}</code>
          </p>
        </div>
      </section>
    </Tata>,
  );
}

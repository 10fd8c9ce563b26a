import type { HasilArsip } from '../services/layanan.ts';
import { simpulkan, type Nada } from '../services/laporan-kalimat.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { ucap, type Bahasa } from './bahasa.ts';
import { FormulirPeriksa } from './formulir-periksa.tsx';
import { dokumen, Tanda, Tata } from './tata.tsx';

/** What the page keeps of each file of an archive: 500 whole reports would be too much to hold. */
export interface BarisArsip {
  readonly nama: string;
  readonly nada: Nada;
  readonly judul: string;
  readonly kalimat: string;
}

/** Reads the archive to its end. */
export async function bacaArsip({ butir }: HasilArsip, bahasa: Bahasa): Promise<BarisArsip[]> {
  const baris: BarisArsip[] = [];
  for await (const { nama, hasil, penolakan } of butir) {
    if (hasil === null) {
      const kalimat = penolakan === null ? '' : bahasa === 'id' ? penolakan.detail : inggris(penolakan.code);
      baris.push({ nama, nada: 'netral', judul: ucap(bahasa)('tidakDiperiksaBerkas'), kalimat });
    } else {
      const { nada, judul, kalimat } = simpulkan(hasil.laporan);
      baris.push({ nama, nada, judul: judul[bahasa], kalimat: kalimat[bahasa] });
    }
  }
  return baris;
}

/** Why a file of an archive was not looked at; codes nobody put into English say themselves. */
const tolakan: Readonly<Partial<Record<ErrorCode, string>>> = {
  ARSIP_BUTIR_NAMA_TIDAK_SAH: 'Its name in the archive cannot be used.',
  ARSIP_BUTIR_GANDA: 'Its name occurs more than once in the archive.',
  ARSIP_BUTIR_TERENKRIPSI: 'It is locked with a password of the archive.',
  ARSIP_BUTIR_METODE: 'It is compressed in a way that is not supported.',
  ARSIP_BUTIR_TERLALU_BESAR: 'It exceeds the size limit once unpacked.',
  ARSIP_BUTIR_BERSARANG: 'Archives within archives are not checked.',
  ARSIP_BUTIR_RUSAK: 'It is damaged inside the archive.',
  ARSIP_WAKTU_HABIS: 'The time for this archive was over before its turn.',
};
const inggris = (code: ErrorCode): string => tolakan[code] ?? code;

/** The files of a ZIP, each with its verdict. */
export function halamanArsip(
  baris: readonly BarisArsip[],
  { bahasa, batasUnggahBytes }: { readonly bahasa: Bahasa; readonly batasUnggahBytes: number },
): string {
  const t = ucap(bahasa);
  return dokumen(
    <Tata bahasa={bahasa} jalur="/verifikasi" judul={t('hasilArsip')}>
      <article class="kartu lembar">
        <h1 safe>{t('hasilArsip')}</h1>
        <p safe>{ringkasan(baris, bahasa)}</p>
        <ol class="arsip">
          {baris.map(({ nama, nada, judul, kalimat }) => (
            <li>
              <Tanda nada={nada} />
              <div>
                <strong class="berkas" safe>
                  {nama}
                </strong>
                <span class={`putus ${nada}`} safe>
                  {judul}
                </span>
                <small safe>{kalimat}</small>
              </div>
            </li>
          ))}
        </ol>
      </article>
      <FormulirPeriksa bahasa={bahasa} batasUnggahBytes={batasUnggahBytes} judul={t('periksaLain')} />
    </Tata>,
  );
}

/** `3 berkas: 1 Tanda tangan sah, 2 Tidak sah` */
function ringkasan(baris: readonly BarisArsip[], bahasa: Bahasa): string {
  const judul = [...new Set(baris.map((satu) => satu.judul))];
  const bagian = judul.map((satu) => `${baris.filter((b) => b.judul === satu).length} ${satu.toLowerCase()}`);
  return `${baris.length} ${ucap(bahasa)('berkasDiperiksa')}${bagian.length === 0 ? '' : `: ${bagian.join('; ')}`}.`;
}

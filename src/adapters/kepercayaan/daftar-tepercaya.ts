import { X509Certificate } from 'node:crypto';
import type { Unsur } from './dom.ts';
import { tolakDaftar } from './tolakan.ts';
import { anak, bacaXml } from './xml-ketat.ts';

const tsl = 'http://uri.etsi.org/02231/v2#';
const jenisLayanan: ReadonlyMap<string, LayananTepercaya['jenis']> = new Map([
  ['http://uri.etsi.org/TrstSvc/Svctype/CA/QC', 'ca'],
  ['http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST', 'tsa'],
]);
const status = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/';
const statusLama = 'http://uri.etsi.org/TrstSvc/Svcstatus/';
/** TS 119 612 §5.5.4, and what came before 2016; any status that is not here gives no trust. */
const berlaku = new Set([
  `${status}granted`,
  ...[status, statusLama].flatMap((awal) =>
    ['undersupervision', 'supervisionincessation', 'accredited'].map((nama) => awal + nama),
  ),
]);
const batasLayanan = 5_000;

/** One period in which a service of a list is trusted. */
export interface LayananTepercaya {
  readonly jenis: 'ca' | 'tsa';
  readonly penyelenggara: string;
  readonly nama: string;
  readonly sertifikat: readonly X509Certificate[];
  /** Inclusive. */
  readonly dari: Date;
  /** Exclusive; null: it is trusted now. */
  readonly sampai: Date | null;
}

export interface DaftarTepercaya {
  readonly urutan: number;
  readonly wilayah: string;
  readonly operator: string;
  readonly terbit: Date;
  /** Null: the list is closed (§5.3.15). */
  readonly berikutnya: Date | null;
  readonly layanan: readonly LayananTepercaya[];
  /** Services of kinds this installation has no use for. */
  readonly dilewati: number;
  /** Where the list points at others; kept for people, never followed. */
  readonly penunjuk: readonly string[];
}

/** A list of TS 119 612 from text whose signature was verified. Throws TolakanKepercayaan. */
export function bacaDaftar(teks: string): DaftarTepercaya {
  const akar = bacaXml(teks);
  if (akar.namespaceURI !== tsl || akar.localName !== 'TrustServiceStatusList')
    throw tolakDaftar('BUKAN_DAFTAR');
  const skema = satu(akar, 'SchemeInformation');
  const [berikutnya] = anak(satu(skema, 'NextUpdate'), tsl, 'dateTime');
  const penyelenggara = anak(akar, tsl, 'TrustServiceProviderList').flatMap((semua) =>
    anak(semua, tsl, 'TrustServiceProvider'),
  );
  const layanan = penyelenggara.flatMap((satuan) =>
    anak(satu(satuan, 'TSPServices'), tsl, 'TSPService').map((jasa) => ({ satuan, jasa })),
  );
  if (layanan.length > batasLayanan) throw tolakDaftar('TERLALU_BANYAK');
  const terbaca = layanan.map(({ satuan, jasa }) =>
    masa(namaDari(satu(satuan, 'TSPInformation'), 'TSPName'), jasa),
  );
  return {
    urutan: bilangan(teksDari(satu(skema, 'TSLSequenceNumber'))),
    wilayah: teksDari(satu(skema, 'SchemeTerritory')),
    operator: namaDari(skema, 'SchemeOperatorName'),
    terbit: waktu(teksDari(satu(skema, 'ListIssueDateTime'))),
    berikutnya: berikutnya === undefined ? null : waktu(teksDari(berikutnya)),
    layanan: terbaca.flatMap((periode) => periode ?? []),
    dilewati: terbaca.filter((periode) => periode === null).length,
    penunjuk: anak(skema, tsl, 'PointersToOtherTSL').flatMap((semua) =>
      anak(semua, tsl, 'OtherTSLPointer').flatMap((lain) => anak(lain, tsl, 'TSLLocation').map(teksDari)),
    ),
  };
}

/** The periods of one service from its history, oldest first; null: another kind of service. */
function masa(penyelenggara: string, jasa: Unsur): LayananTepercaya[] | null {
  const kini = satu(jasa, 'ServiceInformation');
  const jenis = jenisLayanan.get(teksDari(satu(kini, 'ServiceTypeIdentifier')));
  if (jenis === undefined) return null;
  const dulu = anak(jasa, tsl, 'ServiceHistory').flatMap((h) => anak(h, tsl, 'ServiceHistoryInstance'));
  const tahap = [kini, ...dulu]
    // A service that was of another kind once was not trusted for this one then.
    .filter((t) => jenisLayanan.get(teksDari(satu(t, 'ServiceTypeIdentifier'))) === jenis)
    .map((t) => ({
      mulai: waktu(teksDari(satu(t, 'StatusStartingTime'))),
      berlaku: berlaku.has(teksDari(satu(t, 'ServiceStatus')).replace(/^https:/, 'http:')),
    }))
    .sort((a, b) => a.mulai.getTime() - b.mulai.getTime());
  const sertifikat = sertifikatDari(satu(kini, 'ServiceDigitalIdentity'));
  const nama = namaDari(kini, 'ServiceName');
  const hasil: LayananTepercaya[] = [];
  for (const [i, { mulai, berlaku }] of tahap.entries()) {
    if (!berlaku) continue;
    const sampai = tahap[i + 1]?.mulai ?? null;
    const sebelum = hasil.at(-1);
    if (sebelum?.sampai?.getTime() === mulai.getTime()) hasil[hasil.length - 1] = { ...sebelum, sampai };
    else hasil.push({ jenis, penyelenggara, nama, sertifikat, dari: mulai, sampai });
  }
  return hasil;
}

/** Only certificates make an anchor; a bare name or key identifier stays a name. */
const sertifikatDari = (identitas: Unsur): X509Certificate[] =>
  anak(identitas, tsl, 'DigitalId').flatMap((id) =>
    anak(id, tsl, 'X509Certificate').map((satuan) => {
      try {
        return new X509Certificate(Buffer.from(teksDari(satuan).replaceAll(/\s/g, ''), 'base64'));
      } catch (cause) {
        throw tolakDaftar('BUKAN_SERTIFIKAT', cause);
      }
    }),
  );

function satu(induk: Unsur, nama: string): Unsur {
  const [pertama, ...lain] = anak(induk, tsl, nama);
  if (pertama === undefined || lain.length > 0) throw tolakDaftar('BUKAN_DAFTAR');
  return pertama;
}

const teksDari = (unsur: Unsur): string => (unsur.textContent ?? '').trim();

const namaDari = (induk: Unsur, anggota: string): string =>
  anak(induk, tsl, anggota)
    .flatMap((semua) => anak(semua, tsl, 'Name'))
    .map(teksDari)[0]
    ?.slice(0, 200) ?? '';

function bilangan(teks: string): number {
  if (!/^\d{1,9}$/.test(teks)) throw tolakDaftar('BUKAN_DAFTAR');
  return Number(teks);
}

/** §5.1.5: UTC with a Z, whole seconds; a fraction is tolerated. */
function waktu(teks: string): Date {
  const hasil = new Date(teks);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(teks) || Number.isNaN(hasil.getTime()))
    throw tolakDaftar('BUKAN_DAFTAR');
  return hasil;
}

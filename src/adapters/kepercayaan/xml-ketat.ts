import { DOMParser, type Unsur } from './dom.ts';
import { tolakDaftar } from './tolakan.ts';

/** Bounds on a list somebody hands in: the largest European one has some 5 MB and 20 levels. */
export const batasXml = { bytes: 8 * 1024 * 1024, depth: 60, elements: 200_000, attributes: 40 } as const;

/**
 * The text of a hostile XML document: UTF-8, no document type, so no entity is ever declared, none expanded and nothing
 * fetched; no processing instruction but the declaration; depth and counts bounded before a parser sees it.
 */
export function teksXml(isi: Uint8Array): string {
  if (isi.length > batasXml.bytes) throw tolakDaftar('XML_TERLALU_BESAR');
  let teks: string;
  try {
    teks = new TextDecoder('utf-8', { fatal: true }).decode(isi);
  } catch (cause) {
    throw tolakDaftar('XML_BUKAN_UTF8', cause);
  }
  const tanpaDeklarasi = teks.replace(/^<\?xml\s[^?]{0,200}\?>/, '');
  if (/<\?/.test(tanpaDeklarasi)) throw tolakDaftar('XML_TERLARANG');
  // The entities a document without a type may use; any other would be whatever the parser makes of it.
  if (/&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/.test(luarCdata(tanpaDeklarasi)))
    throw tolakDaftar('XML_TERLARANG');
  ukur(tanpaDeklarasi);
  return teks;
}

/** Well-formed or refused: the parser would otherwise repair what it can. */
export function bacaXml(teks: string): Unsur {
  const tolak = (pesan: unknown): never => {
    throw tolakDaftar('XML_RUSAK', pesan);
  };
  try {
    const dokumen = new DOMParser({
      errorHandler: { warning: tolak, error: tolak, fatalError: tolak },
    }).parseFromString(teks, 'text/xml');
    return dokumen?.documentElement ?? tolak('empty');
  } catch (cause) {
    throw tolakDaftar('XML_RUSAK', cause);
  }
}

const luarCdata = (teks: string): string => teks.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');

/** One pass over the tags; what is no tag, comment or CDATA is a declaration, and those are refused. */
function ukur(teks: string): void {
  let kedalaman = 0;
  let unsur = 0;
  for (let letak = teks.indexOf('<'); letak >= 0; letak = teks.indexOf('<', letak)) {
    const batas = pengecualian.find(({ awal }) => teks.startsWith(awal, letak));
    if (batas === undefined && teks[letak + 1] === '!') throw tolakDaftar('XML_TERLARANG');
    const akhir = batas ? teks.indexOf(batas.akhir, letak + batas.awal.length) : akhirTag(teks, letak);
    if (akhir < 0) throw tolakDaftar('XML_RUSAK');
    if (batas === undefined) {
      if (teks[letak + 1] === '/') kedalaman--;
      else {
        unsur++;
        if (teks[akhir - 1] !== '/') kedalaman++;
        const atribut = (teks.slice(letak, akhir).match(/=\s*["']/g) ?? []).length;
        if (atribut > batasXml.attributes) throw tolakDaftar('XML_TERLALU_BESAR');
      }
    }
    if (kedalaman > batasXml.depth || unsur > batasXml.elements) throw tolakDaftar('XML_TERLALU_BESAR');
    letak = akhir + (batas?.akhir.length ?? 1);
  }
}

const pengecualian = [
  { awal: '<!--', akhir: '-->' },
  { awal: '<![CDATA[', akhir: ']]>' },
] as const;

/** A `>` inside a quoted attribute ends no tag. */
function akhirTag(teks: string, dari: number): number {
  let kutip = '';
  for (let i = dari + 1; i < teks.length; i++) {
    const huruf = teks[i] ?? '';
    if (kutip !== '') kutip = huruf === kutip ? '' : kutip;
    else if (huruf === '"' || huruf === "'") kutip = huruf;
    else if (huruf === '>') return i;
    else if (huruf === '<') return -1;
  }
  return -1;
}

/** Child elements of one name; an element of another namespace is another element. */
export const anak = (induk: Unsur, ns: string, nama: string): Unsur[] =>
  semuaAnak(induk).filter((satu) => satu.namespaceURI === ns && satu.localName === nama);

export const semuaAnak = (induk: Unsur): Unsur[] =>
  Array.from(induk.childNodes).filter((satu): satu is Unsur => satu.nodeType === 1);

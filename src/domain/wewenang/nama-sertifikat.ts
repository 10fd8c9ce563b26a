/**
 * The one common name of a distinguished name in RFC 4514 text (`CN=Nama\\, S.H., O=…`); null for none or several, since
 * then nobody can say which is the person's. The text comes from a certificate of a trusted authority.
 */
export function namaUmum(dn: string): string | null {
  const nama = bagian(dn).flatMap((satu) => (/^\s*CN=/i.test(satu) ? [satu.replace(/^\s*CN=/i, '')] : []));
  return nama.length === 1 && nama[0] !== undefined ? tanpaPelarian(nama[0]) : null;
}

/** Letter case, blanks and Unicode form aside, the same name. Titles are not part of a certificate's name. */
export const namaSama = (a: string, b: string): boolean => baku(a) !== '' && baku(a) === baku(b);

const baku = (nama: string): string => nama.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** Split at the commas and plus signs that are not escaped. */
const bagian = (dn: string): readonly string[] => dn.match(/(?:\\[\s\S]|[^\\,+])+/g) ?? [];

const tanpaPelarian = (nilai: string): string => nilai.replace(/\\(.)/gs, '$1');

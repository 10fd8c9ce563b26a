declare const brand: unique symbol;
/** A value that has been parsed and may be trusted to be what its name says. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type TenantId = Brand<string, 'TenantId'>;
export type UnitId = Brand<string, 'UnitId'>;
export type JabatanId = Brand<string, 'JabatanId'>;
export type OrangId = Brand<string, 'OrangId'>;
export type NaskahId = Brand<string, 'NaskahId'>;
export type AduanId = Brand<string, 'AduanId'>;
export type ProfilId = Brand<string, 'ProfilId'>;
export type UpayaId = Brand<string, 'UpayaId'>;
export type KunciId = Brand<string, 'KunciId'>;
/** 128 random bits, base64url: opens the public proof page and nothing else. */
export type BuktiId = Brand<string, 'BuktiId'>;
/** Lower-case hexadecimal SHA-256. */
export type Sha256 = Brand<string, 'Sha256'>;
/** `YYYY-MM-DD` in the tenant's zone. */
export type Tanggal = Brand<string, 'Tanggal'>;
/** RFC 3339 in UTC with milliseconds: `2026-11-24T01:02:03.004Z`. */
export type Waktu = Brand<string, 'Waktu'>;

export const waktu = (date: Date): Waktu => date.toISOString() as Waktu;

/**
 * The small interfaces the use-cases need. Adapters implement them; services never see drizzle, sockets or files.
 * Everything a repository returns is a domain value; lookups answer null for "not there or another tenant's".
 */
import type {
  AduanId,
  BuktiId,
  JabatanId,
  KunciId,
  NaskahId,
  OrangId,
  Sha256,
  Tanggal,
  TenantId,
  UnitId,
  UpayaId,
  Waktu,
} from '../shared/brand.ts';
import type { Aduan, Pelapor, RiwayatAduan } from '../domain/aduan/aduan.ts';
import type {
  JenisKunci,
  KeadaanNaskah,
  LangkahParaf,
  LangkahTandaTangan,
  Naskah,
  NomorTercatat,
  UpayaTandaTangan,
  VersiNaskah,
} from '../domain/naskah/naskah.ts';
import type { JenisNaskah } from '../domain/naskah/konsep.ts';
import type { Jabatan, Orang, Pemangku, Tenant, Unit } from '../domain/organisasi.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import type { NamaPeristiwa } from '../domain/peristiwa.ts';
import type { Profil } from '../domain/profil/profil.ts';
import type { JenisJangkar } from '../domain/tte/klasifikasi.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type {
  ByteSource,
  CheckedPdf,
  GateExpectation,
  GateResult,
  HashSigner,
  PolicyName,
  ValidationReport,
} from '../pades/index.ts';

/** Events to write beside a change (audit-log.md 3). `tertutup` become salted disclosures; nothing else may be personal. */
export interface Catatan {
  readonly peristiwa: NamaPeristiwa;
  /** Log of this tenant; operator events without one go to `_sistem`. */
  readonly tenantId: TenantId | null;
  readonly objek?: { readonly jenis: string; readonly id: string };
  readonly artefak?: Readonly<Record<string, { readonly sha256: Sha256; readonly ukuran: number }>>;
  /** Non-personal parameters; canonical JSON values only (no null, no fractions). */
  readonly rincian?: Readonly<Record<string, JsonKanonis>>;
  readonly tertutup?: readonly {
    readonly nama: string;
    readonly nilai: JsonKanonis;
    readonly subjek: OrangId | AduanId | null;
  }[];
}
export type JsonKanonis =
  string | number | boolean | readonly JsonKanonis[] | { readonly [k: string]: JsonKanonis };

/** Adds an event to the running transaction. */
export type Catat = (catatan: Catatan) => void;

export interface UnitOfWork {
  /**
   * The only way to write: one transaction, in which state, audit leaves and idempotency row are committed or none.
   * Throws when no event was written, and for a nested write. `korelasi` goes into the leaves.
   */
  write<T>(pelaku: Pelaku, korelasi: string, kerja: (repos: Repos, catat: Catat) => Promise<T>): Promise<T>;
  /** Consistent reads on a query_only connection. */
  read<T>(kerja: (repos: ReposBaca) => Promise<T>): Promise<T>;
}

export interface ReposBaca {
  readonly tenant: TenantBaca;
  readonly organisasi: OrganisasiBaca;
  readonly naskah: NaskahBaca;
  readonly nomor: NomorBaca;
  readonly upaya: UpayaBaca;
  readonly aduan: AduanBaca;
  readonly kunci: KunciBaca;
  readonly audit: AuditBaca;
  readonly idempotensi: IdempotensiBaca;
}
export interface Repos extends ReposBaca {
  readonly tenant: TenantBaca & TenantTulis;
  readonly organisasi: OrganisasiBaca & OrganisasiTulis;
  readonly naskah: NaskahBaca & NaskahTulis;
  readonly nomor: NomorBaca & NomorTulis;
  readonly upaya: UpayaBaca & UpayaTulis;
  readonly aduan: AduanBaca & AduanTulis;
  readonly kunci: KunciBaca & KunciTulis;
  readonly idempotensi: IdempotensiBaca & IdempotensiTulis;
}

export interface TenantBaca {
  semua(): Promise<readonly Tenant[]>;
  cari(id: TenantId): Promise<Tenant | null>;
  cariKode(kode: string): Promise<Tenant | null>;
  /** The profile version in force on that day. */
  profilPada(id: TenantId, tanggal: Tanggal): Promise<Profil | null>;
  profil(id: string): Promise<Profil | null>;
}
export interface TenantTulis {
  tambah(tenant: Tenant): Promise<void>;
  tambahProfil(profil: Profil): Promise<void>;
}

export interface OrganisasiBaca {
  unit(tenantId: TenantId, id: UnitId): Promise<Unit | null>;
  unitKode(tenantId: TenantId, kode: string): Promise<Unit | null>;
  daftarUnit(tenantId: TenantId): Promise<readonly Unit[]>;
  jabatan(tenantId: TenantId, id: JabatanId): Promise<Jabatan | null>;
  jabatanKode(tenantId: TenantId, kode: string): Promise<Jabatan | null>;
  daftarJabatan(tenantId: TenantId): Promise<readonly Jabatan[]>;
  orang(tenantId: TenantId, id: OrangId): Promise<Orang | null>;
  daftarOrang(tenantId: TenantId): Promise<readonly Orang[]>;
  /** Who holds the post on that day; several forms may be in force, the one in charge first (plt/plh/pj/pjs before definitif). */
  pemangku(jabatanId: JabatanId, tanggal: Tanggal): Promise<readonly Pemangku[]>;
  /** Posts the person holds on that day. */
  jabatanOrang(orangId: OrangId, tanggal: Tanggal): Promise<readonly Pemangku[]>;
  /** SHA-256 of a bearer token → whose it is; null for unknown ones. */
  token(sha256: Sha256): Promise<{ readonly orangId: OrangId; readonly tenantId: TenantId } | null>;
  /** By keyed hash of the NIK. */
  cariNik(tenantId: TenantId, nik: string): Promise<Orang | null>;
  /** The NIK in clear; the caller writes `identitas.akses`. */
  nik(tenantId: TenantId, id: OrangId): Promise<string | null>;
}
export interface OrganisasiTulis {
  tambahUnit(unit: Unit): Promise<void>;
  tambahJabatan(jabatan: Jabatan): Promise<void>;
  /** `nik` in clear; storage encrypts it and keeps a keyed hash. */
  tambahOrang(orang: Orang, nik: string | null): Promise<void>;
  tambahPemangku(pemangku: Pemangku): Promise<void>;
  tambahToken(sha256: Sha256, orangId: OrangId, tenantId: TenantId): Promise<void>;
}

export interface NaskahBaca {
  cari(tenantId: TenantId, id: NaskahId): Promise<Naskah | null>;
  /** Public lookup by proof id, across tenants. */
  cariBukti(buktiId: BuktiId): Promise<Naskah | null>;
  /** Letters that hold this exact file as their newest signed one, or held it before (any signed version). */
  cariBerkas(sha256: Sha256): Promise<Naskah | null>;
  versi(naskahId: NaskahId, versi: number): Promise<VersiNaskah | null>;
  /** The version without its content, for lists: a draft may be a megabyte. */
  ringkasVersi(naskahId: NaskahId, versi: number): Promise<RingkasVersi | null>;
  daftarVersi(naskahId: NaskahId): Promise<readonly VersiNaskah[]>;
  paraf(naskahId: NaskahId, versi: number): Promise<readonly LangkahParaf[]>;
  penandatangan(naskahId: NaskahId): Promise<readonly LangkahTandaTangan[]>;
  /** Newest first; `sebelum` is the opaque cursor of the last row seen. Only letters one of `jabatan` takes part in, when given. */
  daftar(
    saring: SaringNaskah,
  ): Promise<{ readonly baris: readonly Naskah[]; readonly lanjut: string | null }>;
}
export type RingkasVersi = Pick<VersiNaskah, 'versi' | 'sha256'>;
export interface SaringNaskah {
  readonly tenantId: TenantId;
  readonly keadaan?: KeadaanNaskah;
  readonly jenis?: JenisNaskah;
  readonly jabatan?: readonly JabatanId[];
  readonly sebelum?: string;
  readonly batas: number;
}
export interface NaskahTulis {
  tambah(naskah: Naskah): Promise<void>;
  /** Writes the row if its stored revisi is `naskah.revisi - 1`; otherwise throws NASKAH_BERUBAH. */
  ubah(naskah: Naskah): Promise<void>;
  tambahVersi(versi: VersiNaskah): Promise<void>;
  /** Replaces the steps of that version. */
  tulisParaf(naskahId: NaskahId, versi: number, langkah: readonly LangkahParaf[]): Promise<void>;
  tulisPenandatangan(naskahId: NaskahId, langkah: readonly LangkahTandaTangan[]): Promise<void>;
  /** Remembers a signed file of the letter (blob already durable). */
  tambahBerkas(naskahId: NaskahId, sha256: Sha256, ukuran: number, waktu: Waktu): Promise<void>;
}

export interface NomorBaca {
  /** The letter's number that is not void, if any. */
  milik(naskahId: NaskahId): Promise<NomorTercatat | null>;
  register(tenantId: TenantId, register: string, tahun: number): Promise<readonly NomorTercatat[]>;
}
export interface NomorTulis {
  /** Highest urut of the register and year plus one (void ones count: nothing is reused). */
  berikut(tenantId: TenantId, register: string, tahun: number): Promise<number>;
  /** Unique key (tenant, register, tahun, urut, sisipan); a collision throws NOMOR_SUDAH_DIPAKAI. */
  tambah(nomor: NomorTercatat): Promise<void>;
  ubah(nomor: NomorTercatat): Promise<void>;
}

export interface UpayaBaca {
  cari(id: UpayaId): Promise<UpayaTandaTangan | null>;
  milik(naskahId: NaskahId): Promise<readonly UpayaTandaTangan[]>;
  /** Attempts that are neither selesai, gagal nor tak_pasti: for the recovery job. */
  terbuka(): Promise<readonly UpayaTandaTangan[]>;
}
export interface UpayaTulis {
  tambah(upaya: UpayaTandaTangan): Promise<void>;
  /** Compare-and-set: throws PENANDATANGANAN_BERJALAN when the stored state is not `dari`. */
  pindah(dari: UpayaTandaTangan['keadaan'], upaya: UpayaTandaTangan): Promise<void>;
}

export interface AduanBaca {
  cari(tenantId: TenantId, id: AduanId): Promise<Aduan | null>;
  cariTiket(tiket: string): Promise<Aduan | null>;
  cariRujukan(tenantId: TenantId, kanal: string, rujukan: string): Promise<Aduan | null>;
  daftar(
    tenantId: TenantId,
    batas: number,
    sebelum?: string,
  ): Promise<{ readonly baris: readonly Aduan[]; readonly lanjut: string | null }>;
  riwayat(aduanId: AduanId): Promise<readonly RiwayatAduan[]>;
  /** Decrypts; the caller writes `identitas.akses`. */
  pelapor(aduanId: AduanId): Promise<Pelapor | null>;
}
export interface AduanTulis {
  tambah(aduan: Aduan, pelapor: Pelapor | null): Promise<void>;
  /** As NaskahTulis.ubah: refuses a stale revisi with NASKAH_BERUBAH. */
  ubah(aduan: Aduan): Promise<void>;
  tambahRiwayat(riwayat: RiwayatAduan): Promise<void>;
}

interface KunciDasar {
  readonly id: KunciId;
  readonly tenantId: TenantId;
  readonly orangId: OrangId;
  readonly chain: readonly Uint8Array[];
  /**
   * What opens or names the key, sealed; opaque to services. `tersegel`: the key, under passphrase and installation
   * secret; the others: how it is found there (token and label, credential, provider's user), under the latter alone.
   */
  readonly tersegel: Uint8Array;
  readonly berlakuDari: Waktu;
  readonly berlakuSampai: Waktu;
  readonly salah: number;
  readonly terkunciSampai: Waktu | null;
}
/** A key that signs hashes: our engine builds the signature. */
export interface KunciHash extends KunciDasar {
  readonly jenis: Exclude<JenisKunci, 'penyedia'>;
  readonly certificate: Uint8Array;
  readonly algorithm: HashSigner['algorithm'];
}
/** A key at the provider. Without a pinned certificate the signer is known by the person's name alone. */
export interface KunciPenyedia extends KunciDasar {
  readonly jenis: 'penyedia';
  readonly certificate: Uint8Array | null;
  readonly algorithm: null;
}
/** A signer's key as stored. */
export type KunciTandaTangan = KunciHash | KunciPenyedia;
export interface KunciBaca {
  milik(orangId: OrangId): Promise<KunciTandaTangan | null>;
}
export interface KunciTulis {
  tambah(kunci: KunciTandaTangan): Promise<void>;
  /** Counts one try before the key is opened (SEC-502): 5 wrong → locked 15 minutes. Throws FRASA_SANDI_TERKUNCI. */
  mulaiCoba(id: KunciId, sekarang: Waktu): Promise<{ readonly salah: number }>;
  cobaBerhasil(id: KunciId): Promise<void>;
  /** Takes back one counted try that said nothing about the passphrase. */
  cobaUrung(id: KunciId): Promise<void>;
}

export interface AuditBaca {
  /** Leaves about one object in order, with the disclosures that still exist. */
  jejak(tenantId: TenantId, jenis: string, id: string): Promise<readonly EntriJejak[]>;
  /** Size and root of every log, as hex. */
  kepala(): Promise<readonly { readonly log: string; readonly ukuran: number; readonly akar: string }[]>;
}
export interface EntriJejak {
  readonly log: string;
  readonly urut: number;
  /** Exact bytes of the leaf (UTF-8 JSON). */
  readonly daun: string;
  readonly hash: string;
  readonly terbuka: readonly {
    readonly nama: string;
    readonly nilai: unknown;
    readonly penyingkapan: string;
  }[];
}

/** Rows of `Idempotency-Key` (D10): the answer is stored in the effect's own transaction. */
export interface EntriIdempotensi {
  readonly kunci: string;
  /** Scope: the person or, for public routes, the channel. */
  readonly pemilik: string;
  readonly sidik: Sha256;
  /** null while the effect is under way. */
  readonly jawaban: string | null;
  readonly dibuat: Waktu;
}
export interface IdempotensiBaca {
  cari(pemilik: string, kunci: string): Promise<EntriIdempotensi | null>;
}
export interface IdempotensiTulis {
  /** Inserts or completes; a different `sidik` under the same key throws KUNCI_IDEMPOTENSI_BEDA_ISI. */
  simpan(entri: EntriIdempotensi): Promise<void>;
  hapus(pemilik: string, kunci: string): Promise<void>;
}

/** Content-addressed, durable when `put` returns (temp, fsync, rename, fsync of the folder). */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<Sha256>;
  /** Only what the validator accepted may be stored as a signed file; the type makes forgetting it impossible. */
  putChecked(pdf: CheckedPdf): Promise<Sha256>;
  /** Throws BERKAS_HILANG; verifies the hash on reading. */
  get(sha256: Sha256): Promise<Uint8Array>;
  has(sha256: Sha256): Promise<boolean>;
}

/**
 * Raw answers of signers, put aside before anything is made of them (D2 step 4). Keyed by attempt; durable and atomic
 * when `taruh` returns; a second answer for one attempt is refused, never overwritten.
 */
export interface Sisihan {
  taruh(upaya: UpayaId, jawaban: Uint8Array): Promise<void>;
  ambil(upaya: UpayaId): Promise<Uint8Array | null>;
}

/** `jauh`: the key is elsewhere, so a call that failed may still have signed (D2). */
export type KunciTerbuka = HashSigner & { readonly jauh?: true; destroy(): void };

/**
 * Opens a key for one call. What is shown is the passphrase of a sealed key, the PIN of a token, PIN and one-time code
 * of a remote service; it is wiped by the callee. Throws FRASA_SANDI_SALAH, PIN_TERKUNCI and the adapter's codes; a
 * remote key tells only when it signs whether the PIN is right. `frasaSandi` may be empty where a code is enough.
 */
export interface PembukaKunci {
  buka(kunci: KunciHash, frasaSandi: Uint8Array, totp?: Uint8Array): Promise<KunciTerbuka>;
}

export type IdentitasKunci = Pick<HashSigner, 'certificate' | 'chain' | 'algorithm'>;

/** Where a key is that signs hashes and does not lie here: in a token, or at the remote signing service. */
export type LetakKunci =
  | {
      readonly jenis: 'pkcs11';
      readonly token: { readonly label: string } | { readonly serial: string };
      /** One is enough, both must fit; `id` in hexadecimal. */
      readonly kunci: { readonly label?: string; readonly id?: string };
    }
  | { readonly jenis: 'csc'; readonly kredensial: string };
export type JenisKunciLuar = LetakKunci['jenis'];

/** For the enrolment of such keys. */
export interface KunciLuar {
  /**
   * Who signs with that key, as the token (asked with its PIN) or the service says. `sertifikat`, the signer's and its
   * issuers', is for tokens that keep none. Throws the adapter's codes.
   */
  kenali(
    letak: LetakKunci,
    dengan: {
      readonly pin?: Uint8Array;
      readonly sertifikat: readonly Uint8Array[];
      readonly algoritma?: HashSigner['algorithm'];
    },
  ): Promise<IdentitasKunci>;
  /** Seals where the key is, for the row of that key. */
  segelLetak(id: KunciId, letak: LetakKunci): Uint8Array;
}

/** How the provider knows a user. The NIK is personal: it is sealed at once and never logged. */
export type PenggunaPenyedia = { readonly nik: string } | { readonly email: string };

/** What a user shows to sign once: one of the two. Bytes, wiped by whoever read them from the request. */
export interface IzinPenyedia {
  readonly frasaSandi?: Uint8Array;
  readonly totp?: Uint8Array;
}

/** One file of the provider's answer, or why it is none. */
export type BerkasPenyedia =
  { readonly pdf: Uint8Array } | { readonly kode: ErrorCode; readonly sebab: string };

/**
 * The national provider (providers.md 1): takes whole PDFs and returns whole PDFs. Every refusal that is known not to
 * have signed is a `TidakDitandatangani`; whatever else `tandatangani` throws leaves that open (D2).
 */
export interface DocumentSigner {
  /** Asks whether this user may sign now with what he shows; nothing is signed by it. Throws a coded refusal. */
  pastikanPengguna(kunci: KunciPenyedia, izin: IzinPenyedia): Promise<void>;
  /** Sends the files once, and never again. Brings back the raw answer, of which nothing has been made yet. */
  tandatangani(kunci: KunciPenyedia, berkas: readonly Uint8Array[], izin: IzinPenyedia): Promise<Uint8Array>;
  /** Reads a raw answer for so many files, in their order. Pure; never throws. */
  bacaJawaban(jawaban: Uint8Array, jumlah: number): readonly BerkasPenyedia[];
  /** Seals how the provider knows a user, for the row of that key. */
  segelPengguna(id: KunciId, pengguna: PenggunaPenyedia): Uint8Array;
}

/** Bytes as they come in, in pieces. */
export type IsiBerkas = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A stranger's file on this machine's disk while it is looked at. */
export interface BerkasSementara {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256;
}
export interface RuangSementara {
  /**
   * Stores and hashes what comes in; whoever gets it removes it. Throws PENYIMPANAN_PENUH and whatever `isi` throws, and
   * then has removed it already.
   */
  simpan(isi: IsiBerkas): Promise<BerkasSementara & { hapus(): Promise<void> }>;
}

/** A ZIP archive, opened; nothing of it is unpacked yet. */
export interface Arsip {
  /** Files in the archive's order; folders are none. */
  readonly butir: readonly ButirZip[];
  tutup(): void;
}
export interface ButirZip {
  /** As the archive has it: a word for people, never a path. */
  readonly nama: string;
  /** Why it is not opened; null: it may be. */
  readonly tolak: ErrorCode | null;
  /** Its bytes, once. Throws ARSIP_BUTIR_…. */
  isi(): AsyncIterable<Uint8Array>;
}
export interface PembacaArsip {
  /** Throws ARSIP_TIDAK_TERBACA, ARSIP_MELAMPAUI_BATAS. */
  buka(path: string): Promise<Arsip>;
}

/** The validator as the use-cases see it: anchors of this installation, the clock, and worker threads behind it. */
export interface PemeriksaPdf {
  /** Never throws for a document's fault. Throws TERLALU_SERING where too many wait, and the signal's reason. */
  periksa(
    berkas: Pick<BerkasSementara, 'path' | 'sizeBytes'>,
    pilihan: {
      readonly policy: PolicyName;
      /** Whose anchors count besides those for all: the code of a government; null: nobody's. */
      readonly instansi: string | null;
      /** Who waits in turn with others. */
      readonly pemanggil: string;
      readonly batal?: AbortSignal | undefined;
    },
  ): Promise<ValidationReport>;
  /** The gate of D2 step 5: the only way to a CheckedPdf. By the anchors of the letter's own government. */
  gerbang(pdf: ByteSource, harapan: GateExpectation, instansi: string | null): Promise<GateResult>;
}

/** The electronic seal of this installation: what it says of a file, it says in its own name. */
export interface SegelLayanan {
  /** Opens the key, lends it for one piece of work and closes it. Throws what opening it throws. */
  pakai<T>(kerja: (signer: HashSigner) => Promise<T>): Promise<T>;
}

/** Whom this installation trusts, as far as a result has to name it. */
export interface PenilaiJangkar {
  /** Whose anchor it is, by its SHA-256 (hex): what PP 71/2019 makes of a mark depends on that. */
  jenis(instansi: string | null, sha256: string): JenisJangkar;
}

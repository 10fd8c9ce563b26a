import type {
  JabatanId,
  KunciId,
  OrangId,
  ProfilId,
  Sha256,
  TenantId,
  UnitId,
  Waktu,
} from '../shared/brand.ts';
import { hex, sha256, utf8 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Benih } from '../domain/benih.ts';
import { samarkanNik } from '../domain/identitas/nik.ts';
import type { HashSigner } from '../pades/index.ts';
import type { Catat, Repos, UnitOfWork } from './ports.ts';

/** What the development accounts of a government are made with; by `kode` of the person. */
export interface AkunBenih {
  readonly token: string;
  /** null: a person without a signing key. */
  readonly kunci: KunciBenih | null;
}
export interface KunciBenih {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly algorithm: HashSigner['algorithm'];
  readonly tersegel: Uint8Array;
  readonly berlakuDari: Waktu;
  readonly berlakuSampai: Waktu;
}
export interface BahanBenih {
  readonly uow: UnitOfWork;
  readonly idBaru: () => string;
  /** Replaces `{alamat}` in the profiles: where the proof pages will be for ever. */
  readonly alamat: string;
}

/** A government's first data, whole or not at all: one transaction. Does nothing where the government exists. */
export async function tanamBenih(
  bahan: BahanBenih,
  benih: Benih,
  akun: ReadonlyMap<string, AkunBenih>,
): Promise<'ditanam' | 'sudah ada'> {
  const ada = await bahan.uow.read((repos) => repos.tenant.cariKode(benih.tenant.kode));
  if (ada !== null) return 'sudah ada';
  const tenantId = bahan.idBaru() as TenantId;
  await bahan.uow.write({ jenis: 'sistem' }, `benih-${benih.tenant.kode}`, async (repos, catat) => {
    const kebun: Kebun = { ...bahan, repos, catat, tenantId, benih };
    await tanamTenant(kebun);
    const unit = await tanamUnit(kebun);
    const jabatan = await tanamJabatan(kebun, unit);
    const orang = await tanamOrang(kebun, akun);
    await tanamPemangku(kebun, jabatan, orang);
  });
  return 'ditanam';
}

interface Kebun extends BahanBenih {
  readonly repos: Repos;
  readonly catat: Catat;
  readonly tenantId: TenantId;
  readonly benih: Benih;
}

async function tanamTenant({ repos, catat, tenantId, benih, idBaru, alamat }: Kebun): Promise<void> {
  await repos.tenant.tambah({ id: tenantId, ...benih.tenant });
  catat({
    peristiwa: 'tenant.buat',
    tenantId,
    objek: { jenis: 'tenant', id: tenantId },
    rincian: { kode: benih.tenant.kode, jenis: benih.tenant.jenis },
  });
  for (const [i, { berlakuSejak, isi }] of benih.profil.entries()) {
    const id = idBaru() as ProfilId;
    const alamatBukti = isi.alamatBukti.replace('{alamat}', alamat);
    await repos.tenant.tambahProfil({
      id,
      tenantId,
      versi: i + 1,
      berlakuSejak,
      isi: { ...isi, alamatBukti },
    });
    catat({
      peristiwa: 'profil.buat',
      tenantId,
      objek: { jenis: 'profil', id },
      rincian: { versi: i + 1, berlaku_sejak: berlakuSejak },
    });
  }
}

async function tanamUnit({ repos, catat, tenantId, benih, idBaru }: Kebun): Promise<Map<string, UnitId>> {
  const id = new Map(benih.unit.map((u) => [u.kode, idBaru() as UnitId]));
  for (const u of indukDahulu(benih.unit)) {
    const unitId = wajib(id, u.kode);
    await repos.organisasi.tambahUnit({
      ...u,
      id: unitId,
      tenantId,
      induk: u.induk === null ? null : wajib(id, u.induk),
    });
    catat({
      peristiwa: 'unit.buat',
      tenantId,
      objek: { jenis: 'unit', id: unitId },
      rincian: { kode: u.kode },
    });
  }
  return id;
}

async function tanamJabatan(
  { repos, catat, tenantId, benih, idBaru }: Kebun,
  unit: ReadonlyMap<string, UnitId>,
): Promise<Map<string, JabatanId>> {
  const id = new Map(benih.jabatan.map((j) => [j.kode, idBaru() as JabatanId]));
  for (const { unit: kodeUnit, induk, ...j } of indukDahulu(benih.jabatan)) {
    const jabatanId = wajib(id, j.kode);
    await repos.organisasi.tambahJabatan({
      ...j,
      id: jabatanId,
      tenantId,
      unitId: wajib(unit, kodeUnit),
      induk: induk === null ? null : wajib(id, induk),
    });
    catat({
      peristiwa: 'jabatan.buat',
      tenantId,
      objek: { jenis: 'jabatan', id: jabatanId },
      rincian: { kode: j.kode },
    });
  }
  return id;
}

async function tanamOrang(kebun: Kebun, akun: ReadonlyMap<string, AkunBenih>): Promise<Map<string, OrangId>> {
  const { repos, catat, tenantId, benih, idBaru } = kebun;
  const id = new Map(benih.orang.map((o) => [o.kode, idBaru() as OrangId]));
  for (const { kode, nik, ...o } of benih.orang) {
    const orangId = wajib(id, kode);
    const punya = akun.get(kode);
    await repos.organisasi.tambahOrang(
      { ...o, id: orangId, tenantId, nikTersamar: nik === null ? null : samarkanNik(nik) },
      nik,
    );
    catat({
      peristiwa: 'akun.buat',
      tenantId,
      objek: { jenis: 'pengguna', id: orangId },
      rincian: { peran: [...o.peran] },
      tertutup: [{ nama: 'objek.nama', nilai: o.nama, subjek: orangId }],
    });
    if (punya === undefined) continue;
    await repos.organisasi.tambahToken(hex(sha256(utf8(punya.token))) as Sha256, orangId, tenantId);
    if (punya.kunci !== null) await tanamKunci(kebun, orangId, punya.kunci);
  }
  return id;
}

async function tanamKunci(
  { repos, catat, tenantId, idBaru }: Kebun,
  orangId: OrangId,
  kunci: KunciBenih,
): Promise<void> {
  const id = idBaru() as KunciId;
  await repos.kunci.tambah({
    ...kunci,
    jenis: 'tersegel',
    id,
    tenantId,
    orangId,
    salah: 0,
    terkunciSampai: null,
  });
  catat({
    peristiwa: 'sertifikat.daftar',
    tenantId,
    objek: { jenis: 'sertifikat', id },
    rincian: { sha256: hex(sha256(kunci.certificate)), orang: orangId },
  });
}

async function tanamPemangku(
  { repos, catat, tenantId, benih }: Kebun,
  jabatan: ReadonlyMap<string, JabatanId>,
  orang: ReadonlyMap<string, OrangId>,
): Promise<void> {
  for (const p of benih.pemangku) {
    const jabatanId = wajib(jabatan, p.jabatan);
    const orangId = wajib(orang, p.orang);
    await repos.organisasi.tambahPemangku({
      jabatanId,
      orangId,
      bentuk: p.bentuk,
      dari: p.dari,
      sampai: p.sampai,
    });
    catat({
      peristiwa: 'jabatan.pangku',
      tenantId,
      objek: { jenis: 'jabatan', id: jabatanId },
      rincian: {
        orang: orangId,
        bentuk: p.bentuk,
        dari: p.dari,
        ...(p.sampai === null ? {} : { sampai: p.sampai }),
      },
    });
  }
}

/** Parents before children, so that every reference exists when it is written. The loader has refused cycles. */
function indukDahulu<T extends { readonly kode: string; readonly induk: string | null }>(
  semua: readonly T[],
): T[] {
  const kedalaman = (satu: T, sisa: number): number => {
    const induk = satu.induk === null || sisa === 0 ? undefined : semua.find((s) => s.kode === satu.induk);
    return induk === undefined ? 0 : 1 + kedalaman(induk, sisa - 1);
  };
  return semua.toSorted((a, b) => kedalaman(a, semua.length) - kedalaman(b, semua.length));
}

function wajib<T>(peta: ReadonlyMap<string, T>, kode: string): T {
  const nilai = peta.get(kode);
  if (nilai === undefined)
    throw new NaskahError('KONFIGURASI_TIDAK_SAH', { detail: `Kode ${kode} tidak dikenal.` });
  return nilai;
}

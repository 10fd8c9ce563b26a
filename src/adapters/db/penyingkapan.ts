import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { utf8 } from '../../shared/bytes.ts';
import type { Disclosure } from '../../translog/index.ts';
import type { Db } from './dialek.ts';
import type { Rahasia } from './rahasia.ts';
import { penyingkapan, subjekKunci } from './skema/index.ts';

/**
 * Sealed values at rest (audit-log.md 3.4): AES-256-GCM, random 96-bit nonce, under the data key of the subject, with
 * the digest as AAD. Destroying the subject's key row erases every value about it, in copies as well.
 */
const TUJUAN = 'kunci-subjek';
const TAG_BYTES = 16;

export interface TempatDaun {
  readonly log: string;
  readonly urut: number;
}

export async function simpanPenyingkapan(
  db: Db,
  rahasia: Rahasia,
  { log, urut }: TempatDaun,
  isi: Disclosure & { readonly nama: string; readonly subjekId: string },
): Promise<void> {
  const kunci =
    (await kunciSubjek(db, rahasia, isi.subjekId)) ?? (await buatKunci(db, rahasia, isi.subjekId));
  const nonce = randomBytes(12);
  const sandi = createCipheriv('aes-256-gcm', kunci, nonce, { authTagLength: TAG_BYTES }).setAAD(
    utf8(isi.digest),
  );
  const ct = Buffer.concat([sandi.update(isi.text, 'ascii'), sandi.final(), sandi.getAuthTag()]);
  kunci.fill(0);
  await db
    .insert(penyingkapan)
    .values({ digest: isi.digest, log, urut, nama: isi.nama, subjekId: isi.subjekId, nonce, ct });
}

/** The disclosure string; null when the subject's key has been destroyed. */
export async function bukaPenyingkapan(
  db: Db,
  rahasia: Rahasia,
  baris: typeof penyingkapan.$inferSelect,
): Promise<string | null> {
  const kunci = await kunciSubjek(db, rahasia, baris.subjekId);
  if (kunci === null) return null;
  const batas = baris.ct.length - TAG_BYTES;
  const sandi = createDecipheriv('aes-256-gcm', kunci, baris.nonce, { authTagLength: TAG_BYTES })
    .setAAD(utf8(baris.digest))
    .setAuthTag(baris.ct.subarray(batas));
  const teks = Buffer.concat([sandi.update(baris.ct.subarray(0, batas)), sandi.final()]).toString('ascii');
  kunci.fill(0);
  return teks;
}

async function kunciSubjek(db: Db, rahasia: Rahasia, subjekId: string): Promise<Uint8Array | null> {
  const baris = (await db.select().from(subjekKunci).where(eq(subjekKunci.subjekId, subjekId)))[0];
  return baris === undefined ? null : rahasia.open(TUJUAN, baris.tersegel, utf8(subjekId));
}

async function buatKunci(db: Db, rahasia: Rahasia, subjekId: string): Promise<Uint8Array> {
  const kunci = randomBytes(32);
  const tersegel = Buffer.from(rahasia.seal(TUJUAN, kunci, utf8(subjekId)));
  await db.insert(subjekKunci).values({ subjekId, tersegel });
  return kunci;
}

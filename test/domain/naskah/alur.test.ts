import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aksiNaskah,
  aksiSistem,
  alurNaskah,
  diagramAlur,
  putuskan,
  tindakanTersedia,
  type AksiNaskah,
  type AksiSistem,
  type KonteksAlur,
} from '../../../src/domain/naskah/alur.ts';
import {
  keadaanNaskah,
  type KeadaanNaskah,
  type LangkahParaf,
  type LangkahTandaTangan,
} from '../../../src/domain/naskah/naskah.ts';
import type { JabatanId, NaskahId } from '../../../src/shared/brand.ts';

const id = (nama: string) => nama as JabatanId;
const naskahId = 'n' as NaskahId;
const paraf = (jabatan: string, urutan: number, status: LangkahParaf['status'] = 'menunggu', versi = 2) =>
  ({
    naskahId,
    versi,
    urutan,
    jabatanId: id(jabatan),
    status,
    orangId: null,
    waktu: null,
  }) satisfies LangkahParaf;
const ttd = (jabatan: string, urutan: number, status: LangkahTandaTangan['status'] = 'menunggu') =>
  ({
    naskahId,
    urutan,
    jabatanId: id(jabatan),
    status,
    orangId: null,
    waktu: null,
    wewenang: null,
  }) satisfies LangkahTandaTangan;

/** A letter of version 2 by `konseptor`, initialled by p1 and p2, signed by s1 and s2. */
const konteks = (keadaan: KeadaanNaskah, pelaku: string, lain: Partial<KonteksAlur> = {}): KonteksAlur => ({
  naskah: { keadaan, versi: 2, konseptorJabatanId: id('konseptor') },
  paraf: [paraf('p1', 1), paraf('p2', 2)],
  penandatangan: [ttd('s1', 1), ttd('s2', 2)],
  jabatanPelaku: [id(pelaku)],
  peran: ['pegawai'],
  alasan: null,
  ...lain,
});
const p1Selesai = [paraf('p1', 1, 'disetujui'), paraf('p2', 2)];
const parafSelesai = [paraf('p1', 1, 'disetujui'), paraf('p2', 2, 'disetujui')];
const satuTtd = [ttd('s1', 1)];
const s1Selesai = [ttd('s1', 1, 'selesai'), ttd('s2', 2)];
const sistem: Partial<KonteksAlur> = { peran: ['sistem'], jabatanPelaku: [] };
const admin: Partial<KonteksAlur> = { peran: ['admin'], jabatanPelaku: [], alasan: 'sudah dicek' };

const boleh: [string, AksiNaskah | AksiSistem, KonteksAlur, KeadaanNaskah, string | null][] = [
  ['the drafter changes a draft', 'ubah', konteks('konsep', 'konseptor'), 'konsep', 'konseptor'],
  ['a change calls a submitted letter back', 'ubah', konteks('diajukan', 'konseptor'), 'konsep', 'konseptor'],
  [
    'a change calls an initialled letter back',
    'ubah',
    konteks('diparaf', 'konseptor'),
    'konsep',
    'konseptor',
  ],
  [
    'a change calls a letter ready to sign back',
    'ubah',
    konteks('siap_tanda_tangan', 'konseptor', { paraf: parafSelesai }),
    'konsep',
    'konseptor',
  ],
  ['a draft is submitted', 'ajukan', konteks('konsep', 'konseptor'), 'diajukan', 'konseptor'],
  [
    'a draft without paraf goes straight to the signer',
    'ajukan',
    konteks('konsep', 'konseptor', { paraf: [] }),
    'siap_tanda_tangan',
    'konseptor',
  ],
  [
    'paraf of an older version does not count as a step',
    'ajukan',
    konteks('konsep', 'konseptor', { paraf: [paraf('p1', 1, 'menunggu', 1), paraf('p2', 2, 'gugur')] }),
    'siap_tanda_tangan',
    'konseptor',
  ],
  ['the first paraf', 'paraf', konteks('diajukan', 'p1'), 'diparaf', 'p1'],
  [
    'the only paraf is the last',
    'paraf',
    konteks('diajukan', 'p1', { paraf: [paraf('p1', 1)] }),
    'siap_tanda_tangan',
    'p1',
  ],
  ['the last paraf', 'paraf', konteks('diparaf', 'p2', { paraf: p1Selesai }), 'siap_tanda_tangan', 'p2'],
  [
    'a middle paraf leaves the letter in paraf',
    'paraf',
    konteks('diparaf', 'p2', { paraf: [...p1Selesai, paraf('p3', 3)] }),
    'diparaf',
    'p2',
  ],
  ['returned at the first paraf', 'kembalikan', konteks('diajukan', 'p1', { alasan: 'x' }), 'konsep', 'p1'],
  [
    'returned at a later paraf',
    'kembalikan',
    konteks('diparaf', 'p2', { paraf: p1Selesai, alasan: 'x' }),
    'konsep',
    'p2',
  ],
  [
    'returned by the signer',
    'kembalikan',
    konteks('siap_tanda_tangan', 's1', { paraf: parafSelesai, alasan: 'x' }),
    'konsep',
    's1',
  ],
  ['rejected at the first paraf', 'tolak', konteks('diajukan', 'p1', { alasan: 'x' }), 'ditolak', 'p1'],
  [
    'rejected at a later paraf',
    'tolak',
    konteks('diparaf', 'p2', { paraf: p1Selesai, alasan: 'x' }),
    'ditolak',
    'p2',
  ],
  [
    'rejected by the signer',
    'tolak',
    konteks('siap_tanda_tangan', 's1', { paraf: parafSelesai, alasan: 'x' }),
    'ditolak',
    's1',
  ],
  ['the first signer signs', 'tandatangani', konteks('siap_tanda_tangan', 's1'), 'menandatangani', 's1'],
  [
    'the second signer signs after the first',
    'tandatangani',
    konteks('siap_tanda_tangan', 's2', { penandatangan: s1Selesai }),
    'menandatangani',
    's2',
  ],
  [
    'one of two signatures is done',
    'tanda_tangan_selesai',
    konteks('menandatangani', '', sistem),
    'siap_tanda_tangan',
    null,
  ],
  [
    'the last signature is done',
    'tanda_tangan_selesai',
    konteks('menandatangani', '', { ...sistem, penandatangan: s1Selesai }),
    'ditandatangani',
    null,
  ],
  ['a failure', 'tanda_tangan_gagal', konteks('menandatangani', '', sistem), 'siap_tanda_tangan', null],
  ['no timestamp', 'cap_waktu_gagal', konteks('menandatangani', '', sistem), 'menunggu_cap_waktu', null],
  ['an unknown outcome', 'tanda_tangan_tak_pasti', konteks('menandatangani', '', sistem), 'tak_pasti', null],
  [
    'the signer asks for the timestamp again',
    'lanjutkan_cap_waktu',
    konteks('menunggu_cap_waktu', 's1'),
    'menandatangani',
    's1',
  ],
  [
    'the system asks for the timestamp again',
    'lanjutkan_cap_waktu',
    konteks('menunggu_cap_waktu', '', sistem),
    'menandatangani',
    null,
  ],
  [
    'evidence shows that nothing was signed',
    'pastikan',
    konteks('tak_pasti', '', { ...admin, terbukti: 'tidak_bertanda_tangan' }),
    'siap_tanda_tangan',
    null,
  ],
  [
    'evidence shows the last signature',
    'pastikan',
    konteks('tak_pasti', '', { ...admin, terbukti: 'bertanda_tangan', penandatangan: satuTtd }),
    'ditandatangani',
    null,
  ],
  [
    'evidence shows a signature and another signer waits',
    'pastikan',
    konteks('tak_pasti', '', { ...admin, terbukti: 'bertanda_tangan' }),
    'siap_tanda_tangan',
    null,
  ],
  ['the drafter sends', 'kirim', konteks('ditandatangani', 'konseptor'), 'dikirim', 'konseptor'],
  [
    'a signer sends',
    'kirim',
    konteks('ditandatangani', 's2', { penandatangan: [ttd('s1', 1, 'selesai'), ttd('s2', 2, 'selesai')] }),
    'dikirim',
    's2',
  ],
];

const ditolak: [string, AksiNaskah | AksiSistem, KonteksAlur, string][] = [
  ['a stranger may not change a draft', 'ubah', konteks('konsep', 'orang-lain'), 'TIDAK_BERWENANG'],
  [
    'an administrator may not sign for anyone',
    'tandatangani',
    konteks('siap_tanda_tangan', 'x', { peran: ['admin'] }),
    'TIDAK_BERWENANG',
  ],
  [
    'a letter without a signer is not submitted',
    'ajukan',
    konteks('konsep', 'konseptor', { penandatangan: [] }),
    'NASKAH_TANPA_PENANDATANGAN',
  ],
  ['the second paraf waits for the first', 'paraf', konteks('diajukan', 'p2'), 'LANGKAH_BUKAN_GILIRAN'],
  [
    'nobody gives a paraf twice',
    'paraf',
    konteks('diparaf', 'p1', { paraf: p1Selesai }),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  [
    'the second signer waits for the first',
    'tandatangani',
    konteks('siap_tanda_tangan', 's2'),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  [
    'the signer does not act while paraf goes on',
    'paraf',
    konteks('diajukan', 's1'),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  ['a return needs a reason', 'kembalikan', konteks('diajukan', 'p1'), 'ALASAN_WAJIB'],
  ['spaces are no reason', 'tolak', konteks('diajukan', 'p1', { alasan: ' \n ' }), 'ALASAN_WAJIB'],
  [
    'after the first signature content does not go back',
    'ubah',
    konteks('siap_tanda_tangan', 'konseptor', { penandatangan: s1Selesai }),
    'NASKAH_TINDAKAN_DITOLAK',
  ],
  [
    'after the first signature the second signer may not return it',
    'kembalikan',
    konteks('siap_tanda_tangan', 's2', { penandatangan: s1Selesai, alasan: 'x' }),
    'NASKAH_TINDAKAN_DITOLAK',
  ],
  [
    'after the first signature the first signer does not end it',
    'tolak',
    konteks('siap_tanda_tangan', 's1', { penandatangan: s1Selesai, alasan: 'x' }),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  [
    'a second press while signing',
    'tandatangani',
    konteks('menandatangani', 's1'),
    'PENANDATANGANAN_BERJALAN',
  ],
  [
    'an unknown outcome is not retried',
    'tandatangani',
    konteks('tak_pasti', 's1'),
    'PENANDATANGANAN_TAK_PASTI',
  ],
  [
    'an unknown outcome is not settled without evidence',
    'pastikan',
    konteks('tak_pasti', '', admin),
    'MASUKAN_TIDAK_SAH',
  ],
  [
    'an unknown outcome is not settled without a reason',
    'pastikan',
    konteks('tak_pasti', '', { ...admin, alasan: '', terbukti: 'bertanda_tangan' }),
    'ALASAN_WAJIB',
  ],
  [
    'a signer may not settle an unknown outcome',
    'pastikan',
    konteks('tak_pasti', 's1', { alasan: 'x', terbukti: 'tidak_bertanda_tangan' }),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  [
    'a person may not report the end of a signature',
    'tanda_tangan_selesai',
    konteks('menandatangani', 's1'),
    'LANGKAH_BUKAN_GILIRAN',
  ],
  [
    'an unsigned letter is not sent',
    'kirim',
    konteks('siap_tanda_tangan', 'konseptor'),
    'NASKAH_TINDAKAN_DITOLAK',
  ],
  ['a sent letter is not sent again', 'kirim', konteks('dikirim', 'konseptor'), 'NASKAH_TINDAKAN_DITOLAK'],
];

describe('the state machine of a letter', () => {
  it.each(boleh)('%s', (_, aksi, k, ke, sebagai) => {
    expect(putuskan(aksi, k)).toEqual({ boleh: true, ke, sebagai });
  });
  it.each(ditolak)('%s', (_, aksi, k, kode) => {
    expect(putuskan(aksi, k)).toEqual({ boleh: false, kode });
  });

  it('every row of the table is taken by an example above', () => {
    const diambil = new Set(boleh.map(([, aksi, k, ke]) => [k.naskah.keadaan, aksi, ke].join()));
    expect(alurNaskah.map((b) => [b.dari, b.aksi, b.ke].join()).filter((b) => !diambil.has(b))).toEqual([]);
  });

  it('a person wearing several hats acts as the one whose turn it is', () => {
    const k = konteks('diparaf', '', { paraf: p1Selesai, jabatanPelaku: [id('s1'), id('p2'), id('p1')] });
    expect(putuskan('paraf', k)).toEqual({ boleh: true, ke: 'siap_tanda_tangan', sebagai: 'p2' });
  });

  it('turns follow the order of steps, not the order of rows', () => {
    const k = konteks('diajukan', 'p1', { paraf: [paraf('p2', 2), paraf('p1', 1)] });
    expect(putuskan('paraf', k)).toMatchObject({ boleh: true, sebagai: 'p1' });
  });

  it('offers what an actor may do, before reason or evidence is given', () => {
    expect(tindakanTersedia(konteks('konsep', 'konseptor'))).toEqual(['ubah', 'ajukan']);
    expect(tindakanTersedia(konteks('diajukan', 'p1'))).toEqual(['paraf', 'kembalikan', 'tolak']);
    expect(tindakanTersedia(konteks('siap_tanda_tangan', 's1'))).toEqual([
      'kembalikan',
      'tolak',
      'tandatangani',
    ]);
    expect(tindakanTersedia(konteks('siap_tanda_tangan', 's2', { penandatangan: s1Selesai }))).toEqual([
      'tolak',
      'tandatangani',
    ]);
    expect(tindakanTersedia(konteks('tak_pasti', '', { ...admin, alasan: null }))).toEqual(['pastikan']);
    expect(tindakanTersedia(konteks('ditandatangani', 'konseptor'))).toEqual(['kirim']);
    expect(tindakanTersedia(konteks('diajukan', 'orang-lain'))).toEqual([]);
  });

  it('nothing leaves a sent or a rejected letter', () => {
    expect(alurNaskah.filter(({ dari }) => dari === 'dikirim' || dari === 'ditolak')).toEqual([]);
  });

  it('every state is reached, and every act of the enums has a row', () => {
    const dicapai = new Set(['konsep', ...alurNaskah.map(({ ke }) => ke)]);
    expect([...dicapai].toSorted()).toEqual([...keadaanNaskah].toSorted());
    expect([...new Set(alurNaskah.map(({ aksi }) => aksi))].toSorted()).toEqual(
      [...aksiNaskah, ...aksiSistem].toSorted(),
    );
  });

  it('whoever acts and however, the outcome is a row of the table, and menu and decision agree', () => {
    const siapa = fc.subarray(['konseptor', 'p1', 'p2', 's1', 's2', 'lain'].map(id));
    const langkahParaf = fc.tuple(
      fc.constantFrom<LangkahParaf['status']>('menunggu', 'disetujui', 'gugur', 'dikembalikan'),
      fc.constantFrom(1, 2),
    );
    const langkahTtd = fc.constantFrom<LangkahTandaTangan['status']>('menunggu', 'selesai');
    fc.assert(
      fc.property(
        fc.constantFrom(...keadaanNaskah),
        siapa,
        fc.array(langkahParaf, { maxLength: 3 }),
        fc.array(langkahTtd, { maxLength: 3 }),
        fc.subarray(['admin', 'sistem', 'pegawai'] as const),
        fc.constantFrom(null, '', 'alasan'),
        fc.constantFrom(null, 'bertanda_tangan', 'tidak_bertanda_tangan'),
        (keadaan, jabatanPelaku, parafAcak, ttdAcak, peran, alasan, terbukti) => {
          const k: KonteksAlur = {
            naskah: { keadaan, versi: 2, konseptorJabatanId: id('konseptor') },
            paraf: parafAcak.map(([status, versi], i) => paraf(`p${i + 1}`, i + 1, status, versi)),
            penandatangan: ttdAcak.map((status, i) => ttd(`s${i + 1}`, i + 1, status)),
            jabatanPelaku,
            peran,
            alasan,
            terbukti,
          };
          const menu = tindakanTersedia(k);
          for (const aksi of [...aksiNaskah, ...aksiSistem]) {
            const putusan = putuskan(aksi, k);
            if (!putusan.boleh) continue;
            expect(alurNaskah).toContainEqual(
              expect.objectContaining({ dari: keadaan, aksi, ke: putusan.ke }),
            );
            if ((aksiNaskah as readonly string[]).includes(aksi)) expect(menu).toContain(aksi);
            if (putusan.sebagai !== null) expect(jabatanPelaku).toContain(putusan.sebagai);
            // What somebody has signed never becomes a draft again; it can only go on or end.
            if (putusan.ke === 'konsep' && keadaan !== 'konsep') expect(ttdAcak).not.toContain('selesai');
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('the diagram has one arrow for each row', () => {
    const panah = diagramAlur()
      .split('\n')
      .filter((baris) => baris.includes('-->') && !baris.includes('[*]'));
    expect(panah).toHaveLength(alurNaskah.length);
    expect(diagramAlur()).toContain('  diajukan --> diparaf: paraf (pemaraf_giliran) [masih_ada_paraf]');
  });
});

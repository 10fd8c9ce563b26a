import type { KonsepNaskah } from '../../src/domain/naskah/konsep.ts';

/** A short official letter of Diskominfo; what a test is about is given in `ubahan`. */
export const suratDinas = (ubahan: Partial<KonsepNaskah> = {}): KonsepNaskah =>
  ({
    jenis: 'surat-dinas',
    klasifikasi: '500.12',
    sifatKeamanan: 'B',
    hal: 'Undangan Rapat Koordinasi Layanan Digital',
    tujuan: [{ nama: 'Kepala Dinas Perhubungan Provinsi Jawa Tengah', di: 'Semarang' }],
    isi: [
      {
        jenis: 'paragraf',
        teks: 'Bersama ini kami mengundang Saudara pada rapat koordinasi layanan digital.',
      },
      { jenis: 'paragraf', teks: 'Demikian, atas perhatian Saudara kami ucapkan terima kasih.' },
    ],
    konseptor: 'jateng.diskominfo.pranata',
    pemaraf: [],
    penandatangan: ['jateng.diskominfo.kepala'],
    ...ubahan,
  }) as KonsepNaskah;

export const duaPemaraf = ['jateng.diskominfo.kabid-tik', 'jateng.diskominfo.sekretaris'];
export const duaPenandatangan = ['jateng.diskominfo.kepala', 'jateng.dishub.kepala'];

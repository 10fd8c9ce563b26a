import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bacaDaftar } from '../../../src/adapters/kepercayaan/daftar-tepercaya.ts';
import { jangkarBawaan, sumberKepercayaan } from '../../../src/adapters/kepercayaan/sumber.ts';
import { bacaCalon, hapusJangkar, tambahJangkar } from '../../../src/adapters/kepercayaan/tambah.ts';
import { teksTertandaTangan } from '../../../src/adapters/kepercayaan/tanda-tangan-xml.ts';
import { teksXml } from '../../../src/adapters/kepercayaan/xml-ketat.ts';
import { makePki, type TestPki } from '../../support/pki.ts';
import { daftarXml, ecdsa, qc, status, tandai } from './buat-daftar.ts';

let pki: TestPki;
let akar: X509Certificate;
let rsa: X509Certificate;
let folder: string;
const pada = new Date('2026-11-24T00:00:00Z');

beforeAll(async () => {
  pki = await makePki();
  akar = new X509Certificate(pki.root.certificate);
  rsa = new X509Certificate(pki.rsa.certificate);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kepercayaan-'));
  mkdirSync(join(folder, 'umum'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const layanan = (ubah: Partial<Parameters<typeof daftarXml>[0][number]> = {}) => ({
  jenis: qc,
  status: status('granted'),
  mulai: '2025-06-01T00:00:00Z',
  sertifikat: pki.root.certificate,
  ...ubah,
});
const baca = (xml: string) => bacaDaftar(teksTertandaTangan(teksXml(Buffer.from(xml)), [rsa]).teks);
const alasan = (fungsi: () => unknown): string => {
  try {
    fungsi();
  } catch (galat) {
    return (galat as { alasan?: string }).alasan ?? String(galat);
  }
  return 'diterima';
};

describe('anchors in folders', () => {
  const sumber = () => sumberKepercayaan({ folder, bawaan: [] });

  it('count for all, or for one government only, and from the moment they lie there', () => {
    const s = sumber();
    expect(s.anchors('kota-a', pada)).toEqual([]);
    mkdirSync(join(folder, 'kota-a'));
    writeFileSync(join(folder, 'kota-a', 'akar.pem'), akar.toString());
    expect(s.anchors('kota-a', pada).map(({ certificate }) => certificate)).toEqual([akar.raw]);
    expect(s.anchors('kota-b', pada)).toEqual([]);
    writeFileSync(join(folder, 'umum', 'akar.pem'), akar.toString());
    expect(s.anchors('kota-b', pada)).toHaveLength(1);
    expect(s.anchors('kota-a', pada), 'the same anchor twice is one').toHaveLength(1);
    rmSync(join(folder, 'umum', 'akar.pem'));
    expect(s.anchors('kota-b', pada)).toEqual([]);
  });

  it.each([
    ['a cut certificate', (pem: string) => pem.slice(0, -200), 'BUKAN_SERTIFIKAT'],
    ['words around it', (pem: string) => `hello\n${pem}`, 'BUKAN_SERTIFIKAT'],
    [
      'a private key beside it',
      (pem: string) => pem + pem.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      'BUKAN_SERTIFIKAT',
    ],
    ['too many of them', (pem: string) => pem.repeat(201), 'TERLALU_BANYAK'],
    ['more than a megabyte', (pem: string) => pem + ' '.repeat(1024 * 1024), 'BERKAS_TERLALU_BESAR'],
  ])('a file with %s is refused by name, and the others still count', (_, ubah, kode) => {
    writeFileSync(join(folder, 'umum', 'baik.pem'), akar.toString());
    writeFileSync(join(folder, 'umum', 'buruk.pem'), ubah(rsa.toString()));
    const { jangkar, ditolak } = sumber().semua(null);
    expect(jangkar.map(({ sha256 }) => sha256)).toHaveLength(1);
    expect(ditolak.map((d) => d.alasan)).toEqual([kode]);
  });

  it('who added and who removed one stays written down', async () => {
    const umum = join(folder, 'umum');
    writeFileSync(join(folder, 'ca.pem'), akar.toString());
    const calon = await bacaCalon(join(folder, 'ca.pem'), null);
    await tambahJangkar(umum, calon, { oleh: 'ani', pada: '2026-11-24', psreIndonesia: false });
    expect(await hapusJangkar(umum, 'ca.pem', { oleh: 'budi', pada: '2026-11-25' })).toBe(true);
    const baris = readFileSync(join(umum, 'riwayat.jsonl'), 'utf8').trim().split('\n');
    expect(baris.map((satu) => JSON.parse(satu) as unknown)).toMatchObject([
      { aksi: 'add', berkas: 'ca.pem', oleh: 'ani' },
      { aksi: 'remove', berkas: 'ca.pem', oleh: 'budi' },
    ]);
  });

  it('for judging files, an ended one counts for the past; an authority for timestamps only does not count', () => {
    const asal = jangkarBawaan(pki.root.certificate, 'x');
    const untuk = (ubah: object) =>
      sumberKepercayaan({ folder: null, bawaan: [{ ...asal, ...ubah }] }).untukPemeriksaan(null, pada);
    const berakhir = untuk({ sampai: new Date('2026-03-01T10:00:00Z') });
    expect(berakhir.anchors).toHaveLength(1);
    expect(berakhir.anchorSunsets).toEqual({ [asal.sha256]: '2026-03-01' });
    expect(untuk({ sampai: new Date('2027-01-01') }).anchorSunsets).toEqual({});
    expect(untuk({ dari: new Date('2027-01-01') }).anchors).toEqual([]);
    expect(untuk({ tujuan: 'tsa' }).anchors).toEqual([]);
  });

  it('a note that speaks of another certificate makes the file useless', async () => {
    const asal = join(folder, 'akar.pem');
    writeFileSync(asal, akar.toString());
    const letak = await tambahJangkar(join(folder, 'umum'), await bacaCalon(asal, null), {
      oleh: 'uji',
      pada: '',
      psreIndonesia: true,
    });
    expect(
      sumber()
        .semua(null)
        .jangkar.map((j) => j.psreIndonesia),
    ).toEqual([true]);
    writeFileSync(letak, rsa.toString());
    expect(sumber().semua(null)).toMatchObject({ jangkar: [], ditolak: [{ alasan: 'CATATAN_RUSAK' }] });
  });
});

describe('trusted lists (TS 119 612)', () => {
  it('are read from what the pinned signer signed', () => {
    const daftar = baca(tandai(daftarXml([layanan(), layanan({ jenis: `${qc}-other` })]), pki.rsa.key));
    expect(daftar).toMatchObject({
      urutan: 7,
      wilayah: 'ID',
      dilewati: 1,
      penunjuk: ['https://lotl.test/lotl.xml'],
    });
    expect(daftar.layanan.map(({ sertifikat }) => sertifikat[0]?.fingerprint256)).toEqual([
      akar.fingerprint256,
    ]);
  });

  it('may name the root by its id', () => {
    expect(baca(tandai(daftarXml([layanan()]), pki.rsa.key, { uri: 'daftar' })).urutan).toBe(7);
  });

  it('with ECDSA are read as well, and only with the key they were made with', () => {
    const ec = new X509Certificate(pki.ec.certificate);
    const xml = tandai(daftarXml([layanan()]), pki.ec.key, { algoritma: ecdsa });
    expect(teksTertandaTangan(xml, [ec]).penandatangan.fingerprint256).toBe(ec.fingerprint256);
    expect(teksTertandaTangan(xml, [rsa, ec]).penandatangan.fingerprint256).toBe(ec.fingerprint256);
    expect(alasan(() => baca(xml))).toBe('TANDA_TANGAN_SALAH');
  });

  it('give an anchor for the time in which the service was granted', () => {
    const daftar = baca(
      tandai(
        daftarXml([
          layanan({
            status: status('withdrawn'),
            mulai: '2026-10-01T00:00:00Z',
            riwayat: [
              { status: status('granted'), mulai: '2025-06-01T00:00:00Z' },
              { status: status('accredited'), mulai: '2025-01-01T00:00:00Z' },
            ],
          }),
        ]),
        pki.rsa.key,
      ),
    );
    expect(daftar.layanan.map(({ dari, sampai }) => [dari.toISOString(), sampai?.toISOString()])).toEqual([
      ['2025-01-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
    ]);
  });

  it('any changed letter of the list is noticed', () => {
    const xml = tandai(daftarXml([layanan()]), pki.rsa.key);
    for (const [dari, ke] of [
      ['Provider of the test', 'Provider of the tesT'],
      ['<TSLSequenceNumber>7', '<TSLSequenceNumber>8'],
      ['Svcstatus/granted', 'Svcstatus/accredited'],
    ] as const) {
      expect(xml).toContain(dari);
      expect(alasan(() => baca(xml.replace(dari, ke)))).toBe('TANDA_TANGAN_SALAH');
    }
  });

  const lol = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  it.each([
    ['declares entities', () => daftarXml([], { awal: lol }), 'XML_TERLARANG'],
    [
      'points at an outside document type',
      () => daftarXml([], { awal: '<!DOCTYPE a SYSTEM "http://a.test/a.dtd">' }),
      'XML_TERLARANG',
    ],
    ['uses an entity nobody declared', () => daftarXml([]).replace('Operator of', '&lol;'), 'XML_TERLARANG'],
    ['gives instructions', () => daftarXml([], { awal: '<?xml-stylesheet href="a.xsl"?>' }), 'XML_TERLARANG'],
    ['is deep', () => `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, 'XML_TERLALU_BESAR'],
    ['is large', () => `<a>${' '.repeat(9 * 1024 * 1024)}</a>`, 'XML_TERLALU_BESAR'],
    ['is cut off', () => daftarXml([]).slice(0, -30), 'XML_RUSAK'],
    ['is not signed', () => daftarXml([]), 'TANDA_TANGAN_TIDAK_ADA'],
    ['is another document', () => tandai('<x Id="daftar"/>', pki.rsa.key, { xpath: '/*' }), 'BUKAN_DAFTAR'],
    [
      'is signed with SHA-1',
      () => tandai(daftarXml([]), pki.rsa.key, { algoritma: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
      'TANDA_TANGAN_ALGORITMA',
    ],
    [
      'is hashed with SHA-1',
      () => tandai(daftarXml([]), pki.rsa.key, { sidik: 'http://www.w3.org/2000/09/xmldsig#sha1' }),
      'TANDA_TANGAN_ALGORITMA',
    ],
    [
      'signs only a part',
      () => tandai(daftarXml([]), pki.rsa.key, { xpath: "//*[local-name(.)='SchemeInformation']", uri: 'x' }),
      'TANDA_TANGAN_BENTUK',
    ],
    ['is signed by another key', () => tandai(daftarXml([]), pki.root.key), 'TANDA_TANGAN_SALAH'],
  ])('a list that %s is refused', (_, buat, kode) => {
    expect(alasan(() => baca(buat()))).toBe(kode);
  });

  it('wrapping: the signed list moved below another root does not vouch for it', () => {
    const asli = tandai(daftarXml([layanan()]), pki.rsa.key, { uri: 'daftar' });
    const palsu = daftarXml([layanan({ sertifikat: pki.tsa.certificate })]).replace(
      'Id="daftar"',
      'Id="lain"',
    );
    const tanda = /<Signature[\s\S]*<\/Signature>/.exec(asli)?.[0] ?? '';
    const dalam = asli.replace(/^<\?xml[^>]*>/, '').replace(tanda, '');
    const dibungkus = palsu.replace(
      '</TrustServiceStatusList>',
      `${tanda.replace('</Signature>', `<Object>${dalam}</Object></Signature>`)}</TrustServiceStatusList>`,
    );
    expect(alasan(() => baca(dibungkus))).toBe('TANDA_TANGAN_BENTUK');
    // The same id twice names nobody.
    expect(alasan(() => baca(dibungkus.replace('Id="lain"', 'Id="daftar"')))).toBe('TANDA_TANGAN_BENTUK');
  });

  it('count until their next update, never go back in number, and only with the signer the operator pinned', async () => {
    const berkas = join(folder, 'daftar.xml');
    const pin = join(folder, 'pin.pem');
    writeFileSync(pin, rsa.toString());
    writeFileSync(berkas, tandai(daftarXml([layanan()]), pki.rsa.key));
    const umum = join(folder, 'umum');
    const letak = await tambahJangkar(umum, await bacaCalon(berkas, pin), {
      oleh: 'uji',
      pada: '',
      psreIndonesia: false,
    });
    const sumber = sumberKepercayaan({ folder, bawaan: [] });
    expect(sumber.anchors(null, pada)).toHaveLength(1);
    expect(sumber.anchors(null, new Date('2025-05-31T00:00:00Z')), 'before it was granted').toEqual([]);
    expect(sumber.anchors(null, new Date('2027-01-01T00:00:00Z')), 'after NextUpdate').toEqual([]);

    writeFileSync(letak, tandai(daftarXml([layanan()], { urutan: 6 }), pki.rsa.key));
    expect(sumber.semua(null).ditolak.map((d) => d.alasan)).toEqual(['DAFTAR_MUNDUR']);
    writeFileSync(letak, tandai(daftarXml([layanan()], { berikutnya: null }), pki.rsa.key));
    expect(sumber.semua(null).ditolak.map((d) => d.alasan)).toEqual(['DAFTAR_DITUTUP']);
    rmSync(`${letak}.catatan.json`);
    expect(sumber.semua(null).ditolak.map((d) => d.alasan)).toEqual(['PENANDATANGAN_TIDAK_DISEMATKAN']);
  });
});

describe('whose anchor it is', () => {
  it('a development root stays one, even where a folder calls it Indonesian', async () => {
    const asal = join(folder, 'akar.pem');
    writeFileSync(asal, akar.toString());
    const { sha256 } = jangkarBawaan(akar.raw, 'uji');
    const catatan = { oleh: 'uji', pada: '', psreIndonesia: true };
    await tambahJangkar(join(folder, 'umum'), await bacaCalon(asal, null), catatan);
    expect(sumberKepercayaan({ folder, bawaan: [] }).jenis(null, sha256)).toBe('psre-indonesia');
    const sumber = sumberKepercayaan({ folder, bawaan: [], pengembangan: [sha256] });
    expect(sumber.jenis(null, sha256)).toBe('pengembangan');
    expect(sumber.jenis(null, 'f'.repeat(64))).toBe('lain');
  });
});

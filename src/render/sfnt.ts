/**
 * The few tables of a font file (OpenType 1.9) we read ourselves: `cmap` tells which code points it has, `hmtx` how
 * wide they are, `name` what it is called. The files are our own assets, so bounds are the DataView's.
 */
export interface Aksara {
  /** Code point → glyph; only glyphs other than 0 (.notdef). */
  readonly peta: ReadonlyMap<number, number>;
  /** Advance width of a glyph in em. */
  readonly lebarGlif: (glif: number) => number;
}

export function bacaAksara(berkas: Uint8Array): Aksara {
  const tabel = bacaDirektori(berkas);
  const peta = bacaCmap(tabel('cmap'));
  const unitPerEm = tabel('head').getUint16(18);
  const jumlahMetrik = tabel('hhea').getUint16(34);
  const hmtx = tabel('hmtx');
  return { peta, lebarGlif: (glif) => hmtx.getUint16(4 * Math.min(glif, jumlahMetrik - 1)) / unitPerEm };
}

export function bacaDirektori(berkas: Uint8Array): (tag: string) => DataView {
  const seluruh = new DataView(berkas.buffer, berkas.byteOffset, berkas.byteLength);
  const letak = new Map<string, DataView>();
  for (let i = 0; i < seluruh.getUint16(4); i++) {
    const baris = 12 + 16 * i;
    const tag = String.fromCharCode(...berkas.subarray(baris, baris + 4));
    const mulai = berkas.byteOffset + seluruh.getUint32(baris + 8);
    letak.set(tag, new DataView(berkas.buffer, mulai, seluruh.getUint32(baris + 12)));
  }
  return (tag) => {
    const tabel = letak.get(tag);
    if (tabel === undefined) throw new Error(`font has no table ${tag}`);
    return tabel;
  };
}

function bacaCmap(cmap: DataView): Map<number, number> {
  const peta = new Map<number, number>();
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const awal = cmap.getUint32(4 + 8 * i + 4);
    const sub = new DataView(cmap.buffer, cmap.byteOffset + awal, cmap.byteLength - awal);
    const platform = cmap.getUint16(4 + 8 * i);
    if (platform !== 0 && platform !== 3) continue;
    if (sub.getUint16(0) === 4) bacaFormat4(sub, peta);
    if (sub.getUint16(0) === 12) bacaFormat12(sub, peta);
  }
  return peta;
}

/** Format 4: segments of the Basic Multilingual Plane. */
function bacaFormat4(sub: DataView, peta: Map<number, number>): void {
  const lebar = sub.getUint16(6);
  for (let s = 0; s < lebar; s += 2) {
    const akhir = sub.getUint16(14 + s);
    const mulai = sub.getUint16(16 + lebar + s);
    const delta = sub.getUint16(16 + 2 * lebar + s);
    const letakRentang = 16 + 3 * lebar + s;
    const rentang = sub.getUint16(letakRentang);
    for (let titik = mulai; titik <= akhir && titik !== 0xffff; titik++) {
      const mentah = rentang === 0 ? titik : sub.getUint16(letakRentang + rentang + 2 * (titik - mulai));
      const glif = rentang !== 0 && mentah === 0 ? 0 : (mentah + delta) & 0xffff;
      if (glif !== 0) peta.set(titik, glif);
    }
  }
}

/** Format 12: groups over all planes. */
function bacaFormat12(sub: DataView, peta: Map<number, number>): void {
  for (let g = 0; g < sub.getUint32(12); g++) {
    const mulai = sub.getUint32(16 + 12 * g);
    const akhir = sub.getUint32(20 + 12 * g);
    const glif = sub.getUint32(24 + 12 * g);
    for (let titik = mulai; titik <= akhir; titik++) {
      if (glif + titik - mulai !== 0) peta.set(titik, glif + titik - mulai);
    }
  }
}

import { encode } from 'uqr';

/** Quiet zone of four modules (ISO/IEC 18004 §9.1), inside the picture so nothing can come too near. */
const ZONA_TENANG = 4;

/** One path in one fill: neighbouring modules of separate shapes would show hairlines on some screens. */
export function qrSvg(teks: string): string {
  const { data, size } = encode(teks, { ecc: 'M', boostEcc: false, border: ZONA_TENANG });
  const jalur = data.flatMap((baris, y) => deretHitam(baris).map(([x, n]) => `M${x} ${y}h${n}v1h-${n}z`));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${jalur.join('')}"/></svg>`
  );
}

function deretHitam(baris: readonly boolean[]): [mulai: number, panjang: number][] {
  const deret: [number, number][] = [];
  baris.forEach((hitam, x) => {
    const terakhir = deret.at(-1);
    if (!hitam) return;
    if (terakhir !== undefined && terakhir[0] + terakhir[1] === x) terakhir[1]++;
    else deret.push([x, 1]);
  });
  return deret;
}

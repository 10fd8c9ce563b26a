/** SHA-256 of the DER certificates of Indonesia's national authorities, read from public signed files; not trusted by itself. */
export interface Pin {
  readonly nama: string;
  readonly sha256: string;
  /** Signatures under it may be "tersertifikasi" (PP 71/2019 art. 60): an authority for people and organisations. */
  readonly psre: boolean;
}

export const pinNasional: readonly Pin[] = [
  {
    nama: 'Root CA Indonesia DS G1',
    sha256: 'b5f36672fd7cfd401e01ef640b2fe61f816f32f447b280b76f536244cf42fcdf',
    psre: true,
  },
  {
    nama: 'BSRE CA DS G1',
    sha256: '4a3ab062c4d24f60417fa28f6543ac7151c9f1fde5817bbe67f49c55ce5ffed5',
    psre: true,
  },
  {
    nama: 'OSD LU Kelas 2',
    sha256: '2178095b3cc0f6facb9e6f07feecee6327a89c6681af43ba95126b68867d02b2',
    psre: true,
  },
  {
    nama: 'Timestamp Authority Badan Siber dan Sandi Negara',
    sha256: '261ec47209f760880e6ca9953236fadced04818a827712a89416a70969438f38',
    psre: false,
  },
];

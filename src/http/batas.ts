/** What the operator may set; everything else about HTTP is fixed in `batas`. */
export interface HttpConfig {
  /** Public address of this service, without a trailing slash; servers entry of the OpenAPI document. */
  readonly alamat: string;
  /** Largest PDF, and largest ZIP of PDFs, accepted for checking. */
  readonly batasUnggahBytes: number;
  readonly batasArsipBytes: number;
  readonly versi: string;
  /**
   * Requests a minute: per address, per person for the passphrase route, per address for uploads and for complaints
   * handed in by strangers.
   */
  readonly laju: {
    readonly umumPerMenit: number;
    readonly frasaSandiPerMenit: number;
    readonly unggahPerMenit: number;
    readonly aduanPublikPerMenit: number;
  };
}

export const httpBawaan: HttpConfig = {
  alamat: 'http://127.0.0.1:8080',
  batasUnggahBytes: 100 * 1024 * 1024,
  batasArsipBytes: 500 * 1024 * 1024,
  versi: '0.1.0',
  laju: { umumPerMenit: 6_000, frasaSandiPerMenit: 60, unggahPerMenit: 300, aduanPublikPerMenit: 30 },
};

/** Limits of the wire (SEC-118), each with its reason. */
export const batas = {
  /** A draft of 60 pages with tables is below 300 KB. */
  jsonBytes: 1024 * 1024,
  /** Multipart framing around the file: boundary and one part's headers. */
  bingkaiBytes: 16 * 1024,
  /** Uploads under way at once; each lies on disk, at the largest size allowed four gigabytes together. */
  unggahBersamaan: 40,
  /** Uploads slower than this, from so long after their beginning on, only keep a place occupied. */
  unggahBytesPerDetik: 16 * 1024,
  unggahTenggangMs: 10_000,
  /** Files of letters that one person may be waiting for. */
  pratinjauBersamaan: 3,
  tajukBytes: 16 * 1024,
  /** Slow headers, and sockets that never say anything. */
  tajukMs: 10_000,
  /** Time to hand in a whole request: the largest PDF over 3 Mbit/s. */
  permintaanMs: 300_000,
  /** A silent socket; longer than the slowest signature, which waits for a timestamp authority. */
  koneksiMs: 120_000,
  bertahanMs: 5_000,
  permintaanPerSoket: 1_000,
  koneksi: 10_000,
  /** Rows of a list. */
  barisBawaan: 50,
  barisMaksimum: 200,
  /** After which a caller may try again when there was no room. */
  cobaLagiDetik: 5,
  /** Ids are ULIDs, proof ids 22 characters; a longer path member cannot exist. */
  parameter: 100,
} as const;

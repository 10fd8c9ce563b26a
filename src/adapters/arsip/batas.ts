/** What a ZIP of letters may hold, each with its reason; `docs/batas.md` is made of it. */
export const batasZip = {
  /** Files to check in one archive. */
  berkas: 500,
  /** With folders and what a file manager adds beside each file. */
  entri: 2_000,
  /** One file, unpacked: as large as one that is handed in alone. */
  berkasBytes: 100 * 1024 * 1024,
  /** All of them, unpacked. */
  semuaBytes: 1024 * 1024 * 1024,
  /** PDF holds packed data already; what shrinks further than this is a bomb. Asked from the next row on. */
  rasio: 100,
  rasioMulaiBytes: 1024 * 1024,
  namaBytes: 1_024,
} as const;

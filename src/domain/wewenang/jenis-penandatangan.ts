/**
 * Who stands behind a signature. A seal says that a body issued a file; it is never shown as a person's signature
 * (UU ITE as amended, PP 71/2019 art. 60: electronic signatures are of persons, seals of bodies).
 */
export const jenisPenandatangan = {
  orang: { sebutan: 'tanda tangan elektronik', kalimat: 'Ditandatangani secara elektronik oleh' },
  segel: { sebutan: 'segel elektronik', kalimat: 'Disegel secara elektronik oleh' },
} as const;
export type JenisPenandatangan = keyof typeof jenisPenandatangan;

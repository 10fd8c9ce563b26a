/** RFC 8785 (JCS) text of plain JSON data: keys sorted by UTF-16 code units, no white space. Absent members are left out. */
export function jsonKanonis(nilai: unknown): string {
  return JSON.stringify(nilai, (_kunci, isi: unknown) =>
    typeof isi === 'object' && isi !== null && !Array.isArray(isi)
      ? Object.fromEntries(Object.entries(isi).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : isi,
  );
}

/** What judging strangers' files may cost (reliability.md B8), each with its reason; `docs/batas.md` is made of it. */
export const batasPemeriksa = {
  /** Heap of one thread: reports and parsed objects live there, the file itself does not. */
  heapMb: 256,
  /** Time for one file, from when a thread is free for it. */
  waktuMs: 10_000,
  /** More for a large file: read and hashed at this rate at least. */
  bytePerMs: 50_000,
  /** Nearly every file is done within this; one that is not makes room for the others and goes on beside them. */
  irisanMs: 400,
  /** Files that wait for a thread; who comes later is told so instead of waiting for minutes. */
  menunggu: 64,
  /** Of these, how many one caller may have: nobody fills the queue alone. */
  menungguPerPemanggil: 30,
  /** Files known to be heavy that wait, for each thread that takes them. */
  beratMenunggu: 8,
  /** A thread without work gives its memory back. */
  menganggurMs: 30_000,
} as const;

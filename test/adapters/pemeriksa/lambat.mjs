// Stands in for the validator's thread: a file that begins with "macet" never ends, every other one is judged at once.
export default function periksa({ bytes }) {
  if (Buffer.from(bytes).toString().startsWith('macet')) for (;;);
  return { readable: true, sizeBytes: bytes.length, revisions: 1, signatures: [] };
}

// Most resident memory of this process so far, in KiB. `maxRSS` of a fresh process still counts its parent's on Linux.
import { readFileSync } from 'node:fs';

export function peakKiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

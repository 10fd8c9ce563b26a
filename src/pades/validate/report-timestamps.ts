import type { Evidence } from './evidence.ts';
import type { ReportedTimestamp } from './reported.ts';
import { tokenSha256, type TimestampJudgement } from './timestamps.ts';

/** Every timestamp that speaks of this signature: its own, those over its content, and document timestamps that cover it. */
export const reportTimestamps = ({
  timestamps,
  contentTimestamps,
  documentTimestamps,
}: Evidence): readonly ReportedTimestamp[] => [
  ...contentTimestamps.map((stamp) => reportToken('content', stamp)),
  ...timestamps.map((stamp) => reportToken('signature', stamp)),
  ...documentTimestamps.map(({ time, path, by }): ReportedTimestamp => ({
    kind: 'document',
    time: time.toISOString(),
    authority: path[0]?.subject ?? null,
    sha256: by,
    usable: true,
    faults: [],
  })),
];

const reportToken = (
  kind: ReportedTimestamp['kind'],
  { genTime, authority, faults, token }: TimestampJudgement,
): ReportedTimestamp => ({
  kind,
  time: genTime?.toISOString() ?? null,
  authority,
  sha256: token && tokenSha256(token),
  usable: faults.length === 0,
  faults,
});

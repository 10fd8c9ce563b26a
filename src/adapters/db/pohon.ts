import { and, eq } from 'drizzle-orm';
import type { ReadNode } from '../../translog/index.ts';
import type { Db } from './dialek.ts';
import { auditNode } from './skema/index.ts';

/** Stored tree nodes of one log. */
export function bacaSimpul(db: Db, log: string): ReadNode {
  return async (level, index) => {
    const baris = await db
      .select({ h: auditNode.h })
      .from(auditNode)
      .where(and(eq(auditNode.log, log), eq(auditNode.level, level), eq(auditNode.idx, index)));
    return baris[0]?.h ?? null;
  };
}

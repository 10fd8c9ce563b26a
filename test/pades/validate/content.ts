import { oids } from '../../../src/pades/asn1/oids.ts';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import type { TestIdentity } from '../../support/pki.ts';
import { attribute, makeToken, type CmsRecipe, type TokenRecipe } from './world.ts';

/** content-time-stamp over the same bytes as message-digest (EN 319 122-1 §5.2.8). */
export const contentStampedBy =
  (
    tsa: TestIdentity,
    genTime: Date,
    recipe: Partial<TokenRecipe> = {},
  ): NonNullable<CmsRecipe['attributes']> =>
  (usual) => [
    ...usual,
    attribute(oids.contentTimeStamp, makeToken({ tsa, digest: digestIn(usual), genTime, ...recipe })),
  ];

/** The value of message-digest, which is the second of the usual attributes. */
function digestIn(usual: readonly Uint8Array[]): Uint8Array {
  const node = parseDer(usual[1]!);
  const value = node.children[1]!.children[0]!;
  return value.source.subarray(value.contentStart, value.contentEnd);
}

/** adbe-revocationInfoArchival. */
export const archivedRevocation =
  (ocsps: readonly Uint8Array[], crls: readonly Uint8Array[]): NonNullable<CmsRecipe['attributes']> =>
  (usual) => [
    ...usual,
    attribute(
      '1.2.840.113583.1.1.8',
      der.sequence(
        ...(crls.length > 0 ? [der.context(0, der.sequence(...crls))] : []),
        ...(ocsps.length > 0 ? [der.context(1, der.sequence(...ocsps))] : []),
      ),
    ),
  ];

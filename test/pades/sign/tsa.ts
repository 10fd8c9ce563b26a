import { createHash } from 'node:crypto';
import {
  algorithm,
  boolean,
  generalizedTime,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
} from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { buildSignedAttributes, buildSignedData } from '../../../src/pades/cms/build.ts';
import type { TimestampAuthority } from '../../../src/pades/sign/types.ts';
import { parseTimestampQuery } from '../../../src/pades/tsp/query.ts';
import { signerOf, type TestIdentity } from '../../support/pki.ts';

export interface TestTsa extends TimestampAuthority {
  /** Requests so far. */
  readonly asked: readonly Uint8Array[];
}

/** An RFC 3161 authority in process. `bend` lets a test spoil what it answers with. */
export function makeTsa(
  identity: TestIdentity,
  time: Date,
  bend: { readonly digest?: Uint8Array; readonly nonceHex?: string; readonly status?: number } = {},
): TestTsa {
  const asked: Uint8Array[] = [];
  return {
    asked,
    async request(query) {
      asked.push(query);
      if (bend.status !== undefined) return sequence(sequence(integer(bend.status)));
      const { digest, nonceHex } = parseTimestampQuery(query);
      const info = tstInfo(bend.digest ?? digest, bend.nonceHex ?? nonceHex, time);
      return sequence(sequence(integer(0)), await token(identity, info));
    },
  };
}

function tstInfo(digest: Uint8Array, nonceHex: string | null, time: Date): Uint8Array {
  return sequence(
    integer(1),
    oid('1.2.3.4.1'),
    sequence(algorithm(oids.sha256, nullValue()), octetString(digest)),
    integer(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
    generalizedTime(time),
    boolean(true),
    ...(nonceHex === null
      ? []
      : [integer(Buffer.from(nonceHex.padStart(nonceHex.length + (nonceHex.length % 2), '0'), 'hex'))]),
  );
}

async function token(identity: TestIdentity, info: Uint8Array): Promise<Uint8Array> {
  const digest = createHash('sha256').update(info).digest();
  const { certificate, algorithm: name } = identity;
  const signedAttributes = buildSignedAttributes({
    contentType: oids.tstInfo,
    digest,
    certificate,
    algorithm: name,
  });
  const signature = await signerOf(identity).sign({ message: signedAttributes, digest });
  return buildSignedData({
    eContentType: oids.tstInfo,
    eContent: info,
    certificates: [certificate, ...identity.chain],
    signer: identity,
    signedAttributes,
    signature,
  });
}

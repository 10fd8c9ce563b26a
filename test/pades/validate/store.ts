import { createHash, sign as signBytes } from 'node:crypto';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { bitOctets, Fields } from '../../../src/pades/asn1/read.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import type { TestIdentity } from '../../support/pki.ts';
import {
  append,
  basePdf,
  catalog,
  makeToken,
  signRaw,
  stampedBy,
  usualSigner,
  type CmsRecipe,
  type Objects,
} from './world.ts';

/** Revocation data and stores made from parts, so that each can be wrong on purpose. */
export const stampedAt = new Date('2026-05-01T00:00:05Z');

export interface OcspRecipe {
  readonly about: TestIdentity;
  readonly issuer: TestIdentity;
  readonly by?: TestIdentity;
  readonly status?: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Date;
  readonly reason?: number;
  readonly thisUpdate?: Date;
  /** Null: nothing is promised. */
  readonly nextUpdate?: Date | null;
}

const hours = (count: number): Date => new Date(stampedAt.getTime() + count * 3_600_000);

/** An OCSPResponse (RFC 6960); by default good, made an hour after the timestamp, for a day. */
export function makeOcsp(recipe: OcspRecipe): Uint8Array {
  const { about, issuer, by = issuer, status = 'good' } = recipe;
  const thisUpdate = recipe.thisUpdate ?? hours(1);
  const nextUpdate = recipe.nextUpdate === undefined ? hours(25) : recipe.nextUpdate;
  const ca = parseCertificate(issuer.certificate);
  const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
  const answer = {
    good: () => der.contextPrimitive(0, new Uint8Array(0)),
    unknown: () => der.contextPrimitive(2, new Uint8Array(0)),
    revoked: () =>
      der.context(
        1,
        der.generalizedTime(recipe.revokedAt ?? hours(-24)),
        ...(recipe.reason === undefined ? [] : [der.context(0, der.enumerated(recipe.reason))]),
      ),
  }[status]();
  const certId = der.sequence(
    der.algorithm('1.3.14.3.2.26', der.nullValue()),
    der.octetString(sha1(ca.subjectDer)),
    der.octetString(sha1(keyOf(issuer))),
    parseCertificate(about.certificate).serialDer,
  );
  const tbs = der.sequence(
    der.context(2, der.octetString(sha1(keyOf(by)))),
    der.generalizedTime(thisUpdate),
    der.sequence(
      der.sequence(
        certId,
        answer,
        der.generalizedTime(thisUpdate),
        ...(nextUpdate ? [der.context(0, der.generalizedTime(nextUpdate))] : []),
      ),
    ),
  );
  const certificates = by === issuer ? [] : [der.context(0, der.sequence(by.certificate))];
  const basic = der.sequence(tbs, algorithmOf(by), der.bitString(signed(tbs, by)), ...certificates);
  return der.sequence(
    der.enumerated(0),
    der.context(0, der.sequence(der.oid(oids.ocspBasic), der.octetString(basic))),
  );
}

/** A CertificateList (RFC 5280 §5) with the serial numbers given. */
export function makeCrl(
  issuer: TestIdentity,
  revoked: readonly TestIdentity[] = [],
  thisUpdate = hours(1),
): Uint8Array {
  const ca = parseCertificate(issuer.certificate);
  const entries = revoked.map(({ certificate }) =>
    der.sequence(parseCertificate(certificate).serialDer, der.generalizedTime(hours(-24))),
  );
  const tbs = der.sequence(
    der.integer(1),
    algorithmOf(issuer),
    ca.subjectDer,
    der.generalizedTime(thisUpdate),
    der.generalizedTime(new Date(thisUpdate.getTime() + 86_400_000)),
    ...(entries.length > 0 ? [der.sequence(...entries)] : []),
  );
  return der.sequence(tbs, algorithmOf(issuer), der.bitString(signed(tbs, issuer)));
}

const algorithmOf = ({ algorithm }: TestIdentity): Uint8Array =>
  algorithm === 'rsa-pkcs1-sha256'
    ? der.algorithm(oids.sha256WithRsa, der.nullValue())
    : der.algorithm(oids.ecdsaWithSha256);
const signed = (tbs: Uint8Array, { key }: TestIdentity): Uint8Array =>
  new Uint8Array(signBytes('sha256', tbs, { key, dsaEncoding: 'der' }));

function keyOf({ certificate }: TestIdentity): Uint8Array {
  const spki = new Fields(parseDer(parseCertificate(certificate).spkiDer));
  spki.take();
  return bitOctets(spki.take());
}

export interface Store {
  readonly certs?: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly dss?: string;
  readonly objects?: Objects;
}

const binary = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`<</Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream')]);

/** One more revision with a DSS in object 60; `fields` are the signature fields there are by now. */
export function addStore(file: Buffer, store: Store, fields: readonly number[] = [11], first = 61): Buffer {
  const objects: Record<number, string | Buffer> = {};
  let next = first;
  const list = (key: string, items: readonly Uint8Array[] = []): string => {
    if (items.length === 0) return '';
    const refs = items.map((item) => {
      objects[next] = binary(item);
      return `${next++} 0 R`;
    });
    return `/${key}[${refs.join(' ')}]`;
  };
  const entries = [list('Certs', store.certs), list('OCSPs', store.ocsps), list('CRLs', store.crls)].join('');
  return append(file, {
    1: catalog(fields, '/DSS 60 0 R'),
    60: `<<${entries}${store.dss ?? ''}>>`,
    ...objects,
    ...store.objects,
  });
}

/** A document timestamp as the next revision; signature `k` counts from 0. */
export const stampDocument = (
  file: Buffer,
  tsa: TestIdentity,
  k: number,
  genTime = new Date('2026-05-02T00:00:00Z'),
  dss = true,
): Buffer =>
  signRaw(file, {
    k,
    name: `Cap${k}`,
    dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
    catalogExtra: dss ? '/DSS 60 0 R' : '',
    cms: (digest) => makeToken({ tsa, digest, genTime }),
  });

export interface World {
  readonly root: TestIdentity;
  readonly issuing: TestIdentity;
  readonly rsa: TestIdentity;
  readonly tsa: TestIdentity;
}

/** What a complete store for a signature by `rsa` with a timestamp by `tsa` holds. */
export const completeStore = ({
  root,
  issuing,
  rsa,
  tsa,
}: World): Required<Pick<Store, 'certs' | 'ocsps' | 'crls'>> => ({
  certs: [issuing.certificate, tsa.certificate, root.certificate],
  ocsps: [makeOcsp({ about: rsa, issuer: issuing }), makeOcsp({ about: tsa, issuer: issuing })],
  crls: [makeCrl(root)],
});

/** A signature with a timestamp, level B-T. */
export const signT = async (tsa: TestIdentity, recipe: Partial<CmsRecipe> = {}): Promise<Buffer> =>
  signRaw(basePdf(), {
    cms: await usualSigner({ unsigned: stampedBy(tsa, { genTime: stampedAt }), ...recipe }),
  });

import { createHash, X509Certificate } from 'node:crypto';
import { parseDer, type Der } from '../../src/pades/asn1/guard.ts';
import * as der from '../../src/pades/asn1/der.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { readSignedData } from '../../src/pades/cms/read.ts';
import { pdfLimits } from '../../src/pades/pdf/file.ts';
import { decodeBytes } from '../../src/pades/pdf/filters.ts';
import { dict, name, pdfNull, type PdfObject } from '../../src/pades/pdf/objects.ts';
import { Octets } from '../../src/pades/pdf/octets.ts';
import { ObjectParser } from '../../src/pades/pdf/parser.ts';
import { readPdf } from '../../src/pades/pdf/reader.ts';
import { serialize } from '../../src/pades/pdf/serialize.ts';
import { parseCrl } from '../../src/pades/revocation/crl-read.ts';
import { judgeRevocation } from '../../src/pades/revocation/judge.ts';
import { parseOcspResponse } from '../../src/pades/revocation/ocsp-read.ts';
import type { RevocationQuestion } from '../../src/pades/revocation/types.ts';
import { readTimestampResponse } from '../../src/pades/tsp/response.ts';
import { readTimestampToken } from '../../src/pades/tsp/token.ts';
import { validatePdf } from '../../src/pades/validate/validate.ts';
import { parseCertificate } from '../../src/pades/x509/certificate.ts';
import { validateCertificatePath } from '../../src/pades/x509/validate-path.ts';
import { addStore, makeCrl, makeOcsp, stampedAt } from '../pades/validate/store.ts';
import {
  append,
  at,
  basePdf,
  gapOf,
  makeToken,
  signRaw,
  stampedBy,
  stream,
  testPki,
  trusting,
  usualSigner,
  withContents,
} from '../pades/validate/world.ts';
import { SampleFile, type XrefRow } from '../support/pdf.ts';
import { coded, corpus, promise, readerTarget, type Target } from './targets.ts';

/** One parser under attack: what it is fed with changes of, and what must hold of whatever comes out. */
export interface Parser {
  readonly corpus: readonly Uint8Array[];
  readonly target: Target;
}

const text = (value: string): Uint8Array => Buffer.from(value, 'latin1');
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Every parser that reads what a stranger wrote. The signed worlds are made afresh: no key is ever stored. */
export async function parsers(): Promise<Readonly<Record<string, Parser>>> {
  const pki = await testPki();
  const { root, issuing, rsa, tsa } = pki;
  const options = trusting(root);
  const cms = await usualSigner({ unsigned: stampedBy(tsa) });
  const signed = signRaw(basePdf(), { cms, contents: 16_384 });
  const gap = gapOf(signed);
  const stored = addStore(signed, {
    certs: [issuing.certificate],
    crls: [makeCrl(issuing)],
    ocsps: [makeOcsp({ about: rsa, issuer: issuing })],
  });
  const passes = (file: Uint8Array): boolean => {
    const report = validatePdf(bytesSource(file), options);
    return report.readable && report.signatures.some((each) => each.indication === 'TOTAL_PASSED');
  };
  if (!passes(signed) || !passes(stored)) throw new Error('what is changed must pass before it is changed');
  const contents = Buffer.from(signed.toString('latin1', gap.start + 1, gap.end - 1), 'hex');
  const own = contents.subarray(0, parseDer(contents, { trailing: true }).end);

  const digest = createHash('sha256').update('isi').digest();
  const nonce = Buffer.from('0102030405060708', 'hex');
  const answer = der.sequence(der.sequence(der.integer(0)), makeToken({ tsa, digest, nonce }));
  const info = (response: Uint8Array): Uint8Array =>
    readTimestampToken(readTimestampResponse(response, { digest, nonce })).data.eContent ?? new Uint8Array();
  const stamped = info(answer);

  const question: Omit<RevocationQuestion, 'ocsps' | 'crls'> = {
    certificate: parseCertificate(rsa.certificate),
    issuer: parseCertificate(issuing.certificate),
    at: new Date(stampedAt.getTime() + 2 * 3_600_000),
    candidates: [],
  };
  const ocsp = makeOcsp({ about: rsa, issuer: issuing });
  const crl = makeCrl(issuing, [tsa]);
  const issuerKey = new X509Certificate(issuing.certificate).publicKey;

  return {
    tokens: {
      corpus: [
        '<</A 1/B[1 -2 3.5 +4 .5 /A#20B (a\\(b\\)\\101\\\r\nc) <4 1 4> 6 0 R true null]/C<</K[]>>>>',
        '[(\\\\)(()())<></#23#00 1 0 R 1 0 2 0 R %c\n 7]',
        '1 2 3 4 5 0 R',
      ].map(text),
      target: (bytes) =>
        coded(() => {
          const parse = (from: Uint8Array): PdfObject =>
            new ObjectParser(new Octets(from, true), 0, true, pdfLimits).value();
          const spelled = serialize(parse(bytes));
          promise(serialize(parse(text(spelled))) === spelled, 'it reads as something else when written');
        }),
    },
    xref: {
      corpus,
      target: (bytes) =>
        coded(() => {
          const { revisions } = readPdf(bytesSource(bytes));
          let end = 0;
          for (const revision of revisions) {
            promise(revision.end > end && revision.end <= bytes.length, 'revisions do not ascend');
            promise(
              revision.xrefOffset >= end && revision.xrefOffset < bytes.length,
              'an xref section elsewhere',
            );
            for (const part of revision.structure)
              promise(
                part.start >= 0 && part.start < part.end && part.end <= bytes.length,
                'an extent outside',
              );
            end = revision.end;
          }
        }),
    },
    'object-streams': {
      corpus: [
        text(
          '/N 3/First 15|1 0 2 31 3 60  <</Type/Catalog/Pages 2 0 R>>  <</Type/Pages/Kids[]/Count 0>> (x)',
        ),
        text('/N 2/First 10/Extends 9 0 R|1 0 2 30  <</Type/Catalog/Pages 2 0 R>> <</Type/Pages/Kids[]>>'),
      ],
      target: (bytes) => readerTarget(holding(bytes)),
    },
    filters: {
      corpus: [
        ['/FlateDecode', Buffer.from('789c4b4c4a4e494d4bcf0000089b0257', 'hex')],
        ['/LZWDecode', Buffer.from('800b6050220c0c8501', 'hex')],
        ['/ASCIIHexDecode', text('48 65 6c6C 6>')],
        ['/ASCII85Decode', text('87cURD]i,"Ebo80z~>')],
        ['/RunLengthDecode', Buffer.from('05414243444546fd5880', 'hex')],
      ].map(([filter, data]) => Buffer.concat([text(`${filter as string} `), data as Uint8Array])),
      target: (bytes) => {
        const space = Buffer.from(bytes).indexOf(' ');
        const filter = Buffer.from(bytes).toString('latin1', 1, Math.max(1, space));
        const data = bytes.subarray(space + 1);
        const parameters = dict([
          ['Predictor', { kind: 'number', value: 10 + (data[0] ?? 0), integer: true }],
          ['Columns', { kind: 'number', value: data[1] ?? 1, integer: true }],
        ]);
        for (const parms of [pdfNull, parameters]) {
          const code = coded(() => {
            const stream = dict([
              ['Filter', name(filter)],
              ['DecodeParms', parms],
            ]);
            const out = decodeBytes(data, stream, (object) => object ?? pdfNull, pdfLimits);
            promise(out.length <= Math.max(65_536, data.length * 1000), 'more than the ratio allows');
          });
          if (code !== null) return code;
        }
        return null;
      },
    },
    differ: {
      corpus: [
        ...[
          append(signed, {
            6: '<</FT/Tx/T(catatan)/V(baru)/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4>>',
          }),
          append(signed, { 4: stream('BT (Bayar Rp9.000.000) Tj ET') }),
          stored,
          append(stored, { 30: '(x)' }),
        ].map((file) => file.subarray(signed.length)),
      ],
      target: (later) =>
        coded(() => {
          const file = Buffer.concat([signed, later]);
          if (passes(file)) promise(shows(file) === shows(signed), 'another page under a valid signature');
        }),
    },
    locator: {
      corpus: [signed, stored],
      target: (bytes) =>
        coded(() => {
          const kept =
            same(bytes.subarray(0, gap.start), signed.subarray(0, gap.start)) &&
            same(bytes.subarray(gap.end, signed.length), signed.subarray(gap.end));
          promise(kept || !passes(bytes), 'signed bytes were changed');
        }),
    },
    der: {
      corpus: [own, rsa.certificate, ocsp, crl, answer],
      target: (bytes) =>
        coded(() => {
          const node = parseDer(bytes);
          promise(same(encoded(node), bytes), 'DER that is no DER');
        }),
    },
    cms: {
      corpus: [own],
      target: (bytes) =>
        coded(() => {
          if (bytes.length > 8000) return;
          const file = withContents(signed, bytes);
          if (!passes(file)) return;
          const [now, then] = [readSignedData(bytes), readSignedData(own)];
          const [value, original] = [now.signerInfos[0], then.signerInfos[0]];
          promise(
            value?.signedAttributes !== null &&
              same(value?.signedAttributes?.der ?? bytes, original?.signedAttributes?.der ?? bytes),
            'other attributes under a valid signature',
          );
          promise(same(value?.signature ?? bytes, original?.signature ?? own), 'another value that verifies');
        }),
    },
    x509: {
      corpus: [rsa.certificate, issuing.certificate, root.certificate, tsa.certificate],
      target: (bytes) =>
        coded(() => {
          parseCertificate(bytes);
          const found = validateCertificatePath({
            certificate: bytes,
            intermediates: [issuing.certificate, bytes],
            anchors: [root.certificate],
            at,
            revocation: 'none',
          });
          if (!found.valid || same(bytes, root.certificate) || same(bytes, issuing.certificate)) return;
          const byRoot = new X509Certificate(root.certificate).publicKey;
          const read = new X509Certificate(bytes);
          promise(read.verify(issuerKey) || read.verify(byRoot), 'nobody signed this certificate');
        }),
    },
    ocsp: {
      corpus: [ocsp, makeOcsp({ about: rsa, issuer: issuing, status: 'revoked' })],
      target: (bytes) =>
        coded(() => {
          const response = parseOcspResponse(bytes);
          const { status } = judgeRevocation({ ...question, ocsps: [response], crls: [] });
          const original = parseOcspResponse(ocsp);
          promise(status !== 'good' || same(response.tbsDer, original.tbsDer), 'good, and nobody said so');
        }),
    },
    crl: {
      corpus: [crl, makeCrl(issuing, [rsa])],
      target: (bytes) =>
        coded(() => {
          const list = parseCrl(bytes);
          const { status } = judgeRevocation({ ...question, ocsps: [], crls: [list] });
          promise(status !== 'good' || same(list.tbsDer, parseCrl(crl).tbsDer), 'good, and nobody said so');
        }),
    },
    tsp: {
      corpus: [answer],
      target: (bytes) => coded(() => promise(same(info(bytes), stamped), 'a time that nobody attested')),
    },
  };
}

/** A file whose catalog lies in an object stream: dictionary entries, `|`, and its bytes. */
function holding(bytes: Uint8Array): Uint8Array {
  const bar = Math.max(0, Buffer.from(bytes).indexOf('|'));
  const file = new SampleFile('1.7');
  const entries = Buffer.from(bytes).toString('latin1', 0, bar);
  const offsets = file.objects({ 9: [`/Type/ObjStm${entries}`, bytes.subarray(bar + 1)] });
  const rows = new Map<number, XrefRow>([[0, [0, 0, 65535]]]);
  for (const [num, offset] of offsets) rows.set(num, [1, offset, 0]);
  for (const num of [1, 2, 3]) rows.set(num, [2, 9, num - 1]);
  file.xrefStream(10, rows, { trailer: '/Root 1 0 R' });
  return file.bytes();
}

/** What the pages of the newest revision say. */
function shows(file: Uint8Array): string {
  const view = readPdf(bytesSource(file)).view();
  const pages = view.pages().map(({ dict: page, mediaBox, rotate }) => {
    const content = view.resolve(page.entries.get('Contents'));
    const said =
      content.kind === 'stream' ? Buffer.from(view.decode(content)).toString('latin1') : content.kind;
    return [said, mediaBox, rotate];
  });
  return JSON.stringify(pages);
}

/** The element as DER would spell it, from what the parser made of it. */
function encoded(node: Der): Uint8Array {
  const head = node.source.subarray(node.start, node.contentStart);
  let tag = 1;
  if (((head[0] ?? 0) & 0x1f) === 0x1f) {
    while (((head[tag] ?? 0) & 0x80) !== 0) tag += 1;
    tag += 1;
  }
  const constructed = ((head[0] ?? 0) & 0x20) !== 0;
  const content = constructed
    ? Buffer.concat(node.children.map(encoded))
    : node.source.subarray(node.contentStart, node.contentEnd);
  const size: number[] = [];
  for (let left = content.length; left > 0; left = Math.floor(left / 256)) size.unshift(left % 256);
  const length = content.length < 128 ? [content.length] : [0x80 | size.length, ...size];
  return Buffer.concat([head.subarray(0, tag), Buffer.from(length), content]);
}

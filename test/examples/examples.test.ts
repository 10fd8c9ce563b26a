import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesSource, decodePrepared, signedBytes, validatePdf, type ByteSource } from 'naskah/pades';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDevelopmentPki } from '../../src/pki/buat.ts';
import { startPkiServers, type PkiServers } from '../../src/pki/server.ts';
import { memoryRegister } from '../../src/pki/simpan.ts';
import type { DevelopmentPki } from '../../src/pki/types.ts';
import { bacaBerkasHuruf } from '../../src/render/index.ts';
import { letter, tableFile } from '../support/pdf.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { explain, history, pathOf } from './explain.ts';
import { createFile, openFile } from './files.ts';
import { keepForDecades, signForDecades, timestampAuthority } from './long-term.ts';
import { memorySigner, signFile } from './sign.ts';
import { beginSignature, finishSignature } from './two-phase.ts';
import { describe as sentences } from './validate.ts';
import { signAtTag } from './visible.ts';

/** The examples of docs/pades.md, run as they stand there. */
describe('the examples of docs/pades.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'naskah-contoh-'));
  let pki: DevelopmentPki;
  let servers: PkiServers;
  let key: KeyObject;
  let certificate: Uint8Array;

  beforeAll(async () => {
    const now = new Date();
    // The addresses go into the certificates, so the server is started first, on whatever port is free.
    const people = [{ id: 'a', nama: 'Penandatangan Contoh', algoritma: 'p-256' }] as const;
    const port = await freePort();
    const created = await createDevelopmentPki({ now, people, baseUrl: `http://127.0.0.1:${port}` });
    pki = created.pki;
    servers = await startPkiServers(pki, {
      port,
      clock: { now: () => new Date() },
      register: memoryRegister(pki),
    });
    key = createPrivateKey({ key: Buffer.from(created.signerKeys.get('a')!), format: 'der', type: 'pkcs8' });
    certificate = pki.signers[0]!.certificate;
  });
  afterAll(async () => {
    await servers.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const signer = () => memorySigner(key, certificate, [pki.issuing.certificate]);
  const file = (): ByteSource => bytesSource(tableFile(letter));
  const report = (bytes: Uint8Array) =>
    validatePdf(bytesSource(bytes), { anchors: [pki.root.certificate], at: new Date() });

  it('sign from file to file', async () => {
    const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
    writeFileSync(input, tableFile(letter));
    await signFile(input, output, signer());
    expect(report(readFileSync(output))).toMatchObject({
      signatures: [{ indication: 'TOTAL_PASSED', level: 'PAdES-BASELINE-B' }],
    });
    const source = openFile(output);
    expect(sentences(source, [pki.root.certificate])[0]).toMatch(
      /^Signature1: TOTAL_PASSED, PAdES-BASELINE-B, /,
    );
    source.close();
    expect(() => createFile(output)).toThrow(/EEXIST/);
  });

  it('sign for decades, and keep for decades what others signed', async () => {
    const tsa = timestampAuthority(`${pki.baseUrl}/tsa`);
    const anchors = [pki.root.certificate];
    const signed = await signForDecades(file(), signer(), tsa, anchors);
    expect(signed).toMatchObject({ asked: 'B-LTA', reached: 'B-LTA' });
    expect(report(signedBytes(signed))).toMatchObject({
      signatures: [
        { indication: 'TOTAL_PASSED', level: 'PAdES-BASELINE-LTA' },
        { indication: 'TOTAL_PASSED', kind: 'document-timestamp' },
      ],
    });
    const basic = join(folder, 'out.pdf');
    const source = openFile(basic);
    const kept = await keepForDecades(source, tsa, anchors);
    expect(kept).toMatchObject({ reached: 'B-LTA' });
    source.close();
  });

  it('prepare now, sign later', async () => {
    const kept = beginSignature(file(), signer());
    const signed = await finishSignature(file(), kept, signer());
    expect(report(signedBytes(signed))).toMatchObject({ signatures: [{ indication: 'TOTAL_PASSED' }] });
    const other = bytesSource(tableFile({ ...letter, 7: '(lain)' }));
    expect(() => decodePrepared(kept, other)).toThrow(/PADES|original/);
  });

  it('a block at a tag in the text', async () => {
    const tagged = bytesSource(
      tableFile({
        ...letter,
        4: '<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</Font<</F1 6 0 R>>>>>>',
        7: ['', 'BT /F1 12 Tf 200 300 Td (#) Tj ET'],
      }),
    );
    const signed = await signAtTag(tagged, signer(), bacaBerkasHuruf('LiberationSans-Regular.ttf'));
    expect(Buffer.from(signedBytes(signed)).toString('latin1')).toContain('/Rect[90 265 310 335]');
    expect(report(signedBytes(signed))).toMatchObject({ signatures: [{ indication: 'TOTAL_PASSED' }] });
  });

  it('tell what a file without trust is', async () => {
    const { rsa } = await makePki();
    const stranger = await finishSignature(file(), beginSignature(file(), signerOf(rsa)), signerOf(rsa));
    expect(sentences(bytesSource(signedBytes(stranger)), [])).toEqual([
      expect.stringMatching(/^Signature1: INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND, /),
    ]);
    expect(sentences(bytesSource(Buffer.from('bukan')), [])).toEqual([
      expect.stringMatching(/^cannot be read/),
    ]);
  });

  it('why, what changed, and a path without any PDF', async () => {
    const once = signedBytes(await finishSignature(file(), beginSignature(file(), signer()), signer()));
    const source = bytesSource(once);
    const { doubts, xml } = explain(source, 'ab'.repeat(32), [pki.root.certificate]);
    // A policy that demands an answer about revocation finds none in a B-B file.
    expect(doubts).toContainEqual(expect.stringMatching(/^trust\.revocation: /));
    expect(xml).toContain('urn:etsi:019102:subindication:TRY_LATER');
    expect(history(source)).toContainEqual(expect.stringMatching(/^1: /));
    expect(pathOf(certificate, [pki.issuing.certificate], [pki.root.certificate])).toBe('3 certificates');
    expect(pathOf(certificate, [], [pki.root.certificate])).toMatch(/^no-path: /);
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

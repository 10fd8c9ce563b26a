import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../../support/pki.ts';
import {
  append,
  basePdf,
  catalog,
  signaturesOf,
  signRaw,
  testPki,
  trusting,
  usualSigner,
  verdict,
} from './world.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});
const first = (file: Buffer): string => verdict(signaturesOf(file, trusting(pki.root))[0]!);

describe('what later revisions may do', () => {
  it('free an object that nothing ever used', async () => {
    const signed = signRaw(basePdf({ 8: '<</Bekas(ya)>>' }), { cms: await usualSigner() });
    expect(first(append(signed, {}, { free: [8] }))).toBe('TOTAL_PASSED');
  });

  it('not free one that something uses', async () => {
    const signed = signRaw(basePdf({ 7: '<</Producer 9 0 R>>', 9: '(x)' }), {
      cms: await usualSigner(),
      update: { trailer: '/Info 7 0 R' },
    });
    expect(first(append(signed, {}, { free: [9], trailer: '/Info 7 0 R' }))).toBe(
      'TOTAL_FAILED/FORMAT_FAILURE',
    );
  });

  it('not give a file permissions that its signature did not ask for', async () => {
    const signed = signRaw(basePdf(), { cms: await usualSigner() });
    const file = append(signed, { 1: catalog([11], '/Perms<</DocMDP 10 0 R>>') });
    expect(first(file)).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('not certify a file that is signed already', async () => {
    const mdp =
      '/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/Reference[<</TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]';
    const cms = await usualSigner();
    const signed = signRaw(basePdf(), { cms });
    const file = signRaw(signed, { k: 1, cms, dict: mdp, catalogExtra: '/Perms<</DocMDP 12 0 R>>' });
    expect(first(file)).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });
});

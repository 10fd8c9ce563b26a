import { readdirSync, readFileSync } from 'node:fs';
import { Errors } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { skemaKonsep, type KonsepNaskah } from '../../src/domain/naskah/konsep.ts';
import { periksaKonsep } from '../../src/domain/naskah/periksa-konsep.ts';
import { benih } from './benih.ts';

const folder = new URL('../../fixtures/konsep/', import.meta.url);
const konsep = readdirSync(folder)
  .map((nama) => [nama, JSON.parse(readFileSync(new URL(nama, folder), 'utf8')) as KonsepNaskah] as const)
  .filter(([, isi]) => Object.hasOwn(skemaKonsep, isi.jenis));

describe('the drafts of the demo', () => {
  it('are of every kind', () => {
    expect([...new Set(konsep.map(([, { jenis }]) => jenis))].toSorted()).toEqual(
      Object.keys(skemaKonsep).toSorted(),
    );
  });
  it.each(konsep)('%s keeps the schema and the rules', (_, isi) => {
    expect(Errors(skemaKonsep[isi.jenis], isi)).toEqual([]);
    expect(periksaKonsep(isi, benih('jateng').profil[0]!.isi)).toEqual([]);
  });
  it.each(konsep)('%s names posts that exist', (_, isi) => {
    const ada = benih('jateng').jabatan.map(({ kode }) => kode);
    const disebut = [isi.konseptor, ...(isi.pemaraf ?? []), ...isi.penandatangan];
    expect(disebut.filter((kode) => !ada.includes(kode))).toEqual([]);
  });
});

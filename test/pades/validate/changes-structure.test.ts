import { beforeAll, describe, expect, it } from 'vitest';
import {
  basePdf,
  page,
  signRaw,
  signaturesOf,
  stream,
  testPki,
  trusting,
  usualSigner,
  type Objects,
  type RawSignature,
} from './world.ts';

/** A tagged file: root 30, Document 31, a paragraph 32 with page content, parent tree 33, kids of the tree 34, roles 35. */
const catalogExtra = '/StructTreeRoot 30 0 R/MarkInfo<</Marked true>>';
const tagged: Objects = {
  1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>${catalogExtra}>>`,
  3: page([], '/StructParents 0/Tabs/S'),
  30: '<</Type/StructTreeRoot/K 31 0 R/ParentTree 33 0 R/ParentTreeNextKey 1/RoleMap 35 0 R>>',
  31: '<</Type/StructElem/S/Document/P 30 0 R/K[32 0 R]>>',
  32: '<</Type/StructElem/S/P/P 31 0 R/Pg 3 0 R/K 0>>',
  33: '<</Kids[34 0 R]>>',
  34: '<</Nums[0[32 0 R]]/Limits[0 0]>>',
  35: '<</Judul/H1>>',
};
const tree = (nums: string, high = 1): string => `<</Nums[${nums}]/Limits[0 ${high}]>>`;
const objr = '<</Type/OBJR/Obj 13 0 R/Pg 3 0 R>>';
const form = (more = `/K ${objr}`, kind = 'Form', parent = 31): string =>
  `<</Type/StructElem/S/${kind}/P ${parent} 0 R/Pg 3 0 R${more}>>`;
const root = (more: string, next = 2): string =>
  `<</Type/StructTreeRoot/K 31 0 R/ParentTree 33 0 R/ParentTreeNextKey ${next}${more}>>`;
/** What software that tags its widget writes with the second signature. */
const usual: Objects = {
  3: page([11, 13], '/StructParents 0/Tabs/S'),
  30: root('/RoleMap 35 0 R'),
  31: '<</Type/StructElem/S/Document/P 30 0 R/K[32 0 R 40 0 R]>>',
  34: tree('0[32 0 R]1 40 0 R'),
  40: form(),
};

let cms: RawSignature['cms'];
let first: Buffer;
beforeAll(async () => {
  cms = await usualSigner();
  first = signRaw(basePdf(tagged), {
    cms,
    catalogExtra,
    objects: { 3: page([11], '/StructParents 0/Tabs/S') },
  });
});
const second = (changes: Objects = {}, more: Partial<RawSignature> = {}): Buffer =>
  signRaw(first, {
    k: 1,
    cms,
    catalogExtra,
    field: '/StructParent 1',
    objects: { ...usual, ...changes },
    ...more,
  });
const ofFirst = async (file: Buffer): Promise<string | undefined> => {
  const signatures = signaturesOf(file, trusting((await testPki()).root));
  expect(signatures).toHaveLength(2);
  return signatures[0]?.modifications;
};

describe('a structure tree may learn of a new signature widget', () => {
  it.each<[string, Objects, Partial<RawSignature>]>([
    ['below the document element', {}, {}],
    [
      'below the root, whose only kid becomes the first of two',
      {
        30: '<</Type/StructTreeRoot/K[31 0 R 40 0 R]/ParentTree 33 0 R/ParentTreeNextKey 2/RoleMap 35 0 R>>',
        31: tagged[31]!,
        40: form(undefined, 'Form', 30),
      },
      {},
    ],
    ['with its content in an array and an object of its own', { 40: form('/K[41 0 R]'), 41: objr }, {}],
    [
      'with the kids in a new array',
      { 31: '<</Type/StructElem/S/Document/P 30 0 R/K 41 0 R>>', 41: '[32 0 R 40 0 R]' },
      {},
    ],
    [
      'with a new node of the parent tree',
      { 33: '<</Kids[34 0 R 41 0 R]>>', 34: tagged[34]!, 41: '<</Nums[1 40 0 R]/Limits[1 1]>>' },
      {},
    ],
  ])('%s', async (_, changes, more) => {
    expect(await ofFirst(second(changes, more))).toBe('permitted');
  });
});

describe('nothing else may come with it:', () => {
  const mark = '<</Type/MCR/Pg 3 0 R/MCID 0>>';
  it.each<[string, Objects, Partial<RawSignature>]>([
    [
      'an old element gets /ActualText',
      { 32: '<</Type/StructElem/S/P/P 31 0 R/Pg 3 0 R/K 0/ActualText(Rp9.000.000)>>' },
      {},
    ],
    [
      'an old element gets /Alt',
      { 31: '<</Type/StructElem/S/Document/P 30 0 R/K[32 0 R 40 0 R]/Alt(Rp9.000.000)>>' },
      {},
    ],
    ['the new element has /ActualText', { 40: form(`/K ${objr}/ActualText(Rp9.000.000)`) }, {}],
    ['the new element has /Alt', { 40: form(`/K ${objr}/Alt(Rp9.000.000)`) }, {}],
    ['an old kid is replaced', { 31: '<</Type/StructElem/S/Document/P 30 0 R/K[40 0 R]>>' }, {}],
    ['an old kid moves behind', { 31: '<</Type/StructElem/S/Document/P 30 0 R/K[40 0 R 32 0 R]>>' }, {}],
    ['a kid is listed twice', { 31: '<</Type/StructElem/S/Document/P 30 0 R/K[32 0 R 40 0 R 40 0 R]>>' }, {}],
    [
      'an old kid is listed again',
      { 31: '<</Type/StructElem/S/Document/P 30 0 R/K[32 0 R 40 0 R 32 0 R]>>' },
      {},
    ],
    ['the role map changes', { 35: '<</Judul/Artifact>>' }, {}],
    ['another role map takes its place', { 30: root('/RoleMap 41 0 R'), 41: '<</P/Artifact>>' }, {}],
    ['the role map goes', { 30: root('') }, {}],
    ['a class map comes', { 30: root('/RoleMap 35 0 R/ClassMap<<>>') }, {}],
    ['the new element is marked content', { 40: form('/K 0') }, {}],
    ['the new element has a mark beside the widget', { 40: form(`/K[${objr} ${mark}]`) }, {}],
    [
      'the new element holds another element',
      { 40: form(`/K[${objr} 41 0 R]`), 41: form(`/K ${objr}`, 'P', 40) },
      {},
    ],
    ['the new element holds an old element', { 40: form(`/K[${objr} 32 0 R]`) }, {}],
    ['the new element has no content', { 40: form('') }, {}],
    ['the new element is no Form', { 40: form(undefined, 'P') }, {}],
    ['the new element names another parent', { 40: form(undefined, 'Form', 30) }, {}],
    ['the new element is of an old widget', { 40: form('/K<</Type/OBJR/Obj 11 0 R/Pg 3 0 R>>') }, {}],
    ['the new element is of a form field', { 40: form('/K<</Type/OBJR/Obj 6 0 R/Pg 3 0 R>>') }, {}],
    ['the new element is of the page content', { 40: form('/K<</Type/OBJR/Obj 4 0 R/Pg 3 0 R>>') }, {}],
    ['the new element names no page', { 40: form('/K<</Type/OBJR/Obj 13 0 R/Pg 4 0 R>>') }, {}],
    [
      'a paragraph gains it',
      {
        31: tagged[31]!,
        32: '<</Type/StructElem/S/P/P 31 0 R/Pg 3 0 R/K[0 40 0 R]>>',
        40: form(undefined, 'Form', 32),
      },
      {},
    ],
    ['an old entry of the parent tree changes', { 34: tree('0[40 0 R]1 40 0 R') }, {}],
    ['an old entry of the parent tree goes', { 34: '<</Nums[1 40 0 R]/Limits[1 1]>>' }, {}],
    [
      'the parent tree gains an entry for nobody',
      { 34: tree('0[32 0 R]1 40 0 R 2 32 0 R', 2), 30: root('/RoleMap 35 0 R', 3) },
      {},
    ],
    ['the new entry leads to an old element', { 34: tree('0[32 0 R]1 32 0 R') }, {}],
    ['the parent tree is not sorted', { 34: tree('1 40 0 R 0[32 0 R]') }, {}],
    ['the limits of the parent tree hide an entry', { 34: '<</Nums[0[32 0 R]1 40 0 R]/Limits[1 1]>>' }, {}],
    ['the parent tree meets a node twice', { 33: '<</Kids[34 0 R 34 0 R]>>' }, {}],
    ['the parent tree stays as it was', { 34: tagged[34]! }, {}],
    ['the widget takes the key of the page', {}, { field: '/StructParent 0' }],
    ['the widget has no key', {}, { field: '' }],
    ['the next key goes back', { 30: root('/RoleMap 35 0 R', 0) }, {}],
    ['the next key is in use', { 30: root('/RoleMap 35 0 R', 1) }, {}],
    ['page content comes with it', { 4: stream('BT /F1 12 Tf 72 700 Td (Bayar Rp9.000.000) Tj ET') }, {}],
  ])('%s', async (_, changes, more) => {
    expect(await ofFirst(second(changes, more))).toBe('forbidden');
  });
});

describe('a parent tree written anew, as iText does', () => {
  const moved = (page: string): Objects => ({
    30: '<</Type/StructTreeRoot/K 31 0 R/ParentTree 41 0 R/ParentTreeNextKey 2/RoleMap 35 0 R>>',
    34: '<</Nums[0[32 0 R]]/Limits[0 0]>>',
    41: '<</Nums[0 42 0 R 1 40 0 R]>>',
    42: page,
  });
  it('may lead to the same elements in another array', async () => {
    expect(await ofFirst(second(moved('[32 0 R]')))).toBe('permitted');
  });
  it('may not lead to others', async () => {
    expect(await ofFirst(second(moved('[40 0 R]')))).toBe('forbidden');
  });
});

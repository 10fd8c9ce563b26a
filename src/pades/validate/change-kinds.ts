import type { ReportedChange } from './reported.ts';

/** How far a change goes (pades.md 8.2), least first. */
export type ChangeLevel = ReportedChange['level'];
export const changeLevels: readonly ChangeLevel[] = [
  'none',
  'validation-data',
  'form-filling',
  'annotations',
  'other',
];

interface KindRow {
  readonly level: ChangeLevel;
  /** Comes with a signature or its validation data, so that a freshly signed file may hold it. */
  readonly signing: boolean;
  /** Comes with a signature and still makes another page of it. */
  readonly covers?: true;
}

/** What a later revision can do that a rule explains. Whatever has no row is `other`, and forbidden. */
export const explainedKinds = {
  'validation-data': { level: 'validation-data', signing: true },
  metadata: { level: 'validation-data', signing: true },
  'document-information': { level: 'validation-data', signing: true },
  extensions: { level: 'validation-data', signing: true },
  structure: { level: 'validation-data', signing: true },
  'form-resources': { level: 'validation-data', signing: true },
  'unused-object-freed': { level: 'validation-data', signing: true },
  /** More to compare than is compared. */
  'drawing-unchecked': { level: 'validation-data', signing: true },
  'unused-object': { level: 'validation-data', signing: false },
  'document-timestamp': { level: 'validation-data', signing: true },
  'visible-document-timestamp': { level: 'form-filling', signing: true },
  signature: { level: 'form-filling', signing: true },
  /** A new field whose signature is to be seen over text of its page. */
  'signature-over-text': { level: 'form-filling', signing: true, covers: true },
  'signature-field': { level: 'form-filling', signing: true },
  certification: { level: 'form-filling', signing: true },
  'field-value': { level: 'form-filling', signing: false },
  'field-appearance': { level: 'form-filling', signing: false },
  /** A look that hides text of the page, or shows what cannot be read. */
  'field-drawing': { level: 'form-filling', signing: false },
  'form-defaults': { level: 'form-filling', signing: false },
  'annotation-added': { level: 'annotations', signing: false },
  /** A remark whose look writes or paints over text of the page. */
  'annotation-drawing': { level: 'annotations', signing: false },
  'annotation-changed': { level: 'annotations', signing: false },
  'annotation-removed': { level: 'annotations', signing: false },
} as const satisfies Record<string, KindRow>;
export type ExplainedKind = keyof typeof explainedKinds;

const rows: ReadonlyMap<string, KindRow> = new Map(Object.entries(explainedKinds));

/** A person reading the page would see another one: what a report must not pass over in silence (pades.md 5.7). */
export const isVisibleChange = ({ kind }: ReportedChange): boolean => {
  const row = rows.get(kind);
  return row?.signing === false || row?.covers === true;
};

/** What a freshly signed file holds besides its signature and the data of it. */
export const beyondSigning = (changes: readonly ReportedChange[]): string[] =>
  changes.filter(({ kind }) => rows.get(kind)?.signing === false).map(({ detail }) => detail);

/** What a later revision does that nobody may, whatever the file permits. */
export type ForbiddenKind =
  | 'action'
  | 'annotation-list'
  | 'bytes-unaccounted'
  | 'catalog'
  | 'encryption'
  | 'external-data'
  | 'field-added'
  | 'field-changed'
  | 'field-removed'
  | 'form'
  | 'identifier'
  | 'object-added'
  | 'object-changed'
  | 'object-redirected'
  | 'object-removed'
  | 'page-content'
  | 'page-tree'
  | 'permissions'
  | 'reference-filled'
  | 'signature-changed'
  | 'signature-removed'
  | 'trailer'
  | 'unreadable'
  | 'validation-data-misused';

/** The only door of the log library (`naskah/translog`): naskah-audit/1, RFC 6962 trees, C2SP names. */
export { canonical, canonicalBytes, parseCanonical, type CanonicalValue } from './canonical.ts';
export {
  disclosureDigest,
  makeDisclosure,
  openDisclosure,
  type Disclosure,
  type OpenDisclosure,
} from './disclosure.ts';
export { TranslogError, translogErrors, type TranslogErrorCode } from './errors.ts';
export {
  LEAF_FORMAT,
  buildLeaf,
  parseLeaf,
  type Leaf,
  type LeafActor,
  type LeafArtefact,
  type LeafObject,
} from './leaf.ts';
export {
  RootFold,
  appendNodes,
  emptyRoot,
  leafHash,
  nodeHash,
  rootOf,
  type Node,
  type ReadNode,
} from './merkle.ts';
export { isOrigin, keyId, keyTypes, originOf, verifierKey } from './origin.ts';

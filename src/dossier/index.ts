/** Evidence packages: what goes with a request to take something down, as a PDF and as a ZIP. */
export {
  type Article,
  bothClocks,
  type Dossier,
  type DossierLabel,
  dossierLabels,
  type NamedFirm,
  type Piece,
  type Say,
  type Wanted,
} from './dossier.ts'
export { type Manifest, manifestForm, type Packed, packDossier } from './pack.ts'

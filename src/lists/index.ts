/** Lists of agencies: read, compared, and loaded as shipped. Pure but for the two loaders. */
export { compareLists, type ListChanges } from './compare-lists.ts'
export { dateOf, loadOrdinaryWords, loadShipped } from './load.ts'
export { type ListKind, type ListReading, type RowError, readList } from './read-list.ts'

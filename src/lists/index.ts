/** Lists of agencies: read, compared, and loaded as shipped. Pure but for the two loaders. */
export { compareLists, type ListChanges } from './compare-lists.ts'
export { learnFrom } from './learn.ts'
export { dateOf, digestOf, loadOrdinaryWords, loadShipped, loadShippedLists } from './load.ts'
export { type ListReading, type RowError, readList } from './read-list.ts'

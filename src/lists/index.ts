/** Lists of agencies: read, compared, and loaded as shipped. Pure but for the two loaders. */
export { compareLists, type ListChanges } from './compare-lists.ts'
export { learnFrom } from './learn.ts'
export { dateOf, digestOf, loadOrdinaryWords, loadShipped, loadShippedLists } from './load.ts'
export { contactFiles, loadContacts } from './load-contacts.ts'
export { loadPlatforms, readPlatforms } from './load-platforms.ts'
export { loadTemplates, type TemplateRow } from './load-templates.ts'
export { type ContactRow, confirmationColumns, readContacts, usable } from './read-contacts.ts'
export { type ListReading, type RowError, readList } from './read-list.ts'

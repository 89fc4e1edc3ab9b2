/** Lists of agencies: read, compared, and loaded as shipped. Pure but for the two loaders. */
export { compareLists, type ListChanges } from './compare-lists.ts'
export { learnFrom } from './learn.ts'
export { dateOf, digestOf, loadOrdinaryWords, loadShipped, loadShippedLists } from './load.ts'
export { loadAds, loadOwners } from './load-ads.ts'
export { type ClosedPlatform, loadClosedPlatforms } from './load-closed-platforms.ts'
export { contactFiles, loadContacts } from './load-contacts.ts'
export {
  loadLookalikeWords,
  loadOfficial,
  type OfficialFile,
  type OfficialRow,
  officialColumns,
  readOfficial,
  readOwnValue,
} from './load-official.ts'
export { loadPlatforms, readPlatforms } from './load-platforms.ts'
export { loadRules, type Rule } from './load-rules.ts'
export { loadSigns, readSigns } from './load-signs.ts'
export { loadTakedownTables, type TakedownTables } from './load-takedowns.ts'
export { loadTemplates, type TemplateRow } from './load-templates.ts'
export { type ImportFile, type ImportPlan, type Objection, planImport, planSwap } from './plan-import.ts'
export { type ContactRow, confirmationColumns, readContacts, usable } from './read-contacts.ts'
export { type ListReading, type RowError, readList } from './read-list.ts'
export { readSubscribers } from './read-subscribers.ts'
export {
  budgets,
  type PartnerFile,
  paces,
  type ReadPartnerRow,
  type ReadSource,
  readPartnerFile,
  readSourceFields,
  readSourcesFile,
  type SourceFields,
  type SourceProblem,
  type SourceReading,
  type SourcesFile,
  sourceColumns,
} from './read-watch.ts'
export { createTargets, type TakedownTarget } from './targets.ts'

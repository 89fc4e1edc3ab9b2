/** From lists to knowledge. */
import { type AgencyList, ConfigError, createKnowledge, type Knowledge, type OrdinaryWords } from '#engine'

/** What the current lists say, ready to be asked. Throws ConfigError when the official one is missing. */
export function learnFrom(lists: readonly AgencyList[], ordinaryWords: OrdinaryWords): Knowledge {
  const official = lists.find(({ kind }) => kind === 'listed')
  if (official === undefined) {
    throw new ConfigError(
      'The official list of agencies is missing. Import it: npm run import-agencies -- FILE.csv',
    )
  }
  return createKnowledge({
    asOf: official.asOf,
    statements: lists.flatMap(({ statements }) => statements),
    ordinaryWords,
  })
}

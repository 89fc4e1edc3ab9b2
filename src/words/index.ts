/** The public surface of words: files in, a speaker out. */

export { fill } from './fill.ts'
export { loadReader } from './learned.ts'
export { filesOf, loadLocale, loadWords, missingPhrases, placeOf, stemOf, type Words } from './load.ts'
export { parseSections, type Template } from './parse.ts'
export { type Source, sourcesOf } from './sources.ts'
export { createSpeak } from './speak.ts'
export { loadUtterances } from './utterances.ts'
export { mostShown, plainValue, writeDay } from './values.ts'
export { checkWritten, speakWritten, type WrittenText } from './written.ts'

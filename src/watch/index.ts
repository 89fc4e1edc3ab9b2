/** The watch: reads what the operator has chosen, politely and within bounds, and judges it before anybody reports it. */

export { createWatchChats, type WatchChats } from './chats.ts'
export { type PartnerRow, type TakenList, takeList } from './lists.ts'
export { agentName, createVisitor, type Manners, type Visit, type Visitor } from './manners.ts'
export { createParser, type Parser, type ParserLimits } from './parser.ts'
export { type Eyes, type ReadPicture, readItem, readSource } from './read.ts'
export { createWatchWorker, type WatchRead, type WatchWorker } from './worker.ts'

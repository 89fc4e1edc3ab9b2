/** Telegram keeps the law of adapters, by long polling and by webhook. */
import { adapterLaw, type Failure } from '../../contract/adapter.ts'
import { captionLimit, type Fault, serverError, textLimit, tooManyRequests } from '../../kit/bot-api/index.ts'
import { loadSamples, openTelegram, type TelegramSubject } from './subject.ts'

const bot = { id: 7000000001, is_bot: true, first_name: 'T', username: 'tanya_dulu_bot' }
const chat = { id: 900000001, type: 'private', first_name: 'B' }
const group = { id: -1002000000001, type: 'supergroup', title: 'G' }
const person = { id: 900000001, is_bot: false, first_name: 'B' }
let next = 812000000
const message = (fields: object): object => ({
  update_id: next++,
  message: { message_id: 1, date: 1764000000, from: person, chat, ...fields },
})
const update = (fields: object): object => ({ update_id: next++, ...fields })

const fault =
  (...faults: readonly Fault[]) =>
  async (subject: TelegramSubject) => {
    for (const each of faults) subject.api.faults.failNext('sendMessage', each)
    return subject.chat
  }
const refusal = (code: number, description: string): Fault => ({ kind: 'refuse', code, description })
const refused = (name: string, code: number, description: string): Failure<TelegramSubject> => ({
  name,
  arrange: fault(refusal(code, description)),
})

for (const by of ['polling', 'webhook'] as const) {
  adapterLaw<TelegramSubject>({
    name: `telegram by ${by}`,
    open: () => openTelegram({ by }),
    samples: loadSamples(),
    unheard: [
      { name: 'our own message', raw: message({ from: bot, text: 'Halo' }) },
      {
        name: 'another bot',
        raw: message({ from: { ...bot, id: 5, username: 'x_bot' }, chat: group, text: 'spam' }),
      },
      {
        name: 'an edited message',
        raw: update({ edited_message: { message_id: 1, date: 1, from: person, chat, text: 'x' } }),
      },
      {
        name: 'an edited channel post',
        raw: update({
          edited_channel_post: {
            message_id: 1,
            date: 1,
            chat: { id: -9, type: 'channel', title: 'C' },
            text: 'x',
          },
        }),
      },
      {
        name: 'a channel post copied into its group',
        raw: message({
          chat: group,
          sender_chat: { id: -9, type: 'channel', title: 'C' },
          is_automatic_forward: true,
          text: 'x',
        }),
      },
      { name: 'somebody joined', raw: message({ chat: group, new_chat_members: [person] }) },
      { name: 'somebody left', raw: message({ chat: group, left_chat_member: person }) },
      { name: 'a new title', raw: message({ chat: group, new_chat_title: 'x' }) },
      {
        name: 'a pinned message',
        raw: message({ chat: group, pinned_message: { message_id: 1, date: 0, chat: group } }),
      },
      { name: 'the group moved', raw: message({ chat: group, migrate_to_chat_id: -10077 }) },
      {
        name: 'a tap without data',
        raw: update({ callback_query: { id: '1', from: person, chat_instance: '1', game_short_name: 'g' } }),
      },
      { name: 'a message from nobody', raw: message({ from: undefined, text: 'x' }) },
    ],
    unknown: [
      { name: 'an update of the future', raw: update({ telepathy: { from: person, thought: 'x' } }) },
      { name: 'a message of the future', raw: message({ hologram: { file_id: 'x' } }) },
      { name: 'a picture without sizes', raw: message({ photo: [] }) },
      { name: 'a document without a key', raw: message({ document: {} }) },
      { name: 'a message that is a number', raw: update({ message: 7 }) },
      { name: 'a chat of the future', raw: message({ chat: { id: 1, type: 'planet' }, text: 'x' }) },
    ],
    // For labels Telegram names no limit; ours is what a phone can show.
    refusesAbove: { text: textLimit, caption: captionLimit, buttons: 100, label: null },
    failures: {
      throttled: [
        { name: '429 with a time', arrange: fault(tooManyRequests(7)), says: { afterMs: 7000 } },
        {
          name: '429 without a time',
          arrange: fault(refusal(429, 'Too Many Requests')),
          says: { afterMs: 5000 },
        },
        { name: '429 as a page', arrange: fault({ kind: 'garbage', code: 429 }) },
      ],
      unreachable: [
        { name: '500', arrange: fault(serverError(500)) },
        { name: '502', arrange: fault(serverError(502)) },
        { name: 'a page instead of JSON', arrange: fault({ kind: 'garbage' }) },
        { name: 'half a body', arrange: fault({ kind: 'half' }) },
        { name: 'another JSON', arrange: fault({ kind: 'answer', body: '{"ok":"yes"}' }) },
        { name: 'no JSON object', arrange: fault({ kind: 'answer', body: 'null' }) },
        { name: 'nothing in it', arrange: fault({ kind: 'answer', body: '' }) },
        { name: 'a refusal without words', arrange: fault({ kind: 'answer', body: '{"ok":false}' }) },
        { name: 'the line cut before', arrange: fault({ kind: 'drop-before' }) },
        { name: 'the line cut after', arrange: fault({ kind: 'drop-after' }) },
        { name: 'no answer at all', arrange: fault({ kind: 'hang' }) },
        { name: 'the token was revoked meanwhile', arrange: fault(refusal(401, 'Unauthorized')) },
        { name: 'not found', arrange: fault(refusal(404, 'Not Found')) },
      ],
      blocked: [
        {
          name: 'the person blocked the bot',
          async arrange({ api, address }) {
            const who = api.people.person(501)
            api.people.says(who, 'halo')
            api.people.blocks(who)
            return address(501)
          },
        },
        {
          name: 'removed from the group',
          async arrange({ api, address }) {
            const place = api.people.group(-100501)
            api.people.addsToGroup(api.people.person(501), place)
            api.people.removesFromGroup(api.people.person(501), place)
            return address(-100501)
          },
        },
        refused('no right to write', 400, 'Bad Request: not enough rights to send text messages to the chat'),
        refused('writing is forbidden', 400, 'Bad Request: CHAT_WRITE_FORBIDDEN'),
      ],
      'no-such-chat': [
        { name: 'a chat the bot never met', arrange: async ({ address }) => address(404404404) },
        {
          name: 'an address of another channel',
          arrange: async ({ chat }) => ({ ...chat, chat: '62812@c.us' }),
        },
        {
          name: 'the account was deleted',
          async arrange({ api, address }) {
            api.people.says(api.people.person(502), 'halo')
            api.world.trouble(502, 'deactivated')
            return address(502)
          },
        },
        refused('the topic was deleted', 400, 'Bad Request: message thread not found'),
        refused('unknown to the server', 400, 'Bad Request: PEER_ID_INVALID'),
      ],
      'window-closed': { never: 'a bot may write at any time to whoever wrote to it' },
      malformed: [
        { name: 'an empty text', arrange: async ({ chat }) => chat },
        refused(
          'words with our text in them',
          400,
          'Bad Request: can\'t parse entities: Unsupported start tag "RAHASIA 81234567890"',
        ),
      ],
    },
  })
}

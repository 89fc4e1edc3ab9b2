/** The stand-in is only worth something if it is as strict as Telegram: these tests hold it to that, over HTTP. */
import { Bot, InputFile } from 'grammy'
import { afterEach, describe, expect, it } from 'vitest'
import { openMounting } from '../mounting.ts'
import { type BotApi, type BotApiOptions, createBotApi, type Wire } from './index.ts'

let api: BotApi
afterEach(() => api.stop())

const open = async (options: BotApiOptions = {}): Promise<void> => {
  api = await createBotApi(options)
  api.people.says(api.people.person(5), 'halo')
}
interface Answer {
  readonly ok: boolean
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: Wire
  readonly result?: unknown
}
const call = async (method: string, parameters: Wire = {}, token = api.token): Promise<Answer> => {
  const response = await fetch(`${api.root}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return (await response.json()) as Answer
}
const say = (text: string, more: Wire = {}): Promise<Answer> =>
  call('sendMessage', { chat_id: 5, text, ...more })
const html = (text: string): Promise<Answer> => say(text, { parse_mode: 'HTML' })

describe('HTML', () => {
  it('is read as Telegram reads it', async () => {
    await open({ flood: false })
    const { result } = await html(
      'a <b>b <i>c</i></b> &lt;&amp;&gt;&quot;&#65;&#x42;&nbsp; <a href="https://x.id/?a=1&amp;b">d</a>',
    )
    expect(result).toMatchObject({
      text: 'a b c <&>"AB&nbsp; d',
      entities: [
        { type: 'bold', offset: 2, length: 3 },
        { type: 'italic', offset: 4, length: 1 },
        { type: 'text_link', offset: 19, length: 1, url: 'https://x.id/?a=1&b' },
      ],
    })
  })

  it.each([
    ['<u2>x</u2>', 'Unsupported start tag "u2" at byte offset 0'],
    ['é<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['é</b>', 'Unexpected end tag at byte offset 2'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a =>x</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
  ])('%s is refused', async (text, words) => {
    await open({ flood: false })
    expect(await html(text)).toMatchObject({
      ok: false,
      error_code: 400,
      description: `Bad Request: can't parse entities: ${words}`,
    })
    expect(api.shown(5)).toHaveLength(0)
  })
})

describe('limits', () => {
  const buttons = (count: number, data = 'x'): Wire => ({
    reply_markup: {
      inline_keyboard: Array.from({ length: count }, () => [{ text: 'b', callback_data: data }]),
    },
  })

  it.each<readonly [name: string, parameters: Wire, words: string]>([
    ['empty', { text: '' }, 'message text is empty'],
    ['spaces', { text: ' \n ' }, 'message text is empty'],
    ['tags alone', { text: '<b></b>', parse_mode: 'HTML' }, 'message text is empty'],
    ['4097', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['101 buttons', { text: 'x', ...buttons(101) }, 'reply markup is too long'],
    ['65 bytes of data', { text: 'x', ...buttons(1, `${'é'.repeat(32)}x`) }, 'BUTTON_DATA_INVALID'],
    ['no data', { text: 'x', ...buttons(1, '') }, 'BUTTON_DATA_INVALID'],
    ['no chat', { chat_id: 6, text: 'x' }, 'chat not found'],
    ['a chat that is a word', { chat_id: 'x', text: 'x' }, 'parameter "chat_id" must be a chat identifier'],
    ['a misspelt parameter', { text: 'x', parsemode: 'HTML' }, 'stand-in: unknown parameter "parsemode"'],
    ['a number for a text', { text: 5 }, 'parameter "text" must be a string'],
  ])('%s', async (_name, parameters, words) => {
    await open({ flood: false })
    expect(await call('sendMessage', { chat_id: 5, ...parameters })).toMatchObject({
      error_code: 400,
      description: `Bad Request: ${words}`,
    })
    expect(api.journal).toHaveLength(0)
  })

  it('holds at the limit, counted after the tags are read', async () => {
    await open({ flood: false })
    expect(await html(`<b>${'&amp;'.repeat(4096)}</b>`)).toMatchObject({ ok: true })
    expect(await say('x', buttons(100, 'é'.repeat(32)))).toMatchObject({ ok: true })
  })

  it('knows tokens and methods', async () => {
    await open()
    expect(await call('getMe', {}, '1:wrong')).toMatchObject({ error_code: 401, description: 'Unauthorized' })
    expect(await call('getMe', {}, 'nonsense')).toMatchObject({ error_code: 404, description: 'Not Found' })
    expect(await call('sendTelepathy')).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    })
    expect(await call('GETME')).toMatchObject({ ok: true, result: { is_bot: true } })
  })
})

describe('flood control', () => {
  it('allows a burst, then a message a second, and punishes who goes on', async () => {
    let now = Date.now()
    await open({ now: () => now })
    for (let index = 0; index < 10; index++) expect(await say('x')).toMatchObject({ ok: true })
    const penalties: unknown[] = []
    for (let index = 0; index < 4; index++) penalties.push((await say('x')).parameters?.retry_after)
    expect(penalties).toEqual([1, 2, 4, 8])
    expect(await say('x')).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 16',
    })
    now += 16_001
    expect(await say('x')).toMatchObject({ ok: true })
    // Others are not punished for it.
    api.people.says(api.people.person(6), 'halo')
    expect(await call('sendMessage', { chat_id: 6, text: 'x' })).toMatchObject({ ok: true })
  })
})

describe('getUpdates', () => {
  const ids = ({ result }: Answer): unknown =>
    (result as { update_id: number }[]).map(({ update_id }) => update_id)

  it('gives again what was not confirmed, and forgets what was', async () => {
    await open({ gentle: false })
    api.people.says(api.people.person(5), 'dua')
    const first = ids(await call('getUpdates')) as number[]
    expect(first).toHaveLength(2)
    expect(ids(await call('getUpdates'))).toEqual(first)
    expect(ids(await call('getUpdates', { offset: first[1] }))).toEqual([first[1]])
    expect(ids(await call('getUpdates', { offset: 0 }))).toEqual([first[1]])
    expect(ids(await call('getUpdates', { offset: (first[1] ?? 0) + 1 }))).toEqual([])
    expect(ids(await call('getUpdates'))).toEqual([])
  })

  it('gives one at a time to whoever asks twice within half a second', async () => {
    await open()
    api.people.says(api.people.person(5), 'dua')
    expect(ids(await call('getUpdates'))).toHaveLength(2)
    expect(ids(await call('getUpdates'))).toHaveLength(1)
  })

  it('waits for news, and ends an older poll when another begins', async () => {
    await open({ gentle: false })
    const [id] = ids(await call('getUpdates')) as number[]
    const offset = (id ?? 0) + 1
    const older = call('getUpdates', { offset, timeout: 30 })
    await api.until('waiting', () => api.queue.offsets.length === 2)
    const newer = call('getUpdates', { offset, timeout: 30 })
    expect(await older).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/^Conflict: terminated by other getUpdates/),
    })
    api.people.says(api.people.person(5), 'baru')
    expect(ids(await newer)).toEqual([offset])
  })

  it('loses a message after 24 hours and a tap after 150 seconds, as Telegram does', async () => {
    let now = Date.now()
    await open({ now: () => now, gentle: false, flood: false })
    const { result } = await say('Pilih', {
      reply_markup: { inline_keyboard: [[{ text: 'Ya', callback_data: '1' }]] },
    })
    api.people.presses(api.people.person(5), result as Wire, 'Ya')
    expect(ids(await call('getUpdates'))).toHaveLength(2)
    now += 151_000
    expect(ids(await call('getUpdates'))).toHaveLength(1)
    now += 24 * 3600_000
    expect(ids(await call('getUpdates'))).toHaveLength(0)
  })

  it('is refused while a webhook is set, and a webhook is refused outside this machine', async () => {
    await open()
    expect(await call('setWebhook', { url: 'https://example.org/x' })).toMatchObject({ error_code: 400 })
    expect(await call('setWebhook', { url: 'http://127.0.0.1:9/x', secret_token: 'a b' })).toMatchObject({
      error_code: 400,
    })
    expect(await call('setWebhook', { url: 'http://127.0.0.1:9/x' })).toMatchObject({ ok: true })
    expect(await call('getUpdates')).toMatchObject({
      error_code: 409,
      description: expect.stringMatching(/webhook is active/),
    })
    expect(await call('deleteWebhook')).toMatchObject({ ok: true })
    expect(await call('getUpdates')).toMatchObject({ ok: true })
  })
})

describe('the webhook', () => {
  it('is in order within a chat, does not hold up others, and comes back until it is taken', async () => {
    await open({ firstRetryMs: 5 })
    const host = await openMounting()
    const got: string[] = []
    let refusals = 3
    host.mount('/hook', async (request) => {
      const { message } = (await request.json()) as { message: { text: string } }
      got.push(message.text)
      return new Response(null, { status: message.text === '1' && refusals-- > 0 ? 503 : 200 })
    })
    await call('setWebhook', { url: `${host.url}/hook`, drop_pending_updates: true })
    for (const text of ['1', '2']) api.people.says(api.people.person(5), text)
    api.people.says(api.people.person(6), 'lain')
    await api.until('all taken', () => api.deliveries.filter(({ status }) => status === 200).length === 3)
    expect(got.filter((text) => text !== 'lain')).toEqual(['1', '1', '1', '1', '2'])
    expect(got.indexOf('lain')).toBeLessThan(got.indexOf('2'))
    await host.close()
  })
})

describe('grammY, the real client', () => {
  it('uploads, edits, forwards faults and reads refusals', async () => {
    await open({ flood: false })
    const bot = new Bot(api.token, { client: { apiRoot: api.root } })
    const picture = await bot.api.sendPhoto(5, new InputFile(Buffer.from([1, 2, 3]), 'p.jpg'), {
      caption: 'x',
    })
    const file = await bot.api.getFile(picture.photo.at(-1)?.file_id ?? '')
    const bytes = await fetch(`${api.root}/file/bot${api.token}/${file.file_path}`)
    expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([1, 2, 3])
    const sent = await bot.api.sendMessage(5, 'satu')
    await bot.api.editMessageText(5, sent.message_id, 'dua')
    await expect(bot.api.editMessageText(5, sent.message_id, 'dua')).rejects.toThrow(
      /message is not modified/,
    )
    await expect(bot.api.editMessageText(5, 999, 'dua')).rejects.toThrow(/message to edit not found/)
    await expect(bot.api.answerCallbackQuery('1')).rejects.toThrow(/query is too old/)
    api.people.blocks(api.people.person(5))
    await expect(bot.api.sendMessage(5, 'x')).rejects.toThrow(/403: Forbidden: bot was blocked by the user/)
    // A line cut after the work was done: the client cannot know, the journal does.
    api.people.unblocks(api.people.person(5))
    const before = api.shown(5).length
    api.faults.failNext('sendMessage', { kind: 'drop-after' })
    await expect(bot.api.sendMessage(5, 'x')).rejects.toThrow(/Network request/)
    api.faults.failNext('sendMessage', { kind: 'drop-before' })
    await expect(bot.api.sendMessage(5, 'x')).rejects.toThrow(/Network request/)
    expect(api.shown(5)).toHaveLength(before + 1)
  })
})

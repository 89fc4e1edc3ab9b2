/** Sending: one try, the right words, and nothing a person wrote is obeyed. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Inbound } from '#engine'
import { fit } from '../../../src/delivery/fit.ts'
import { tooManyRequests } from '../../kit/bot-api/index.ts'
import { fitted } from '../../kit/fit-for-test.ts'
import { openTelegram, type TelegramSubject } from './subject.ts'

let subject: TelegramSubject
afterEach(async () => {
  await subject.adapter.stop()
  await subject.close()
})
const open = async (): Promise<TelegramSubject> => {
  subject = await openTelegram({ by: 'polling' })
  return subject
}

describe('send', () => {
  it('tries once, whatever happens: repeating is the outbox’s', async () => {
    const { api, adapter, chat } = await open()
    const message = fitted({ text: 'Halo' }, adapter.abilities)
    api.faults.failNext('sendMessage', tooManyRequests(3))
    expect(await adapter.send(chat, message)).toEqual({ kind: 'later', why: 'throttled', afterMs: 3000 })
    api.faults.failNext('sendMessage', { kind: 'drop-after' })
    expect(await adapter.send(chat, message)).toMatchObject({ kind: 'later', why: 'unreachable' })
    expect(api.calls.filter(({ method }) => method === 'sendMessage')).toHaveLength(2)
    // The second was accepted although no answer came: this is why it may arrive twice.
    expect(api.shown(500)).toHaveLength(1)
  })

  it('gives the message’s own id', async () => {
    const { api, adapter, chat } = await open()
    const outcome = await adapter.send(chat, fitted({ text: 'Halo' }, adapter.abilities))
    expect(outcome).toEqual({ kind: 'sent', messageId: String(api.shown(500)[0]?.message_id) })
  })

  it('follows a group that became a supergroup', async () => {
    const { api, adapter, address } = await open()
    const siti = api.people.person(502)
    api.people.addsToGroup(siti, api.people.group(-77, 'group'))
    api.people.addsToGroup(siti, api.people.group(-10077))
    api.world.migrate(-77, -10077)
    expect(await adapter.send(address(-77), fitted({ text: 'Halo' }, adapter.abilities))).toMatchObject({
      kind: 'sent',
    })
    expect(api.shown(-10077)).toHaveLength(1)
    expect(api.shown(-77)).toHaveLength(0)
  })

  it('answers in the topic where the question was', async () => {
    const { api, adapter, mount } = await open()
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    const forum = api.people.group(-10088)
    api.people.says(api.people.person(503), '/cek PT Maju', {
      chat: forum,
      message_thread_id: 12,
      is_topic_message: true,
    })
    await api.until('heard', () => heard.length === 1)
    const [inbound] = heard
    if (inbound === undefined) throw new Error('not heard')
    expect(await adapter.send(inbound.from, fitted({ text: 'Halo' }, adapter.abilities))).toMatchObject({
      kind: 'sent',
    })
    expect(api.shown(-10088)[0]).toMatchObject({ message_thread_id: 12, text: 'Halo' })
  })

  it('shows no previews, and puts short buttons side by side', async () => {
    const { api, adapter, chat } = await open()
    const buttons = ['Ya', 'Tidak', 'PT ANUGERAH BAHARI PASIFIK', 'Bukan'].map((label, index) => ({
      label,
      token: `1.${index}`,
    }))
    await adapter.send(chat, fitted({ text: 'https://bp2mi.go.id', buttons }, adapter.abilities))
    const [entry] = api.journal
    expect(entry?.parameters).toMatchObject({
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    })
    expect(api.shown(500)[0]?.reply_markup).toMatchObject({
      inline_keyboard: [
        [{ text: 'Ya' }, { text: 'Tidak' }],
        [{ text: 'PT ANUGERAH BAHARI PASIFIK' }],
        [{ text: 'Bukan' }],
      ],
    })
  })

  it('shows 64 KB of hostile text whole, over several messages', async () => {
    const { adapter, chat } = await open()
    const piece = '<b>PT</b> &amp; \u202eUJAM\u202c *tebal* \u200b"x" 👩‍🏭 </i><a href="x">'
    const text = Array.from({ length: Math.ceil(65_536 / piece.length) }, () => piece).join(' ')
    const messages = fit(
      {
        text: [{ kind: 'paragraph', spans: [{ kind: 'plain', text }] }],
        choices: [],
        opener: '',
        image: null,
      },
      adapter.abilities,
    )
    expect(messages.length).toBeGreaterThan(15)
    for (const message of messages) expect(await adapter.send(chat, message)).toMatchObject({ kind: 'sent' })
    const shown = await subject.shown(chat)
    expect(shown.map((each) => each.text).join(' ')).toBe(text)
    expect(shown.flatMap(({ bold, italic, links }) => [...bold, ...italic, ...links])).toEqual([])
  })
})

describe('fetchMedia', () => {
  it('brings what a person sent', async () => {
    const { api, adapter, mount } = await open()
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    const bytes = new Uint8Array(70_000).map((_, index) => index % 251)
    api.people.photo(api.people.person(500), bytes, { caption: 'ini asli?' })
    await api.until('heard', () => heard.length === 1)
    const body = heard[0]?.body
    if (body?.kind !== 'media') throw new Error('not a picture')
    expect(body).toMatchObject({ caption: 'ini asli?', media: { type: 'image', bytes: 70_000 } })
    expect(Buffer.from(await adapter.fetchMedia(body.media)).equals(Buffer.from(bytes))).toBe(true)
  })

  it('refuses what is too large without asking, and what is gone', async () => {
    const { api, adapter, picture } = await open()
    const large = { ...picture.media, bytes: 20 * 1024 * 1024 + 1 }
    await expect(adapter.fetchMedia(large)).rejects.toThrow(/20 MB/)
    expect(api.calls).toHaveLength(0)
    // Whoever lies about the size is stopped by Telegram's own limit.
    const file = api.world.addFile(new Uint8Array(20 * 1024 * 1024 + 1), 'bin')
    await expect(adapter.fetchMedia({ ...picture.media, key: file.id, bytes: null })).rejects.toThrow(
      /would not name/,
    )
    api.faults.failNext('file', { kind: 'drop-before' })
    await expect(adapter.fetchMedia(picture.media)).rejects.toThrow()
  })
})

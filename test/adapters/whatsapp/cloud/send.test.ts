/** Sending: one try, the right kind of message, the pace, and nothing a person wrote is obeyed. */
import { afterEach, describe, expect, it } from 'vitest'
import { type DeliveryId, type Inbound, say } from '#engine'
import { compose } from '../../../../src/delivery/compose.ts'
import { fit } from '../../../../src/delivery/fit.ts'
import { fitted } from '../../../kit/fit-for-test.ts'
import { shippedSpeak } from '../../../kit/people.ts'
import { readMarks } from '../../../kit/whatsapp-marks.ts'
import { budi, type CloudSubject, openCloud } from './subject.ts'

let subject: CloudSubject
afterEach(async () => {
  await subject.adapter.stop()
  await subject.close()
})
const open = async (how: Parameters<typeof openCloud>[0] = {}): Promise<CloudSubject> => {
  subject = await openCloud(how)
  return subject
}
const choices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `Pilihan ${index}`, token: `1.${index}` }))

describe('send', () => {
  it('tries once, whatever happens: repeating is the outbox’s', async () => {
    const { api, adapter, chat } = await open()
    const message = fitted({ text: 'Halo' }, adapter.abilities)
    api.faults.failNext('message', { kind: 'refuse', code: 130429 })
    expect(await adapter.send(chat, message)).toMatchObject({ kind: 'later', why: 'throttled' })
    api.faults.failNext('message', { kind: 'drop-after' })
    expect(await adapter.send(chat, message)).toMatchObject({ kind: 'later', why: 'unreachable' })
    expect(api.calls.filter(({ call }) => call === 'message')).toHaveLength(2)
    // The second was accepted although no answer came: this is why it may arrive twice.
    expect(api.shown(budi)).toHaveLength(1)
  })

  it('gives an id that does not spell out the number, and hands ours over', async () => {
    const { api, adapter, chat } = await open()
    const outcome = await adapter.send(chat, fitted({ text: 'Halo' }, adapter.abilities), {
      delivery: '99' as DeliveryId,
    })
    if (outcome.kind !== 'sent') throw new Error('not sent')
    const [entry] = api.shown(budi)
    expect(entry?.callback).toBe('99')
    expect(Buffer.from(entry?.id.replace('wamid.', '') ?? '', 'base64').toString('latin1')).toContain(budi)
    expect(Buffer.from(outcome.messageId, 'base64url').toString('latin1')).not.toContain(budi)
  })

  it('writes up to three choices as buttons, more as a list behind one button', async () => {
    const { api, adapter, chat } = await open()
    for (const count of [1, 3, 4, 10])
      expect(
        await adapter.send(chat, fitted({ text: 'Pilih', buttons: choices(count) }, adapter.abilities)),
      ).toMatchObject({ kind: 'sent' })
    const [one, three, four, ten] = api.shown(budi).map(({ content }) => content)
    expect([one?.type, three?.type, four?.type, ten?.type]).toEqual(['button', 'button', 'list', 'list'])
    expect(four?.action).toMatchObject({ button: 'Lihat pilihan', sections: [{ rows: { length: 4 } }] })
  })

  it('has a word for the button that opens the list in every language, short enough for it', async () => {
    const { api, adapter, chat } = await open()
    for (const locale of ['id', 'en', 'jv', 'su'] as const) {
      const reply = {
        body: [say('common.hello')] as const,
        choices: choices(5).map(
          ({ label }) => ({ kind: 'press', means: 'x', label: { verbatim: label } }) as const,
        ),
      }
      const parts = fit(compose(reply, { locale, speak: shippedSpeak(), turn: 1 }), adapter.abilities)
      for (const part of parts) expect(await adapter.send(chat, part)).toMatchObject({ kind: 'sent' })
      const action = api.shown(budi).at(-1)?.content.action as { readonly button: string } | undefined
      expect(action?.button.length).toBeGreaterThan(3)
      expect(action?.button.length).toBeLessThanOrEqual(20)
    }
  })

  it('reaches a person who shows no number', async () => {
    const { api, adapter, address } = await open()
    api.people.person('628120000777', { scopedId: 'ID.777', hidden: true })
    api.limits.heard('628120000777')
    expect(await adapter.send(address('ID.777'), fitted({ text: 'Halo' }, adapter.abilities))).toMatchObject({
      kind: 'sent',
    })
    expect(api.shown('ID.777')).toHaveLength(1)
  })

  it('shows 64 KB of hostile text whole, over several messages', async () => {
    const { api, adapter, chat } = await open()
    const piece = '*RESMI* _PT_ ~x~ `y` <b>&amp; \u202eUJAM\u202c 👩‍🏭 > a'
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
    const seen = api.shown(budi).map(({ content }) => readMarks(String(content.body)))
    expect(seen.flatMap(({ bold, italic, other }) => [...bold, ...italic, ...other])).toEqual([])
    // So many marks that there is no room for joiners: then they are shown as their full-width twins.
    const twins: Readonly<Record<string, string>> = { '＊': '*', '＿': '_', '～': '~', '｀': '`', '＞': '>' }
    const said = seen
      .map((each) => each.text)
      .join(' ')
      .replace(/[＊＿～｀＞]/g, (mark) => twins[mark] ?? mark)
    expect(said).toBe(text)
  })
})

describe('the pace', () => {
  it('lets a burst of 45 answers go to one person, then makes that person wait, and nobody else', async () => {
    const { api, adapter, chat, address } = await open({ api: { limits: { perSecond: null } } })
    const message = fitted({ text: 'Halo' }, adapter.abilities)
    for (let count = 0; count < 45; count++)
      expect(await adapter.send(chat, message)).toMatchObject({ kind: 'sent' })
    const refused = await adapter.send(chat, message)
    expect(refused).toMatchObject({ kind: 'later', why: 'unreachable' })
    // It was not even asked: Meta counts those too.
    expect(api.calls.filter(({ call }) => call === 'message')).toHaveLength(45)
    api.limits.heard('628120000501')
    expect(await adapter.send(address('628120000501'), message)).toMatchObject({ kind: 'sent' })
  })

  it('waits 4^X seconds when Meta itself says that a person had too many', async () => {
    const { api, adapter, chat } = await open()
    const message = fitted({ text: 'Halo' }, adapter.abilities)
    const waits: number[] = []
    for (let time = 0; time < 5; time++) {
      api.faults.failNext('message', { kind: 'refuse', code: 131056 })
      const outcome = await adapter.send(chat, message)
      if (outcome.kind === 'later') waits.push(outcome.afterMs)
    }
    expect(waits).toEqual([4000, 16_000, 64_000, 256_000, 300_000])
    expect(await adapter.send(chat, message)).toMatchObject({ kind: 'sent' })
    api.faults.failNext('message', { kind: 'refuse', code: 131056 })
    expect(await adapter.send(chat, message)).toMatchObject({ afterMs: 4000 })
  })

  it('keeps below the number’s throughput without being told', async () => {
    const { api, adapter, address } = await open({
      api: { limits: { perSecond: 200, tier: null } },
      options: { pace: { perSecond: 80 } },
    })
    const people = Array.from({ length: 120 }, (_, index) => `62812100${1000 + index}`)
    for (const phone of people) api.limits.heard(phone)
    const message = fitted({ text: 'Halo' }, adapter.abilities)
    const outcomes = await Promise.all(people.map((phone) => adapter.send(address(phone), message)))
    expect(outcomes.filter(({ kind }) => kind !== 'sent')).toEqual([])
  })
})

describe('templates', () => {
  const templates = [
    { name: 'kabar', language: 'id', status: 'APPROVED', values: 1 },
    { name: 'kabar', language: 'en', status: 'PENDING', values: 1 },
    ...Array.from({ length: 120 }, (_, index) => ({
      name: `lain_${index}`,
      language: 'id',
      status: 'APPROVED' as const,
      values: 0,
    })),
    { name: 'jeda', language: 'id', status: 'PAUSED', values: 0 },
  ] as const
  const wanted = [
    { name: 'kabar', language: 'id' },
    { name: 'kabar', language: 'en' },
    { name: 'jeda', language: 'id' },
    { name: 'lain_119', language: 'id' },
    { name: 'tak_ada', language: 'id' },
  ]
  const businessId = '102290129340398'

  it('are the only thing that goes when the 24 hours are over', async () => {
    const { api, adapter, chat } = await open({ api: { templates } })
    api.clock.advance(24 * 3_600_000 + 1)
    const free = fitted({ text: 'Halo' }, adapter.abilities)
    expect(await adapter.send(chat, free)).toMatchObject({ kind: 'refused', why: 'window-closed' })
    const kabar = { name: 'kabar', language: 'id', values: ['PT Maju'] }
    expect(await adapter.sendTemplate(chat, kabar, { delivery: '7' as DeliveryId })).toMatchObject({
      kind: 'sent',
    })
    expect(api.shown(budi).at(-1)).toMatchObject({ type: 'template', callback: '7' })
    for (const wrong of [
      { ...kabar, values: [] },
      { ...kabar, language: 'en' },
      { ...kabar, name: 'tak_ada' },
      { name: 'jeda', language: 'id', values: [] },
    ])
      expect(await adapter.sendTemplate(chat, wrong)).toMatchObject({ kind: 'refused', why: 'malformed' })
  })

  it('are compared with what the account has, over all its pages', async () => {
    const { adapter } = await open({ api: { templates }, options: { businessId, templates: wanted } })
    expect(await adapter.checkTemplates()).toEqual([
      { name: 'kabar', language: 'en', state: 'pending' },
      { name: 'jeda', language: 'id', state: 'paused' },
      { name: 'tak_ada', language: 'id', state: 'absent' },
    ])
  })

  it('that are missing are told at the start; an account that does not answer stops nothing', async () => {
    const { api, adapter, mount, events } = await open({
      api: { templates },
      options: { businessId, templates: wanted },
    })
    api.faults.failNext('templates', { kind: 'drop-before' })
    await adapter.start(async () => undefined, mount)
    await api.until('the failure', () => events.some(({ kind }) => kind === 'call-failed'))
    await adapter.stop()
    await adapter.start(async () => undefined, mount)
    await api.until('told', () => events.filter(({ kind }) => kind === 'template-missing').length === 3)
  })
})

describe('fetchMedia', () => {
  const bytes = new Uint8Array(70_000).map((_, index) => index % 251)

  it('brings what a person sent, in two steps', async () => {
    const { api, adapter, mount, url } = await open()
    const heard: Inbound[] = []
    await adapter.start(async (inbound) => void heard.push(inbound), mount)
    await api.webhook.subscribe(url, api.verifyToken)
    api.people.picture(api.people.person(budi), bytes, { caption: 'ini asli?' })
    await api.until('heard', () => heard.length === 1)
    const body = heard[0]?.body
    if (body?.kind !== 'media') throw new Error('not a picture')
    expect(body).toMatchObject({ caption: 'ini asli?', media: { type: 'image' } })
    expect(Buffer.from(await adapter.fetchMedia(body.media)).equals(Buffer.from(bytes))).toBe(true)
  })

  it('refuses what is too large, what is gone, what is cut, and what is another channel’s', async () => {
    const { api, adapter, picture } = await open()
    const large = api.media.add(new Uint8Array(20 * 1024 * 1024 + 1), 'video/mp4', 'a person')
    await expect(adapter.fetchMedia({ ...picture.media, key: large.id })).rejects.toThrow(/20 MB/)
    api.faults.failNext('file', { kind: 'drop-before' })
    await expect(adapter.fetchMedia(picture.media)).rejects.toThrow()
    await expect(adapter.fetchMedia({ ...picture.media, channel: 'x' as never })).rejects.toThrow(
      /not of WhatsApp/,
    )
    await expect(adapter.fetchMedia({ ...picture.media, key: '../1?x=' })).rejects.toThrow(/no media/)
    api.clock.advance(8 * 24 * 3_600_000)
    await expect(adapter.fetchMedia(picture.media)).rejects.toThrow(/would not name/)
  })

  it('takes the token to nobody but Meta', async () => {
    const { api, adapter, picture } = await open()
    for (const url of [
      'https://example.org/x',
      'http://lookaside.fbsbx.com/x',
      'https://evilfbsbx.com/x',
      'file:///etc/passwd',
    ]) {
      api.faults.failNext('media', {
        kind: 'answer',
        status: 200,
        body: JSON.stringify({ url, mime_type: 'image/png' }),
      })
      await expect(adapter.fetchMedia(picture.media)).rejects.toThrow(/not an address of Meta/)
    }
  })

  it('uploads a picture once, and sends it by its id', async () => {
    const { api, adapter, chat, picture } = await open()
    const message = fitted({ text: 'Poster', image: picture.media }, adapter.abilities)
    for (let time = 0; time < 3; time++)
      expect(await adapter.send(chat, message)).toMatchObject({ kind: 'sent' })
    expect(api.shown(budi)).toHaveLength(3)
    // Named once, uploaded once.
    expect(api.calls.filter(({ call }) => call === 'media')).toHaveLength(2)
    const voice = { ...picture.media, type: 'audio' as const }
    expect(await adapter.send(chat, fitted({ text: 'x', image: voice }, adapter.abilities))).toMatchObject({
      kind: 'refused',
      why: 'malformed',
    })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonLine } from '../../../adapters/simulator/wire.ts'
import { aPost, budi, group, message, openSimulator, plain, type Simulator, siti } from './kit.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await openSimulator()
})
afterEach(() => simulator.close())

/** Posts, and waits until the page is told that the turn is committed. */
async function say(part: Parameters<typeof aPost>[0]): Promise<PersonLine> {
  const post = aPost(part)
  const watch = await simulator.watch(post.group ?? post.person, { costume: post.costume })
  expect((await simulator.post(post)).status).toBe(202)
  const lines = await watch.until((all) => all.some((line) => isHeard(line, post.id)))
  watch.close()
  return lines.filter((line): line is PersonLine => isHeard(line, post.id))[0] as PersonLine
}

function isHeard(line: { readonly by: string }, post: string): boolean {
  return 'post' in line && line.post === post && 'state' in line && line.state === 'heard'
}

describe('a message is heard as it was sent', () => {
  it('in private', async () => {
    await say({ hint: 'jv', said: { kind: 'text', text: '  *halo*\n<b>' } })
    const [inbound] = simulator.heard
    expect(inbound).toMatchObject({
      from: { channel: 'simulator', chat: siti },
      person: siti,
      hint: 'jv',
      setting: 'private',
      addressed: true,
      forwarded: 'no',
      body: { kind: 'text', text: '  *halo*\n<b>' },
      quotes: null,
    })
    expect(inbound?.at).toBeInstanceOf(Date)
  })

  it('a tap, a sticker, a membership, and what a newer page may send', async () => {
    await say({ said: { kind: 'press', token: '3.1', label: 'Ya' } })
    await say({ said: { kind: 'other', what: 'sticker' } })
    await say({ said: { kind: 'membership', change: 'joined' } })
    await simulator.post({ ...aPost(), said: { kind: 'hologram', depth: 3 } })
    await say({ forwarded: 'often' })
    expect(simulator.heard.map(({ body }) => body)).toEqual([
      { kind: 'press', token: '3.1' },
      { kind: 'unsupported', what: 'sticker' },
      { kind: 'membership', change: 'joined' },
      { kind: 'unsupported', what: 'hologram' },
      { kind: 'text', text: 'apakah PT ini resmi?' },
    ])
    expect(simulator.heard.at(-1)?.forwarded).toBe('often')
  })

  it('a contact card and a place', async () => {
    const card = { kind: 'card', name: 'Pak Budi', phones: ['+62 812 3456 7890'] } as const
    const place = { kind: 'place', latitude: -6.1256, longitude: 106.6559, name: 'Bandara' } as const
    await say({ said: card })
    await say({ said: place })
    expect(simulator.heard.map(({ body }) => body)).toEqual([card, place])
    for (const said of [
      { ...card, phones: [] },
      { ...place, latitude: 91 },
      { ...place, longitude: 'x' },
    ])
      expect((await simulator.post({ ...aPost(), said })).status).toBe(400)
    expect(simulator.heard).toHaveLength(2)
  })

  it('in a group: addressed when mentioned, commanded, tapped, or replied to', async () => {
    const sent = await simulator.telegram.send({ channel: simulator.telegram.name, chat: group }, message({}))
    const botLine = sent.kind === 'sent' ? sent.messageId : ''
    const theirs = await say({ group, person: budi })
    await say({ group, addressed: true })
    await say({ group, said: { kind: 'text', text: '/cek PT Maju' } })
    await say({ group, said: { kind: 'press', token: '1.0', label: 'Ya' } })
    await say({ group, quotes: botLine })
    await say({ group, quotes: theirs.id })
    expect(simulator.heard.map(({ addressed }) => addressed)).toEqual([false, true, true, true, true, false])
    expect(simulator.heard.map(({ setting }) => setting)).toEqual(Array(6).fill('group'))
    expect(simulator.heard[4]?.quotes).toEqual({ kind: 'text', text: 'halo' })
    expect(simulator.heard[5]?.quotes).toEqual({ kind: 'text', text: 'apakah PT ini resmi?' })
    expect(new Set(simulator.heard.map(({ from }) => from.chat))).toEqual(new Set([group]))
  })

  it('with a file, whose bytes come back the same, to its own costume only', async () => {
    const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255])
    const post = aPost({ said: { kind: 'media', caption: 'ini iklannya' } })
    await simulator.upload(post, new File([bytes], 'poster.png', { type: 'image/png' }))
    const [inbound] = simulator.heard
    const body = inbound?.body
    if (body?.kind !== 'media') throw new Error('not heard as media')
    expect(body).toMatchObject({
      caption: 'ini iklannya',
      media: { type: 'image', bytes: 6, channel: 'simulator' },
    })
    expect(await simulator.telegram.fetchMedia(body.media)).toEqual(bytes)
    await expect(simulator.whatsapp.fetchMedia(body.media)).rejects.toThrow('no longer has this file')
    await expect(simulator.telegram.fetchMedia({ ...body.media, key: 'other' })).rejects.toThrow()
  })
})

describe('what a browser would run is only ever offered for saving', () => {
  it.each([
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
    ['text/html', '<script>1</script>'],
    ['image/png', 'a picture'],
  ])('%s', async (type, content) => {
    const watch = await simulator.watch(siti)
    await simulator.upload(
      aPost({ said: { kind: 'media', caption: '' } }),
      new File([content], 'x', { type }),
    )
    const [line] = await watch.until((lines) => lines.length > 0)
    const url = line?.by === 'person' ? (line.attached?.url ?? '') : ''
    const file = await fetch(new URL(url, simulator.url))
    const shown = type === 'image/png'
    expect(file.headers.get('content-type')).toBe(shown ? 'image/png' : 'application/octet-stream')
    expect(file.headers.get('content-disposition')).toBe(shown ? null : 'attachment')
    expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await file.text()).toBe(content)
  })
})

describe('the same message', () => {
  it('sent twenty times at once is one line and one turn', async () => {
    const post = aPost()
    const answers = await Promise.all(Array.from({ length: 20 }, () => simulator.post(post)))
    const lines = await Promise.all(answers.map((answer) => answer.json()))
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(1)
    expect(simulator.heard).toHaveLength(1)
    const watch = await simulator.watch(siti)
    await watch.ready()
    expect(watch.lines).toHaveLength(1)
  })

  it('with a file stores the file once', async () => {
    const post = aPost({ said: { kind: 'media', caption: '' } })
    const file = new File(['abc'], 'a.txt')
    await simulator.upload(post, file)
    await simulator.upload(post, file)
    expect(simulator.heard).toHaveLength(1)
  })

  it('of two people, two costumes or two chats is not the same', async () => {
    const post = aPost()
    await simulator.post(post)
    await simulator.post({ ...post, person: budi })
    await simulator.post({ ...post, group })
    await simulator.post({ ...post, costume: 'whatsapp-web' })
    expect(new Set(simulator.heard.map(({ id }) => id)).size).toBe(4)
  })

  it('is delivered again when asked, as the very same inbound', async () => {
    const line = await say({})
    const again = { costume: 'telegram', chat: siti, line: line.id }
    const watch = await simulator.watch(siti)
    expect((await simulator.post(again, { to: 'again' })).status).toBe(202)
    await watch.until((lines) => lines.some((each) => each.by === 'person' && each.deliveries === 2))
    expect(simulator.heard).toHaveLength(2)
    expect(simulator.heard[1]).toBe(simulator.heard[0])
    const unknown = { ...again, line: 'unknown' }
    expect((await simulator.post(unknown, { to: 'again' })).status).toBe(404)
  })
})

describe('a turn that was not committed', () => {
  it('is tried again until it is, in order, and the page sees it', async () => {
    let failures = 3
    simulator.turn = async () => {
      if (failures-- > 0) throw new Error('no database')
    }
    const watch = await simulator.watch(siti)
    const first = aPost()
    const second = aPost()
    await simulator.post(first)
    await simulator.post(second)
    const lines = await watch.until((all) => all.some((line) => isHeard(line, second.id)))
    const states = lines.flatMap((line) =>
      line.by === 'person' && line.post === first.id ? [line.state] : [],
    )
    expect(states).toContain('retrying')
    expect(states.at(-1)).toBe('heard')
    const ids = simulator.heard.map(({ id }) => id)
    expect(ids).toEqual([ids[0], ids[0], ids[0], ids[0], ids[4]])
    expect(ids[4]).not.toBe(ids[0])
  })

  it('does not hold up another chat', async () => {
    simulator.turn = async ({ person }) => {
      if (person === siti) throw new Error('no database')
    }
    await simulator.post(aPost())
    await say({ person: budi })
    simulator.turn = async () => {}
  })

  it('waits over a stop, and is heard after the next start', async () => {
    simulator.turn = async () => {
      throw new Error('no database')
    }
    const post = aPost()
    const watch = await simulator.watch(siti)
    await simulator.post(post)
    await watch.until((lines) => lines.some((line) => line.by === 'person' && line.state === 'retrying'))
    for (const adapter of simulator.adapters) await adapter.stop()
    const before = simulator.heard.length
    simulator.turn = async () => {}
    await simulator.start()
    await watch.until((lines) => lines.some((line) => isHeard(line, post.id)))
    expect(simulator.heard.length).toBe(before + 1)
  })
})

it('stops when the turns under way have ended, and still sends', async () => {
  let finish = (): void => {}
  const begun = new Promise<void>((resolve) => {
    simulator.turn = () => {
      resolve()
      return new Promise((end) => {
        finish = end
      })
    }
  })
  await simulator.post(aPost())
  await begun
  let stopped = false
  const stopping = simulator.telegram.stop().then(() => {
    stopped = true
  })
  await simulator.post(aPost({ person: budi }))
  expect(stopped).toBe(false)
  finish()
  await stopping
  expect(simulator.heard).toHaveLength(1)
  const watch = await simulator.watch(siti)
  const to = { channel: simulator.telegram.name, chat: siti }
  expect(await simulator.telegram.send(to, message({ text: plain('jawaban') }))).toMatchObject({
    kind: 'sent',
  })
  await watch.until((lines) => lines.some((line) => line.by === 'bot'))
})

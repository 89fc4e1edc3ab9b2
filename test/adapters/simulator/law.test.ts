import { type ChannelName, type Fitted, type Markup, plainText } from '#engine'
import { abilities } from '../../../adapters/simulator/abilities.ts'
import { createSimulators } from '../../../adapters/simulator/index.ts'
import { type Costume, costumes, type Line, type Post } from '../../../adapters/simulator/wire.ts'
import {
  type AdapterUnderLaw,
  adapterLaw,
  type Sample,
  type Shown,
  type Subject,
} from '../../contract/adapter.ts'
import { aPost, budi, group, siti } from './kit.ts'

const noon = new Date('2026-11-24T05:00:00.000Z')
const origin = 'http://localhost:3000'

interface SimulatorSubject extends Subject {
  readonly costume: Costume
  pass(ms: number): void
}

async function open(costume: Costume): Promise<SimulatorSubject> {
  let clock = noon
  let answer = async (_request: Request): Promise<Response> => new Response(null, { status: 404 })
  const [adapter] = createSimulators({
    channels: { [costume]: `sim-${costume}` as ChannelName },
    patience: { firstMs: 1, mostMs: 2 },
    now: () => clock,
  })
  if (adapter === undefined) throw new Error('one costume')
  const mount: Subject['mount'] = (_path, routes) => {
    answer = routes
  }
  const address = (name: string): string => `${origin}/simulator/${name}`
  const post = (name: string, body: unknown): Promise<Response> =>
    answer(new Request(address(name), { method: 'POST', headers: { origin }, body: JSON.stringify(body) }))

  async function lines(chat: string): Promise<readonly Line[]> {
    const leaving = new AbortController()
    const query = new URLSearchParams({ costume, chat })
    const { body } = await answer(new Request(address(`events?${query}`), { signal: leaving.signal }))
    let text = ''
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      if (text.includes('event: ready')) break
    }
    leaving.abort()
    return [...text.matchAll(/^id: .*\ndata: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as Line)
  }

  // A picture has to be sent before it can be sent back; a page does that, and the page needs the phone switched on.
  await adapter.start(async () => {}, mount)
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
  const form = new FormData()
  form.set(
    'message',
    JSON.stringify(aPost({ costume, person: 'p-painter-1', said: { kind: 'media', caption: '' } })),
  )
  form.set('file', new File([bytes], 'a.png', { type: 'image/png' }))
  await answer(new Request(address('uploads'), { method: 'POST', headers: { origin }, body: form }))
  const [painted] = await lines('p-painter-1')
  const url = painted?.by === 'person' ? (painted.attached?.url ?? '') : ''
  await adapter.stop()

  return {
    costume,
    adapter,
    mount,
    chat: { channel: adapter.name, chat: siti },
    picture: {
      bytes,
      media: { channel: adapter.name, key: url.replace('media/', ''), type: 'image', bytes: 4 },
    },
    async deliver(raw) {
      const given = { ...(raw as Post), costume }
      const taken = await post('messages', given)
      if (taken.status !== 200) return
      // Known already: the page asks for another delivery in words of its own.
      const { line } = (await taken.json()) as { readonly line: string }
      await post('again', { costume, chat: given.group ?? given.person, line })
    },
    async shown({ chat }) {
      return (await lines(chat)).flatMap((line) => (line.by === 'bot' ? [shownOf(line)] : []))
    },
    async press(label) {
      const last = (await lines(siti)).findLast((line) => line.by === 'bot')
      const button = last?.by === 'bot' ? last.buttons.find((each) => each.label === label) : undefined
      if (button === undefined || 'url' in button) throw new Error('no such button')
      await post('messages', aPost({ costume, said: { kind: 'press', token: button.token, label } }))
    },
    secrets: [siti],
    close: async () => {},
    pass(ms) {
      clock = new Date(clock.getTime() + ms)
    },
  }
}

function shownOf({
  text,
  buttons,
  image,
}: Pick<Fitted, 'text' | 'buttons'> & { readonly image: unknown }): Shown {
  const spans = (kind: string) =>
    (text as Markup).flatMap((block) => block.spans.filter((span) => span.kind === kind))
  return {
    text: plainText(text),
    bold: spans('bold').map((span) => span.text),
    italic: spans('italic').map((span) => span.text),
    links: spans('link').flatMap((span) =>
      span.kind === 'link' ? [{ text: span.text, url: span.url }] : [],
    ),
    buttons,
    image: image !== null,
  }
}

const samples: readonly [Sample, ...Sample[]] = [
  {
    name: 'a text in private',
    raw: aPost({ hint: 'id' }),
    hears: {
      at: noon.toISOString(),
      chat: siti,
      person: siti,
      hint: 'id',
      setting: 'private',
      addressed: true,
      forwarded: 'no',
      body: { kind: 'text', text: 'apakah PT ini resmi?' },
      quotes: null,
    },
  },
  { name: 'a forwarded text', raw: aPost({ forwarded: 'once' }), hears: { forwarded: 'once' } },
  { name: 'a text forwarded many times', raw: aPost({ forwarded: 'often' }), hears: { forwarded: 'often' } },
  {
    name: 'a text in a group, to nobody',
    raw: aPost({ group, person: budi }),
    hears: { chat: group, person: budi, setting: 'group', addressed: false },
  },
  { name: 'a mention in a group', raw: aPost({ group, addressed: true }), hears: { addressed: true } },
  {
    name: 'a tap',
    raw: aPost({ said: { kind: 'press', token: '1.2', label: 'Ya' } }),
    hears: { body: { kind: 'press', token: '1.2' } },
  },
  {
    name: 'a sticker',
    raw: aPost({ said: { kind: 'other', what: 'sticker' } }),
    hears: { body: { kind: 'unsupported', what: 'sticker' } },
  },
  {
    name: 'a file whose bytes never came',
    raw: aPost({ said: { kind: 'media', caption: 'foto' } }),
    hears: { body: { kind: 'unsupported', what: 'empty' } },
  },
  {
    name: 'the bot joins a group',
    raw: aPost({ group, said: { kind: 'membership', change: 'joined' } }),
    hears: { setting: 'group', body: { kind: 'membership', change: 'joined' } },
  },
]

function law(costume: Costume): AdapterUnderLaw<SimulatorSubject> {
  const { textLimit, captionLimit, buttons, window } = abilities[costume]
  return {
    name: `simulator as ${costume}`,
    open: () => open(costume),
    samples,
    unheard: [
      { name: 'a post in the name of the bot', raw: { ...aPost(), person: 'bot' } },
      { name: 'what is no post', raw: { by: 'bot', text: [] } },
    ],
    unknown: [
      { name: 'a kind of a later page', raw: { ...aPost(), said: { kind: 'video-note', seconds: 3 } } },
    ],
    refusesAbove: {
      text: textLimit,
      caption: captionLimit,
      buttons: buttons?.most ?? null,
      label: buttons?.labelLimit ?? null,
    },
    failures: {
      throttled: { never: 'the phone is in the same process and takes all it is given' },
      unreachable: { never: 'a page that is closed finds its messages when it opens' },
      blocked: [
        {
          name: 'the person blocked the bot',
          async arrange({ adapter, mount, deliver }) {
            await adapter.start(async () => {}, mount)
            await deliver(aPost({ person: budi, said: { kind: 'membership', change: 'blocked' } }))
            return { channel: adapter.name, chat: budi }
          },
        },
      ],
      'no-such-chat': [
        {
          name: 'an address of another platform',
          arrange: async ({ adapter }) => ({ channel: adapter.name, chat: '62812' }),
        },
      ],
      'window-closed':
        window === null
          ? { never: 'this platform has no such window' }
          : [
              {
                name: 'a day after the last message',
                async arrange({ adapter, mount, deliver, pass }) {
                  await adapter.start(async () => {}, mount)
                  await deliver(aPost({ person: budi }))
                  pass(window.ms + 1)
                  return { channel: adapter.name, chat: budi }
                },
              },
            ],
      malformed: [{ name: 'no text at all', arrange: async ({ chat }) => chat }],
    },
  }
}

for (const costume of costumes) adapterLaw(law(costume))

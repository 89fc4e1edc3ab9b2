/** The Cloud API adapter and its stand-in, put together as the law of adapters wants them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Address, ChannelName } from '#engine'
import {
  type Cloud,
  type CloudEvent,
  type CloudOptions,
  createWhatsAppCloud,
  type Status,
  webhookPath,
} from '../../../../adapters/whatsapp/cloud/index.ts'
import type { Expected, Sample, Shown, Subject } from '../../../contract/adapter.ts'
import {
  type CloudApi,
  type CloudApiOptions,
  choicesOf,
  createCloudApi,
  type Entry,
} from '../../../kit/cloud-api/index.ts'
import { openMounting } from '../../../kit/mounting.ts'
import { readMarks } from '../../../kit/whatsapp-marks.ts'

export const whatsapp = 'whatsapp' as ChannelName
/** Somebody who has written to us just now. */
export const budi = '628120000500'

export interface CloudSubject extends Subject {
  readonly adapter: Cloud
  readonly api: CloudApi
  readonly events: readonly CloudEvent[]
  readonly statuses: readonly Status[]
  readonly url: string
  readonly address: (chat: string) => Address
}

export interface HowToOpen {
  readonly api?: CloudApiOptions
  readonly options?: Partial<CloudOptions>
}

export async function openCloud({ api: apiOptions, options }: HowToOpen = {}): Promise<CloudSubject> {
  const api = await createCloudApi({ limits: null, firstRetryMs: 20, ...apiOptions })
  const host = await openMounting()
  const events: CloudEvent[] = []
  const statuses: Status[] = []
  const adapter = createWhatsAppCloud({
    channel: whatsapp,
    token: api.token,
    phoneId: api.phoneId,
    appSecret: api.appSecret,
    verifyToken: api.verifyToken,
    apiRoot: api.root,
    onStatus: (status) => statuses.push(status),
    log: (event) => events.push(event),
    answerWithinMs: 1500,
    ...options,
  })
  const url = host.url + webhookPath
  const address = (chat: string): Address => ({ channel: whatsapp, chat })
  api.limits.heard(budi)
  const bytes = new Uint8Array([255, 216, 255, 1, 2, 3])
  const file = api.media.add(bytes, 'image/jpeg', 'a person')
  let subscribed: Promise<void> | null = null
  return {
    api,
    adapter,
    events,
    statuses,
    url,
    address,
    mount: host.mount,
    chat: address(budi),
    picture: { bytes, media: { channel: whatsapp, key: file.id, type: 'image', bytes: bytes.length } },
    secrets: [api.token, api.appSecret, api.verifyToken, budi],
    async deliver(raw) {
      subscribed ??= api.webhook.subscribe(url, api.verifyToken)
      await subscribed
      api.raw(raw)
    },
    async shown({ chat }) {
      return api.shown(chat).map(readShown)
    },
    async press(label) {
      subscribed ??= api.webhook.subscribe(url, api.verifyToken)
      await subscribed
      const message = api.shown(budi).at(-1)
      if (message === undefined) throw new Error('there is no message to tap on')
      api.people.chooses(api.people.person(budi), message, label)
    },
    async close() {
      await api.stop()
      await host.close()
    },
  }
}

/** What stands on the phone: WhatsApp's marks are read, joiners are not seen. */
function readShown(entry: Entry): Shown {
  const { type, content } = entry
  const body = content.body as { readonly text?: string } | string | undefined
  const written = type === 'image' ? (content.caption ?? '') : typeof body === 'string' ? body : body?.text
  const { text, bold, italic, other } = readMarks(String(written ?? ''))
  return {
    text,
    bold,
    // What is struck out or set as code would be seen too.
    italic: [...italic, ...other],
    links: [],
    buttons: choicesOf(entry).map(({ id, title }) => ({ label: title, token: id })),
    image: type === 'image',
  }
}

interface SampleFile {
  readonly about: string
  readonly body: unknown
  readonly hears: Expected | null
}

/** Calls as Meta documents and sends them, with names and texts taken out, and what is heard of each. */
export function loadSamples(): readonly [Sample, ...Sample[]] {
  const folder = fileURLToPath(new URL('./samples/', import.meta.url))
  const samples = readdirSync(folder).map((file) => {
    const { about, body, hears } = JSON.parse(readFileSync(folder + file, 'utf8')) as SampleFile
    return { name: `${file.replace('.json', '')}: ${about}`, raw: body, hears }
  })
  const first = samples.find(({ name }) => name.startsWith('text:'))
  if (first === undefined) throw new Error('there is no plain text among the samples')
  return [first, ...samples.filter((sample) => sample !== first)]
}

/** Every reader of what comes from outside: platforms, browsers, files, settings and rows that were stored. What each
 * promises stands beside it; whatever else it throws is a crash. */
import { createHmac, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fc from 'fast-check'
import { fastify } from 'fastify'
import {
  type ChannelName,
  ConfigError,
  ContentError,
  createClaims,
  createLinks,
  createSigns,
  type Markup,
  type OrganisationId,
  readOffered,
  readState,
  writeOffered,
  writeState,
} from '#engine'
import { againSchema, postSchema, read as readPost } from '../../../adapters/simulator/read.ts'
import { readAnswer as readTelegramAnswer } from '../../../adapters/telegram/failures.ts'
import { writeHtml } from '../../../adapters/telegram/markup.ts'
import { laneOf, readUpdate, tapOf } from '../../../adapters/telegram/read.ts'
import { createDoor as createTelegramDoor } from '../../../adapters/telegram/webhook.ts'
import { readAnswer as readCloudAnswer } from '../../../adapters/whatsapp/cloud/failures.ts'
import { readCall } from '../../../adapters/whatsapp/cloud/read.ts'
import { createVerify } from '../../../adapters/whatsapp/cloud/signature.ts'
import { createDoor as createCloudDoor } from '../../../adapters/whatsapp/cloud/webhook.ts'
import { writeMarks } from '../../../adapters/whatsapp/markup.ts'
import { readMessage } from '../../../adapters/whatsapp/web/read.ts'
import { readCard } from '../../../adapters/whatsapp/web/vcard.ts'
import { readFromChild, readToChild } from '../../../adapters/whatsapp/web/wire.ts'
import { createSeal } from '../../../db/seal.ts'
import { createApi } from '../../../src/api/index.ts'
import { readConfig } from '../../../src/config.ts'
import { fresh, readDraft } from '../../../src/console/campaign-form.ts'
import { readFilter, writeFilter } from '../../../src/console/filter.ts'
import { openGate } from '../../../src/console/gate.ts'
import { blameUnreadable, loadLabels } from '../../../src/console/index.ts'
import { isPublic } from '../../../src/guard/address.ts'
import { readPlace } from '../../../src/guard/place.ts'
import { kindOf } from '../../../src/intake/kind.ts'
import { mediaTypeOf } from '../../../src/intake/media-type.ts'
import { cleanText, mendSeen } from '../../../src/intake/text.ts'
import {
  loadPlatforms,
  loadSigns,
  readContacts,
  readList,
  readSubscribers,
} from '../../../src/lists/index.ts'
import { readSections } from '../../../src/lists/read-sections.ts'
import { readLine } from '../../../src/tools/say/line.ts'
import { parseSections } from '../../../src/words/index.ts'
import { content, createTown, shippedKnowledge, today } from '../people.ts'
import type { Target } from './campaign.ts'
import { bytes, fields, json, texts } from './inputs.ts'

const home = join(import.meta.dirname, '../../..')
const file = (path: string): string => readFileSync(join(home, path), 'utf8')
const beginning = (path: string): string => file(path).split('\n').slice(0, 4).join('\n')
const samplesIn = (folder: string, part: string): readonly unknown[] =>
  readdirSync(join(home, folder)).map(
    (name) => (JSON.parse(file(`${folder}/${name}`)) as Readonly<Record<string, unknown>>)[part],
  )

/** A promise that was broken. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}
/** Runs `read`, which may refuse by this error alone. */
function mayRefuse<T>(refusal: typeof ContentError | typeof ConfigError, read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof refusal) return null
    throw error
  }
}
const keepable = (heard: unknown): void => {
  must(!(JSON.stringify(heard) ?? '').includes('\\u0000'), 'NUL, which no database keeps')
}

// --- platforms -----------------------------------------------------------------------------------------------------

const updates = samplesIn('test/adapters/telegram/samples', 'update')
const telegram = { channel: 'telegram' as ChannelName, id: 7000000001, username: 'tanya_dulu_bot' }
const hearUpdate = (update: unknown): void => {
  const inbound = readUpdate(update, telegram, today)
  tapOf(update)
  laneOf(update)
  inbound?.at.toISOString()
  keepable(inbound)
}
const telegramDoor = createTelegramDoor({
  secret: 'known to two',
  onStranger: () => {},
  take: async (update) => hearUpdate(update),
})

const calls = samplesIn('test/adapters/whatsapp/cloud/samples', 'body')
const cloud = { channel: 'whatsapp' as ChannelName, phoneId: '106540352242922' }
const hearCall = (body: unknown): void => {
  const call = readCall(body, cloud)
  for (const { inbound } of call.heard) {
    inbound.at.toISOString()
    keepable(inbound)
  }
  for (const { at } of call.statuses) at.toISOString()
}
const appSecret = '0123456789abcdef0123456789abcdef'
const cloudDoor = createCloudDoor({
  verify: createVerify(appSecret),
  verifyToken: 'chosen by us',
  onStranger: () => {},
  take: async (body) => hearCall(body),
})
const signatureOf = (body: Uint8Array): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
const post = (body: Uint8Array, headers: Readonly<Record<string, string>>): Request =>
  new Request('http://127.0.0.1/', { method: 'POST', body: new Uint8Array(body), headers })
const asBytes = (values: readonly unknown[]): readonly Uint8Array[] =>
  values.map((value) => Buffer.from(JSON.stringify(value)))
const answers = (kinds: readonly number[], { status }: Response): void =>
  must(kinds.includes(status), `answered ${status}`)

const webKey = {
  fromMe: false,
  remote: '6281234567890@c.us',
  id: '3EB0A',
  _serialized: 'false_6281234567890@c.us_3EB0A',
}
const webMessages: readonly unknown[] = [
  { id: webKey, t: 1_764_000_000, type: 'chat', body: 'PT Maju Jaya resmi?', forwardingScore: 5 },
  {
    id: webKey,
    t: 1_764_000_000,
    type: 'image',
    body: '/9j/4AAQ',
    caption: 'cek kak',
    mimetype: 'image/jpeg',
    size: 12_345,
  },
  { id: webKey, t: 1_764_000_000, type: 'location', lat: -6.2, lng: 106.8, loc: 'Jakarta\nIndonesia' },
  { id: webKey, t: 1_764_000_000, type: 'vcard', body: 'BEGIN:VCARD\nFN:Budi\nTEL:+62812\nEND:VCARD' },
  {
    id: { ...webKey, remote: '120363000000000001@g.us', participant: '6281234567890@c.us' },
    t: 1_764_000_000,
    type: 'chat',
    author: { _serialized: '6281234567890@c.us' },
    body: '@6281100000001 halo',
    mentionedJidList: ['6281100000001@c.us', { _serialized: '1@lid' }],
    quotedMsg: { type: 'chat', body: 'PT Maju' },
    quotedParticipant: '6281100000001@c.us',
  },
  {
    id: webKey,
    t: 1_764_000_000,
    type: 'list_response',
    listResponse: { singleSelectReply: { selectedRowId: '1.0' } },
  },
  { id: webKey, t: 1_764_000_000, type: 'gp2', subtype: 'add', recipients: ['6281100000001@c.us'] },
]
const web = {
  channel: 'whatsapp' as ChannelName,
  me: { phone: '6281100000001@c.us', lid: '99900000000001@lid' },
  people: { '1@lid': { phone: '6281234567891@c.us', lid: '1@lid' } },
}
const cards = [
  'BEGIN:VCARD\nVERSION:3.0\nN:Santoso;Budi;;;\nFN:Budi Santoso\nitem1.TEL;waid=62812:+62 812-3456-7890\nEND:VCARD',
  'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=42=75=64=\r\n=69;;;;\r\nTEL;CELL:0812\r\nEND:VCARD',
]
const frames: readonly unknown[] = [
  { kind: 'qr', qr: '2@abc' },
  { kind: 'ready', me: web.me },
  { kind: 'heard', message: webMessages[0], people: web.people },
  { kind: 'sent', ask: 3, sent: { kind: 'sent', id: 'true_6281@c.us_3EB0' } },
  { kind: 'fetched', ask: 4, bytes: null },
  { kind: 'send', ask: 3, to: '6281@c.us', text: 'halo', picture: { key: 'k' }, earlier: null },
  { kind: 'done', id: 'false_6281@c.us_3EB0' },
]
const telegramAnswers = [
  '{"ok":true,"result":{"message_id":12,"date":1764000000,"chat":{"id":5,"type":"private"},"text":"halo"}}',
  '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}',
  '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded","parameters":{"migrate_to_chat_id":-1001}}',
  '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}',
  '<html><body>502 Bad Gateway</body></html>',
]
const cloudAnswers = [
  '{"messaging_product":"whatsapp","contacts":[{"input":"62812","wa_id":"62812"}],"messages":[{"id":"wamid.HBg"}]}',
  '{"error":{"message":"(#131056) Pair rate limit hit","type":"OAuthException","code":131056,"error_data":{"details":"x"},"fbtrace_id":"A"}}',
  '{"error":{"message":"Invalid OAuth access token.","code":190,"error_subcode":463}}',
]
const statuses = [200, 400, 401, 403, 404, 429, 500, 502]
const answered = (corpus: readonly string[]) =>
  fc.record({ status: fc.constantFrom(...statuses), body: texts(corpus) })
const outcome = (found: { readonly kind: string; readonly afterMs?: number }): void => {
  must(['sent', 'later', 'refused', 'moved'].includes(found.kind), `the outcome ${found.kind}`)
  if (found.kind === 'later') must(Number.isFinite(found.afterMs), 'waits for no time at all')
}

const posts: readonly unknown[] = [
  { kind: 'text', text: 'halo' },
  { kind: 'press', token: '1.0', label: 'Cek PT' },
  { kind: 'media', caption: 'cek' },
  { kind: 'card', name: 'Budi', phones: ['0812'] },
  { kind: 'place', latitude: 1, longitude: 103, name: '' },
  { kind: 'membership', change: 'blocked' },
  { kind: 'sticker' },
].map((said) => ({
  id: 'a1b2c3d4-0000',
  costume: 'telegram',
  person: 'p-a1b2c3d4',
  group: null,
  hint: 'id',
  forwarded: 'no',
  addressed: true,
  quotes: null,
  costume2: 1,
  said,
}))

// --- files ---------------------------------------------------------------------------------------------------------

const subscribers = `channel,address,language,topics,consent_source,consent_date,consent_text
telegram,12345,id,scam-alerts lessons,Formulir BP3MI,2026-05-31,"Saya setuju, boleh dikirimi"
whatsapp,+62 812-3456-7890,jv,lessons,"Pameran, Blitar",2026-06-01,Ya`
const pictures: readonly Uint8Array[] = [
  Buffer.from('ffd8ffe000104a46494600010101', 'hex'),
  Buffer.from('89504e470d0a1a0a0000000d49484452ffffffffffffffff08', 'hex'),
  Buffer.from('GIF89a\xff\xff\xff\xff', 'latin1'),
  Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1'),
  Buffer.from(`${' '.repeat(900)}%PDF-1.7\n1 0 obj<</Type/Catalog>>`, 'latin1'),
  Buffer.from('PK\x03\x04word/document.xml', 'latin1'),
  Buffer.from('\x00\x00\x00\x18ftypM4A ', 'latin1'),
]
async function readAll(given: Uint8Array): Promise<void> {
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield given
  }
  try {
    for await (const { people, errors } of readSubscribers(whole(), today))
      must(people.length + errors.length > 0, 'an empty batch')
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
  }
}

// --- what people and officers write --------------------------------------------------------------------------------

const book = loadPlatforms(join(content, 'platforms.md'))
const links = createLinks(book)
const claims = createClaims(book)
const signs = createSigns(loadSigns(join(content, 'signs.md')), {
  officialPhones: new Set(),
  contactsOf: () => [],
})
const ads = [
  `LOWONGAN Malaysia & Taiwan! PT DUTA FADALIMA
SIP2MI No. 123/SIP2MI/2026, job order: JO-2026/0881
Gaji RM 1.700 - 2.000 per bulan, DP Rp 2 juta, visa turis dulu
Transfer BCA 123-456-7890 a.n. Budi Santoso, DANA 0812 3456 7890
IG: @loker_ln, t.me/agen_x, email Kerja.Eropa@gmail.com, kantor (021) 7401234`,
  'Dicari admin di Kamboja, gaji 15 juta tanpa ijazah, tiket dan paspor kami urus. WA 0812-3456-7890 bit . ly / x9Y',
  'kerja di arab saudi ＷＡ．ＭＥ/628123456789 https://l.facebook.com/l.php?u=https%3A%2F%2Ft.me%2Fx_y&h=1',
]
/** Nothing but numbers, which may all begin a phone or an account. */
const floods = ['8 ', '0 2 ', '62 ', '0812 3456 7890 ', 'hp malaysia 1 2 3 ']
const said = [
  'PT Human Select Indonesia resmi gak?',
  'saya disekap majikan di malaysia paspor saya ditahan',
  'mau lapor',
  'ya',
  'berhenti',
  'kabari saya kalau berubah',
  '1',
  '/start',
  'hapus data saya',
  ...ads,
]
const within = (text: string, found: readonly { readonly start: number; readonly end: number }[]): void => {
  for (const { start, end } of found)
    must(0 <= start && start <= end && end <= text.length, 'a place outside')
}
const addresses = [
  'https://www.instagram.com/loker_ln/?utm_source=x',
  'http://user:pass@[::ffff:127.0.0.1]:8080/a?b#c',
  'http://169.254.169.254/latest/meta-data',
  'tg://resolve?domain=x',
  'https://xn--80ak6aa92e.com/%2e%2e/',
  '0x7f.1',
  'data:text/html;base64,PHNjcmlwdD4=',
]
const spans = (of: fc.Arbitrary<string>): fc.Arbitrary<Markup> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('paragraph' as const, 'item' as const),
      spans: fc.array(
        fc.oneof(
          fc.record({
            kind: fc.constantFrom('plain' as const, 'bold' as const, 'italic' as const),
            text: of,
          }),
          fc.record({
            kind: fc.constant('link' as const),
            text: of,
            url: fc.constant('https://kp2mi.go.id/a'),
          }),
        ),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  )
const campaign: Readonly<Record<string, string>> = {
  ...fresh,
  name: 'Waspada Kamboja',
  'seen-days': '90',
  'without-12': 'yes',
  'channel-telegram': 'yes',
  'country-my': 'yes',
  'start-at': '2026-12-01T08:00',
  'a-id-words': 'Waspada **lowongan** di {country}.\n\n- [Cek](https://kp2mi.go.id)',
  'a-id-choice-1': 'Cek PT',
  values: 'country=Kamboja',
}
const query = {
  search: '0812 3456 7890',
  shown: 'open',
  level: 'danger',
  reason: 'captive',
  sign: 'fee',
  since: '2026-11',
  until: '2026-12',
  picture: 'yes',
  after: '0190a1b2-0000-7000-8000-000000000000',
}

// --- what is asked of HTTP -------------------------------------------------------------------------------------------

const gate = fastify()
const opened = gate.register(async (app) => {
  await app.register(cookie)
  await app.register(formbody)
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { files: 1, fields: 20, fieldSize: 8_192, fileSize: 64 * 1024 },
  })
  blameUnreadable(app)
  openGate(
    app,
    {
      reviewers: { session: async () => null },
      labels: loadLabels(join(content, 'console')),
      now: () => today,
      origin: null,
      assets: { style: '', script: '', htmx: '' },
    },
    [
      {
        method: 'POST',
        path: '/form',
        need: 'nobody',
        async answer({ form, query: asked, file: brought }) {
          for (const value of [...Object.values(form), ...Object.values(asked)])
            must(typeof value === 'string', 'a field that is no text')
          must(brought === null || Buffer.isBuffer(brought), 'a file that is none')
          return { kind: 'go', to: '/' }
        },
      },
    ],
  )
})
const api = fastify()
const asked = api.register(async (app) =>
  createApi({
    origin: 'https://bot.example.org',
    tokens: {
      ask: async (token) =>
        token === 'good'
          ? { organisation: 'home' as OrganisationId, scopes: ['cases', 'takedowns', 'counts'], wait: 0 }
          : null,
    },
    data: {
      cases: async (_of, { most }) => {
        must(Number.isInteger(most) && most >= 2 && most <= 501, `a page of ${most}`)
        return []
      },
      case: async () => null,
      takedowns: async () => [],
      counts: async () => [],
    },
  }).register(app),
)
const boundary = 'x-y-z'
const multipartForm = `--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhalo\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--${boundary}--\r\n`
const forms = fc.record({
  type: fc.constantFrom(
    'application/x-www-form-urlencoded',
    `multipart/form-data; boundary=${boundary}`,
    'multipart/form-data',
    'application/json',
    'text/plain; charset=utf-16',
    '',
  ),
  query: texts(['lang=id&next=%2Fconsole', 'lang=en', 'a[]=1&a[]=2&__proto__[x]=1'], 200),
  body: texts(
    ['email=a%40example.org&password=x&token=AAAA', 'note=%F0%9F%94%A5&note=2', multipartForm],
    4_096,
  ),
})
const settings: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://tanya:MARKEDPASSWORD@127.0.0.1:5432/tanya',
  IDENTITY_KEY: Buffer.alloc(32, 7).toString('base64'),
  SEAL_KEYS: `1:${Buffer.alloc(32, 8).toString('base64')}`,
  HOST: '0.0.0.0',
  PORT: '8080',
  PUBLIC_URL: 'https://bot.example.org',
  TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8',
  TELEGRAM_TOKEN: '7000000001:MARKEDTELEGRAMTOKENxxxxxxxxxxxxxxxx',
  TELEGRAM_CAMPAIGN_PER_SECOND: '30',
  WHATSAPP_CLOUD_TOKEN: 'EAAMARKEDCLOUDTOKEN',
  WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
  WHATSAPP_CLOUD_APP_SECRET: appSecret,
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'MARKEDVERIFYTOKEN',
  WHATSAPP_CLOUD_TIER: '2000',
  OFFICERS: 'on',
  OFFICER_HOURS: '08:00-16:00',
  OFFICER_TIME_ZONE: 'Asia/Makassar',
  FETCH_PROXY: 'http://proxy.example:3128',
  LIST_MAX_AGE_DAYS: '90',
  LOG_LEVEL: 'info',
}
const marked = ['MARKEDPASSWORD', 'MARKEDTELEGRAMTOKEN', 'MARKEDCLOUDTOKEN', 'MARKEDVERIFYTOKEN', appSecret]

// --- what was stored -------------------------------------------------------------------------------------------------

const seal = createSeal({
  identity: randomBytes(32),
  sealing: { id: 1, key: Buffer.alloc(32, 9) },
  opening: new Map([[1, Buffer.alloc(32, 9)]]),
})
const sealed = [seal.close({ at: 'idle' }), seal.close('ya')]
const states: readonly unknown[] = [
  writeState({ at: 'urgent', danger: 'confinement', who: 'other', place: 'my', discreet: true }),
  writeState({ at: 'subscribe.confirm', topics: ['scam-alerts', 'lessons'] }),
  writeState({ at: 'profile.ask', asks: ['country', 'province'] }),
  {
    v: 1,
    state: {
      at: 'ad.confirm',
      ads: [{ text: ads[0], posters: ['k'], forwarded: 'often', media: { key: 'k', channel: 'telegram' } }],
      facts: ['paid'],
    },
  },
]
const offered: readonly unknown[] = [
  writeOffered([
    { turn: 4, choices: [{ kind: 'press', label: { verbatim: 'PT Maju' }, means: 'agency:a' }] },
    { turn: 3, choices: [{ kind: 'press', label: { verbatim: 'PT Maju' }, means: 'agency:a' }] },
  ]),
]

/** A reader with the type of its inputs, which the table forgets. */
function target<T>(name: string, runs: number, inputs: fc.Arbitrary<T>, read: (input: T) => unknown): Target {
  return { name, runs, inputs, read: (input) => read(input as T) }
}

export const targets: readonly Target[] = [
  target('an update of Telegram', 16_000, json(updates), hearUpdate),
  target('a webhook call of Telegram', 2_000, bytes(asBytes(updates)), async (body) =>
    answers(
      [200, 400],
      await telegramDoor(post(body, { 'x-telegram-bot-api-secret-token': 'known to two' })),
    ),
  ),
  target('a call of the Cloud API', 16_000, json(calls), hearCall),
  target('a signed webhook call of the Cloud API', 3_000, bytes(asBytes(calls)), async (body) =>
    answers([200], await cloudDoor(post(body, { 'x-hub-signature-256': signatureOf(body) }))),
  ),
  target('a signature of the Cloud API', 3_000, texts([signatureOf(Buffer.from('{}'))], 200), (signature) =>
    must(
      !createVerify(appSecret)(Buffer.from('{"a":1}'), signature),
      'a signature of other bytes was taken for true',
    ),
  ),
  target('a message of WhatsApp Web', 16_000, json(webMessages), (message) => {
    const inbound = readMessage(message, web)
    inbound?.at.toISOString()
    keepable(inbound)
  }),
  target('a contact card', 8_000, texts(cards), (card) => keepable(readCard([card])?.kind)),
  target('a frame of the browser process', 8_000, json(frames), (frame) => {
    readFromChild(frame)
    readToChild(frame)
  }),
  target('an answer of Telegram', 12_000, answered(telegramAnswers), (answer) =>
    outcome(readTelegramAnswer(answer)),
  ),
  target('an answer of the Cloud API', 12_000, answered(cloudAnswers), (answer) =>
    outcome(readCloudAnswer(answer).outcome),
  ),
  target('a message of the simulator', 8_000, json(posts), (message) => {
    againSchema.safeParse(message)
    const read = postSchema.safeParse(message)
    if (read.success)
      readPost(read.data, { channel: 'simulator' as ChannelName, at: today, media: null, quoted: null })
  }),

  target('a list of agencies', 3_000, texts([beginning('content/agencies/p3mi-2026-09-17.csv')]), (csv) =>
    readList(csv, 'listed'),
  ),
  target(
    'a list of sanctions',
    3_000,
    bytes([Buffer.from(beginning('content/agencies/sanctions.csv'))]),
    (csv) => readList(csv, 'sanctions'),
  ),
  target('a list of contacts', 2_500, texts([beginning('content/contacts.csv')]), (csv) =>
    readContacts(csv, 'value,on,by,result\n'),
  ),
  target('a list of subscribers', 2_000, bytes([Buffer.from(subscribers)]), readAll),
  target('a file of words', 6_000, texts([file('content/id/agency.md').slice(0, 1_500)]), (text) =>
    mayRefuse(ContentError, () => parseSections(text, 'x.md')),
  ),
  target('a file of sections', 6_000, texts([file('content/signs.md').slice(0, 1_500)]), (text) =>
    mayRefuse(ContentError, () => readSections(text, 'x.md')),
  ),
  target('the first bytes of a file', 24_000, bytes(pictures), (given) => {
    kindOf(given)
    must(/^[a-z]+\/[\w.+-]+$/.test(mediaTypeOf(given)), 'no media type')
  }),
  target('text of a picture', 8_000, texts(ads), (text) => {
    for (const line of cleanText(text).split('\n')) mendSeen(line)
  }),

  target('the claims of an advertisement', 500, texts([...ads, ...floods], 16_384), (text) => {
    const { agencies: _, ...found } = claims.read(text, { read: () => [] })
    within(text, Object.values(found).flat())
    signs.judge(text, claims.read(text, shippedKnowledge()))
  }),
  target('the addresses in a text', 6_000, texts([...ads, ...addresses]), (text) =>
    within(text, links.find(text)),
  ),
  target('an address', 14_000, texts(addresses, 3_000), (written) => {
    const reading = links.normalise(written)
    if (reading.kind === 'link')
      must(/^[a-z][a-z0-9.+-]*:/.test(reading.link.url), 'an address without a scheme')
  }),
  target('where an address leads', 14_000, texts(addresses, 3_000), (written) => {
    readPlace(written)
    isPublic(written)
  }),
  target('formatted text', 8_000, spans(texts([...said, '*RESMI* <b>x</b> _a_ ~b~ `c`'], 200)), (markup) => {
    must(!/<(?!\/?(b|i|a)\b)/.test(writeHtml(markup)), 'a mark of a person was obeyed')
    writeMarks(markup, 4_096)
  }),
  target(
    'what is said to the bot',
    500,
    fc.array(texts(said, 1_500), { minLength: 1, maxLength: 3 }),
    async (talk) => {
      const town = createTown()
      const ani = town.person('ani')
      for (const text of talk) await ani.says(text, { forwarded: text.length > 200 ? 'once' : 'no' })
      must(town.faults.length === 0, `a fault: ${String(town.faults[0])}`)
    },
  ),
  target(
    'a line of say',
    6_000,
    texts(['{"from":"a","text":"halo"}', '{"from":"a","press":"1.0","group":true}']),
    (line) => readLine(line, { at: today, id: '1', channel: 'simulator' }),
  ),

  target('a form of the console', 2_500, forms, async ({ type, query: search, body }) => {
    await opened
    const { statusCode } = await gate.inject({
      method: 'POST',
      url: `/form?${encodeURI(search.toWellFormed())}`,
      payload: Buffer.from(body, 'latin1'),
      headers: { 'content-type': type, host: '127.0.0.1', origin: 'http://127.0.0.1' },
    })
    must(statusCode < 500, `answered ${statusCode}`)
  }),
  target('the form of a campaign', 8_000, fields([campaign]), (typed) =>
    readDraft(typed, { zone: 'Asia/Jakarta', channels: ['telegram' as ChannelName] }),
  ),
  target('a narrowed queue', 10_000, fields([query]), (given) => {
    const filter = readFilter(given)
    const again = readFilter(Object.fromEntries(new URLSearchParams(writeFilter(filter))))
    must(
      JSON.stringify(again) ===
        JSON.stringify(readFilter(Object.fromEntries(new URLSearchParams(writeFilter(again))))),
      'another filter',
    )
  }),
  target(
    'a question of another system',
    2_500,
    fc.record({
      path: fc.constantFrom('/api/v1/cases', '/api/v1/takedowns', '/api/v1/counts', '/api/v1/cases/'),
      more: texts(
        ['?limit=100&after=0190a1b2-0000-7000-8000-000000000000', '0190a1b2-0000-7000-8000-000000000000'],
        200,
      ),
      token: texts(['Bearer good', 'bearer good', 'Basic Z29vZA=='], 60),
    }),
    async ({ path, more, token }) => {
      await asked
      const { statusCode } = await api.inject({
        url: path + encodeURI(more.toWellFormed()),
        headers: { authorization: token.replace(/[^\x20-\x7e]/g, '') },
      })
      must(statusCode < 500, `answered ${statusCode}`)
    },
  ),
  target(
    'settings',
    4_000,
    fields([settings, { WHATSAPP_WEB: 'on', CHROMIUM: '/usr/bin/chromium' }]),
    (given) => {
      try {
        readConfig('all', given)
      } catch (error) {
        must(error instanceof ConfigError, `threw ${String(error)}`)
        must(!marked.some((secret) => String(error).includes(secret)), 'a secret in an error')
      }
    },
  ),

  target('a state at rest', 14_000, json(states), (stored) => {
    const state = readState(stored)
    must(
      JSON.stringify(readState(writeState(state))) === JSON.stringify(state),
      'another state when written again',
    )
  }),
  target('offered choices at rest', 14_000, json(offered), (stored) => readOffered(stored)),
  target('a sealed text', 6_000, texts(sealed, 400), (given) => {
    let open: unknown
    try {
      open = seal.open(given)
    } catch {
      return
    }
    must(sealed.includes(given), `opened what nobody sealed: ${JSON.stringify(open)}`)
  }),
]

/** The life of a session in a real browser, told as one story: linking, trouble of every kind, and the end. Each chapter
 * begins where the one before left off. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Drawing, Inbound, SendOutcome } from '#engine'
import { holderOf } from '../../../adapters/whatsapp/web/child/lock.ts'
import {
  createWhatsAppWeb,
  type WhatsAppWeb,
  type WhatsAppWebEvent,
} from '../../../adapters/whatsapp/web/index.ts'
import { fitted } from '../../kit/fit-for-test.ts'
import { type Mounting, openMounting } from '../../kit/mounting.ts'
import { openWhatsAppWebSite, type WhatsAppWebSite } from '../../kit/whatsapp-web/index.ts'
import { address, until } from './subject.ts'

const ani = '6281234567890@c.us'
/** The smallest PNG there is. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
)
const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
const profile = join(folder, 'session')
let site: WhatsAppWebSite
let host: Mounting
let adapter: WhatsAppWeb
const events: WhatsAppWebEvent[] = []
const told: string[] = []
const heard: Inbound[] = []
const linkedAt: Date[] = []

function create(phone?: string): WhatsAppWeb {
  return createWhatsAppWeb({
    folder,
    browserArgs: site.browserArgs,
    ...(phone === undefined ? {} : { phone }),
    address: (path) => host.url + path,
    tell: (words) => told.push(words),
    log: (event) => events.push(event),
    onLinked: (at) => linkedAt.push(at),
    timing: { lookMs: 250, readyMs: 15_000, sentMs: 5_000 },
  })
}
const start = (): Promise<void> => adapter.start(async (inbound) => void heard.push(inbound), host.mount)
beforeAll(async () => {
  ;[site, host] = await Promise.all([openWhatsAppWebSite(), openMounting()])
  adapter = create()
})
afterAll(async () => {
  await adapter.stop()
  await adapter.close()
  expect(site.offences).toEqual([])
  await site.close()
  await host.close()
  expect(holderOf(profile)).toBeNull()
  rmSync(folder, { recursive: true, force: true })
})

const standing = (): string => adapter.keeper.standing.kind
const code = (): string => (adapter.keeper.standing.kind === 'pairing' ? adapter.keeper.standing.code : '')
const send = (text: string): Promise<SendOutcome> =>
  adapter.send(address('6281234567890'), fitted({ text }, adapter.abilities))
const mended = (): readonly string[] =>
  events.flatMap((event) => (event.kind === 'mended' ? [event.what] : []))
const endings = (): readonly string[] =>
  events.flatMap((event) => (event.kind === 'ended' ? [event.why] : []))
const texts = (): readonly string[] => heard.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))
/** Written, and heard under one id: when the page begins anew it may be told again, which changes nothing (the law of
 * memory). */
async function isHeard(text: string): Promise<void> {
  site.write({ chat: ani, body: text })
  await until(() => texts().includes(text), text)
  const ids = heard.filter(({ body }) => body.kind === 'text' && body.text === text).map(({ id }) => id)
  expect(new Set(ids).size).toBe(1)
}

it('shows a QR, in the terminal and on a page that opens once', async () => {
  await start()
  await until(() => standing() === 'pairing', 'a QR')
  await until(() => told.length >= 2, 'two things told')
  expect(told[1]).toContain('▄')
  const link = /http\S+/.exec(told[0] ?? '')?.[0] ?? ''
  const opened = await fetch(link, { redirect: 'manual' })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = new URL(opened.headers.get('location') ?? '', link)
  expect(await (await fetch(page, { headers: { cookie } })).text()).toContain('<svg')
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(404)
  expect((await fetch(page)).status).toBe(404)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(await send('belum')).toMatchObject({ kind: 'later', why: 'unreachable' })
})

it('gets a new QR when one has expired', async () => {
  const old = code()
  site.expireQr()
  await until(() => code() !== old && code() !== '', 'a new QR')
  await until(() => mended().includes('an expired QR'), 'word of it')
  expect(() => site.scan(old)).toThrow('expired')
})

it('is linked by the QR, hears, and answers', async () => {
  site.scan(code())
  await until(() => standing() === 'ready', 'ready')
  expect(linkedAt).toHaveLength(1)
  await isHeard('halo')
  expect(await send('halo juga')).toMatchObject({ kind: 'sent' })
  const [typing, sent] = site.journal.filter(({ kind }) => kind === 'typing' || kind === 'send')
  expect([typing?.kind, sent?.kind]).toEqual(['typing', 'send'])
  // Read only once it was committed; then nothing is unread any more.
  await until(() => site.unread.length === 0, 'a read mark')
})

it('sends a picture that was drawn here, byte for byte, with its words', async () => {
  const drawing: Drawing = { mime: 'image/png', bytes: pixel }
  const card = fitted({ text: 'kartu', image: drawing }, adapter.abilities)
  expect(await adapter.send(address('6281234567890'), card)).toMatchObject({ kind: 'sent' })
  expect(site.delivered.at(-1)).toMatchObject({ type: 'image', text: 'kartu', data: pixel })
})

it('hears no edits, and nothing taken back', async () => {
  const id = site.write({ chat: ani, body: 'PT Mju' })
  await until(() => texts().includes('PT Mju'))
  site.edit(id, 'PT Maju')
  site.revoke(id)
  await isHeard('sesudah itu')
  expect(texts()).not.toContain('PT Maju')
})

it('goes on after the page was loaded anew, and hears what came meanwhile', async () => {
  const before = heard.length
  site.reload()
  await until(() => site.pages === 0 || standing() !== 'ready', 'the reload')
  site.write({ chat: ani, body: 'di tengah' })
  await until(() => standing() === 'ready', 'ready again')
  await until(() => texts().includes('di tengah'), 'what came meanwhile')
  await isHeard('sesudah muat ulang')
  // Two messages were written; whatever was told twice has the id it had.
  expect(new Set(heard.slice(before).map(({ id }) => id)).size).toBe(2)
  await until(async () => (await send('sesudah muat ulang')).kind === 'sent', 'sending')
})

it('is not confused by a page that only changes its address', async () => {
  site.navigate('/?chat')
  await isHeard('alamat lain')
  expect(await send('alamat lain')).toMatchObject({ kind: 'sent' })
})

it('heals a ready that was missed', async () => {
  const readies = events.filter(({ kind }) => kind === 'ready').length
  site.syncEarly(true)
  site.reload()
  await until(() => events.filter(({ kind }) => kind === 'ready').length > readies, 'ready')
  site.syncEarly(false)
  await until(() => mended().includes('a missed ready'), 'word of it')
  await isHeard('sembuh')
})

it('sends nothing while the connection is away', async () => {
  site.state('TIMEOUT')
  await until(() => standing() === 'unready', 'unready')
  expect(await send('terputus')).toMatchObject({ kind: 'later', why: 'unreachable' })
  site.state('CONNECTED')
  await until(() => standing() === 'ready', 'ready again')
  await until(async () => (await send('tersambung')).kind === 'sent', 'sending')
})

it('sends nothing twice when WhatsApp was slow to say that it has it', async () => {
  site.stall()
  const slow = await send('lambat')
  expect(slow).toMatchObject({ kind: 'later', why: 'unreachable' })
  site.resume()
  await until(() => site.delivered.some(({ text }) => text === 'lambat'), 'the slow one')
  expect(await send('lambat')).toMatchObject({ kind: 'sent' })
  expect(site.delivered.filter(({ text }) => text === 'lambat')).toHaveLength(1)
})

it('survives a browser that is killed', async () => {
  await until(isKept, 'the session on disk')
  process.kill(holderOf(profile) ?? 0, 'SIGKILL')
  site.write({ chat: ani, body: 'selagi mati' })
  await until(() => texts().includes('selagi mati'), 'what came meanwhile')
  expect(endings()).toContain('browser-lost')
  expect(linkedAt).toHaveLength(1)
  await until(async () => (await send('hidup lagi')).kind === 'sent', 'sending')
})

/** A browser writes its storage down some seconds late, and only then outlives its end. */
function isKept(): boolean {
  const store = join(profile, 'Default/Local Storage/leveldb')
  const journals = readdirSync(store).filter((file) => file.endsWith('.log'))
  return journals.some((file) => readFileSync(join(store, file)).includes('device-'))
}

it('survives its own process being killed, and ends the browser that was left', async () => {
  const browser = holderOf(profile) ?? 0
  const stat = readFileSync(`/proc/${browser}/stat`, 'utf8')
  process.kill(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), 'SIGKILL')
  await until(() => mended().includes('a browser nobody owned'), 'the orphan ended')
  await isHeard('proses baru')
  expect(endings()).toContain('died')
  await until(() => isGone(browser), 'the end of the orphan')
})

/** Ended, though whoever has to bury it may not have done so yet. */
function isGone(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) return true
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}

it('begins anew when the page comes without WhatsApp', async () => {
  site.emptyPages(true)
  const before = endings().length
  site.reload()
  await until(() => endings().length > before, 'the end of that browser')
  site.emptyPages(false)
  await isHeard('halaman penuh')
})

it('begins anew when nobody answers for a while', async () => {
  const before = endings().length
  site.cut()
  process.kill(holderOf(profile) ?? 0, 'SIGKILL')
  await until(() => endings().includes('unreachable'), 'unreachable')
  expect(endings().length).toBeGreaterThan(before)
  await site.mend()
  await isHeard('internet kembali')
})

it('stops for good when it is logged out, until somebody asks for a new QR', async () => {
  const tellings = told.length
  site.logout()
  await until(() => standing() === 'over', 'the end')
  expect(adapter.keeper.standing).toMatchObject({ why: 'logged-out' })
  expect(existsSync(profile)).toBe(false)
  expect(await send('tak terkirim')).toMatchObject({ kind: 'later', why: 'unreachable' })
  await until(() => told.length >= tellings + 2)
  expect(told[tellings]).toContain('Nothing is sent until somebody links it again.')
  const link = /http\S+/.exec(told[tellings + 1] ?? '')?.[0] ?? ''
  const opened = await fetch(link, { redirect: 'manual' })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const page = new URL(opened.headers.get('location') ?? '', link)
  expect(await (await fetch(page, { headers: { cookie } })).text()).toContain('Show a new code')
  expect(site.pages).toBe(0)
  expect((await fetch(page, { method: 'POST' })).status).toBe(404)
  expect(standing()).toBe('over')
  await fetch(page, { method: 'POST', headers: { cookie }, redirect: 'manual' })
  await until(() => standing() === 'pairing', 'a QR')
  site.scan(code())
  await until(() => standing() === 'ready', 'ready')
  await isHeard('tersambung kembali')
})

it('leaves the session when somebody else uses it, and says when it comes back', async () => {
  site.state('CONFLICT')
  await until(() => endings().includes('conflict'), 'conflict')
  expect(events.findLast(({ kind }) => kind === 'ended')).toMatchObject({ againMs: 60_000 })
  await adapter.stop()
  await adapter.close()
})

it('is linked by a code where a phone is set', async () => {
  rmSync(profile, { recursive: true, force: true })
  adapter = create('6281100000001')
  await start()
  await until(() => standing() === 'pairing' && code() !== '', 'a code')
  await until(() => told.some((words) => words.includes(code())), 'the code told')
  expect(site.journal.find(({ kind }) => kind === 'pairing-code')).toMatchObject({ phone: '6281100000001' })
  site.enter(code())
  await until(() => standing() === 'ready', 'ready')
  await isHeard('lewat kode')
})

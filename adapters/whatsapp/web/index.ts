/** WhatsApp as a linked device, through whatsapp-web.js: an unofficial client in a process of its own. */
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import QRCode from 'qrcode'
import { type Adapter, type ChannelName, ConfigError } from '#engine'
import { object } from '../json.ts'
import { abilities, downloadLimit } from './abilities.ts'
import { findChromium } from './chromium.ts'
import { createDoor, doorPath } from './door.ts'
import { readSent, unreachable } from './failures.ts'
import { idOf, placeOf } from './ids.ts'
import { createKeeper, type Keeper, type Standing } from './keeper.ts'
import type { WhatsAppWebOptions } from './options.ts'
import { beginProcess } from './process.ts'
import { readMessage } from './read.ts'
import { createTurns, type Turns } from './turns.ts'
import type { Settings } from './wire.ts'
import { writeMessage } from './write.ts'

export type { WhatsAppWebEvent, WhatsAppWebOptions } from './options.ts'

const channel = 'whatsapp' as ChannelName

/** How long a delivery waits for a session that is just beginning: a browser takes two to five seconds. */
const patienceMs = 10_000
/** How many codes are drawn in the terminal; whoever takes longer has the page. */
const drawnAtMost = 5

const timing: Settings['timing'] = {
  lookMs: 2_000,
  startMs: 90_000,
  readyMs: 60_000,
  sentMs: 15_000,
  // A person does not write faster; at 50 ms a hundred who write at once are still answered within five seconds.
  spacingMs: 50,
}

export interface WhatsAppWeb extends Adapter {
  /** How it stands, what memory the browser uses, and how to link it again after a logout. */
  readonly keeper: Pick<Keeper, 'standing' | 'memory' | 'relink'>
  /** Begins the browser, which takes long, before anybody is heard: what comes meanwhile is kept for `start`. */
  open(): void
  /** Ends the browser; after this nothing can be sent. */
  close(): Promise<void>
}

/** Throws ConfigError when there is no browser, or no folder for the session. */
export function createWhatsAppWeb(options: WhatsAppWebOptions): WhatsAppWeb {
  const { folder, log, tell } = options
  const profile = resolve(folder, 'session')
  makeFolder(folder)
  let turns: Turns | null = null
  let drawn = 0

  const keeper = createKeeper({
    begin: options.begin ?? beginProcess,
    settings: {
      profile,
      chromium: findChromium(options.chromium, process.env['PATH'] ?? ''),
      browserArgs: [...(options.browserArgs ?? [])],
      phone: options.phone ?? null,
      quietHours: [...(options.quietHours ?? [2, 4])] as [number, number],
      memoryLimit: options.memoryLimit ?? 1_200,
      timing: { ...timing, ...options.timing },
    },
    againMs: options.againMs ?? 500,
    onHeard({ message, people }, me) {
      const id = idOf(object(message)?.id)
      const inbound = readMessage(message, { channel, me, people })
      if (id === null) return
      if (inbound === null) return keeper.done(id)
      void turns?.take(inbound).then((committed) => {
        if (committed) keeper.done(id)
      })
    },
    onStanding: (standing) => void show(standing),
    onLinked: () => options.onLinked?.(new Date()),
    forget: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
    log,
  })
  const door = createDoor({
    standing: () => keeper.standing,
    relink: () => keeper.relink(),
    now: Date.now,
  })

  /** Tells the person at the terminal what they must do, if anything. */
  async function show(standing: Standing): Promise<void> {
    if (standing.kind === 'over') {
      tell(
        standing.why === 'banned'
          ? 'WhatsApp has blocked this account. Nothing more is sent. Read what WhatsApp says on the phone.'
          : 'WhatsApp has ended the link to the phone. Nothing is sent until somebody links it again.',
      )
      if (standing.why === 'logged-out') invite()
    }
    if (standing.kind !== 'pairing') {
      drawn = 0
      return
    }
    if (!door.isOpen) invite()
    if (++drawn > drawnAtMost) return
    if (standing.by === 'code')
      tell(`On the phone: WhatsApp, Linked devices, Link with phone number: ${standing.code}`)
    else tell(await QRCode.toString(standing.code, { type: 'terminal', small: true }))
  }

  function invite(): void {
    // Without HTTP there is only the terminal.
    if (mounted)
      tell(`Link a phone to WhatsApp: ${options.address(door.invite())} (opens once, within 30 minutes)`)
  }
  let mounted = false

  return {
    name: channel,
    abilities,
    keeper,
    async start(hear, mount) {
      if (turns !== null) throw new Error('WhatsApp Web was started twice')
      turns = createTurns({
        hear,
        onFailure: (attempt, error) =>
          log({ kind: 'not-committed', attempt, error: error instanceof Error ? error.name : typeof error }),
      })
      mount(doorPath, door.answer)
      mounted = true
      // The browser began before this page could be opened, and may have drawn its QR already.
      if (keeper.standing.kind === 'pairing' && !door.isOpen) invite()
      keeper.start()
      keeper.retell()
    },
    async stop() {
      const open = turns
      turns = null
      await open?.stop()
      if (open !== null) log({ kind: 'stopped' })
    },
    async send(to, message) {
      const place = placeOf(to.chat)
      if (place === null) return { kind: 'refused', why: 'no-such-chat', detail: 'not a chat of WhatsApp' }
      const written = writeMessage(message)
      if ('wrong' in written) return { kind: 'refused', why: 'malformed', detail: written.wrong }
      keeper.start()
      if (!(await keeper.ready(patienceMs))) return unreachable
      return readSent(await keeper.send({ to: place, ...written }), place)
    },
    async fetchMedia(media) {
      if (media.channel !== channel) throw new Error('this media is not of WhatsApp')
      if ((media.bytes ?? 0) > downloadLimit) throw new Error('files above 20 MB are not fetched')
      keeper.start()
      await keeper.ready(patienceMs)
      const bytes = await keeper.fetch(media.key, downloadLimit)
      if (bytes === null) throw new Error('WhatsApp has this file no more')
      return bytes
    },
    open: () => keeper.start(),
    close: () => keeper.close(),
  }
}

/** The session is as good as the phone: nobody else may read it. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  } catch (cause) {
    throw new ConfigError(
      `The folder ${join(folder)} for the session of WhatsApp Web cannot be written. Give it to this user, or set DATA_DIR to another.`,
      { cause },
    )
  }
}

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Line } from '../../../adapters/simulator/wire.ts'
import { aPost, group, message, openSimulator, plain, type Simulator, siti } from './kit.ts'

let simulator: Simulator
beforeEach(async () => {
  simulator = await openSimulator()
})
afterEach(() => simulator.close())

async function says(text: string, chat = siti): Promise<void> {
  const sent = await simulator.telegram.send(
    { channel: simulator.telegram.name, chat },
    message({ text: plain(text) }),
  )
  expect(sent.kind).toBe('sent')
}

function textsOf(lines: readonly Line[]): readonly string[] {
  return lines.flatMap((line) =>
    line.by === 'bot' ? line.text.flatMap(({ spans }) => spans.map(({ text }) => text)) : [],
  )
}

it('what was sent while nobody watched is shown when the page connects', async () => {
  await says('satu')
  await says('dua')
  const watch = await simulator.watch(siti)
  await watch.ready()
  expect(textsOf(watch.lines)).toEqual(['satu', 'dua'])
})

it('coming back with the last event id, nothing is lost and nothing comes twice', async () => {
  const before = await simulator.watch(siti)
  const texts: string[] = []
  let seen: string[] = []
  let { lastId } = before
  before.close()
  for (let round = 0; round < 20; round++) {
    const watch = await simulator.watch(siti, { seen: lastId })
    const during = `${round} sambil menonton`
    await says(during)
    await watch.until((lines) => textsOf(lines).includes(during))
    seen = [...seen, ...textsOf(watch.lines)]
    lastId = watch.lastId
    watch.close()
    const away = `${round} saat terputus`
    await says(away)
    texts.push(during, away)
  }
  const last = await simulator.watch(siti, { seen: lastId })
  await last.ready()
  expect([...seen, ...textsOf(last.lines)]).toEqual(texts)
})

it('a change that was missed comes too: each line as it is now', async () => {
  let commit = (): void => {}
  simulator.turn = () =>
    new Promise((resolve) => {
      commit = resolve
    })
  const watch = await simulator.watch(siti)
  await simulator.post(aPost())
  await watch.until((lines) => lines.some((line) => line.by === 'person' && line.state === 'hearing'))
  watch.close()
  commit()
  const back = await simulator.watch(siti, { seen: watch.lastId })
  await back.until((lines) => lines.some((line) => line.by === 'person' && line.state === 'heard'))
})

it('an event id of another run, or of none, means everything that is kept', async () => {
  await says('satu')
  for (const seen of ['00000000-999', 'nonsense', '-', '']) {
    const watch = await simulator.watch(siti, { seen })
    await watch.ready()
    expect(textsOf(watch.lines), seen).toEqual(['satu'])
  }
})

it('keeps the last 200 lines of a chat', async () => {
  for (let number = 1; number <= 205; number++) await says(String(number))
  const watch = await simulator.watch(siti)
  await watch.ready()
  expect(textsOf(watch.lines)).toEqual(Array.from({ length: 200 }, (_, at) => String(at + 6)))
})

it('a chat is shown to those who watch it, on its own costume', async () => {
  const other = await simulator.watch('p-somebody-else')
  const otherCostume = await simulator.watch(siti, { costume: 'whatsapp-web' })
  const inGroup = [await simulator.watch(group), await simulator.watch(group)]
  await says('untuk Siti')
  await says('untuk grup', group)
  for (const watch of inGroup) await watch.until((lines) => textsOf(lines).includes('untuk grup'))
  expect([...other.lines, ...otherCostume.lines]).toEqual([])
})

it('a page that leaves is forgotten at once', async () => {
  const watch = await simulator.watch(siti)
  await watch.ready()
  watch.close()
  for (let number = 0; number < 50; number++) await says(String(number))
})

it('refuses to watch what cannot be a chat', async () => {
  for (const query of ['', '?costume=telegram&chat=x', `?costume=fax&chat=${siti}`]) {
    expect((await fetch(new URL(`events${query}`, simulator.url))).status, query).toBe(400)
  }
})

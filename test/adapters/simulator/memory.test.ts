import { expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { createHub } from '../../../adapters/simulator/hub.ts'
import { createMediaStore } from '../../../adapters/simulator/media.ts'

const channel = 'simulator' as ChannelName
const said = { by: 'bot', text: [], buttons: [], image: null } as const

it('pages that make new persons without end cannot fill the memory; who is watched stays', () => {
  const hub = createHub()
  const place = (number: number) => ({ channel, chat: `p-${number}` })
  const first = hub.say(place(0), said, new Date())
  const watched = hub.say(place(1), said, new Date())
  hub.watch(place(1), 0, () => {})
  for (let number = 2; number < 400; number++) hub.say(place(number), said, new Date())
  expect(hub.find(place(0), first.id)).toBeNull()
  expect(hub.find(place(1), watched.id)?.line).toEqual(watched)
})

it('files leave when the newest need their room, and the newest can always be fetched', () => {
  const media = createMediaStore()
  const tenMegabytes = { bytes: new Uint8Array(10 * 1024 * 1024), mime: 'image/png', name: 'a.png' }
  const stored = Array.from({ length: 12 }, () => media.store(channel, tenMegabytes))
  const kept = stored.map(({ key }) => media.get(key) !== null)
  expect(kept).toEqual([false, false, ...Array(10).fill(true)])
  const [gone] = stored
  const last = stored.at(-1)
  if (gone === undefined || last === undefined) throw new Error('twelve files')
  expect(media.describe(gone).url).toBeNull()
  expect(media.describe(last)).toMatchObject({ url: `media/${last.key}`, name: 'a.png' })
})

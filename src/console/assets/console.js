// htmx puts our own answers into the page: as HTML, never as a script or the address of one.
globalThis.trustedTypes?.createPolicy('default', { createHTML: (html) => html })

// Keys of the queue and of a case. Everything they do can be done with a pointer or with Tab as well.
const lines = () => [...document.querySelectorAll('.queue a.open')]

const step = (by) => {
  const all = lines()
  const at = all.indexOf(document.activeElement)
  const next = at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)
  all[next]?.focus()
}

// What stands on the page says which key it answers to.
const press = (key) => {
  const found = document.querySelector(`[data-key="${key}"]`)
  if (found?.matches('textarea')) found.focus()
  else found?.click()
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  c: () => press('c'),
  n: () => press('n'),
  g: () => press('g'),
  '/': () => document.querySelector('input[type="search"]')?.focus(),
  '?': () => document.getElementById('keys')?.togglePopover(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return
  if (event.target instanceof Element && event.target.closest('input, textarea, select')) return
  keys[event.key]()
  event.preventDefault()
})

// A ready answer goes into the box, to be changed before it is sent.
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-fills]') : null
  const box = button === null ? null : document.getElementById(button.dataset.fills)
  if (box === null) return
  box.value = button.dataset.text
  box.focus()
})

// Parts that are told when something has moved look themselves up again; so they do whenever the line is there again.
const refresh = (topic) => {
  for (const part of document.querySelectorAll('[data-live]'))
    if (topic === null || part.dataset.live === topic) part.dispatchEvent(new Event('live'))
}
if (document.querySelector('[data-live]') !== null) {
  const events = new EventSource('/console/live')
  events.addEventListener('open', () => refresh(null))
  events.addEventListener('moved', (event) => refresh(event.data))
  // An open line would keep the page from being shown again at once by the browser's back button.
  window.addEventListener('pagehide', () => events.close())
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
}

// The list is looked up again by itself: whoever stands on a case stays on it.
let standing = null
document.addEventListener('htmx:beforeSwap', () => {
  standing = document.activeElement?.closest('.queue') ? document.activeElement.getAttribute('href') : null
})
document.addEventListener('htmx:afterSwap', () => {
  if (standing !== null)
    lines()
      .find((line) => line.getAttribute('href') === standing)
      ?.focus()
})

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

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof Element && event.target.closest('input, textarea, select')) return
  if (event.key === 'j') step(1)
  else if (event.key === 'k') step(-1)
  else if (event.key === 'c') document.querySelector('button[data-key="c"]')?.click()
  else return
  event.preventDefault()
})

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

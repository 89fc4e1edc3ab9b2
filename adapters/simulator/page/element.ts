/** Makes elements. Text only ever enters as text: nothing here, or on this page, reads markup from a string. */

type Attribute = string | number | boolean | ((event: Event) => void)
export type Child = Node | string | null

/** `onclick` and the like are listeners; `true` sets an attribute without a value, `false` leaves it out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else if (value !== false) made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== null))
  return made
}

/** A button that holds a picture and is called by its label. */
export function iconButton(
  icon: Node,
  label: string,
  attributes: Readonly<Record<string, Attribute>>,
): HTMLButtonElement {
  return element('button', { type: 'button', 'aria-label': label, title: label, ...attributes }, icon)
}

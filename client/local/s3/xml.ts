const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const UNESCAPES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

type XmlValue = string | number | boolean | XmlElement | readonly XmlElement[]
/** Element name → what is in it; a list stands for repeated elements. */
export interface XmlElement {
  readonly [name: string]: XmlValue
}

/** A document, in S3's namespace or another. */
export function xmlDocument(name: string, content: XmlElement, namespace = NAMESPACE): string {
  return `${HEAD}<${name} xmlns="${namespace}">${inner(content)}</${name}>`
}

function inner(content: XmlElement): string {
  return Object.entries(content)
    .map(([name, value]) => {
      const items: readonly XmlValue[] = Array.isArray(value) ? value : [value as XmlValue]
      return items
        .map((item) => `<${name}>${typeof item === 'object' ? inner(item as XmlElement) : escapeXml(String(item))}</${name}>`)
        .join('')
    })
    .join('')
}

/** The texts of all elements of one name: enough for the two flat documents that S3 clients send. */
export function xmlTexts(document: string, name: string): string[] {
  const element = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g')
  return [...document.matchAll(element)].map((match) => match[1] ?? '')
}

export function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return UNESCAPES[name] ?? whole
  })
}

function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot carry them as they are
  return text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c).replace(/[\u0000-\u001f]/g, (c) => `&#${c.charCodeAt(0)};`)
}

import type { ServerResponse } from 'node:http'
import { type XmlElement, xmlDocument } from './xml.ts'

/** Answers 200 with an XML document. */
export function sendXml(response: ServerResponse, name: string, content: XmlElement): void {
  const body = Buffer.from(xmlDocument(name, content))
  response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': body.length })
  response.end(body)
}

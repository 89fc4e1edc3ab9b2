/** The interface as a page for people: made from its OpenAPI description, without a script or a style. */
import { render } from 'preact-render-to-string'
import { paths, schemas } from './openapi.ts'

export function docsPage(origin: string): string {
  return `<!doctype html>${render(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Tanya Dulu for other systems</title>
      </head>
      <body>
        <main>
          <h1>Tanya Dulu for other systems</h1>
          <p>
            Read access to the cases, takedowns and counts of one organisation, without personal data. An
            admin of your organisation makes a token in the console. The description for machines is{' '}
            <a href="/docs/openapi.json">openapi.json</a>.
          </p>
          <pre>{`curl -H 'Authorization: Bearer TOKEN' ${origin}/api/v1/cases`}</pre>
          <h2>What can be asked</h2>
          {Object.entries(paths).map(([path, { summary, scope, parameters, responses }]) => (
            <section key={path}>
              <h3>
                <code>GET {path}</code>
              </h3>
              <p>
                {summary}. The token must be allowed to read: {scope}.
              </p>
              <ul>
                {parameters.map(({ name, description }) => (
                  <li key={name}>
                    <code>{name}</code>: {description}
                  </li>
                ))}
                {Object.entries(responses).map(([status, { description }]) => (
                  <li key={status}>
                    {status}: {description}
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <h2>What is answered</h2>
          {Object.entries(schemas).map(([name, { properties }]) => (
            <section key={name}>
              <h3>{name}</h3>
              <ul>
                {Object.keys(properties).map((property) => (
                  <li key={property}>
                    <code>{property}</code>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </main>
      </body>
    </html>,
  )}`
}

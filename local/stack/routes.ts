import { z } from 'zod';
import type { ServiceFile } from './service-file.ts';

/** One route of the HTTP API, and the function that answers it. */
interface Route {
  /** `GET /orders/{id}`, or `$default`. */
  readonly key: string;
  readonly method: string;
  readonly path: RegExp;
  readonly functionName: string;
}

export interface FoundRoute {
  readonly key: string;
  readonly functionName: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const httpApi = z.union([
  z.string(),
  z.object({ method: z.string(), path: z.string() }).transform(({ method, path }) => `${method} ${path}`),
]);
const event = z.object({ httpApi }).transform((one) => one.httpApi);

/** The routes that the functions of a stack answer, the more specific ones first: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
export const routesOf = ({ functions }: Pick<ServiceFile, 'functions'>): Route[] =>
  Object.entries(functions)
    .flatMap(([name, { events }]) =>
      events.flatMap((one) => ('httpApi' in one ? [routeOf(event.parse(one), name)] : [])),
    )
    .toSorted((a, b) => rank(a) - rank(b));

/** Undefined where no route answers such a request. */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | undefined {
  for (const one of routes) {
    const found = one.path.exec(path);
    if (found && [method, 'ANY'].includes(one.method)) {
      const pathParameters = z.record(z.string(), z.string()).parse({ ...found.groups });
      return { key: one.key, functionName: one.functionName, pathParameters };
    }
  }
  return undefined;
}

function routeOf(said: string, functionName: string): Route {
  if (said === '*') return { key: '$default', method: 'ANY', path: /^/, functionName };
  const [verb = '', path = ''] = said.split(/\s+/);
  const method = verb === '*' ? 'ANY' : verb.toUpperCase();
  return { key: `${method} ${path}`, method, path: patternOf(path), functionName };
}

/** A variable is a part of the path, one with a plus all the rest of it. */
function patternOf(path: string): RegExp {
  const parts = path.split(/(\{\w+\+?\})/).map((part) => {
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
    return name === undefined ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${name}>${greedy ? '.+' : '[^/]+'})`;
  });
  return new RegExp(`^${parts.join('')}$`);
}

const rank = ({ key, method }: Route) => {
  const variables = key === '$default' ? 8 : key.includes('+}') ? 4 : key.includes('{') ? 2 : 0;
  return variables + (method === 'ANY' ? 1 : 0);
};

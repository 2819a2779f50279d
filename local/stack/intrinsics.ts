import { isObject, type Json } from '../states/json.ts';

/** What a resource is called once it is there. */
export interface Made {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Gives a resource of the stack, which is made if it is not there yet. */
export type Lookup = (id: string) => Promise<Made>;

/** A value of the template with what CloudFormation puts in: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export async function resolved(value: Json, lookup: Lookup): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => resolved(one, lookup)));
  if (!isObject(value)) return value;
  const [[name = '', inner = null] = [], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return called(name, inner, lookup);
  const entries = Object.entries(value).map(async ([key, one]) => [key, await resolved(one, lookup)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function called(name: string, inner: Json, lookup: Lookup): Promise<Json> {
  switch (name) {
    case 'Ref':
      return (await lookup(String(inner))).ref;
    case 'Fn::GetAtt': {
      const [id = '', ...attribute] = Array.isArray(inner) ? inner.map(String) : String(inner).split('.');
      return attributeOf(id, attribute.join('.'), lookup);
    }
    case 'Fn::Sub':
      return Array.isArray(inner)
        ? substituted(String(inner[0]), inner[1] ?? {}, lookup)
        : substituted(String(inner), {}, lookup);
    case 'Fn::Join': {
      const [by, parts] = Array.isArray(inner) ? inner : [];
      const list = await resolved(parts ?? [], lookup);
      return Array.isArray(list) ? list.join(String(by)) : '';
    }
    default:
      throw new Error(`The stack says ${name}, which is not known on this machine`);
  }
}

async function attributeOf(id: string, attribute: string, lookup: Lookup): Promise<string> {
  const found = (await lookup(id)).attributes[attribute];
  if (found === undefined) throw new Error(`${id} has no ${attribute} on this machine`);
  return found;
}

async function substituted(text: string, variables: Json, lookup: Lookup): Promise<string> {
  const own = isObject(variables) ? variables : {};
  const parts = text.split(/\$\{([^!][^}]*)\}/);
  const values = parts.map(async (part, at) => {
    if (at % 2 === 0) return part.replaceAll('${!', '${');
    if (Object.hasOwn(own, part)) return String(await resolved(own[part] ?? '', lookup));
    const [id = '', ...attribute] = part.split('.');
    return attribute.length > 0 ? attributeOf(id, attribute.join('.'), lookup) : (await lookup(id)).ref;
  });
  return (await Promise.all(values)).join('');
}

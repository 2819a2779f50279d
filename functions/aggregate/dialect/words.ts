const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The words of SQL that both read alike. */
export const keywords = words(`
  select distinct from where group by having order asc desc nulls first last limit with as window
  join inner left right full outer cross on using union all except intersect grouping sets rollup cube
  and or not in between is null like escape exists case when then else end true false
  over partition range rows groups preceding following unbounded current row filter
  cast bigint integer double varchar boolean date timestamp decimal
  interval day hour minute month year quarter week doy second`);

/** Functions as they are written, where the tree tells another name. What is asked of their arguments stands elsewhere. */
export const functionWords = words('coalesce extract');

/** https://trino.io/docs/current/language/reserved.html#reserved-keywords */
export const reserved = words(`
  alter and as auto between by case cast constraint create cross cube current_catalog current_date current_path
  current_role current_schema current_time current_timestamp current_user deallocate delete describe distinct drop else
  end escape except execute exists extract false for from full group grouping having in inner insert intersect into is
  join json_array json_exists json_object json_query json_table json_value left like listagg localtime localtimestamp
  natural normalize not null on or order outer prepare primary recursive right rollup select skip table then trim true
  uescape union unnest using values when where with`);

/** What to write in place of a word or sign that not both know, or that gives not the same in both. */
export const mends: Readonly<Record<string, string>> = {
  '::': 'write CAST(… AS …)',
  ';': 'leave out the ;',
  '//': 'write CAST(floor(CAST(a AS DOUBLE) / b) AS BIGINT)',
  '==': 'write =',
  '[': 'use columns, not lists',
  '{': 'use columns, not structs',
  columns: 'name the columns',
  qualify: 'put the window into a WITH, and select from it by WHERE',
  ilike: 'keep such texts in one case in a column of their own, and write LIKE',
  median: 'take the middle by rank() in a WITH',
  power: 'multiply',
  mode: 'count each value in a WITH, and take the most by rank()',
  quantile: 'take the place by rank() in a WITH',
  quantile_cont: 'take the place by rank() in a WITH',
  strftime: 'use extract(YEAR FROM …), or the date itself, which the report writes by its locale',
  string_agg: 'give a row for each value',
  array_agg: 'give a row for each value',
  list: 'give a row for each value',
  regexp_replace: 'use replace() or substr(), or make a column of it in the source',
  regexp_matches: 'use LIKE, or a rule in the source',
  concat: "write coalesce(a, '') || coalesce(b, '')",
  greatest: 'write CASE WHEN a > b THEN a ELSE b END',
  least: 'write CASE WHEN a < b THEN a ELSE b END',
  count_if: 'write count(*) FILTER (WHERE …), which is 0 where there is none',
  any_value: 'write min() or max()',
  first: 'write min() or max()',
  last: 'write min() or max()',
  max_by: 'take the row by rank() in a WITH',
  min_by: 'take the row by rank() in a WITH',
  try_cast: 'make a column of it in the source, and CAST',
  trim: "write replace(x, ' ', ''), or clean the source",
  upper: 'keep the text as it is',
  left: 'write substr(x, 1, n)',
  right: 'write substr(x, n)',
  offset: 'select by rank() in a WITH',
  filter: 'write sum(CASE WHEN … THEN 1 ELSE 0 END) OVER (…)',
  collate: 'do without it, which orders by the letters alike',
  'distinct on': 'select by row_number() in a WITH',
  like_regex: 'use LIKE',
  stddev: 'do without it, whose last digits differ',
  values: 'write SELECT … UNION ALL SELECT …',
  recursive: 'write the levels as joins',
};

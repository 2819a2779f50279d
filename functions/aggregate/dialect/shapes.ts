const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The kinds of nodes that `json_serialize_sql` tells of SQL that both read alike. */
export const nodes = words(`
  SELECT_NODE SET_OPERATION_NODE ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
  VALUE_CONSTANT OPERATOR_CAST COLUMN_REF FUNCTION BASE_TABLE EMPTY JOIN SUBQUERY STAR CASE_EXPR DECIMAL_TYPE_INFO
  COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO
  COMPARE_GREATERTHANOREQUALTO COMPARE_DISTINCT_FROM COMPARE_NOT_DISTINCT_FROM COMPARE_IN COMPARE_NOT_IN COMPARE_BETWEEN
  COMPARE_NOT_BETWEEN CONJUNCTION_AND CONJUNCTION_OR OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE
  GROUPING_FUNCTION WINDOW_AGGREGATE WINDOW_RANK WINDOW_RANK_DENSE WINDOW_PERCENT_RANK WINDOW_CUME_DIST WINDOW_ROW_NUMBER
  WINDOW_NTILE WINDOW_LAG WINDOW_LEAD WINDOW_FIRST_VALUE WINDOW_LAST_VALUE WINDOW_NTH_VALUE`);

/** What such a node may say; whatever else it says is not known to both. */
export const keys = words(`
  error statements node type class modifiers orders null_order expression query_location value id is_null select_list
  alias column_names from_table table_name aggregate_handling function_name children order_bys is_operator child cast_type
  type_info width scale schema left right input lower upper case_checks when_expr then_expr else_expr distinct filter
  group_expressions group_sets having partitions start end start_expr end_expr where_clause condition join_type ref_type
  using_columns setop_type setop_all cte_map map key query materialized subquery_type subquery comparison_type limit
  column_name_alias aliases relation_name offset_expr default_expr`);

/** What it may say there; of GROUP BY ALL the text itself is told. */
export const settings: Readonly<Record<string, RegExp>> = {
  aggregate_handling: /^(STANDARD_HANDLING|FORCE_AGGREGATES)$/,
  comparison_type: /^(INVALID|COMPARE_EQUAL)$/,
  join_type: /^(INNER|LEFT|RIGHT|FULL|OUTER)$/,
  materialized: /DEFAULT$/,
  ref_type: /^(REGULAR|CROSS)$/,
  schema: /^main$/,
  setop_type: /^(UNION|EXCEPT|INTERSECT)$/,
  subquery_type: /^(SCALAR|ANY|EXISTS|NOT_EXISTS)$/,
};

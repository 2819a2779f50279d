import type { Duration } from '../../core/duration.ts';
import { arnOf, atOnce, type Pulled } from '../pulled.ts';

export interface DynamoDbOptions {
  readonly table: string;
  /** Query on an index for the window instead of a scan of the whole table. */
  readonly window?: {
    readonly index?: string;
    readonly partition: { readonly attribute: string; readonly value: string | number };
    /**
     * The sort key, compared with the bounds of the window: a moment as ISO text (in UTC where it has no offset), or as
     * seconds or milliseconds since 1970, or the calendar day in the pipeline's time zone as an ISO date.
     */
    readonly sort: { readonly attribute: string; readonly as: 'iso' | 'seconds' | 'milliseconds' | 'date' };
  };
  /** Segments of a parallel scan; 4 unless told. */
  readonly segments?: number;
  /** Consistent reads, at twice the cost; none unless told. */
  readonly consistent?: boolean;
  /**
   * Read capacity units a second that the extraction may use, or a share (0 to 1) of those that the table or its index
   * has provisioned; pages are then read one by one. No bound unless told.
   */
  readonly capacity?: number | { readonly share: number };
  readonly settle?: Duration;
}

export interface DynamoDbOrigin extends Pulled, Omit<DynamoDbOptions, 'settle'> {
  readonly kind: 'dynamodb';
  readonly segments: number;
  readonly consistent: boolean;
}

/** Items of a DynamoDB table. */
export const dynamodb = (options: DynamoDbOptions): DynamoDbOrigin => ({
  segments: 4,
  consistent: false,
  settle: atOnce,
  ...options,
  kind: 'dynamodb',
  title: 'DynamoDB',
  place: `DynamoDB table ${options.table}`,
  windowed: options.window !== undefined,
  sparse: true,
  needs: () => needsOf(options),
});

function needsOf({ table: name, window, capacity }: DynamoDbOptions) {
  const table = arnOf('dynamodb', name, 'table/');
  const share = typeof capacity === 'object' ? [{ action: 'dynamodb:DescribeTable', resource: table }] : [];
  if (!window) return [{ action: 'dynamodb:Scan', resource: table }, ...share];
  const queried = window.index === undefined ? table : `${table}/index/${window.index}`;
  return [{ action: 'dynamodb:Query', resource: queried }, ...share];
}

import type { MapState } from '../definition.ts';
import { mostBytes } from '../failure.ts';
import type { ItemReader } from '../map-fields.ts';

type Problems = Generator<string>;

/** What is wrong with a Map: https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
export function* mapProblems(state: MapState): Problems {
  const { ItemProcessor, Iterator, ItemReader, ItemBatcher, ResultWriter, Label } = state;
  const processor = ItemProcessor ?? Iterator;
  if (!processor) yield 'has no ItemProcessor';
  if (ItemProcessor && Iterator) yield 'has both ItemProcessor and Iterator, its old name';
  if (state.ItemSelector !== undefined && state.Parameters !== undefined)
    yield 'has both ItemSelector and Parameters, its old name';
  const { Mode = 'INLINE', ExecutionType } = processor?.ProcessorConfig ?? {};
  if (Mode === 'INLINE') {
    for (const field of Object.keys(state))
      if (ofDistributed.test(field)) yield `uses ${field}, for which its Mode is DISTRIBUTED`;
  } else if (ExecutionType === undefined) yield 'has no ExecutionType, which a DISTRIBUTED Map needs';
  if (ItemReader) yield* readerProblems(ItemReader);
  if (ItemBatcher) yield* batcherProblems(ItemBatcher);
  if (ResultWriter) yield* writerProblems(ResultWriter);
  if (Label !== undefined && !label.test(Label))
    yield `has the Label "${Label}", which is not 1 to 40 of what a name may hold`;
}

const ofDistributed = /^(ItemReader|ItemBatcher|ResultWriter|Label|ToleratedFailure.*)$/;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-state-distributed-additional-fields */
const label = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,40}$/u;

function* readerProblems({ Resource, ReaderConfig = {}, Parameters, Arguments }: ItemReader): Problems {
  const { InputType, CSVHeaderLocation, CSVHeaders, Transformation, ManifestType, ItemsPointer } = ReaderConfig;
  if (!/^arn:[^:]*:states:[^:]*:[^:]*:s3:(getObject|listObjectsV2)$/.test(Resource))
    yield `reads its items by ${Resource}: a reader has s3:getObject and s3:listObjectsV2`;
  if (Parameters === undefined && Arguments === undefined) yield 'does not say where its ItemReader reads';
  if (InputType === 'PARQUET') yield 'reads PARQUET, which is not read on this machine';
  if (CSVHeaderLocation === 'GIVEN' && !CSVHeaders?.length) yield 'has no CSVHeaders, which its reader is to be GIVEN';
  if (CSVHeaderLocation === 'FIRST_ROW' && CSVHeaders) yield 'has CSVHeaders, and takes the FIRST_ROW for them';
  if (Transformation === 'LOAD_AND_FLATTEN' && InputType === undefined) yield 'has no InputType to LOAD_AND_FLATTEN';
  if (Transformation === 'LOAD_AND_FLATTEN' && Resource.endsWith(':getObject'))
    yield 'has LOAD_AND_FLATTEN, which goes with s3:listObjectsV2';
  if (ManifestType === 'S3_INVENTORY' && InputType !== undefined && InputType !== 'MANIFEST')
    yield `has the InputType ${InputType}, and an inventory is CSV`;
  if (ManifestType === 'ATHENA_DATA' && (InputType === undefined || InputType === 'MANIFEST'))
    yield 'does not say as what InputType the objects of its manifest are read';
  if (ItemsPointer !== undefined && !/^(\/.*)?$/s.test(ItemsPointer))
    yield `has the ItemsPointer ${ItemsPointer}, which is none`;
}

function* batcherProblems(batcher: NonNullable<MapState['ItemBatcher']>): Problems {
  const limits = ['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'];
  if (!limits.some((limit) => limit in batcher))
    yield 'has an ItemBatcher that says nothing of how much goes into a batch';
  const { MaxInputBytesPerBatch: bytes, MaxItemsPerBatch: items } = batcher;
  if (typeof bytes === 'number' && bytes > mostBytes) yield `puts ${bytes} bytes into a batch, of ${mostBytes} at most`;
  if (bytes === 0 || items === 0) yield 'puts nothing into a batch';
}

function* writerProblems({
  Resource,
  Parameters,
  Arguments,
  WriterConfig,
}: NonNullable<MapState['ResultWriter']>): Problems {
  const target = Parameters ?? Arguments;
  if (Resource === undefined && WriterConfig === undefined) yield 'has an empty ResultWriter';
  if ((Resource === undefined) !== (target === undefined))
    yield 'does not say where its ResultWriter writes, and by what';
  if (Resource !== undefined && !/^arn:[^:]*:states:[^:]*:[^:]*:s3:putObject$/.test(Resource))
    yield `writes its results by ${Resource}: a writer has s3:putObject`;
}

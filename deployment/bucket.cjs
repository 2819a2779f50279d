/** Has a compiled template use a bucket that is there already, of that name, instead of one of its own. */
function useBucket(template, name) {
  const arn = `arn:\${AWS::Partition}:s3:::${name}`;
  const domain = `${name}.s3.\${AWS::Region}.\${AWS::URLSuffix}`;
  const resolved = (_, value) => {
    if (value?.Ref === 'Bucket') return name;
    const attribute = value?.['Fn::GetAtt']?.join?.('.');
    if (attribute === 'Bucket.Arn') return { 'Fn::Sub': arn };
    if (attribute === 'Bucket.RegionalDomainName') return { 'Fn::Sub': domain };
    return typeof value === 'string' ? value.replaceAll(/\$\{Bucket\.Arn\}/g, () => arn) : value;
  };
  const { Bucket: _bucket, BucketPolicy: _policy, ...Resources } = template.Resources;
  Object.assign(template, JSON.parse(JSON.stringify({ ...template, Resources }), resolved));
}

/** Whether the data outlives the stack. */
function keepBucket({ Bucket }, isProtected) {
  Bucket.DeletionPolicy = isProtected ? 'Retain' : 'Delete';
}

module.exports = { keepBucket, useBucket };

"""Holds docs/deployer-policy.json against what CloudFormation calls, in the name of who deploys, for each resource of the
packaged template: AWS's own schemas of its resources tell it, and cfn-lint brings them. Prints what the policy lacks.
"""

import fnmatch
import json
import pathlib
import re
import sys

import cfnlint

template, policy = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:])

# What a schema names for settings that the template has none of.
unused = re.compile(
    r"^(kms|elasticfilesystem|s3files|s3tables|firehose|lakeformation):"
    r"|^s3:(REST|.*(MetadataTable|Metadata.*Table|Replication|Website|Analytics|Metrics|Inventory|Accelerate|Tiering|Cors|CORS))"
    r"|^s3:(UpdateBucketMetadata|HeadObject$)"
    r"|^logs:(AssociateKmsKey|DisassociateKmsKey|CreateLogDelivery|(Put|Delete)(DataProtection|Index|Resource)Policy|Put(BearerToken|LogGroupDeletion).*)$"
    r"|^lambda:(PassCapacityProvider|GetCodeSigningConfig|GetLayerVersion|AssociateRuntimeAlias|PutProvisionedConcurrencyConfig)$"
    r"|^iam:((Attach|Detach)RolePolicy|(Put|Delete)RolePermissionsBoundary|(Get|Put|Delete)(Group|User)Policy)$"
    r"|^iam:CreateServiceLinkedRole$"
    r"|^s3:(AbortMultipartUpload|ListMultipartUploadParts)$"
    r"|^glue:((Create|Get|Update|Delete|Pass)Connection|GetSchemaVersion)$"
    r"|^sns:PutDataProtectionPolicy$"
    r"|^cloudfront:((Create|Get)ConnectionGroup|GetVpcOrigin|UpdateDistributionWithStagingConfig)$"
)
types = {resource["Type"] for resource in template["Resources"].values()}
called = {}
for path in pathlib.Path(cfnlint.__file__).parent.glob("data/schemas/resources/*.json"):
    schema = json.loads(path.read_text())
    if schema.get("typeName") in types:
        for handler in ("create", "read", "update", "delete"):
            for action in schema.get("handlers", {}).get(handler, {}).get("permissions", []):
                called.setdefault(action, set()).add(schema["typeName"])

allowed = [
    action
    for statement in policy["Statement"]
    for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
]
lacking = sorted(
    f"{action} ({', '.join(sorted(names))})"
    for action, names in called.items()
    if not unused.search(action) and not any(fnmatch.fnmatchcase(action, pattern) for pattern in allowed)
)
if not called:
    sys.exit("cfn-lint's schemas have moved: no resource of the template was found in them")
if lacking:
    sys.exit("docs/deployer-policy.json lacks what CloudFormation calls:\n  " + "\n  ".join(lacking))
print(f"docs/deployer-policy.json allows all {len(called)} actions that CloudFormation may call for {len(types)} types.")

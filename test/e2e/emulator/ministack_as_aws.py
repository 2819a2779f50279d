"""ministack, where it differs from AWS in what this project builds on, made alike. Each change asserts what it changes.

Every decision of IAM is written as a line of JSON to the file that $DECISIONS names.
"""

import inspect
import json
import os
import sys
import threading
from urllib.parse import unquote

import ministack.app as app
import ministack.core.iam_evaluator as iam
import ministack.core.lambda_runtime as runtime
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.lambda_svc as functions
import ministack.services.s3 as s3
import ministack.services.stepfunctions as states
from ministack.core.responses import get_account_id, get_region, json_response
from ministack.core.router import extract_access_key_id


def replaced(text, old, new):
    assert text.count(old) == 1, f"ministack has changed: {old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def parameters(function, *names):
    found = tuple(inspect.signature(function).parameters)
    assert found == names, f"ministack has changed: {function.__name__} takes {found}"
    return function


# The name of an error that a function throws is what Retry and Catch match.
runtime._NODEJS_WORKER_SCRIPT = replaced(
    runtime._NODEJS_WORKER_SCRIPT,
    'status: "error", error: String(err.message || err),',
    'status: "error", errorType: (err && err.name) || "Error", error: String(err.message || err),',
)
exec(
    compile(
        replaced(
            inspect.getsource(functions._execute_function_warm),
            'error_type = "Runtime.HandlerError"',
            'error_type = result.get("errorType") or "Runtime.HandlerError"',
        ),
        functions.__file__,
        "exec",
    ),
    functions.__dict__,
)

# AWS is spoken to by TLS; this machine is not, and the bucket's policy denies what is not.
assert "secure_transport" in inspect.signature(iam.EvalContext).parameters, "ministack has changed: EvalContext"
plain_context = iam.EvalContext


def context_of_tls(*args, **named):
    context = plain_context(*args, **named)
    object.__setattr__(context, "secure_transport", True)
    return context


iam.EvalContext = context_of_tls

# What was asked, by whom, and whether it was allowed.
plain_enforce = parameters(
    iam.enforce, "access_key_id", "iam_action", "service", "region", "resource_arn", "service_context"
)
decisions = open(os.environ["DECISIONS"], "a", buffering=1)
writing = threading.Lock()


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    denied = plain_enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
    principal = iam.resolve_principal(access_key_id or "", get_account_id())
    decision = {
        "principal": getattr(principal, "arn", None),
        "action": iam_action,
        "resource": resource_arn,
        "prefix": (service_context or {}).get("s3:prefix"),
        "allowed": denied is None,
    }
    with writing:
        decisions.write(json.dumps(decision) + "\n")
    return denied


iam.enforce = enforce

# S3 tells nobody that an object, or a version of it, is not there who may not list them at that key.
plain_s3 = app.SERVICE_HANDLERS["s3"]


async def s3_as_aws(method, path, headers, body, query_params, *rest, **named):
    answer = await plain_s3(method, path, headers, body, query_params, *rest, **named)
    if not app.AUTH or answer[0] != 404 or method not in ("GET", "HEAD", "PUT"):
        return answer
    source = headers.get("x-amz-copy-source") if method == "PUT" else path
    bucket, _, key = unquote((source or "").split("?")[0]).lstrip("/").partition("/")
    if not key:
        return answer
    who = extract_access_key_id(headers, query_params)
    action = "s3:ListBucketVersions" if "versionId=" in (source or "") or "versionId" in query_params else "s3:ListBucket"
    denied = enforce(who, action, "s3", get_region(), f"arn:aws:s3:::{bucket}", {"s3:prefix": key})
    return answer if denied is None else s3._error("AccessDenied", "Access Denied", 403, path)


app.SERVICE_HANDLERS["s3"] = s3_as_aws

# CloudFormation removes no bucket that holds anything.
plain_delete = parameters(provisioners._s3_delete, "physical_id", "props")


def delete_bucket(physical_id, props):
    bucket = s3._buckets.get(physical_id)
    if bucket and (bucket["objects"] or s3._bucket_has_versions(physical_id)):
        raise RuntimeError("The bucket you tried to delete is not empty")
    return plain_delete(physical_id, props)


assert provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]["delete"] is plain_delete, "ministack has changed: buckets"
provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]["delete"] = delete_bucket

# To start an execution again by its name and input, while it runs, is no error.
plain_start = parameters(states._start_execution, "data")


def start_execution(data):
    machine = states._resolve_state_machine_arn(data.get("stateMachineArn", ""))
    name = states._state_machines[machine]["name"] if machine else ""
    arn = f"arn:aws:states:{get_region()}:{get_account_id()}:execution:{name}:{data.get('name')}"
    there = states._executions.get(arn)
    if there and there["status"] == "RUNNING" and there["input"] == data.get("input", "{}"):
        return json_response({"executionArn": arn, "startDate": there["startDate"]})
    return plain_start(data)


states._start_execution = start_execution


def end_with_parent():
    """Ends with whoever started it, however that ended: its end of the pipe is closed then."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    app.main()

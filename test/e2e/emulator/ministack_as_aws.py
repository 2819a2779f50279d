"""ministack, where it differs from AWS in what this project builds on, made alike. Each change asserts what it changes.

Every decision of IAM is written as a line of JSON to the file that $DECISIONS names. Queries of Athena run at $ATHENA.
"""

import contextvars
import inspect
import json
import os
import sys
import threading
import time
import urllib.request
from urllib.parse import unquote

import ministack.app as app
import ministack.core.iam_actions as actions
import ministack.core.iam_evaluator as iam
import ministack.core.lambda_runtime as runtime
import ministack.services.athena as athena
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.lambda_svc as functions
import ministack.services.s3 as s3
import ministack.services.stepfunctions as states
import ministack.services.sts as sts
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
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

# What an execution does, it does in the name of its state machine's role: calling functions, starting the children of a
# Map, reading what the Map is over.
executing = contextvars.ContextVar("executing")
plain_run = parameters(states._run_execution, "exec_arn")


def open_session(key, role):
    """Whoever has that key asks in the name of the role from now on."""
    name = role.rpartition("/")[2]
    who = {"Arn": f"arn:aws:sts::{get_account_id()}:assumed-role/{name}/states", "UserId": f"{name}:states"}
    sts.register_session(key, {**who, "SecretAccessKey": key, "SessionToken": key})


def run_execution(exec_arn):
    role = states._state_machines[states._executions[exec_arn]["stateMachineArn"]]["roleArn"]
    open_session(role, role)
    executing.set(role)
    return plain_run(exec_arn)


def judged(action, resource):
    service = action.partition(":")[0]
    if enforce(executing.get(), action, service, get_region(), resource):
        raise states._ExecutionError("States.Permissions", f"{executing.get()} may not {action} {resource}")


def judging(function, names, action, resource_of):
    parameters(function, *names)

    def called(*args):
        judged(action, resource_of(*args))
        return function(*args)

    return called


states._run_execution = run_execution
states._call_lambda = judging(
    states._call_lambda, ("func_ref", "event"), "lambda:InvokeFunction", lambda func_ref, event: func_ref
)
states._run_distributed_map = judging(
    states._run_distributed_map,
    ("state_def", "raw_input", "effective", "iterator", "execution", "ctx"),
    "states:StartExecution",
    lambda state_def, raw_input, effective, iterator, execution, ctx: execution["stateMachineArn"],
)
states._s3_object_text = judging(
    states._s3_object_text, ("bucket", "key"), "s3:GetObject", lambda bucket, key: f"arn:aws:s3:::{bucket}/{key}"
)


# Step Functions has Athena run a query, and waits for its end: https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
# Athena asks Glue and S3 in the name of whoever has it run one: here, of whose execution came last.
def run_query(_, asked):
    group = athena._arn_workgroup(asked["WorkGroup"])
    if asked["WorkGroup"] not in athena._workgroups:
        raise states._ExecutionError("Athena.InvalidRequestException", f"WorkGroup {asked['WorkGroup']} is not found.")
    judged("athena:StartQueryExecution", group)
    open_session("ATHENA", executing.get())
    query = ask_athena("StartQueryExecution", asked)
    while True:
        judged("athena:GetQueryExecution", group)
        told = ask_athena("GetQueryExecution", query)
        state = told["QueryExecution"]["Status"]["State"]
        if state == "SUCCEEDED":
            return told
        if state in ("FAILED", "CANCELLED"):
            raise states._ExecutionError("States.TaskFailed", json.dumps(told))
        time.sleep(0.05)


def ask_athena(operation, asked):
    headers = {"X-Amz-Target": f"AmazonAthena.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    request = urllib.request.Request(os.environ["ATHENA"], json.dumps(asked).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        told = json.load(refused)
        raise states._ExecutionError(f"Athena.{told['__type']}", told["message"]) from None


query_resource = "arn:aws:states:::athena:startQueryExecution"
assert query_resource not in states._SERVICE_DISPATCH, "ministack has changed: queries of Athena"
states._SERVICE_DISPATCH[query_resource] = run_query

# Glue is asked about a database or a table, and so about all that it lies in, up to the catalog.
plain_resource = parameters(
    actions.extract_resource_arn,
    *("service", "method", "path", "headers", "body", "query_params", "region", "account_id"),
)
plain_glue = app.SERVICE_HANDLERS["glue"]


def glue_resources(*names):
    kinds = ("catalog", "database", "table")[: len(names) + 1]
    own = f"arn:aws:glue:{get_region()}:{get_account_id()}:"
    return [own + "/".join([kind, *names[:at]]) for at, kind in enumerate(kinds)]


def glue_resources_of(body):
    asked = json.loads(body)
    return glue_resources(*(asked[name] for name in ("DatabaseName", "Name") if name in asked))


def resource_as_aws(service, method, path, headers, body, *rest):
    if service == "glue":
        return glue_resources_of(body)[-1]
    return plain_resource(service, method, path, headers, body, *rest)


async def glue_as_aws(method, path, headers, body, query_params, *rest, **named):
    action = f"glue:{headers['x-amz-target'].partition('.')[2]}"
    who = extract_access_key_id(headers, query_params)
    for resource in glue_resources_of(body)[:-1]:
        if enforce(who, action, "glue", get_region(), resource):
            return error_response_json("AccessDeniedException", f"{who} may not {action} {resource}", 400)
    return await plain_glue(method, path, headers, body, query_params, *rest, **named)


actions.extract_resource_arn = resource_as_aws
app.SERVICE_HANDLERS["glue"] = glue_as_aws

# CloudFormation makes and removes workgroups, databases and tables in the name of whoever deploys.
deploying = contextvars.ContextVar("deploying")
plain_cloudformation = app.SERVICE_HANDLERS["cloudformation"]


async def cloudformation_as_aws(method, path, headers, body, query_params, *rest, **named):
    deploying.set(extract_access_key_id(headers, query_params))
    return await plain_cloudformation(method, path, headers, body, query_params, *rest, **named)


provisioning = {
    "create": ("logical_id", "props", "stack_name"),
    "update": ("physical_id", "old_props", "new_props", "stack_name", "logical_id"),
    "delete": ("physical_id", "props"),
}


def deployed_as(kind, action, resources_of):
    handlers = provisioners._RESOURCE_HANDLERS[kind]
    for verb, names in provisioning.items():
        plain = parameters(handlers[verb], *names)
        props = names.index("new_props" if verb == "update" else "props")
        handlers[verb] = deployed(plain, action.format(verb.title()), lambda args, at=props: resources_of(args[at]))


def deployed(function, action, resources_of):
    def called(*args, **named):
        for resource in resources_of(args):
            if enforce(deploying.get(), action, action.partition(":")[0], get_region(), resource):
                raise ValueError(f"{deploying.get()} may not {action} {resource}")
        return function(*args, **named)

    return called


app.SERVICE_HANDLERS["cloudformation"] = cloudformation_as_aws
deployed_as("AWS::Athena::WorkGroup", "athena:{}WorkGroup", lambda props: [athena._arn_workgroup(props["Name"])])
deployed_as("AWS::Glue::Database", "glue:{}Database", lambda props: glue_resources(props["DatabaseInput"]["Name"]))
deployed_as(
    "AWS::Glue::Table", "glue:{}Table", lambda props: glue_resources(props["DatabaseName"], props["TableInput"]["Name"])
)


def end_with_parent():
    """Ends with whoever started it, however that ended: its end of the pipe is closed then."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    app.main()
